// Terraform's way of breaking lines.
#ifndef COMPLIANCE_SRC_HOOK_WORD_WRAP_H_
#define COMPLIANCE_SRC_HOOK_WORD_WRAP_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace compliance::hook {

// Breaks one line between words so that no part has more than `width`
// characters, unless a word alone has. Spaces at a break are dropped; all
// others stay. A width of 0 breaks nothing.
std::string WordWrap(absl::string_view line, std::size_t width);

}  // namespace compliance::hook

#endif  // COMPLIANCE_SRC_HOOK_WORD_WRAP_H_
