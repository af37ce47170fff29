#include "tfplugin/plugin_client.h"

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <future>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "tfplugin/certificate.h"

namespace compliance::tfplugin {
namespace {

std::string PemFromHandshake(std::string text) {
  while (text.size() % 4 != 0) text += '=';
  std::string lines;
  for (std::size_t i = 0; i < text.size(); i += 64) {
    absl::StrAppend(&lines, text.substr(i, 64), "\n");
  }
  return absl::StrCat("-----BEGIN CERTIFICATE-----\n", lines,
                      "-----END CERTIFICATE-----\n");
}

// A stream that is opened and never used, until the context is cancelled.
class OpenStream
    : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  OpenStream(grpc::GenericStub& stub, const std::string& method) {
    stub.PrepareBidiStreamingCall(&context_, method, {}, this);
    StartCall();
    if (method.ends_with("StreamStdio")) {
      StartWriteLast(&empty_, grpc::WriteOptions());
    }
    StartRead(&answer_);
  }
  void Cancel() {
    context_.TryCancel();
    done_.get_future().wait();
  }
  void OnDone(const grpc::Status&) override { done_.set_value(); }

 private:
  grpc::ClientContext context_;
  grpc::ByteBuffer empty_{nullptr, 0};
  grpc::ByteBuffer answer_;
  std::promise<void> done_;
};

}  // namespace

struct PluginClient::Rep {
  explicit Rep(std::shared_ptr<grpc::Channel> channel) : stub(channel) {}
  grpc::GenericStub stub;
  std::vector<std::unique_ptr<OpenStream>> streams;
};

PluginClient::PluginClient(const std::string& socket_path) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(-1);
  // A connection of its own for each client, as each host has.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  rep_ = std::make_unique<Rep>(grpc::CreateCustomChannel(
      "unix:" + socket_path, grpc::InsecureChannelCredentials(), arguments));
}

PluginClient::PluginClient(const std::string& socket_path,
                           const Certificate& own,
                           const std::string& plugin_certificate) {
  grpc::SslCredentialsOptions options;
  options.pem_root_certs = PemFromHandshake(plugin_certificate);
  options.pem_private_key = own.key_pem;
  options.pem_cert_chain = own.certificate_pem;
  grpc::ChannelArguments arguments;
  arguments.SetSslTargetNameOverride("localhost");
  arguments.SetMaxReceiveMessageSize(-1);
  // A connection of its own for each client, as each host has.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  rep_ = std::make_unique<Rep>(grpc::CreateCustomChannel(
      "unix:" + socket_path, grpc::SslCredentials(options), arguments));
}

PluginClient::~PluginClient() {
  for (const auto& stream : rep_->streams) stream->Cancel();
}

void PluginClient::OpenHostStreams() {
  for (const char* method :
       {"/plugin.GRPCBroker/StartStream", "/plugin.GRPCStdio/StreamStdio"}) {
    rep_->streams.push_back(std::make_unique<OpenStream>(rep_->stub, method));
  }
}

absl::StatusOr<std::string> PluginClient::Call(const std::string& method,
                                               const std::string& request,
                                               absl::Duration limit) {
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + limit));
  const grpc::Slice slice(request);
  const grpc::ByteBuffer in(&slice, 1);
  grpc::ByteBuffer out;
  std::promise<grpc::Status> promise;
  rep_->stub.UnaryCall(
      &context, method, {}, &in, &out,
      [&promise](grpc::Status status) { promise.set_value(status); });
  const grpc::Status status = promise.get_future().get();
  if (!status.ok()) {
    return absl::Status(static_cast<absl::StatusCode>(status.error_code()),
                        status.error_message());
  }
  grpc::Slice answer;
  if (!out.DumpToSingleSlice(&answer).ok()) {
    return absl::InternalError("unreadable answer");
  }
  return std::string(reinterpret_cast<const char*>(answer.begin()),
                     answer.size());
}

}  // namespace compliance::tfplugin
