// Checks that need more than the syntax of a rule: provider facts, mappings.
#ifndef COMPLIANCE_RULES_CHECK_RULE_H_
#define COMPLIANCE_RULES_CHECK_RULE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "compliance/rules/rule.h"
#include "compliance/rules/rule_set.h"
#include "compliance/rules/yaml.h"

namespace compliance::rules {

// `map` is the rule's file, for lines. Errors: INVALID_ARGUMENT "FILE:LINE: …"
// for types and attributes that the provider does not have, a critical or high
// rule without framework, a requirement that no assessor would accept.
absl::Status CheckRule(const Rule& rule, const YamlMap& map);

// Checks rules against each other: ids and aliases used twice, `subsumes` of
// unknown rules or in a circle.
absl::Status CheckTogether(const std::vector<RuleFile>& files);

// Whether nothing is known of the resource type, so that rules may read
// anything of it: not of a provider that there are facts about, newer than they
// are, or unlike any type that they have. A misspelt name is not such a type.
bool IsDynamicType(absl::string_view type);

// What a rule's author should know: the types of which nothing is checked.
std::vector<std::string> NotesOn(const Rule& rule);

}  // namespace compliance::rules

#endif  // COMPLIANCE_RULES_CHECK_RULE_H_
