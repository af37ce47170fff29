// What an expression comes to.
#ifndef COMPLIANCE_HCL_RESULT_H_
#define COMPLIANCE_HCL_RESULT_H_

#include <utility>

#include "compliance/cty/type.h"
#include "compliance/cty/value.h"

namespace compliance::hcl {

// A value, and whether Terraform would refuse the expression with an error: the
// one difference that `try` and `can` see. What cannot be computed here is
// unknown, not refused. A refused value is unknown too, of the type that the
// rest of the expression may count on.
struct Result {
  cty::Value value;
  bool refused = false;
};

inline Result Known(cty::Value value) { return {std::move(value)}; }
inline Result Unknown(cty::Type type = cty::Type::Dynamic()) {
  return {cty::Value::Unknown(std::move(type))};
}
inline Result Refused(cty::Type type = cty::Type::Dynamic()) {
  return {cty::Value::Unknown(std::move(type)), /*refused=*/true};
}

// Sensitive if it or `source` is.
inline Result MarkedAs(const cty::Value& source, Result result) {
  if (source.IsSensitive()) result.value = result.value.WithSensitive();
  return result;
}

}  // namespace compliance::hcl

#endif  // COMPLIANCE_HCL_RESULT_H_
