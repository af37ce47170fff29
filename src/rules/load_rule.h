// Parts of the rule loader that its neighbours share.
#ifndef COMPLIANCE_RULES_LOAD_RULE_H_
#define COMPLIANCE_RULES_LOAD_RULE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "compliance/plan/plan.h"
#include "compliance/rules/rule.h"

namespace compliance::rules {

// Frameworks that requirements may belong to.
const std::vector<std::string>& KnownFrameworks();

// nullopt for a name that no rule may use, "read" included.
std::optional<plan::Action> ActionByName(absl::string_view name);

// Fills in `needs` from the expressions.
void DeriveNeeds(Rule& rule);

}  // namespace compliance::rules

#endif  // COMPLIANCE_RULES_LOAD_RULE_H_
