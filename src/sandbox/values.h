// Small operations on values that several files of the sandbox need.
#ifndef COMPLIANCE_SANDBOX_VALUES_H_
#define COMPLIANCE_SANDBOX_VALUES_H_

#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "compliance/cty/path.h"
#include "compliance/cty/value.h"
#include "compliance/schema/schema.h"

namespace compliance::sandbox {

// Equal, with sets compared without regard to order: Terraform sorts them by
// its own hash.
bool SameValue(const cty::Value& a, const cty::Value& b);

// The members at `path`, which has no indexes, in all elements of the
// collections along it. Nulls and unknowns on the way are left out.
std::vector<cty::Value> MembersAt(const cty::Value& value,
                                  const cty::Path& path);

// Whether an argument is set: not null, not an empty block.
bool IsSet(const cty::Value& value);

// The text of a known string attribute of an object; "" for anything else.
std::string TextOf(const cty::Value& object, absl::string_view name);

// The known strings in a list, set or map of strings.
std::vector<std::string> TextsOf(const cty::Value& collection);
std::map<std::string, std::string> TextMapOf(const cty::Value& map);

cty::Value StringSet(const std::vector<std::string>& strings);
cty::Value StringList(const std::vector<std::string>& strings);
cty::Value StringMap(const std::map<std::string, std::string>& strings);

// What a type has instead of nothing: "", 0, false, an empty collection.
cty::Value ZeroOf(const cty::Type& type);

// An object of the block's type with all attributes null and no blocks.
cty::Value EmptyObject(const schema::Block& block);

}  // namespace compliance::sandbox

#endif  // COMPLIANCE_SANDBOX_VALUES_H_
