// Which of several types is the more general.
#ifndef COMPLIANCE_CTY_TYPE_ORDER_H_
#define COMPLIANCE_CTY_TYPE_ORDER_H_

#include <cstddef>
#include <vector>

#include "compliance/cty/type.h"

namespace compliance::cty {

// The positions of the types, a more general one before what converts to it,
// otherwise in the order given. Types that cannot be compared keep theirs.
std::vector<std::size_t> PreferenceOrder(const std::vector<Type>& types);

}  // namespace compliance::cty

#endif  // COMPLIANCE_CTY_TYPE_ORDER_H_
