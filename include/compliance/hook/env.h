// compliance env: the hook for a whole session of a shell, or for an editor.
#ifndef COMPLIANCE_HOOK_ENV_H_
#define COMPLIANCE_HOOK_ENV_H_

#include <sys/types.h>

#include <cstdint>
#include <string>

#include "compliance/config/config.h"
#include "compliance/rules/rule_set.h"
#include "compliance/terraform/command_line.h"

namespace compliance::hook {

enum class Shell : std::uint8_t { kPosix, kFish };

struct EnvOptions {
  terraform::Environment environment;
  std::string directory;  // whose providers are stood in for; "" for this one
  bool open_tofu = false;
  const rules::RuleSet* rule_set = nullptr;  // never null
  const config::Config* config = nullptr;    // never null
  bool allow_unlocked = false;
  bool sandbox = false;
  Shell shell = Shell::kPosix;
  // The shell that asked; the hook ends with it.
  pid_t asker = 0;
};

// Starts a process in the background that holds the hook, and prints what the
// shell has to evaluate. Each resource is judged as it is planned and applied;
// there is no check of a whole plan. Returns an exit code. Call before any
// thread is started.
int StartEnv(const EnvOptions& options);

// Ends the process that COMPLIANCE_ENV_PID names, if it is one of ours, and
// prints what clears the shell's variables.
int StopEnv(const terraform::Environment& environment, Shell shell);

}  // namespace compliance::hook

#endif  // COMPLIANCE_HOOK_ENV_H_
