#include "hook/signal_inbox.h"

#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <initializer_list>
#include <optional>

namespace compliance::hook {
namespace {

sigset_t SetOf(std::initializer_list<int> numbers) {
  sigset_t set;
  sigemptyset(&set);
  for (const int number : numbers) sigaddset(&set, number);
  return set;
}

std::optional<Signal> TakeFrom(int fd) {
  signalfd_siginfo info{};
  if (read(fd, &info, sizeof(info)) != sizeof(info)) return std::nullopt;
  return Signal{static_cast<int>(info.ssi_signo), info.ssi_code == SI_KERNEL};
}

}  // namespace

SignalInbox::SignalInbox() {
  // Where it is ignored, the system hides the end of children from us.
  signal(SIGCHLD, SIG_DFL);
  const sigset_t ends = SetOf({SIGINT, SIGTERM, SIGQUIT, SIGHUP});
  const sigset_t notices = SetOf({SIGCHLD, SIGWINCH});
  pthread_sigmask(SIG_BLOCK, &ends, &before_);
  pthread_sigmask(SIG_BLOCK, &notices, nullptr);
  end_fd_ = signalfd(-1, &ends, SFD_CLOEXEC | SFD_NONBLOCK);
  notice_fd_ = signalfd(-1, &notices, SFD_CLOEXEC | SFD_NONBLOCK);
}

SignalInbox::~SignalInbox() {
  close(end_fd_);
  close(notice_fd_);
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

std::optional<Signal> SignalInbox::Take() {
  if (const std::optional<Signal> signal = TakeFrom(end_fd_)) {
    was_asked_to_end_ = true;
    return signal;
  }
  return TakeFrom(notice_fd_);
}

}  // namespace compliance::hook
