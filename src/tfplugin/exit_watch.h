// When a plugin process has to end: on the host's word, on a signal, or because
// the host is gone.
#ifndef COMPLIANCE_SRC_TFPLUGIN_EXIT_WATCH_H_
#define COMPLIANCE_SRC_TFPLUGIN_EXIT_WATCH_H_

#include <poll.h>
#include <sys/types.h>

#include <optional>
#include <vector>

#include "absl/time/time.h"

namespace compliance::tfplugin {

enum class ExitReason { kRequested, kSignal, kHostGone };

// Make it before any thread is started: it changes the process's signals.
// SIGPIPE is ignored, SIGTERM is a reason to exit. SIGINT is one too in a
// process that a person started; under a host it is ignored, because Ctrl-C
// reaches the whole process group and the host decides what follows.
class ExitWatch {
 public:
  explicit ExitWatch(bool under_host);
  ~ExitWatch();
  ExitWatch(const ExitWatch&) = delete;
  ExitWatch& operator=(const ExitWatch&) = delete;

  // Makes Wait return kRequested; from any thread.
  void Request();

  // Blocks until there is a reason to exit (which is returned) or one of
  // `others` is ready (nullopt, with their `revents` filled in).
  std::optional<ExitReason> Wait(std::vector<pollfd>& others);
  ExitReason Wait();

 private:
  bool HostIsGone() const;

  int signal_fd_ = -1;
  int request_fd_ = -1;
  pid_t host_ = 0;    // 0: not under a host
  int host_fd_ = -1;  // a pidfd; -1 where the kernel has none
};

// Ends the process with code 0 after `limit`, if it has not ended by then: an
// orderly end waits for calls in flight, and one of them may never return.
void ExitWithin(absl::Duration limit);

}  // namespace compliance::tfplugin

#endif  // COMPLIANCE_SRC_TFPLUGIN_EXIT_WATCH_H_
