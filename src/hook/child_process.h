// Running Terraform so that it does not notice us.
#ifndef COMPLIANCE_SRC_HOOK_CHILD_PROCESS_H_
#define COMPLIANCE_SRC_HOOK_CHILD_PROCESS_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "hook/signal_inbox.h"
#include "hook/variables.h"

namespace compliance::hook {

struct ChildCommand {
  std::string path;
  std::vector<std::string> words;  // its name first
  Variables variables = Variables::OfProcess();
  // What it gets as standard input, output and error; -1 for ours.
  int input = -1;
  int output = -1;
  int errors = -1;
};

// Runs a command in our process group, session and directory until it ends.
// Signals that someone sent to us alone are passed on to it; `on_resize` is
// called when the terminal changed its size. Returns its exit code, 128 + N
// where signal N ended it. Errors: UNAVAILABLE when it cannot be started.
absl::StatusOr<int> RunChild(const ChildCommand& command, SignalInbox& signals,
                             const std::function<void()>& on_resize);

// Becomes the command; returns only when that fails.
absl::Status BecomeCommand(const ChildCommand& command);

}  // namespace compliance::hook

#endif  // COMPLIANCE_SRC_HOOK_CHILD_PROCESS_H_
