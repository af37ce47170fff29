// The domain functions of the condition language: questions that a rule asks of
// the plan around its subject. docs/design/rules.md lists them.
#ifndef COMPLIANCE_RULES_FUNCTIONS_H_
#define COMPLIANCE_RULES_FUNCTIONS_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "compliance/cel/library.h"
#include "compliance/cty/value.h"
#include "compliance/plan/query.h"
#include "compliance/rules/subjects.h"

namespace compliance::rules {

// What a way in may lack, as findings name it.
inline constexpr char kNeedsConfiguration[] = "the configuration";
inline constexpr char kNeedsWholePlan[] = "the whole plan";
inline constexpr char kNeedsBefore[] = "the prior value";

// cel::Activation::host points to one of these.
struct Host {
  const plan::Query* query = nullptr;
  Subjects* subjects = nullptr;
  std::uint32_t subject = 0;  // the one that is judged
  // Parameters of the rule, defaults filled in.
  const std::map<std::string, cty::Value>* parameters = nullptr;
  // Gets the places in the source that told what the plan alone does not;
  // nullptr when nobody asks.
  std::set<plan::Position>* read_from_source = nullptr;
};

// Built once; lives as long as the program.
const cel::Library& Functions();

}  // namespace compliance::rules

#endif  // COMPLIANCE_RULES_FUNCTIONS_H_
