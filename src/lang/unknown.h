// What functions say of results that are not known yet.
#ifndef COMPLIANCE_LANG_UNKNOWN_H_
#define COMPLIANCE_LANG_UNKNOWN_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "compliance/cty/type.h"
#include "compliance/cty/value.h"

namespace compliance::lang {

// The same value, promised not to be null. Known ones and those of an unknown
// type are as they were.
cty::Value NeverNull(const cty::Value& value);

// An unknown string that starts so.
cty::Value UnknownWithPrefix(std::string prefix);

// The number of members of a known list, set, map, tuple or object; nullopt
// where unknown elements of a set may yet turn out to be one. Of a tuple or an
// object, its type tells.
std::optional<std::size_t> LengthOf(const cty::Value& value);

}  // namespace compliance::lang

#endif  // COMPLIANCE_LANG_UNKNOWN_H_
