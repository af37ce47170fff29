// Strings, numbers and booleans, comparable across the conversions that
// Terraform makes between them.
#ifndef COMPLIANCE_SRC_HOOK_SCALAR_TEXT_H_
#define COMPLIANCE_SRC_HOOK_SCALAR_TEXT_H_

#include <optional>
#include <string>

#include "compliance/cty/value.h"

namespace compliance::hook {

// What the value is as a string: "5" for 5, "true" for true. nullopt for
// anything else, nulls and unknowns included.
std::optional<std::string> ScalarText(const cty::Value& value);

}  // namespace compliance::hook

#endif  // COMPLIANCE_SRC_HOOK_SCALAR_TEXT_H_
