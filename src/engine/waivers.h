// Waivers: findings that someone answers for.
#ifndef COMPLIANCE_ENGINE_WAIVERS_H_
#define COMPLIANCE_ENGINE_WAIVERS_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "compliance/config/config.h"
#include "compliance/engine/finding.h"

namespace compliance::engine {

// Whether a pattern covers an address: * stands for anything within one step
// (the parts between dots; dots in quoted keys do not count), ** across steps.
bool MatchesAddress(absl::string_view pattern, absl::string_view address);

// Whether a waiver is about a rule: by its id or an alias.
bool Names(const config::Waiver& waiver, const rules::Rule& rule);

// Failed and undecided findings that a waiver covers on `today` become kWaived.
// One that has expired leaves its finding as it is, and says so in the message.
void ApplyWaivers(const config::Config& config, absl::CivilDay today,
                  std::vector<Finding>& findings);

}  // namespace compliance::engine

#endif  // COMPLIANCE_ENGINE_WAIVERS_H_
