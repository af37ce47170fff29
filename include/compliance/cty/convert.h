// Conversion of values between types, as Terraform does for arguments.
#ifndef COMPLIANCE_CTY_CONVERT_H_
#define COMPLIANCE_CTY_CONVERT_H_

#include "absl/status/statusor.h"
#include "compliance/cty/type.h"
#include "compliance/cty/value.h"

namespace compliance::cty {

// `value` as a value of `type`: tuples become lists or sets, objects become
// maps or objects with fewer attributes, primitives convert to and from string
// where lossless. Attributes that are optional in `type` and absent become
// null. Marks and unknowns are kept. Errors: INVALID_ARGUMENT with the path.
absl::StatusOr<Value> Convert(const Value& value, const Type& type);

}  // namespace compliance::cty

#endif  // COMPLIANCE_CTY_CONVERT_H_
