// State as Terraform stored it, perhaps by another version of a schema.
#ifndef COMPLIANCE_SRC_TFPLUGIN_STORED_STATE_H_
#define COMPLIANCE_SRC_TFPLUGIN_STORED_STATE_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "compliance/cty/value.h"
#include "compliance/schema/schema.h"

namespace compliance::tfplugin {

// `json` as a value of the implied type of `block`. Attributes that the block
// does not have are dropped; those that the JSON lacks are null, and nested
// blocks it lacks are absent in the way of their nesting. Errors:
// INVALID_ARGUMENT with the path where a value does not fit.
absl::StatusOr<cty::Value> ReadStoredState(absl::string_view json,
                                           const schema::Block& block);

}  // namespace compliance::tfplugin

#endif  // COMPLIANCE_SRC_TFPLUGIN_STORED_STATE_H_
