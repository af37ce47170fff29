// The JSON notation of types, from a tree already parsed.
#ifndef COMPLIANCE_CTY_TYPE_JSON_H_
#define COMPLIANCE_CTY_TYPE_JSON_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "compliance/cty/type.h"
#include "cty/json_node.h"

namespace compliance::cty {

// Type::FromJson of a tree. Errors as there, without the leading "type".
absl::StatusOr<Type> TypeFromJson(const JsonNode& node);

// "list", "string" and so on: the word for a kind in JSON.
absl::string_view TypeKindName(Type::Kind kind);

}  // namespace compliance::cty

#endif  // COMPLIANCE_CTY_TYPE_JSON_H_
