// The classes of characters that HCL's syntax is made of.
#ifndef COMPLIANCE_SRC_HCL_CHARACTERS_H_
#define COMPLIANCE_SRC_HCL_CHARACTERS_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace compliance::hcl {

inline bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// The bytes of the identifier that the text starts with: ID_Start or "_", then
// ID_Continue (UAX #31) or "-". 0 where there is none.
std::size_t IdentifierPrefix(absl::string_view text);

// Without Unicode's white space at its start, its end.
absl::string_view StripLeadingSpace(absl::string_view text);
absl::string_view StripTrailingSpace(absl::string_view text);

// In Unicode normalization form C, as Terraform holds every string.
std::string Normalized(absl::string_view text);

}  // namespace compliance::hcl

#endif  // COMPLIANCE_SRC_HCL_CHARACTERS_H_
