#include "hcl/characters.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

namespace compliance::hcl {
namespace {

using CodePoint = utf8proc_int32_t;

bool IsAscii(char c) { return static_cast<unsigned char>(c) < 0x80; }

// The bytes of the code point that the text starts with; 0 where that is no
// UTF-8.
std::size_t ReadCodePoint(absl::string_view text, CodePoint* code_point) {
  const utf8proc_ssize_t size =
      utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                       static_cast<utf8proc_ssize_t>(text.size()), code_point);
  return size > 0 ? static_cast<std::size_t>(size) : 0;
}

// What Unicode adds to (Other_ID_Start) and takes from the letters.
bool IsStart(CodePoint code_point) {
  switch (code_point) {
    case 0x1885:
    case 0x1886:
    case 0x2118:
    case 0x212E:
    case 0x309B:
    case 0x309C:
      return true;
    case 0x2E2F:  // Pattern_Syntax
      return false;
    default:
      break;
  }
  switch (utf8proc_category(code_point)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_NL:
      return true;
    default:
      return false;
  }
}

bool IsContinue(CodePoint code_point) {
  // Other_ID_Continue.
  if (code_point == 0x00B7 || code_point == 0x0387 || code_point == 0x19DA ||
      (code_point >= 0x1369 && code_point <= 0x1371)) {
    return true;
  }
  switch (utf8proc_category(code_point)) {
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_PC:
      return true;
    default:
      return IsStart(code_point);
  }
}

bool IsAsciiStart(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

// The bytes of the character that may stand at this place of an identifier.
std::size_t IdentifierCharacter(absl::string_view text, bool first) {
  const char c = text[0];
  if (IsAscii(c)) {
    const bool fits = IsAsciiStart(c) || (!first && (IsDigit(c) || c == '-'));
    return fits ? 1 : 0;
  }
  CodePoint code_point = 0;
  const std::size_t size = ReadCodePoint(text, &code_point);
  if (size == 0) return 0;
  return (first ? IsStart(code_point) : IsContinue(code_point)) ? size : 0;
}

// Unicode's White_Space.
bool IsSpace(CodePoint code_point) {
  if (code_point == 0x20 || code_point == 0x85 || code_point == 0xA0 ||
      (code_point >= 0x09 && code_point <= 0x0D)) {
    return true;
  }
  switch (utf8proc_category(code_point)) {
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
      return true;
    default:
      return false;
  }
}

}  // namespace

std::size_t IdentifierPrefix(absl::string_view text) {
  std::size_t end = 0;
  while (end < text.size()) {
    const std::size_t size = IdentifierCharacter(text.substr(end), end == 0);
    if (size == 0) break;
    end += size;
  }
  return end;
}

absl::string_view StripLeadingSpace(absl::string_view text) {
  while (!text.empty()) {
    CodePoint code_point = 0;
    const std::size_t size = ReadCodePoint(text, &code_point);
    if (size == 0 || !IsSpace(code_point)) break;
    text.remove_prefix(size);
  }
  return text;
}

absl::string_view StripTrailingSpace(absl::string_view text) {
  while (!text.empty()) {
    // Back to the start of the last code point.
    std::size_t size = 1;
    while (size < std::min<std::size_t>(text.size(), 4) &&
           (static_cast<unsigned char>(text[text.size() - size]) & 0xC0) ==
               0x80) {
      ++size;
    }
    CodePoint code_point = 0;
    const absl::string_view last = text.substr(text.size() - size);
    if (ReadCodePoint(last, &code_point) != size || !IsSpace(code_point)) break;
    text.remove_suffix(size);
  }
  return text;
}

std::string Normalized(absl::string_view text) {
  if (std::all_of(text.begin(), text.end(), IsAscii)) return std::string(text);
  utf8proc_uint8_t* composed = nullptr;
  const utf8proc_ssize_t size = utf8proc_map(
      reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
      static_cast<utf8proc_ssize_t>(text.size()), &composed,
      static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(
      composed, &std::free);
  if (size < 0) return std::string(text);  // not UTF-8
  return std::string(reinterpret_cast<const char*>(composed),
                     static_cast<std::size_t>(size));
}

}  // namespace compliance::hcl
