// Rules x plan -> findings.
#ifndef COMPLIANCE_ENGINE_EVALUATE_H_
#define COMPLIANCE_ENGINE_EVALUATE_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <vector>

#include "compliance/config/config.h"
#include "compliance/engine/finding.h"
#include "compliance/plan/plan.h"
#include "compliance/rules/rule_set.h"

namespace compliance::engine {

// Which verdicts become findings.
enum class Keep : std::uint8_t {
  kAll,
  // Passes and what is not applicable are only counted: they are most of what
  // is said of a big plan, and few ask for them one by one.
  kWithoutPasses,
};

struct Evaluation {
  // In stable order: address, then rule id, then first path.
  std::vector<Finding> findings;
  // How many there are of the verdicts that were not kept.
  std::map<Verdict, std::size_t> not_kept;
  std::size_t rules_run = 0;
  std::size_t resources_seen = 0;
};

// The rules in force under a configuration, made ready once to judge any number
// of plans, from any thread. `rule_set` and `config` must outlive it, and it
// the results.
class Evaluator {
 public:
  Evaluator(const rules::RuleSet& rule_set, const config::Config& config);
  ~Evaluator();
  Evaluator(const Evaluator&) = delete;
  Evaluator& operator=(const Evaluator&) = delete;

  // Never fails: what breaks inside a rule becomes a finding with
  // Verdict::kError. The result does not point into the plan.
  Evaluation Evaluate(const plan::Plan& plan, Keep keep = Keep::kAll) const;

 private:
  struct Schedule;
  const rules::RuleSet& rule_set_;
  const config::Config& config_;
  std::unique_ptr<const Schedule> schedule_;
};

// The same for one plan; `rule_set` must outlive the result.
Evaluation Evaluate(const rules::RuleSet& rule_set, const plan::Plan& plan,
                    const config::Config& config, Keep keep = Keep::kAll);

}  // namespace compliance::engine

#endif  // COMPLIANCE_ENGINE_EVALUATE_H_
