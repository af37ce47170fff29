// terraform-provider-fault: a plugin whose calls show what became of them on
// the way, and which fails in every way on demand. FAULT_MODE, in its
// environment, says how to fail at the start; the name of a method does for a
// call (Reactor below).
#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/grpcpp.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <mutex>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "goplugin.pb.h"
#include "tfplugin/byte_buffer.h"
#include "tfplugin/call_kind.h"
#include "tfplugin/certificate.h"
#include "tfplugin/handshake.h"
#include "tfplugin/plugin_channel.h"
#include "tfplugin/services.h"
#include "tfplugin/socket_dir.h"
#include "tfplugin6.pb.h"

extern char** environ;

namespace compliance::tfplugin {
namespace {

std::string Variable(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : "";
}

void Say(int fd, absl::string_view text) {
  while (!text.empty()) {
    const ssize_t size = write(fd, text.data(), text.size());
    if (size <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(size));
  }
}

// What a Go program leaves when it panics.
[[noreturn]] void Panic() {
  Say(STDERR_FILENO,
      "before it\npanic: assignment to entry in nil map\n\n"
      "goroutine 1 [running]:\nmain.main()\n");
  _exit(2);
}

std::string Surroundings() {
  std::array<char, 4096> directory{};
  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  std::string text =
      absl::StrCat("directory=", getcwd(directory.data(), directory.size()),
                   "\nparent=", getppid(), "\nfiles=", files.rlim_cur, "\n");
  for (char** entry = environ; *entry != nullptr; ++entry) {
    absl::StrAppend(&text, *entry, "\n");
  }
  return text;
}

std::string SeenOf(const grpc::GenericCallbackServerContext& context) {
  std::string text;
  for (const auto& [key, value] : context.client_metadata()) {
    absl::StrAppend(&text, std::string(key.data(), key.size()), "=",
                    std::string(value.data(), value.size()), "\n");
  }
  const auto deadline = context.deadline();
  const auto now = std::chrono::system_clock::now();
  if (deadline > now + std::chrono::hours(24)) return text + "no deadline\n";
  return absl::StrCat(
      text, "seconds left=",
      std::chrono::duration_cast<std::chrono::seconds>(deadline - now).count(),
      "\n");
}

// What the process was asked, in the order of arrival.
class Journal {
 public:
  static Journal& Of() {
    static Journal journal;
    return journal;
  }
  void Add(absl::string_view entry) {
    const std::lock_guard<std::mutex> lock(mutex_);
    absl::StrAppend(&entries_, " ", entry);
  }
  std::string Text() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return absl::StrCat(getpid(), entries_);
  }

 private:
  std::mutex mutex_;
  std::string entries_;
};

std::string AnswerToConfigure(const std::string& path) {
  if (std::filesystem::is_directory(path)) _exit(5);
  if (!std::filesystem::exists(path)) return "";
  tfplugin6::ConfigureProvider::Response response;
  auto* diagnostic = response.add_diagnostics();
  diagnostic->set_severity(tfplugin6::Diagnostic::ERROR);
  diagnostic->set_summary("no longer valid");
  return response.SerializeAsString();
}

// One call. By the last part of its name:
//   Echo     each message is sent back as it comes
//   Collect  one answer, when the client has ended: all messages in one
//   Repeat   the first message, three times
//   Early    metadata at once, the rest as Collect
//   Seen     the metadata and deadline that arrived
//   Where    directory, parent, limit of files and environment of the process
//   Pid      of the process
//   Fail     a status with details and trailers
//   EndEarly a status before anything was read
//   Hang     nothing; says on stderr that it was cancelled
//   Die, Panic, Exit   the process ends
//   Print    a MiB on stdout and a line on stderr, then as Echo
// Of the protocol's own, which the process keeps a journal of:
//   GetProviderSchema, OpenEphemeralResource, CloseEphemeralResource,
//   ListResource
//            as Echo
//   ConfigureProvider  no diagnostics; an error if the request is the path of
//            a file; the process ends if it is that of a directory
//   PlanResourceChange  the pid, and the journal
class Reactor final : public grpc::ServerGenericBidiReactor {
 public:
  explicit Reactor(grpc::GenericCallbackServerContext* context)
      : context_(context),
        name_(context->method().substr(context->method().rfind('/') + 1)) {
    context_->AddInitialMetadata("x-initial", "first");
    context_->AddInitialMetadata("x-initial-bin", std::string("\0\xff", 2));
    context_->AddTrailingMetadata("x-trailer", "last");
    if (name_ == "Early") StartSendInitialMetadata();
    if (name_ == "EndEarly") {
      Finish(grpc::Status(grpc::StatusCode::ABORTED, "no more"));
      return;
    }
    if (name_ == "StreamStdio") {
      plugin::StdioData data;
      data.set_channel(plugin::StdioData::STDOUT);
      data.set_data("printed");
      answer_ = MessageOf(data.SerializeAsString());
      StartWrite(&answer_);
      return;
    }
    StartRead(&message_);
  }

  void OnReadDone(bool ok) override {
    if (name_ == "Hang") return;
    if (!ok) return AtEnd();
    const std::string text(TextOf(OnePiece(message_)));
    if (KindOf(context_->method()) != CallKind::kOther) {
      Journal::Of().Add(absl::StrCat(name_, "=", text));
    }
    if (name_ == "Die") kill(getpid(), SIGKILL);
    if (name_ == "Panic") Panic();
    if (name_ == "Exit") _exit(3);
    if (name_ == "Print") {
      Say(STDOUT_FILENO, std::string(1 << 20, 'x'));
      Say(STDERR_FILENO, "a line on stderr\n");
    }
    if (name_ == "Collect" || name_ == "Early") {
      collected_ += text;
      return StartRead(&message_);
    }
    if (name_ == "Repeat") repeats_ = 2;
    answer_ = MessageOf(AnswerTo(text));
    StartWrite(&answer_);
  }

