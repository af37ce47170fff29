// Expressions that are plain literals.
#ifndef COMPLIANCE_SRC_HCL_CONSTANT_H_
#define COMPLIANCE_SRC_HCL_CONSTANT_H_

#include <optional>
#include <vector>

#include "absl/strings/string_view.h"
#include "compliance/cty/value.h"
#include "tokens.h"

namespace compliance::hcl {

// The value of an expression made of these tokens of `text`; nullopt for
// anything but a quoted string without templates, a number, true, false or
// null.
std::optional<cty::Value> ConstantOf(const std::vector<Token>& tokens,
                                     absl::string_view text);

}  // namespace compliance::hcl

#endif  // COMPLIANCE_SRC_HCL_CONSTANT_H_
