#include "compliance/rules/rule_set.h"

#include <algorithm>
#include <utility>

namespace compliance::rules {

RuleSet::RuleSet(std::vector<std::unique_ptr<const Rule>> rules)
    : rules_(std::move(rules)) {
  std::sort(rules_.begin(), rules_.end(),
            [](const auto& a, const auto& b) { return a->id < b->id; });
}

const Rule* RuleSet::Find(absl::string_view id_or_alias) const {
  for (const auto& rule : rules_) {
    if (rule->id == id_or_alias) return rule.get();
  }
  for (const auto& rule : rules_) {
    for (const std::string& alias : rule->aliases) {
      if (alias == id_or_alias) return rule.get();
    }
  }
  return nullptr;
}

}  // namespace compliance::rules
