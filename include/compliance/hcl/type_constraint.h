// The `type` of a variable: what it demands of a value, and what it fills in.
#ifndef COMPLIANCE_HCL_TYPE_CONSTRAINT_H_
#define COMPLIANCE_HCL_TYPE_CONSTRAINT_H_

#include <optional>

#include "compliance/cty/type.h"
#include "compliance/cty/value.h"
#include "compliance/hcl/ast.h"

namespace compliance::hcl {

// The type that an expression like list(object({a = string, b = optional(bool,
// true)})) names; nullopt where it names none.
std::optional<cty::Type> TypeOf(const Expression& constraint);

// The value as a variable of that type has it: the defaults of optional()
// filled in, then converted. Unknown where Terraform would refuse it, or where
// `constraint` names no type.
cty::Value Constrain(const cty::Value& value, const Expression& constraint);

}  // namespace compliance::hcl

#endif  // COMPLIANCE_HCL_TYPE_CONSTRAINT_H_
