// Starting a process whose output we read.
#ifndef COMPLIANCE_SRC_TFPLUGIN_CHILD_PROCESS_H_
#define COMPLIANCE_SRC_TFPLUGIN_CHILD_PROCESS_H_

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "compliance/tfplugin/forward.h"
#include "tfplugin/unique_fd.h"

namespace compliance::tfplugin {

// A child of ours. Whoever holds it has to reap it.
struct ChildProcess {
  pid_t pid = 0;
  UniqueFd
      exited;    // readable when it has ended; none where the kernel has none
  UniqueFd out;  // its stdout and stderr; do not block
  UniqueFd err;
};

// Runs `command` with `environment` in place of its own; its stdin is ours. It
// is killed when the thread that calls this ends, so that it outlives no crash
// of ours. Errors: UNAVAILABLE with the system's reason, in a form to follow
// the plugin's name.
absl::StatusOr<ChildProcess> StartChild(
    const PluginCommand& command, const std::vector<std::string>& environment);

struct ChildEnd {
  std::string how;  // "exited with code 1"
  bool by_signal = false;
};

// How it ended, once it has. Reaps it.
std::optional<ChildEnd> ReapChild(pid_t pid);

}  // namespace compliance::tfplugin

#endif  // COMPLIANCE_SRC_TFPLUGIN_CHILD_PROCESS_H_
