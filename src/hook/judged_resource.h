// What a call shows of a resource -> what rules judge.
#ifndef COMPLIANCE_SRC_HOOK_JUDGED_RESOURCE_H_
#define COMPLIANCE_SRC_HOOK_JUDGED_RESOURCE_H_

#include "absl/status/statusor.h"
#include "compliance/plan/plan.h"
#include "compliance/tfplugin/observe.h"

namespace compliance::hook {

// Both leave the name open: it is not on the wire. What the schema calls
// sensitive is marked.

// Errors: INVALID_ARGUMENT for values that are not of the schema, or where
// nothing is planned for what is configured.
absl::StatusOr<plan::Resource> PlannedResource(
    const tfplugin::ObservedPlan& call, const tfplugin::ObservedSchema& schema);

// As it could be planned at least: what the provider may fill in is unknown,
// and so is the prior value, as if something there were to be changed.
absl::StatusOr<plan::Resource> ValidatedResource(
    const tfplugin::ObservedConfig& call,
    const tfplugin::ObservedSchema& schema);

}  // namespace compliance::hook

#endif  // COMPLIANCE_SRC_HOOK_JUDGED_RESOURCE_H_
