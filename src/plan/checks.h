// The `checks` part of plan JSON.
#ifndef COMPLIANCE_SRC_PLAN_CHECKS_H_
#define COMPLIANCE_SRC_PLAN_CHECKS_H_

#include "compliance/plan/plan.h"
#include "json.h"

namespace compliance::plan {

// Adds the status of every checked object, in the order of the document.
// Entries of another shape are skipped.
void ReadChecks(const Json& json, Plan& plan);

}  // namespace compliance::plan

#endif  // COMPLIANCE_SRC_PLAN_CHECKS_H_
