// What people take for one character: grapheme clusters (UAX #29).
#ifndef COMPLIANCE_BASE_GRAPHEMES_H_
#define COMPLIANCE_BASE_GRAPHEMES_H_

#include <cstddef>

#include "absl/strings/string_view.h"

namespace compliance {

// The bytes of the first cluster; 0 for the empty text. A byte that is not
// UTF-8 is a character of its own.
std::size_t FirstGrapheme(absl::string_view text);

// How many clusters there are.
std::size_t CountGraphemes(absl::string_view text);

}  // namespace compliance

#endif  // COMPLIANCE_BASE_GRAPHEMES_H_
