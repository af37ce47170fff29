// One cause, one finding: the widest of several failures at an address stays.
#ifndef COMPLIANCE_ENGINE_SUBSUME_H_
#define COMPLIANCE_ENGINE_SUBSUME_H_

#include <vector>

#include "compliance/engine/finding.h"
#include "compliance/rules/rule_set.h"

namespace compliance::engine {

// Drops failures that another failure at the same address subsumes, through
// any number of steps. The one that stays takes over their requirements, and
// their enforcement where it is stricter.
void Subsume(const rules::RuleSet& rule_set, std::vector<Finding>& findings);

}  // namespace compliance::engine

#endif  // COMPLIANCE_ENGINE_SUBSUME_H_
