// What strings say: escapes resolved.
#ifndef COMPLIANCE_SRC_HCL_STRING_LITERAL_H_
#define COMPLIANCE_SRC_HCL_STRING_LITERAL_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "compliance/hcl/ast.h"

namespace compliance::hcl {

// The text that is written between quotes, \n, \u00e9, $${ and the like
// resolved. Faults are added to `problems`; `range` is where it stands.
std::string UnescapeQuoted(absl::string_view written, const SourceRange& range,
                           std::vector<Problem>* problems);

// The text that is written in a heredoc: $${ and %%{ resolved.
std::string UnescapeTemplate(absl::string_view written);

// The UTF-8 of a code point that has some.
std::string Utf8(std::uint32_t code_point);

// Of a hexadecimal digit.
std::uint32_t HexValue(char c);

}  // namespace compliance::hcl

#endif  // COMPLIANCE_SRC_HCL_STRING_LITERAL_H_
