// The operators of expressions, over values.
#ifndef COMPLIANCE_HCL_OPERATORS_H_
#define COMPLIANCE_HCL_OPERATORS_H_

#include "compliance/hcl/ast.h"
#include "hcl/result.h"

namespace compliance::hcl {

// Numbers are exact, == compares without conversion, && and || want both sides
// known: the rules of Terraform 1.11. Later versions let one side decide; where
// Terraform 1.11 would refuse for the other's sake, theirs is the result, for a
// plan exists. `inside_try`: nothing may be concluded from that; unknown.
Result Apply(BinaryOperator op, const Result& left, const Result& right,
             bool inside_try);
Result Apply(UnaryOperator op, const Result& operand);

}  // namespace compliance::hcl

#endif  // COMPLIANCE_HCL_OPERATORS_H_
