// Rules and resources made for one test.
#ifndef COMPLIANCE_TESTS_ENGINE_SMALL_RULES_H_
#define COMPLIANCE_TESTS_ENGINE_SMALL_RULES_H_

#include <string>
#include <utility>
#include <vector>

#include "compliance/cty/value.h"
#include "compliance/engine/evaluate.h"
#include "compliance/plan/plan.h"
#include "compliance/rules/rule_set.h"

namespace compliance::engine {

// A rule file: what is not in `keys` takes a default (severity high, PCI-DSS
// 3.5.1, aws_db_instance). `keys` are lines such as "require: self.a == 1".
std::string RuleText(const std::string& id, const std::string& keys);

// Loads them; a rule that does not load is a test failure.
rules::RuleSet RulesOf(const std::vector<std::string>& texts);

// A planned aws_db_instance with its configuration visible: constants.
plan::Resource Database(const std::string& name, cty::Value::Attributes values);

// A closed plan with the configuration, or an open one without, as a guard.
plan::Plan PlanOf(std::vector<plan::Resource> resources);
plan::Plan GuardOf(std::vector<plan::Resource> resources);

}  // namespace compliance::engine

#endif  // COMPLIANCE_TESTS_ENGINE_SMALL_RULES_H_
