#include "cty/json_text.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstddef>

#include "absl/strings/str_cat.h"

namespace compliance::cty {
namespace {

void AppendUnicodeEscape(char c, std::string* out) {
  const auto byte = static_cast<unsigned char>(c);
  absl::StrAppend(out, "\\u", absl::Hex(byte, absl::kZeroPad4));
}

void AppendJsonChar(char c, std::string* out) {
  switch (c) {
    case '"':
      *out += "\\\"";
      return;
    case '\\':
      *out += "\\\\";
      return;
    case '\b':
      *out += "\\b";
      return;
    case '\f':
      *out += "\\f";
      return;
    case '\n':
      *out += "\\n";
      return;
    case '\r':
      *out += "\\r";
      return;
    case '\t':
      *out += "\\t";
      return;
    case '<':
    case '>':
    case '&':
      AppendUnicodeEscape(c, out);
      return;
    default:
      if (static_cast<unsigned char>(c) < 0x20) {
        AppendUnicodeEscape(c, out);
      } else {
        *out += c;
      }
  }
}

// Legal in JSON, but they end a line in JavaScript.
bool IsLineSeparator(utf8proc_int32_t code_point) {
  return code_point == 0x2028 || code_point == 0x2029;
}

}  // namespace

void AppendJsonString(absl::string_view text, std::string* out) {
  *out += '"';
  while (!text.empty()) {
    utf8proc_int32_t code_point = 0;
    const utf8proc_ssize_t length = utf8proc_iterate(
        reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
        static_cast<utf8proc_ssize_t>(text.size()), &code_point);
    if (length == 1) {
      AppendJsonChar(text[0], out);
    } else if (length <= 0) {
      *out += "\\ufffd";
    } else if (IsLineSeparator(code_point)) {
      absl::StrAppend(out, "\\u", absl::Hex(code_point));
    } else {
      absl::StrAppend(out, text.substr(0, static_cast<std::size_t>(length)));
    }
    text.remove_prefix(
        static_cast<std::size_t>(std::max<utf8proc_ssize_t>(length, 1)));
  }
  *out += '"';
}

}  // namespace compliance::cty
