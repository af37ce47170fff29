#include "tfplugin/exit_watch.h"

#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdint>
#include <optional>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace compliance::tfplugin {
namespace {

// How often to look at the parent where it cannot be waited for.
constexpr int kParentCheckMs = 500;

int OpenPidfd(pid_t pid) {
  return static_cast<int>(syscall(SYS_pidfd_open, pid, 0));
}

}  // namespace

ExitWatch::ExitWatch(bool under_host) {
  signal(SIGPIPE, SIG_IGN);
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  if (under_host) {
    signal(SIGINT, SIG_IGN);
    host_ = getppid();
    host_fd_ = OpenPidfd(host_);
  } else {
    sigaddset(&signals, SIGINT);
  }
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  signal_fd_ = signalfd(-1, &signals, SFD_CLOEXEC);
  request_fd_ = eventfd(0, EFD_CLOEXEC);
}

ExitWatch::~ExitWatch() {
  for (const int fd : {signal_fd_, request_fd_, host_fd_}) {
    if (fd >= 0) close(fd);
  }
}

void ExitWatch::Request() {
  const std::uint64_t one = 1;
  // Fails only when the counter is full: then a request is already there.
  [[maybe_unused]] const ssize_t written =
      write(request_fd_, &one, sizeof(one));
}

bool ExitWatch::HostIsGone() const {
  // An orphan gets a new parent, whichever that is.
  return host_ != 0 && getppid() != host_;
}

std::optional<ExitReason> ExitWatch::Wait(std::vector<pollfd>& others) {
  std::vector<pollfd> fds = {
      {signal_fd_, POLLIN, 0}, {request_fd_, POLLIN, 0}, {host_fd_, POLLIN, 0}};
  fds.insert(fds.end(), others.begin(), others.end());
  const bool must_look = host_ != 0 && host_fd_ < 0;
  while (true) {
    if (HostIsGone()) return ExitReason::kHostGone;
    const int ready =
        poll(fds.data(), fds.size(), must_look ? kParentCheckMs : -1);
    if (ready <= 0) continue;
    if (fds[0].revents != 0) return ExitReason::kSignal;
    if (fds[1].revents != 0) return ExitReason::kRequested;
    if (fds[2].revents != 0) return ExitReason::kHostGone;
    for (std::size_t i = 0; i < others.size(); ++i) {
      others[i].revents = fds[i + 3].revents;
    }
    return std::nullopt;
  }
}

ExitReason ExitWatch::Wait() {
  std::vector<pollfd> none;
  return *Wait(none);
}

void ExitWithin(absl::Duration limit) {
  std::thread([limit] {
    absl::SleepFor(limit);
    _exit(0);
  }).detach();
}

}  // namespace compliance::tfplugin
