// The resource instances of a plan JSON document.
#ifndef COMPLIANCE_SRC_PLAN_CHANGES_H_
#define COMPLIANCE_SRC_PLAN_CHANGES_H_

#include <nlohmann/json.hpp>

#include "absl/status/status.h"
#include "compliance/plan/plan.h"
#include "configuration.h"

namespace compliance::plan {

// Adds every instance that the plan changes or keeps, data resources included,
// in address order, and what may be missing. Deposed objects are left out.
// Errors: INVALID_ARGUMENT naming the entry that is malformed.
absl::Status ReadResources(const nlohmann::json& document,
                           const Configuration& configuration, Plan& plan);

}  // namespace compliance::plan

#endif  // COMPLIANCE_SRC_PLAN_CHANGES_H_
