// One command of Terraform's under the eyes of the hook.
#ifndef COMPLIANCE_SRC_HOOK_WATCHED_RUN_H_
#define COMPLIANCE_SRC_HOOK_WATCHED_RUN_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "compliance/hook/exec.h"
#include "compliance/terraform/command_line.h"
#include "compliance/terraform/providers.h"
#include "hook/memory_file.h"
#include "hook/outcome.h"
#include "hook/own_words.h"
#include "hook/plan_check.h"
#include "hook/plan_output.h"
#include "hook/session.h"
#include "hook/signal_inbox.h"
#include "hook/variables.h"

namespace compliance::hook {

class WatchedRun {
 public:
  // Everything outlives it. `program` is the binary.
  WatchedRun(const ExecOptions& options, std::string program,
             const terraform::WorkingDirectory& directory, Session& session,
             SignalInbox& signals);

  // plan, apply, or any other command, which is only run.
  Outcome Run();

 private:
  // A plan that was judged as a whole.
  struct Review {
    Outcome outcome;                   // exit code 0: go on
    std::unique_ptr<PlanCheck> check;  // nullptr: it could not be read
  };

  Outcome Plan();
  Outcome Apply();
  Outcome ApplySaved(const std::string& plan_file);
  Outcome ApplyPlanned(const terraform::SplitApply& split);
  Outcome ApplyReviewed(const terraform::SplitApply& split, MemoryFile& plan,
                        Outcome outcome);

  // An error at one resource keeps Terraform from planning those that depend on
  // it. Where we gave it, makes the plan once more without a word, and says
  // what else it would break.
  Outcome ReviewRest(const terraform::CommandLine& plan, int code);
  bool MakePlanInSilence(const terraform::CommandLine& plan,
                         const MemoryFile& file);

  absl::StatusOr<PlanCheck> ReadPlan(const std::string& plan_file);
  Review ReviewPlan(const std::string& plan_file, bool is_new);
  // Whether the user wants it; says so where not.
  bool IsApproved();

  // The exit code of a command; 1 where it cannot be started, which is said.
  int Start(const terraform::CommandLine& command, const Variables& variables,
            int output, const std::function<void()>& on_resize);
  int Start(const terraform::CommandLine& command);
  int StartPlan(const terraform::CommandLine& command,
                const Variables& variables, const std::string& plan_file,
                Ending ending);
  int StartApplied(const terraform::CommandLine& command,
                   const Variables& variables);

  // What an exit code of Terraform's comes to that ends the run.
  Outcome Ended(int code) const;
  Outcome Cannot(const absl::Status& status) const;
  Outcome Fail(const std::string& summary, const std::string& detail) const;

  const ExecOptions& options_;
  const terraform::CommandLine& command_;
  std::string program_;
  const terraform::WorkingDirectory& directory_;
  Session& session_;
  SignalInbox& signals_;
  Voice voice_;
  Variables variables_;
};

}  // namespace compliance::hook

#endif  // COMPLIANCE_SRC_HOOK_WATCHED_RUN_H_
