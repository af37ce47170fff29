#include "tfplugin/host.h"

#include <google/protobuf/stubs/logging.h>
#include <grpc/support/log.h>
#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/server_posix.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "compliance/tfplugin/log.h"
#include "tfplugin/byte_buffer.h"
#include "tfplugin/certificate.h"
#include "tfplugin/local_reactors.h"
#include "tfplugin/method.h"
#include "tfplugin/plugin_channel.h"
#include "tfplugin/services.h"
#include "tfplugin/worker_pool.h"

namespace compliance::tfplugin {
namespace {

// One request, one answer, computed on a worker.
class CallReactor final : public grpc::ServerGenericBidiReactor {
 public:
  CallReactor(const Method& method, WorkerPool& workers)
      : method_(method), workers_(workers) {
    StartRead(&request_);
  }

  // Without a message the request is the empty one: a stream may be.
  void OnReadDone(bool) override {
    workers_.Run([this] { Answer(); });
  }
  void OnDone() override { delete this; }

 private:
  void Answer() {
    const absl::StatusOr<std::string> answer = Compute();
    if (!answer.ok()) return Finish(ToGrpc(answer.status()));
    response_ = MessageOf(*answer);
    StartWriteAndFinish(&response_, grpc::WriteOptions(), grpc::Status::OK);
  }

  // An exception would end the process and with it every call of the host. Its
  // text may hold anything, so it is not told.
  absl::StatusOr<std::string> Compute() {
    try {
      return method_(TextOf(OnePiece(request_)));
    } catch (const std::exception&) {
      return absl::InternalError("the provider failed; this is a bug in it");
    }
  }

  const Method& method_;
  WorkerPool& workers_;
  grpc::ByteBuffer request_;
  grpc::ByteBuffer response_;
};

class UnknownMethodReactor final : public grpc::ServerGenericBidiReactor {
 public:
  explicit UnknownMethodReactor(const std::string& method) {
    Finish(grpc::Status(grpc::StatusCode::UNIMPLEMENTED,
                        absl::StrCat("unknown method ", method)));
  }
  void OnDone() override { delete this; }
};

class TableService final : public grpc::CallbackGenericService {
 public:
  TableService(MethodTable methods, Host::OnShutdown on_shutdown)
      : methods_(std::move(methods)) {
    methods_[kShutdown] = [on_shutdown = std::move(on_shutdown)](
                              absl::string_view) -> std::string {
      on_shutdown();
      return "";
    };
  }

  grpc::ServerGenericBidiReactor* CreateReactor(
      grpc::GenericCallbackServerContext* context) override {
    const std::string& name = context->method();
    if (name == kBroker || name == kStdio) return new IdleReactor();
    const auto method = methods_.find(name);
    if (method == methods_.end()) return new UnknownMethodReactor(name);
    return new CallReactor(method->second, workers_);
  }

 private:
  MethodTable methods_;
  WorkerPool workers_;
};

// gRPC's own complaints in the form that the host understands.
void LogGrpc(gpr_log_func_args* args) {
  const LogLevel level = args->severity == GPR_LOG_SEVERITY_DEBUG
                             ? LogLevel::kTrace
                             : LogLevel::kDebug;
  Log(level, args->message, {{"source", "grpc"}});
}

class GrpcHost final : public Host {
 public:
  explicit GrpcHost(std::unique_ptr<grpc::CallbackGenericService> service)
      : service_(std::move(service)) {}
  ~GrpcHost() override { Stop(absl::ZeroDuration()); }

  // `builder` may have a port already. `healthy`: gRPC answers health checks.
  bool Start(grpc::ServerBuilder& builder, bool healthy) {
    // A setting of the process, but looked at only when a server is built.
    grpc::EnableDefaultHealthCheckService(healthy);
    builder.SetMaxReceiveMessageSize(-1);
    builder.SetMaxSendMessageSize(-1);
    builder.RegisterCallbackGenericService(service_.get());
    server_ = builder.BuildAndStart();
    if (server_ == nullptr) return false;
    if (healthy) {
      server_->GetHealthCheckService()->SetServingStatus("plugin", true);
    }
    return true;
  }

  grpc::Server* server() { return server_.get(); }

  void Stop(absl::Duration grace) override {
    if (server_ == nullptr) return;
    server_->Shutdown(std::chrono::system_clock::now() +
                      absl::ToChronoMicroseconds(grace));
    server_->Wait();
    server_ = nullptr;
  }

 private:
  // Outlives the server, whose calls use it.
  std::unique_ptr<grpc::CallbackGenericService> service_;
  std::unique_ptr<grpc::Server> server_;
};

absl::StatusOr<std::unique_ptr<Host>> AdoptConnection(
    int connection, std::unique_ptr<grpc::CallbackGenericService> service,
    bool healthy) {
  auto host = std::make_unique<GrpcHost>(std::move(service));
  grpc::ServerBuilder builder;
  if (!host->Start(builder, healthy)) {
    close(connection);
    return absl::UnavailableError("cannot start a server for a connection");
  }
  grpc::AddInsecureChannelFromFd(host->server(), connection);
  return host;
}

std::unique_ptr<grpc::CallbackGenericService> ServiceOf(
    MethodTable methods, Host::OnShutdown on_shutdown) {
  gpr_set_log_function(LogGrpc);
  // What protobuf complains of, the status of the call says.
  google::protobuf::SetLogHandler(nullptr);
  return std::make_unique<TableService>(std::move(methods),
                                        std::move(on_shutdown));
}

std::shared_ptr<grpc::ServerCredentials> Credentials(
    const std::optional<Tls>& tls) {
  if (!tls) return grpc::InsecureServerCredentials();
  // TLS 1.3 must stay allowed: under 1.2 gRPC's curve list refuses the P-521
  // certificates of Go hosts.
  grpc::SslServerCredentialsOptions options(
      GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  options.pem_root_certs = tls->host_certificate_pem;
  options.pem_key_cert_pairs.push_back(
      {tls->own.key_pem, tls->own.certificate_pem});
  return grpc::SslServerCredentials(options);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Host>> Host::Listen(
    const std::string& socket_path, const std::optional<Tls>& tls,
    MethodTable methods, OnShutdown on_shutdown) {
  auto host = std::make_unique<GrpcHost>(
      ServiceOf(std::move(methods), std::move(on_shutdown)));
  grpc::ServerBuilder builder;
  builder.AddListeningPort(UnixTarget(socket_path), Credentials(tls));
  if (!host->Start(builder, /*healthy=*/true) ||
      chmod(socket_path.c_str(), 0600) != 0) {
    return absl::UnavailableError(absl::StrCat(
        socket_path, ": cannot listen there; set TMPDIR to a local directory"));
  }
  return host;
}

absl::StatusOr<std::unique_ptr<Host>> Host::Adopt(int connection,
                                                  MethodTable methods,
                                                  OnShutdown on_shutdown) {
  return AdoptConnection(connection,
                         ServiceOf(std::move(methods), std::move(on_shutdown)),
                         /*healthy=*/true);
}

absl::StatusOr<std::unique_ptr<Host>> Host::AdoptGeneric(
    int connection, std::unique_ptr<grpc::CallbackGenericService> service) {
  return AdoptConnection(connection, std::move(service), /*healthy=*/false);
}

}  // namespace compliance::tfplugin
