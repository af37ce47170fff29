// Whether two values are the same, as far as they are known.
#ifndef COMPLIANCE_CTY_EQUALS_H_
#define COMPLIANCE_CTY_EQUALS_H_

#include "compliance/base/truth.h"
#include "compliance/cty/value.h"

namespace compliance::cty {

// Terraform's ==, marks aside: unknown where apply may yet make it either.
// Values of different types are different, nulls of any types are equal. Two
// unknowns are never known to be equal, whatever they will be made of: the plan
// of Terraform does not know it either.
Truth Equals(const Value& a, const Value& b);

}  // namespace compliance::cty

#endif  // COMPLIANCE_CTY_EQUALS_H_
