#include "tfplugin/panic_text.h"

#include <algorithm>
#include <array>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "compliance/base/text.h"

namespace compliance::tfplugin {
namespace {

constexpr std::size_t kMostLines = 101;

bool HasLevel(absl::string_view line) {
  constexpr std::array<absl::string_view, 6> kStarts = {
      "[TRACE]", "[DEBUG]", "[INFO]", "[WARN]", "[ERROR]", "{\"@"};
  return std::any_of(kStarts.begin(), kStarts.end(),
                     [line](absl::string_view start) {
                       return absl::StartsWith(line, start);
                     });
}

}  // namespace

void PanicText::Add(absl::string_view line) {
  const bool starts = absl::StartsWith(line, "panic: ") ||
                      absl::StartsWith(line, "fatal error: ");
  if (lines_.empty() && !starts) return;
  if (lines_.size() >= kMostLines || HasLevel(line)) return;
  lines_.push_back(ToValidUtf8(line));
}

std::string PanicText::Message(absl::string_view plugin) const {
  if (lines_.empty()) return "";
  return absl::StrCat(
      "\nStack trace from the ", plugin, " plugin:\n\n",
      absl::StrJoin(lines_, "\n"), "\n\nError: The ", plugin,
      " plugin crashed!\n\n"
      "This is always indicative of a bug within the plugin. It would be "
      "immensely\nhelpful if you could report the crash with the plugin's "
      "maintainers so that it\ncan be fixed. The output above should help "
      "diagnose the issue.\n");
}

}  // namespace compliance::tfplugin
