// The lines of source that a finding shows.
#ifndef COMPLIANCE_SRC_HOOK_SOURCE_TEXT_H_
#define COMPLIANCE_SRC_HOOK_SOURCE_TEXT_H_

#include <optional>
#include <string>

#include "compliance/engine/finding.h"
#include "compliance/hcl/excerpt.h"
#include "compliance/plan/plan.h"

namespace compliance::hook {

// The excerpt at the position of a finding, literals that may be secret
// replaced. nullopt where there is no position or no such source. `plan` may be
// null.
std::optional<hcl::Excerpt> SourceTextOf(const engine::Finding& finding,
                                         const plan::Plan* plan);

}  // namespace compliance::hook

#endif  // COMPLIANCE_SRC_HOOK_SOURCE_TEXT_H_
