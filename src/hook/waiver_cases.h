// Judging a resource that has a waiver, or has none, by which resource it is.
#ifndef COMPLIANCE_SRC_HOOK_WAIVER_CASES_H_
#define COMPLIANCE_SRC_HOOK_WAIVER_CASES_H_

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "compliance/config/config.h"
#include "compliance/engine/evaluate.h"
#include "compliance/engine/finding.h"
#include "compliance/plan/plan.h"
#include "compliance/rules/rule_set.h"
#include "hook/address_book.h"

namespace compliance::hook {

struct CaseFinding {
  engine::Finding finding;
  // It stands for some of the resources that it may be, and is waived for
  // others.
  bool depends_on_address = false;
};

// Thread-safe. What it is made of outlives it, and it the findings.
class WaiverCases {
 public:
  WaiverCases(const rules::RuleSet& rule_set, const config::Config& config,
              const engine::Evaluator& evaluator);

  // Fails and errors of the only resource of `plan`, which is one of the
  // candidates and has no name of its own yet.
  std::vector<CaseFinding> Judge(plan::Plan& plan,
                                 const Candidates& candidates) const;

 private:
  // Indexes of waivers.
  using Waivers = std::set<std::size_t>;
  struct Case {
    config::Config config;
    std::unique_ptr<const engine::Evaluator> evaluator;
  };

  std::set<Waivers> CasesOf(absl::string_view type,
                            const Candidates& candidates) const;
  Waivers ThatSpeakOf(absl::string_view type) const;
  // For an instance, or for every instance of a block.
  Waivers ThatHoldForAll(const Waivers& waivers) const;
  Waivers ThatHoldFor(const plan::Address& address, bool exact,
                      const Waivers& waivers) const;
  // For some instance of a block.
  Waivers ThatMayHoldFor(const plan::Address& block,
                         const Waivers& waivers) const;
  const engine::Evaluator& EvaluatorOf(const Waivers& waivers) const;

  const rules::RuleSet& rule_set_;
  const config::Config& config_;
  const engine::Evaluator& evaluator_;
  mutable std::mutex mutex_;
  mutable std::map<Waivers, Case> cases_;
};

}  // namespace compliance::hook

#endif  // COMPLIANCE_SRC_HOOK_WAIVER_CASES_H_
