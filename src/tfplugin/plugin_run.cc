#include "tfplugin/plugin_run.h"

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <poll.h>
#include <signal.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "compliance/base/status_macros.h"
#include "tfplugin/byte_buffer.h"
#include "tfplugin/handshake.h"
#include "tfplugin/plugin_channel.h"
#include "tfplugin/services.h"

namespace compliance::tfplugin {
namespace {

// What hosts allow between Shutdown and the end.
constexpr absl::Duration kStopLimit = absl::Seconds(2);
// How often to look at a process that cannot be waited for.
constexpr absl::Duration kLook = absl::Milliseconds(50);

bool WantsTls(const PluginCommand& command) {
  constexpr absl::string_view kDisabled = "TF_DISABLE_PLUGIN_TLS=";
  return std::none_of(command.environment.begin(), command.environment.end(),
                      [&](const std::string& entry) {
                        return absl::StartsWith(entry, kDisabled) &&
                               entry.size() > kDisabled.size();
                      });
}

// A Go plugin gives its socket a name of its own, "/plugin" and up to ten
// digits, and looks for no other place where that is too long.
bool HasRoomForSocket(const std::string& directory) {
  return directory.size() + 18 < sizeof(sockaddr_un::sun_path);
}

std::vector<std::string> WithSocketDirectory(
    std::vector<std::string> environment, const std::string& directory) {
  if (directory.empty() || !HasRoomForSocket(directory)) return environment;
  // The first of a name is the one that counts.
  environment.insert(environment.begin(),
                     absl::StrCat("PLUGIN_UNIX_SOCKET_DIR=", directory));
  return environment;
}

// What is there to read now; closes `fd` at its end.
template <class Take>
void ReadAvailable(UniqueFd& fd, const Take& take) {
  std::array<char, 16 * 1024> buffer;
  while (fd) {
    const ssize_t size = read(fd.get(), buffer.data(), buffer.size());
    if (size > 0) {
      take(absl::string_view(buffer.data(), static_cast<std::size_t>(size)));
    } else if (size == 0 || (errno != EAGAIN && errno != EINTR)) {
      fd.Reset();
    } else if (errno == EAGAIN) {
      return;
    }
  }
}

}  // namespace

PluginRun::PluginRun(const PluginCommand& command, const Settings& settings)
    : command_(command),
      certificate_(settings.certificate),
      log_(settings.log),
      tls_(WantsTls(command)),
      protocol_(settings.protocol),
      deadline_(absl::Now() + settings.start_limit) {
  absl::StatusOr<ChildProcess> child = StartChild(
      command_,
      PluginEnvironment(
          WithSocketDirectory(command_.environment, settings.socket_directory),
          tls_ ? certificate_.certificate_pem : std::string()));
  if (child.ok()) {
    child_ = *std::move(child);
  } else {
    Fail(child.status().message());
  }
}

PluginRun::~PluginRun() {
  if (!child_) return;
  kill(child_->pid, SIGKILL);
  waitpid(child_->pid, nullptr, 0);
}

std::array<pollfd, PluginRun::kFds> PluginRun::Awaited() const {
  if (!child_) return {{{-1, 0, 0}, {-1, 0, 0}, {-1, 0, 0}}};
  return {{{child_->out.get(), POLLIN, 0},
           {child_->err.get(), POLLIN, 0},
           {child_->exited.get(), POLLIN, 0}}};
}

absl::Time PluginRun::deadline() const {
  if (!child_) return absl::InfiniteFuture();
  return child_->exited ? deadline_ : std::min(deadline_, absl::Now() + kLook);
}

void PluginRun::Handle(const std::array<pollfd, kFds>& fds) {
  if (!child_) return;
  if (fds[0].revents != 0) ReadOut();
  if (fds[1].revents != 0) ReadErr();
  if (fds[2].revents != 0 || !child_->exited) {
    if (const auto end = ReapChild(child_->pid)) return Finish(*end);
  }
  if (absl::Now() < deadline_) return;
  if (!channel_) Fail("did not say how to reach it in time");
  Kill();
}

void PluginRun::ReadOut() {
  ReadAvailable(child_->out, [this](absl::string_view bytes) {
    // Hosts throw away what follows the first line.
    if (channel_) return;
    out_lines_.Add(bytes, [this](absl::string_view line) { Greet(line); });
  });
}

void PluginRun::ReadErr() {
  const auto take = [this](absl::string_view line) { TakeErrLine(line); };
  ReadAvailable(child_->err,
                [&](absl::string_view bytes) { err_lines_.Add(bytes, take); });
  if (!child_->err) err_lines_.End(take);
}

void PluginRun::TakeErrLine(absl::string_view line) {
  panic_.Add(line);
  if (log_) log_(command_.name, line);
}

void PluginRun::Greet(absl::string_view line) {
  if (channel_) return;
  const absl::Status status = Connect(line);
  if (status.ok()) {
    deadline_ = absl::InfiniteFuture();
    return;
  }
  Fail(status.message());
  Kill();
}

absl::Status PluginRun::Connect(absl::string_view line) {
  ASSIGN_OR_RETURN(const PluginGreeting greeting, ParseHandshakeLine(line));
  if (protocol_ != 0 && greeting.protocol != protocol_) {
    return absl::FailedPreconditionError(
        absl::StrCat("speaks protocol ", greeting.protocol, " now, but spoke ",
                     protocol_, " before"));
  }
  if (tls_ && greeting.certificate.empty()) {
    return absl::FailedPreconditionError(
        "does not offer TLS, which it was asked for; set "
        "TF_DISABLE_PLUGIN_TLS=1 to go without");
  }
  protocol_ = greeting.protocol;
  const PluginAddress address = {greeting.network, greeting.address};
  std::shared_ptr<grpc::Channel> channel =
      tls_ ? TlsChannel(address, certificate_, greeting.certificate)
           : PlainChannel(address);
  channel->GetState(/*try_to_connect=*/true);
  Settle(std::move(channel));
  return absl::OkStatus();
}

void PluginRun::Fail(absl::string_view what) {
  Settle(absl::UnavailableError(
      absl::StrCat("the plugin ", command_.name, " ", what)));
}

void PluginRun::Settle(PluginChannel channel) {
  channel_ = std::move(channel);
  if (upstream_ != nullptr) upstream_->Settle(*channel_);
}

void PluginRun::WorkFor(std::shared_ptr<Upstream> upstream) {
  upstream_ = std::move(upstream);
  worked_ = true;
  if (channel_) upstream_->Settle(*channel_);
}

void PluginRun::Stop() {
  if (!child_ || stopping_) return;
  stopping_ = true;
  if (!channel_ || !channel_->ok()) return Kill();
  SendShutdown();
  deadline_ = absl::Now() + kStopLimit;
}

void PluginRun::Retire() {
  upstream_ = nullptr;
  Stop();
}

void PluginRun::SendShutdown() {
  struct Call {
    grpc::ClientContext context;
    grpc::ByteBuffer request = MessageOf("");
    grpc::ByteBuffer response;
  };
  const auto call = std::make_shared<Call>();
  call->context.set_deadline(absl::ToChronoTime(absl::Now() + kStopLimit));
  grpc::GenericStub stub(**channel_);
  // What it answers is of no interest: many end without an answer.
  stub.UnaryCall(&call->context, kShutdown, {}, &call->request, &call->response,
                 [call](const grpc::Status&) {});
}

void PluginRun::Kill() {
  kill(child_->pid, SIGKILL);
  killed_ = true;
  deadline_ = absl::InfiniteFuture();
}

void PluginRun::Finish(const ChildEnd& end) {
  // What it said last may explain its end.
  ReadOut();
  ReadErr();
  if (child_->err) {
    err_lines_.End([this](absl::string_view line) { TakeErrLine(line); });
  }
  child_.reset();
  if (!channel_) {
    Fail(absl::StrCat(end.how, " before its handshake"));
  } else if (channel_->ok()) {
    // Terraform may have left, because of it, before its end was seen.
    const bool own_end =
        !stopping_ || end.by_signal || !panic_.Message("").empty();
    crashed_ = worked_ && !killed_ && own_end;
    Fail(end.how);
  }
}

}  // namespace compliance::tfplugin
