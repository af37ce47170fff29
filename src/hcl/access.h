// Members of values: what stands behind a dot or in brackets.
#ifndef COMPLIANCE_HCL_ACCESS_H_
#define COMPLIANCE_HCL_ACCESS_H_

#include "absl/strings/string_view.h"
#include "compliance/cty/value.h"
#include "hcl/result.h"

namespace compliance::hcl {

// object.name: of an object or a map. A member of an atom (cty/origin.h) is the
// atom with a longer path; one of alternatives is one of their members.
Result GetAttribute(const cty::Value& object, absl::string_view name);

// collection[key]. With an unknown key: one of the members, where they are few
// and of one type.
Result GetIndex(const cty::Value& collection, const cty::Value& key);

}  // namespace compliance::hcl

#endif  // COMPLIANCE_HCL_ACCESS_H_
