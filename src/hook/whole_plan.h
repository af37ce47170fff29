// Reading a plan file back and judging it as a whole.
#ifndef COMPLIANCE_SRC_HOOK_WHOLE_PLAN_H_
#define COMPLIANCE_SRC_HOOK_WHOLE_PLAN_H_

#include <string>

#include "absl/status/statusor.h"
#include "compliance/terraform/command_line.h"
#include "hook/memory_file.h"
#include "hook/outcome.h"
#include "hook/own_words.h"
#include "hook/plan_check.h"
#include "hook/session.h"
#include "hook/signal_inbox.h"

namespace compliance::hook {

// The JSON of a plan file, as Terraform itself shows it. `program` is the
// binary, `command` the one that the plan is of; `reattach` the value of
// TF_REATTACH_PROVIDERS. Errors: FAILED_PRECONDITION with Terraform's words.
absl::StatusOr<MemoryFile> ShowPlan(const std::string& program,
                                    const terraform::CommandLine& command,
                                    const std::string& plan_file,
                                    const std::string& reattach,
                                    SignalInbox& signals);

// Whether a plan does nothing but delete, as one of `plan -destroy` does.
bool OnlyDeletes(const plan::Plan& plan);

// Why the calls that passed do not account for a plan; "" when they do. With
// `is_new` the plan was made under our eyes.
std::string Unaccounted(const plan::Plan& plan, bool is_new, Session& session);

// Prints what there is to show of a plan, `directory` being that of its .tf
// files.
void ShowFindings(const PlanCheck& check, const std::string& directory,
                  const Voice& voice);

// What a check comes to: nothing, or exit code 1.
Outcome OutcomeOf(const PlanCheck& check);

}  // namespace compliance::hook

#endif  // COMPLIANCE_SRC_HOOK_WHOLE_PLAN_H_
