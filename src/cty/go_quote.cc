#include "cty/go_quote.h"

#include <utf8proc.h>

#include "absl/strings/str_cat.h"

namespace compliance::cty {
namespace {

bool IsPrintable(utf8proc_int32_t code_point) {
  if (code_point == ' ') return true;
  switch (utf8proc_category(code_point)) {
    case UTF8PROC_CATEGORY_CN:
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_CO:
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
      return false;
    default:
      return true;
  }
}

void AppendEscape(utf8proc_int32_t code_point, std::string* out) {
  constexpr absl::string_view kNamed = "abtnvfr";  // U+0007 to U+000D
  if (code_point >= 7 && code_point <= 13) {
    *out += '\\';
    *out += kNamed[static_cast<std::size_t>(code_point - 7)];
  } else if (code_point < 0x80) {
    absl::StrAppend(out, "\\x", absl::Hex(code_point, absl::kZeroPad2));
  } else if (code_point < 0x10000) {
    absl::StrAppend(out, "\\u", absl::Hex(code_point, absl::kZeroPad4));
  } else {
    absl::StrAppend(out, "\\U", absl::Hex(code_point, absl::kZeroPad8));
  }
}

}  // namespace

void AppendGoQuoted(absl::string_view text, std::string* out) {
  *out += '"';
  while (!text.empty()) {
    utf8proc_int32_t code_point = 0;
    const utf8proc_ssize_t length = utf8proc_iterate(
        reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
        static_cast<utf8proc_ssize_t>(text.size()), &code_point);
    if (length <= 0) {
      const auto byte = static_cast<unsigned char>(text[0]);
      absl::StrAppend(out, "\\x", absl::Hex(byte, absl::kZeroPad2));
      text.remove_prefix(1);
      continue;
    }
    const absl::string_view bytes =
        text.substr(0, static_cast<std::size_t>(length));
    if (code_point == '"' || code_point == '\\') {
      absl::StrAppend(out, "\\", bytes);
    } else if (IsPrintable(code_point)) {
      absl::StrAppend(out, bytes);
    } else {
      AppendEscape(code_point, out);
    }
    text.remove_prefix(bytes.size());
  }
  *out += '"';
}

}  // namespace compliance::cty
