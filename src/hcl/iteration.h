// The members of a value one after the other.
#ifndef COMPLIANCE_HCL_ITERATION_H_
#define COMPLIANCE_HCL_ITERATION_H_

#include <vector>

#include "compliance/cty/type.h"
#include "compliance/cty/value.h"

namespace compliance::hcl {

// A member and what `for` calls its key: the position in a sequence, the key of
// a map or object, of a set the element itself.
struct Entry {
  cty::Value key;
  cty::Value value;
};

// Whether values of the type have members to iterate over.
bool IsIterable(const cty::Type& type);

// Whether it is certain which members the value has: it has content, and no two
// elements of a set may yet turn out to be one.
bool HasCertainMembers(const cty::Value& value);

// In Terraform's order. `value` has content and is iterable.
std::vector<Entry> EntriesOf(const cty::Value& value);

}  // namespace compliance::hcl

#endif  // COMPLIANCE_HCL_ITERATION_H_
