// Bounds on what a call may compute. A few lines of a configuration can ask for
// more than any machine has.
#ifndef COMPLIANCE_LANG_LIMITS_H_
#define COMPLIANCE_LANG_LIMITS_H_

#include <cstddef>

#include "absl/status/status.h"
#include "compliance/cty/value.h"

namespace compliance::lang {

// Of a string that a function makes, in bytes.
inline constexpr std::size_t kMaxText = std::size_t{1} << 26;

// RESOURCE_EXHAUSTED for a text of more than kMaxText bytes.
absl::Status CheckText(std::size_t size);

// RESOURCE_EXHAUSTED for a value that has more members, those of members
// included, than a text of kMaxText could show. Members that values share count
// each time. Takes no longer than that many steps.
absl::Status CheckMembers(const cty::Value& value);

}  // namespace compliance::lang

#endif  // COMPLIANCE_LANG_LIMITS_H_
