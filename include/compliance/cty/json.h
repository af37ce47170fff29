// The JSON form of values: state files, DynamicValue.json, plan JSON.
#ifndef COMPLIANCE_CTY_JSON_H_
#define COMPLIANCE_CTY_JSON_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "compliance/cty/type.h"
#include "compliance/cty/value.h"

namespace compliance::cty {

// Decodes a value of the given type. A dynamic type expects
// {"type": T, "value": V}. Errors: INVALID_ARGUMENT with the path.
absl::StatusOr<Value> DecodeJson(absl::string_view json, const Type& type);

// As go-cty's ctyjson writes it. Error: INVALID_ARGUMENT when the value holds
// an unknown, which JSON cannot carry.
absl::StatusOr<std::string> EncodeJson(const Value& value, const Type& type);

// A value with the type that the JSON itself implies: objects for objects,
// tuples for arrays. Numbers keep every digit.
absl::StatusOr<Value> DecodeImpliedJson(absl::string_view json);

}  // namespace compliance::cty

#endif  // COMPLIANCE_CTY_JSON_H_
