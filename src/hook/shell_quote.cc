#include "hook/shell_quote.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace compliance::hook {

std::string ShellQuote(absl::string_view word) {
  return absl::StrCat("'", absl::StrReplaceAll(word, {{"'", "'\\''"}}), "'");
}

std::string FishQuote(absl::string_view word) {
  return absl::StrCat(
      "'", absl::StrReplaceAll(word, {{"\\", "\\\\"}, {"'", "\\'"}}), "'");
}

}  // namespace compliance::hook
