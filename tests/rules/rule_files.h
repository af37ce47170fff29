// The rule files of this repository, and how a rule judges one of its examples.
#ifndef COMPLIANCE_TESTS_RULES_RULE_FILES_H_
#define COMPLIANCE_TESTS_RULES_RULE_FILES_H_

#include <string>
#include <vector>

#include "compliance/engine/evaluate.h"
#include "compliance/plan/plan.h"
#include "compliance/rules/rule_set.h"

namespace compliance::rules {

// Every rules/**/*.yaml, loaded once. A file that does not load is a test
// failure.
const std::vector<RuleFile>& AllRuleFiles();

plan::Plan CopyOf(const plan::Plan& plan);

// The findings of one rule with the parameters of an example; profile and
// enforcement do not stand in its way.
engine::Evaluation JudgePlan(const Rule& rule, const plan::Plan& plan,
                             const Example& example);

// The verdict at an address, the worst of several: error, fail, unknown, pass,
// not_applicable; "none" without a finding.
std::string VerdictAt(const engine::Evaluation& evaluation,
                      const std::string& address);

}  // namespace compliance::rules

#endif  // COMPLIANCE_TESTS_RULES_RULE_FILES_H_
