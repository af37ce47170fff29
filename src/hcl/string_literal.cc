#include "hcl/string_literal.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "hcl/lexer.h"

namespace compliance::hcl {
namespace {

// An escape, as written, and what it stands for.
struct Escape {
  std::size_t size = 0;
  std::string text;
  // Why it is none; "" where it is one.
  absl::string_view fault;
};

bool IsTemplateEscape(absl::string_view text) {
  return absl::StartsWith(text, "$${") || absl::StartsWith(text, "%%{");
}

// \uNNNN or \UNNNNNNNN.
Escape UnicodeEscape(absl::string_view text) {
  const std::size_t want = text[1] == 'u' ? 4 : 8;
  Escape escape;
  escape.size = 2;
  std::uint32_t code_point = 0;
  while (escape.size < std::min(text.size(), want + 2) &&
         absl::ascii_isxdigit(static_cast<unsigned char>(text[escape.size]))) {
    code_point = code_point * 16 + HexValue(text[escape.size++]);
  }
  const bool is_surrogate = code_point >= 0xD800 && code_point < 0xE000;
  if (escape.size != want + 2) {
    escape.fault = want == 4 ? "Write four hexadecimal digits behind \\u."
                             : "Write eight hexadecimal digits behind \\U.";
  } else if (is_surrogate || code_point > 0x10FFFF) {
    escape.fault = "No character has this number.";
  } else {
    escape.text = Utf8(code_point);
  }
  return escape;
}

// What starts with a backslash; another character follows.
Escape BackslashEscape(absl::string_view text) {
  switch (text[1]) {
    case 'n':
      return {2, "\n", ""};
    case 'r':
      return {2, "\r", ""};
    case 't':
      return {2, "\t", ""};
    case '"':
    case '\\':
      return {2, std::string(text.substr(1, 1)), ""};
    case 'u':
    case 'U':
      return UnicodeEscape(text);
    default:
      return {2, std::string(text.substr(1, 1)),
              "Escapes are \\n, \\r, \\t, \\\", \\\\, \\uNNNN and "
              "\\UNNNNNNNN. Write \\\\ for a backslash."};
  }
}

}  // namespace

std::string Utf8(std::uint32_t code_point) {
  const auto byte = [](std::uint32_t bits) { return static_cast<char>(bits); };
  const auto tail = [&](int shift) {
    return byte(0x80 | ((code_point >> shift) & 0x3F));
  };
  if (code_point < 0x80) return {byte(code_point)};
  if (code_point < 0x800) return {byte(0xC0 | (code_point >> 6)), tail(0)};
  if (code_point < 0x10000) {
    return {byte(0xE0 | (code_point >> 12)), tail(6), tail(0)};
  }
  return {byte(0xF0 | (code_point >> 18)), tail(12), tail(6), tail(0)};
}

std::uint32_t HexValue(char c) {
  const char lower = absl::ascii_tolower(static_cast<unsigned char>(c));
  return static_cast<std::uint32_t>(lower <= '9' ? lower - '0'
                                                 : lower - 'a' + 10);
}

std::string UnescapeQuoted(absl::string_view written, const SourceRange& range,
                           std::vector<Problem>* problems) {
  std::string text;
  text.reserve(written.size());
  for (std::size_t i = 0; i < written.size();) {
    const absl::string_view rest = written.substr(i);
    if (IsTemplateEscape(rest)) {
      text.append(rest.data() + 1, 2);
      i += 3;
    } else if (rest[0] == '\\' && rest.size() > 1) {
      const Escape escape = BackslashEscape(rest);
      text += escape.text;
      if (!escape.fault.empty()) {
        const SourcePoint begin = Behind(range.begin, written.substr(0, i));
        const SourcePoint end = Behind(begin, rest.substr(0, escape.size));
        problems->push_back({{begin, end, range.file},
                             "Invalid escape sequence",
                             std::string(escape.fault)});
      }
      i += escape.size;
    } else {
      text += rest[0];
      ++i;
    }
  }
  return text;
}

std::string UnescapeTemplate(absl::string_view written) {
  std::string text;
  text.reserve(written.size());
  for (std::size_t i = 0; i < written.size();) {
    // The first of $${ is left out.
    if (IsTemplateEscape(written.substr(i))) {
      text.append(written.data() + i + 1, 2);
      i += 3;
    } else {
      text += written[i++];
    }
  }
  return text;
}

}  // namespace compliance::hcl
