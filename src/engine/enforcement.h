// How hard a finding binds.
#ifndef COMPLIANCE_ENGINE_ENFORCEMENT_H_
#define COMPLIANCE_ENGINE_ENFORCEMENT_H_

#include <vector>

#include "compliance/config/config.h"
#include "compliance/engine/finding.h"
#include "compliance/plan/plan.h"
#include "compliance/rules/rule.h"

namespace compliance::engine {

// The requirements that count under the config: of selected frameworks and of
// the baseline, which is always on.
std::vector<rules::Requirement> SelectedRequirements(
    const rules::Rule& rule, const config::Config& config);

// The level of a rule: what the config says of the rule, else of one of its
// frameworks (the strictest), else of its severity; else what the rule itself
// says; else the default that follows from severity, intent and strength.
Enforcement LevelOf(const rules::Rule& rule, const config::Config& config);

// The level of one finding. A resource that does not change is at most
// advisory: this plan neither breaks nor mends it. What is unknown has its own
// level, never above the rule's. A broken rule is never silent.
Enforcement LevelOf(Enforcement rule_level, Verdict verdict,
                    const plan::Resource* resource,
                    const config::Config& config);

}  // namespace compliance::engine

#endif  // COMPLIANCE_ENGINE_ENFORCEMENT_H_
