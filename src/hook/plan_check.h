// The plan as a whole, after Terraform has made it: rules over several
// resources, and what the calls alone could not decide.
#ifndef COMPLIANCE_SRC_HOOK_PLAN_CHECK_H_
#define COMPLIANCE_SRC_HOOK_PLAN_CHECK_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "compliance/config/config.h"
#include "compliance/engine/evaluate.h"
#include "compliance/engine/finding.h"
#include "compliance/plan/plan.h"
#include "compliance/rules/rule_set.h"
#include "hook/ledger.h"

namespace compliance::hook {

struct PlanCheck {
  std::unique_ptr<const plan::Plan> plan;  // the evaluation points into it
  engine::Evaluation evaluation;           // every verdict, with positions
  // Those of the evaluation that Terraform's output has to show and the hook
  // has not shown: mandatory and advisory fails, undecided ones that bind,
  // rules that broke.
  std::vector<const engine::Finding*> to_show;
  bool blocks = false;     // a mandatory fail, or an undecided one that binds
  bool undecided = false;  // a mandatory rule stayed undecided and binds
  bool broken = false;     // a rule could not be checked
  // Some managed resource is to be created, changed or deleted.
  bool has_changes = false;
  // Types of the changes that Terraform planned: "aws_s3_bucket".
  std::vector<std::string> changed_types;
};

// `plan_json` is what `terraform show -json` says; `directory` that of the .tf
// files. `takes_down`: the plan is to destroy the stack, which never blocks.
// Errors: INVALID_ARGUMENT for what is no plan.
absl::StatusOr<PlanCheck> CheckPlan(absl::string_view plan_json,
                                    const std::string& directory,
                                    const engine::Evaluator& evaluator,
                                    bool takes_down, Ledger& ledger);

// How Terraform's own output looks: in a box with colour, without one else.
struct Terminal {
  bool color = false;
  int width = 78;  // columns
};

// A finding as Terraform prints a diagnostic, for people: summary, address,
// file, line and source text, detail. Literals of the source are left out where
// they may be secret: by the rule, by what was observed, and by what `plan`, if
// given, marks as sensitive.
std::string RenderForPeople(const engine::Finding& finding,
                            const std::string& directory,
                            const Terminal& terminal,
                            const plan::Plan* plan = nullptr);

// An error that is no finding, in the same two ways.
std::string RenderErrorForPeople(absl::string_view summary,
                                 absl::string_view detail,
                                 const Terminal& terminal);
std::string RenderErrorAsJsonLine(absl::string_view summary,
                                  absl::string_view detail);

// As a line of `terraform plan -json`: type "diagnostic". Ends with a newline.
std::string RenderAsJsonLine(const engine::Finding& finding,
                             const std::string& directory,
                             const plan::Plan* plan = nullptr);

// Everything to show. Terraform writes warnings to its standard output, then
// errors to its standard error; in JSON all goes to standard output.
struct Rendered {
  std::string warnings;
  std::string errors;
};
// Warnings of equal summary become one that says how many more there are, as
// in Terraform, and where.
Rendered RenderAllForPeople(const PlanCheck& check,
                            const std::string& directory,
                            const Terminal& terminal);
Rendered RenderAllAsJsonLines(const PlanCheck& check,
                              const std::string& directory);

}  // namespace compliance::hook

#endif  // COMPLIANCE_SRC_HOOK_PLAN_CHECK_H_
