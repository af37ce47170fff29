// Words for shells to read.
#ifndef COMPLIANCE_SRC_HOOK_SHELL_QUOTE_H_
#define COMPLIANCE_SRC_HOOK_SHELL_QUOTE_H_

#include <string>

#include "absl/strings/string_view.h"

namespace compliance::hook {

// One word for a POSIX shell, in single quotes.
std::string ShellQuote(absl::string_view word);

// One word for fish, in single quotes.
std::string FishQuote(absl::string_view word);

}  // namespace compliance::hook

#endif  // COMPLIANCE_SRC_HOOK_SHELL_QUOTE_H_
