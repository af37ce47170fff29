// Values that are one of several, and not known which.
#ifndef COMPLIANCE_HCL_ALTERNATIVES_H_
#define COMPLIANCE_HCL_ALTERNATIVES_H_

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

#include "compliance/cty/value.h"
#include "hcl/result.h"

namespace compliance::hcl {

// More are not followed; the value is a plain unknown then.
inline constexpr std::size_t kMaxAlternatives = 100;

// The values of which it will be one, those that are alternatives themselves
// resolved; itself where nothing else is told.
std::vector<cty::Value> AlternativesOf(const cty::Value& value);

// One of `values`, not empty, of no known type where theirs differ. Unknown even
// where they are all the same: the plan does not know it either. Without
// alternatives where they are too many.
cty::Value Undecided(const std::vector<cty::Value>& values);

// What `operation` makes of a value of which alternatives are told: one of its
// results. nullopt where none are told, where an alternative is refused, and
// where nothing can be told of the results either.
std::optional<cty::Value> MapAlternatives(
    const cty::Value& value,
    const std::function<Result(const cty::Value&)>& operation);

}  // namespace compliance::hcl

#endif  // COMPLIANCE_HCL_ALTERNATIVES_H_
