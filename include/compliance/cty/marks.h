// The sensitive mark, inside a value and out.
#ifndef COMPLIANCE_CTY_MARKS_H_
#define COMPLIANCE_CTY_MARKS_H_

#include "compliance/cty/value.h"

namespace compliance::cty {

// The value without any mark, its members' included. For work on the content
// whose result is then marked as a whole.
Value WithoutMarks(const Value& value);

}  // namespace compliance::cty

#endif  // COMPLIANCE_CTY_MARKS_H_
