// The resource instances of a plan JSON document.
#ifndef COMPLIANCE_SRC_PLAN_CHANGES_H_
#define COMPLIANCE_SRC_PLAN_CHANGES_H_

#include "absl/status/status.h"
#include "compliance/plan/plan.h"
#include "configuration.h"
#include "document.h"
#include "json.h"
#include "merged_value.h"
#include "spent_text.h"

namespace compliance::plan {

// Adds every instance that the plan changes, keeps or puts off, data resources
// included, in address order; drift; and what may be missing. Deposed objects
// are left out. Errors: INVALID_ARGUMENT naming the entry that is malformed.
absl::Status ReadResources(const Document& document,
                           const Configuration& configuration,
                           const SpentText& spent, JsonReader& reader,
                           Merger& merger, Plan& plan);

}  // namespace compliance::plan

#endif  // COMPLIANCE_SRC_PLAN_CHANGES_H_
