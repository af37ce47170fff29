// Types as values: their names.
#ifndef COMPLIANCE_SRC_CEL_TYPE_NAME_H_
#define COMPLIANCE_SRC_CEL_TYPE_NAME_H_

#include "absl/strings/string_view.h"
#include "compliance/cel/value.h"

namespace compliance::cel {

// CEL's name of the type of a value that is neither unknown nor an error:
// "int", "null_type", "google.protobuf.Timestamp". Objects are maps.
absl::string_view TypeName(const Value& value);

// Whether an expression may name it.
bool IsTypeName(absl::string_view name);

}  // namespace compliance::cel

#endif  // COMPLIANCE_SRC_CEL_TYPE_NAME_H_
