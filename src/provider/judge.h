// From checked resources to verdicts and diagnostics.
#ifndef COMPLIANCE_PROVIDER_JUDGE_H_
#define COMPLIANCE_PROVIDER_JUDGE_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "compliance/config/config.h"
#include "compliance/cty/path.h"
#include "compliance/diag/diagnostic.h"
#include "compliance/engine/evaluate.h"
#include "compliance/plan/plan.h"
#include "compliance/rules/rule_set.h"
#include "provider/checked_resources.h"

namespace compliance::provider {

struct Judgement {
  std::shared_ptr<const plan::Plan> plan;  // the evaluation points into it
  engine::Evaluation evaluation;
  // Instance address -> key in `resources`.
  std::map<std::string, std::string> keys;
  // Something that apply will make known could still turn a verdict into a pass
  // or a fail.
  bool undecided = false;
  // Something is not known yet. What is decided stays decided; but which
  // attributes decided it, and whether a rule that holds applies at all, may
  // come out otherwise once all is known.
  bool has_unknowns = false;
};

// Judges resources that came without their configuration. `complete`: they are
// the whole stack; otherwise rules about the stack that cannot be decided over
// a part of it have no findings.
Judgement Judge(const rules::RuleSet& rule_set, const config::Config& config,
                CheckedResources checked, bool complete);

Judgement Judge(const rules::RuleSet& rule_set, const config::Config& config,
                plan::Plan plan);

// Whether only values that apply makes known hold the verdict open. What this
// way in can never see does not: waiting for it would never end.
bool WaitsForApply(const engine::Finding& finding);

// Whether what waits for apply is judged again then, by the same guard.
enum class Later : std::uint8_t { kNever, kAtApply };

// What Terraform shows: mandatory fails as errors, advisory ones as warnings,
// every rule that broke; and what is unknown, where the user made that bind and
// it is not judged again. A finding of a resource points to its entry below
// `at`, the others to `at`.
diag::Diagnostics FindingDiagnostics(const Judgement& judgement,
                                     const cty::Path& at, Later later);

// Errors become warnings, as those of Terraform's own checks do before it takes
// everything down.
void ToWarnings(diag::Diagnostics& diagnostics);

}  // namespace compliance::provider

#endif  // COMPLIANCE_PROVIDER_JUDGE_H_
