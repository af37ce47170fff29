// What values with unknowns inside may come to.
#ifndef COMPLIANCE_HCL_CHOICES_H_
#define COMPLIANCE_HCL_CHOICES_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "compliance/cty/value.h"

namespace compliance::hcl {

inline constexpr std::size_t kMaxChoices = 64;

// Whether an atom that may be null is one choice, or two: null, and not null.
enum class Nulls : std::uint8_t { kOpen, kDecided };

// The value with each of the alternatives that are told of what is inside it:
// it will be one of these. What would make more than kMaxChoices stays as it
// is.
std::vector<cty::Value> ChoicesOf(const cty::Value& value, Nulls nulls);

}  // namespace compliance::hcl

#endif  // COMPLIANCE_HCL_CHOICES_H_
