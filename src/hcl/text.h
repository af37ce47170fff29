// Strings made of parts, as templates make them.
#ifndef COMPLIANCE_HCL_TEXT_H_
#define COMPLIANCE_HCL_TEXT_H_

#include <cstddef>
#include <vector>

#include "hcl/result.h"

namespace compliance::hcl {

// Longer strings are not built; they are unknown.
inline constexpr std::size_t kMaxTextBytes = std::size_t{1} << 22;

// The string that the parts make in order, never null. An unknown part stays
// in it as what it is made of (cty/origin.h), alternatives become alternatives
// of the whole; where neither is told, what the string starts with is kept.
// Refused with a part that is null, or none that a string can hold. Sensitive
// with a sensitive part.
Result JoinAsText(const std::vector<Result>& parts);

}  // namespace compliance::hcl

#endif  // COMPLIANCE_HCL_TEXT_H_
