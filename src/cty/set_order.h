// How a set keeps its elements.
#ifndef COMPLIANCE_CTY_SET_ORDER_H_
#define COMPLIANCE_CTY_SET_ORDER_H_

#include "compliance/cty/value.h"

namespace compliance::cty {

// The same elements as go-cty holds and writes them: equal ones merged (two
// unknowns are never equal), primitives ascending, others in its fixed order,
// then the unknown ones, null last. A merged element is sensitive if one of its
// equals was.
Value::Elements CanonicalSet(Value::Elements elements);

}  // namespace compliance::cty

#endif  // COMPLIANCE_CTY_SET_ORDER_H_
