#include "lang/characters.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>

#include "compliance/base/graphemes.h"

namespace compliance::lang {
namespace {

constexpr CodePoint kReplacement = 0xFFFD;

// The first code point of a text that is not empty, and its bytes.
struct First {
  CodePoint code_point = kReplacement;
  std::size_t size = 1;
};

First FirstOf(absl::string_view text) {
  First first;
  utf8proc_int32_t code_point = 0;
  const utf8proc_ssize_t size =
      utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                       static_cast<utf8proc_ssize_t>(text.size()), &code_point);
  if (size > 0) first = {code_point, static_cast<std::size_t>(size)};
  return first;
}

template <typename Map>
std::string Mapped(absl::string_view text, Map map) {
  std::string mapped;
  mapped.reserve(text.size());
  for (const CodePoint code_point : CodePointsOf(text)) {
    AppendCodePoint(map(code_point), &mapped);
  }
  return mapped;
}

// Unicode has no simple mapping for it; utf8proc gives the capital sharp s.
constexpr CodePoint kSharpS = 0x00DF;

CodePoint Upper(CodePoint code_point) {
  return code_point == kSharpS ? kSharpS : utf8proc_toupper(code_point);
}

CodePoint Title(CodePoint code_point) {
  return code_point == kSharpS ? kSharpS : utf8proc_totitle(code_point);
}

// What ends a word. Beyond ASCII, only spaces do.
bool IsSeparator(CodePoint code_point) {
  if (IsLetterOrDigit(code_point) || code_point == '_') return false;
  return code_point < 0x80 || IsSpace(code_point);
}

}  // namespace

bool IsLetterOrDigit(CodePoint code_point) {
  switch (utf8proc_category(code_point)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_ND:
      return true;
    default:
      return false;
  }
}

std::size_t BytesOfGraphemes(absl::string_view text, std::size_t count) {
  std::size_t bytes = 0;
  for (; count > 0 && bytes < text.size(); --count) {
    bytes += FirstGrapheme(text.substr(bytes));
  }
  return bytes;
}

std::vector<CodePoint> CodePointsOf(absl::string_view text) {
  std::vector<CodePoint> code_points;
  while (!text.empty()) {
    const First first = FirstOf(text);
    code_points.push_back(first.code_point);
    text.remove_prefix(first.size);
  }
  return code_points;
}

void AppendCodePoint(CodePoint code_point, std::string* text) {
  std::array<utf8proc_uint8_t, 4> bytes;
  const utf8proc_ssize_t size = utf8proc_encode_char(code_point, bytes.data());
  text->append(bytes.begin(), bytes.begin() + size);
}

std::string ToUpper(absl::string_view text) { return Mapped(text, &Upper); }

std::string ToLower(absl::string_view text) {
  return Mapped(text, &utf8proc_tolower);
}

std::string ToTitle(absl::string_view text) {
  CodePoint previous = ' ';
  return Mapped(text, [&previous](CodePoint code_point) {
    const bool starts = IsSeparator(previous);
    previous = code_point;
    return starts ? Title(code_point) : code_point;
  });
}

bool IsSpace(CodePoint code_point) {
  constexpr std::array<CodePoint, 8> kOthers = {0x85,   0xA0,   0x1680, 0x2028,
                                                0x2029, 0x202F, 0x205F, 0x3000};
  if (code_point == ' ' || (code_point >= '\t' && code_point <= '\r')) {
    return true;
  }
  if (code_point >= 0x2000 && code_point <= 0x200A) return true;
  return std::find(kOthers.begin(), kOthers.end(), code_point) != kOthers.end();
}

}  // namespace compliance::lang
