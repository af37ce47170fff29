// compliance exec: runs Terraform with the hook in place.
#ifndef COMPLIANCE_HOOK_EXEC_H_
#define COMPLIANCE_HOOK_EXEC_H_

#include <string>

#include "absl/strings/string_view.h"
#include "compliance/config/config.h"
#include "compliance/rules/rule_set.h"
#include "compliance/terraform/command_line.h"

namespace compliance::hook {

struct ExecOptions {
  terraform::CommandLine command;
  terraform::Environment environment;
  const rules::RuleSet* rule_set = nullptr;  // never null; outlives the call
  config::Config config;
  bool allow_unlocked = false;
  // Our own stand-ins in place of the real providers they stand for.
  bool sandbox = false;
  // Where to write how it ended, as JSON; "" for nowhere.
  std::string result_file;
  // Of the shim that started us; "" for none. The program is not looked for
  // there, and only plan, apply and validate are judged.
  std::string shim_directory;
};

// Whether Exec judges a command. Any other is passed on untouched: what would
// keep us from judging must not keep it from running.
bool Judges(const ExecOptions& options);

// Exit codes: Terraform's own, unless findings block: then 1. What only a
// result file tells apart is there: cli.h's codes.
int Exec(const ExecOptions& options);

// Says why nothing can be judged, where Exec would say it; 1.
int RefuseToExec(const ExecOptions& options, absl::string_view why);

// Says which providers would be stood in for, where their packages are and how
// each was verified. Returns an exit code.
int ShowInstallation(const ExecOptions& options);

}  // namespace compliance::hook

#endif  // COMPLIANCE_HOOK_EXEC_H_
