// The notation of types in the tables of facts: set(object(a:string,b:bool)).
#ifndef COMPLIANCE_SCHEMA_TYPE_NOTATION_H_
#define COMPLIANCE_SCHEMA_TYPE_NOTATION_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "compliance/cty/type.h"

namespace compliance::schema {

// Errors: INVALID_ARGUMENT, quoting what could not be read.
absl::StatusOr<cty::Type> ParseType(absl::string_view text);

}  // namespace compliance::schema

#endif  // COMPLIANCE_SCHEMA_TYPE_NOTATION_H_
