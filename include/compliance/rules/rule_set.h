// The rules in force.
#ifndef COMPLIANCE_RULES_RULE_SET_H_
#define COMPLIANCE_RULES_RULE_SET_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "compliance/rules/rule.h"

namespace compliance::rules {

// Rules in id order. Move-only; built once, then read from any thread.
class RuleSet {
 public:
  // The rules compiled into the binary. Decoded on first use, then shared.
  static const RuleSet& BuiltIn();

  RuleSet() = default;
  explicit RuleSet(std::vector<std::unique_ptr<const Rule>> rules);
  RuleSet(RuleSet&&) = default;
  RuleSet& operator=(RuleSet&&) = default;

  const std::vector<std::unique_ptr<const Rule>>& rules() const {
    return rules_;
  }
  // By id or alias; nullptr when there is none.
  const Rule* Find(absl::string_view id_or_alias) const;

 private:
  std::vector<std::unique_ptr<const Rule>> rules_;
};

// What a rule file holds: the rule and its examples. Errors: INVALID_ARGUMENT
// "FILE:LINE: what is wrong; did you mean …?".
struct RuleFile {
  std::unique_ptr<Rule> rule;
  std::vector<Example> examples;
  // What its author should know, such as types that there are no facts about.
  std::vector<std::string> notes;
};
absl::StatusOr<RuleFile> LoadRuleFile(absl::string_view file_name,
                                      absl::string_view yaml);

}  // namespace compliance::rules

#endif  // COMPLIANCE_RULES_RULE_SET_H_
