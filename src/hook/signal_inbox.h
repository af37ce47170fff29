// The signals that are for Terraform, taken one by one.
#ifndef COMPLIANCE_SRC_HOOK_SIGNAL_INBOX_H_
#define COMPLIANCE_SRC_HOOK_SIGNAL_INBOX_H_

#include <signal.h>

#include <optional>

namespace compliance::hook {

struct Signal {
  int number = 0;
  // The terminal sent it, to every process of the foreground group: Terraform
  // has it already.
  bool from_terminal = false;
};

// Make it before any thread is started: from then on the signals that end a
// process, SIGCHLD and SIGWINCH are held back in every thread and read here.
class SignalInbox {
 public:
  SignalInbox();
  ~SignalInbox();
  SignalInbox(const SignalInbox&) = delete;
  SignalInbox& operator=(const SignalInbox&) = delete;

  // Readable when there is a signal that asks to end, and one that only tells.
  int end_fd() const { return end_fd_; }
  int notice_fd() const { return notice_fd_; }

  // The next one; nullopt when none waits.
  std::optional<Signal> Take();

  // What was held back before; for processes that we start.
  const sigset_t& before() const { return before_; }

  // Whether one came that asks to end, ever.
  bool was_asked_to_end() const { return was_asked_to_end_; }

 private:
  int end_fd_ = -1;
  int notice_fd_ = -1;
  sigset_t before_{};
  bool was_asked_to_end_ = false;
};

}  // namespace compliance::hook

#endif  // COMPLIANCE_SRC_HOOK_SIGNAL_INBOX_H_