  void OnWriteDone(bool) override {
    if (name_ == "StreamStdio") return;
    if (repeats_-- > 0) return StartWrite(&answer_);
    StartRead(&message_);
  }

  void OnCancel() override {
    if (name_ != "Hang" && name_ != "StreamStdio") return;
    if (name_ == "Hang") Say(STDERR_FILENO, "Hang was cancelled\n");
    Finish(grpc::Status::CANCELLED);
  }
  void OnDone() override { delete this; }

 private:
  std::string AnswerTo(const std::string& text) {
    if (name_ == "Seen") return SeenOf(*context_);
    if (name_ == "Where") return Surroundings();
    if (name_ == "Pid") return absl::StrCat(getpid());
    if (name_ == "PlanResourceChange") return Journal::Of().Text();
    if (name_ == "ConfigureProvider") return AnswerToConfigure(text);
    return text;
  }

  void AtEnd() {
    if (name_ == "Fail") {
      return Finish(grpc::Status(grpc::StatusCode::DATA_LOSS, "told to fail",
                                 std::string("de\0tails", 8)));
    }
    if (name_ == "Collect" || name_ == "Early") {
      answer_ = MessageOf(collected_);
      return StartWriteAndFinish(&answer_, grpc::WriteOptions(),
                                 grpc::Status::OK);
    }
    Finish(grpc::Status::OK);
  }

  grpc::GenericCallbackServerContext* const context_;
  const std::string name_;
  grpc::ByteBuffer message_;
  grpc::ByteBuffer answer_;
  std::string collected_;
  int repeats_ = 0;
};

class Unknown final : public grpc::ServerGenericBidiReactor {
 public:
  explicit Unknown(const std::string& method) {
    Finish(grpc::Status(grpc::StatusCode::UNIMPLEMENTED,
                        absl::StrCat("fault has no ", method)));
  }
  void OnDone() override { delete this; }
};

class Shutdown final : public grpc::ServerGenericBidiReactor {
 public:
  explicit Shutdown(SocketDir& directory) {
    if (Variable("FAULT_MODE") != "stubborn") {
      directory.Remove();
      _exit(0);
    }
    Finish(grpc::Status::OK);
  }
  void OnDone() override { delete this; }
};

class Service final : public grpc::CallbackGenericService {
 public:
  explicit Service(SocketDir& directory) : directory_(directory) {}

  grpc::ServerGenericBidiReactor* CreateReactor(
      grpc::GenericCallbackServerContext* context) override {
    const std::string& method = context->method();
    if (method == kShutdown) return new Shutdown(directory_);
    constexpr std::array<absl::string_view, 21> kKnown = {
        "Echo",
        "Collect",
        "Repeat",
        "Early",
        "Seen",
        "Where",
        "Pid",
        "Fail",
        "EndEarly",
        "Hang",
        "Die",
        "Panic",
        "Exit",
        "Print",
        "StreamStdio",
        "GetProviderSchema",
        "OpenEphemeralResource",
        "CloseEphemeralResource",
        "ConfigureProvider",
        "PlanResourceChange",
        "ListResource"};
    const std::string name = method.substr(method.rfind('/') + 1);
    if (std::count(kKnown.begin(), kKnown.end(), name) > 0) {
      return new Reactor(context);
    }
    return new Unknown(method);
  }

 private:
  SocketDir& directory_;
};

std::shared_ptr<grpc::ServerCredentials> Credentials(
    const Certificate& certificate) {
  const std::string host = Variable("PLUGIN_CLIENT_CERT");
  if (host.empty()) return grpc::InsecureServerCredentials();
  grpc::SslServerCredentialsOptions options(
      GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  options.pem_root_certs = host;
  options.pem_key_cert_pairs.push_back(
      {certificate.key_pem, certificate.certificate_pem});
  return grpc::SslServerCredentials(options);
}

int Main() {
  const std::string mode = Variable("FAULT_MODE");
  signal(SIGINT, SIG_IGN);
  if (mode == "exit") {
    Say(STDERR_FILENO, "no such region\n");
    return 7;
  }
  if (mode == "say") {
    std::ifstream file(Variable("FAULT_SAYS"));
    std::stringstream text;
    text << file.rdbuf();
    Say(STDERR_FILENO, text.str());
    return 7;
  }
  if (mode == "hang") {
    while (true) pause();
  }
  auto directory = SocketDir::Make({Variable("TMPDIR"), "/tmp"});
  auto certificate = MakeCertificate();
  if (!directory.ok() || !certificate.ok()) return 1;
  HandshakeLine line;
  line.protocol = mode == "protocol4" ? 4 : mode == "protocol5" ? 5 : 6;
  line.socket_path = directory->socket_path();
  if (!Variable("PLUGIN_CLIENT_CERT").empty() && mode != "plain") {
    line.certificate = certificate->handshake_text;
  }
  Service service(*directory);
  grpc::ServerBuilder builder;
  builder.AddListeningPort(UnixTarget(line.socket_path),
                           Credentials(*certificate));
  builder.SetMaxReceiveMessageSize(-1);
  builder.RegisterCallbackGenericService(&service);
  const auto server = builder.BuildAndStart();
  if (server == nullptr) return 1;
  Say(STDOUT_FILENO, mode == "garbage" ? "Hello, world!\n" : line.ToString());
  while (true) pause();
}

}  // namespace
}  // namespace compliance::tfplugin

int main() { return compliance::tfplugin::Main(); }
