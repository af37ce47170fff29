// Plan JSON (terraform show -json) -> Plan.
#ifndef COMPLIANCE_PLAN_LOAD_H_
#define COMPLIANCE_PLAN_LOAD_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "compliance/plan/plan.h"

namespace compliance::plan {

// Loads the text of a plan JSON document (format_version 1.x) as a closed plan.
// Sensitive paths carry the mark, after_unknown paths are unknown. Errors:
// INVALID_ARGUMENT, saying what it looks like instead (a state, a binary plan,
// an errored plan) and how to make a plan JSON.
absl::StatusOr<Plan> LoadPlanJson(absl::string_view json);

// The same, but gives the memory of the text back while it is read: for files,
// which may be of a gigabyte.
absl::StatusOr<Plan> TakePlanJson(std::string json);

}  // namespace compliance::plan

#endif  // COMPLIANCE_PLAN_LOAD_H_
