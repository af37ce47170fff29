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

// Findings as Terraform prints its own diagnostics, for people: a box with
// summary, address, file, line and source text, detail.
struct Terminal {
  bool color = false;
  int width = 78;  // columns
};
std::string RenderForPeople(const engine::Finding& finding,
                            const std::string& directory,
                            const Terminal& terminal);

// As a line of `terraform plan -json`: type "diagnostic". Ends with a newline.
std::string RenderAsJsonLine(const engine::Finding& finding,
                             const std::string& directory);

}  // namespace compliance::hook

#endif  // COMPLIANCE_SRC_HOOK_PLAN_CHECK_H_
