// The types that values of several types have in common.
#ifndef COMPLIANCE_CTY_UNIFY_H_
#define COMPLIANCE_CTY_UNIFY_H_

#include <optional>
#include <vector>

#include "compliance/cty/type.h"

namespace compliance::cty {

// The type that values of all `types` can become, as Terraform finds it for the
// elements of a list and the arms of a conditional: string where primitives
// differ, a map for objects of unlike attributes. nullopt where there is none,
// and of no types at all.
std::optional<Type> Unify(const std::vector<Type>& types);

// Whether some value of `from` converts to `to`: what is known of a conversion
// before the value is.
bool IsConvertible(const Type& from, const Type& to);

// `constraint` with what it leaves open filled in from `given`, the type of a
// value that is convertible to it: the type of its result.
Type FillDynamic(const Type& constraint, const Type& given);

}  // namespace compliance::cty

#endif  // COMPLIANCE_CTY_UNIFY_H_
