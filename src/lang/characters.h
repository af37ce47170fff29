// Characters by their code points.
#ifndef COMPLIANCE_LANG_CHARACTERS_H_
#define COMPLIANCE_LANG_CHARACTERS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace compliance::lang {

// The bytes that the first `count` grapheme clusters take, or all.
std::size_t BytesOfGraphemes(absl::string_view text, std::size_t count);

using CodePoint = std::int32_t;

// The code points; U+FFFD for what is not UTF-8.
std::vector<CodePoint> CodePointsOf(absl::string_view text);
void AppendCodePoint(CodePoint code_point, std::string* text);

// By Unicode's simple mappings, one code point for one.
std::string ToUpper(absl::string_view text);
std::string ToLower(absl::string_view text);
// With the first letter of each word in title case.
std::string ToTitle(absl::string_view text);

// Letters and decimal digits, by Unicode's categories.
bool IsLetterOrDigit(CodePoint code_point);

// Unicode's white space.
bool IsSpace(CodePoint code_point);

}  // namespace compliance::lang

#endif  // COMPLIANCE_LANG_CHARACTERS_H_
