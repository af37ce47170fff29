#include "hook/word_wrap.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace compliance::hook {
namespace {

std::size_t CountCharacters(absl::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(),
      [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

// Takes what `of_kind` holds for off the front.
template <typename Kind>
absl::string_view TakeFront(absl::string_view& text, Kind of_kind) {
  const auto end = std::find_if_not(text.begin(), text.end(), of_kind);
  const auto size = static_cast<std::size_t>(end - text.begin());
  const absl::string_view front = text.substr(0, size);
  text.remove_prefix(size);
  return front;
}

}  // namespace

std::string WordWrap(absl::string_view line, std::size_t width) {
  if (width == 0) return std::string(line);
  const auto is_space = [](char c) { return c == ' ' || c == '\t'; };
  std::string out;
  std::size_t column = 0;
  while (!line.empty()) {
    const absl::string_view spaces = TakeFront(line, is_space);
    const absl::string_view word =
        TakeFront(line, [&](char c) { return !is_space(c); });
    const std::size_t needed = spaces.size() + CountCharacters(word);
    if (column > 0 && column + needed > width) {
      if (!word.empty()) absl::StrAppend(&out, "\n", word);
      column = CountCharacters(word);
    } else {
      absl::StrAppend(&out, spaces, word);
      column += needed;
    }
  }
  return out;
}

}  // namespace compliance::hook
