// Rules x plan -> findings.
#ifndef COMPLIANCE_ENGINE_EVALUATE_H_
#define COMPLIANCE_ENGINE_EVALUATE_H_

#include <cstddef>
#include <vector>

#include "compliance/config/config.h"
#include "compliance/engine/finding.h"
#include "compliance/plan/plan.h"
#include "compliance/rules/rule_set.h"

namespace compliance::engine {

struct Evaluation {
  // Every verdict, pass and not_applicable included, in stable order: address,
  // then rule id, then first path.
  std::vector<Finding> findings;
  std::size_t rules_run = 0;
  std::size_t resources_seen = 0;
};

// Judges a plan. `rule_set` and `plan` must outlive the result. Never fails:
// what breaks inside a rule becomes a finding with Verdict::kError.
Evaluation Evaluate(const rules::RuleSet& rule_set, const plan::Plan& plan,
                    const config::Config& config);

}  // namespace compliance::engine

#endif  // COMPLIANCE_ENGINE_EVALUATE_H_
