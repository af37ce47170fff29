// Text helpers: UTF-8 checks and the small formatting jobs that many callers
// share.
#ifndef COMPLIANCE_BASE_TEXT_H_
#define COMPLIANCE_BASE_TEXT_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace compliance {

// Whether `text` is well-formed UTF-8 (RFC 3629: no surrogates, no overlong
// forms, nothing above U+10FFFF).
bool IsValidUtf8(absl::string_view text);

// `text` with every ill-formed byte replaced by U+FFFD. Whatever leaves the
// program (diagnostics, reports, logs) passes through this: protobuf refuses
// strings that are not UTF-8.
std::string ToValidUtf8(absl::string_view text);

// The candidate nearest to `word` by edit distance, or "" when none is near
// enough to be a likely slip. For "did you mean" in error messages.
std::string Nearest(absl::string_view word,
                    const std::vector<std::string>& candidates);

// Appends the text, unless it is there already.
void AddOnce(std::vector<std::string>& texts, absl::string_view text);

// `text` in double quotes, with quotes, backslashes and control characters
// escaped as HCL and JSON do.
std::string Quote(absl::string_view text);

}  // namespace compliance

#endif  // COMPLIANCE_BASE_TEXT_H_
