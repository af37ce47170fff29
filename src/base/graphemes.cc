#include "compliance/base/graphemes.h"

#include <utf8proc.h>

namespace compliance {
namespace {

constexpr utf8proc_int32_t kReplacement = 0xFFFD;

bool IsAscii(char c) { return static_cast<unsigned char>(c) < 0x80; }

// Reads the code point at the start of a text that is not empty; its bytes.
std::size_t ReadCodePoint(absl::string_view text,
                          utf8proc_int32_t* code_point) {
  const utf8proc_ssize_t size =
      utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                       static_cast<utf8proc_ssize_t>(text.size()), code_point);
  if (size > 0) return static_cast<std::size_t>(size);
  *code_point = kReplacement;
  return 1;
}

}  // namespace

std::size_t FirstGrapheme(absl::string_view text) {
  if (text.size() < 2) return text.size();
  // Of ASCII, only CR LF belong together.
  if (IsAscii(text[0]) && IsAscii(text[1])) {
    return text[0] == '\r' && text[1] == '\n' ? 2 : 1;
  }
  utf8proc_int32_t previous = 0;
  utf8proc_int32_t state = 0;
  std::size_t position = ReadCodePoint(text, &previous);
  while (position < text.size()) {
    utf8proc_int32_t next = 0;
    const std::size_t size = ReadCodePoint(text.substr(position), &next);
    if (utf8proc_grapheme_break_stateful(previous, next, &state)) break;
    previous = next;
    position += size;
  }
  return position;
}

std::size_t CountGraphemes(absl::string_view text) {
  std::size_t count = 0;
  for (; !text.empty(); text.remove_prefix(FirstGrapheme(text))) ++count;
  return count;
}

}  // namespace compliance
