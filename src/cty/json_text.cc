#include "cty/json_text.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "compliance/base/text.h"

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

void AppendJsonChars(absl::string_view text, std::string* out) {
  *out += '"';
  for (const char c : text) AppendJsonChar(c, out);
  *out += '"';
}

}  // namespace

void AppendJsonString(absl::string_view text, std::string* out) {
  // The separators are legal in JSON but end a line in JavaScript.
  constexpr absl::string_view kLineSeparator = "\xE2\x80\xA8";
  constexpr absl::string_view kParagraphSeparator = "\xE2\x80\xA9";
  const std::size_t start = out->size();
  if (IsValidUtf8(text)) {
    AppendJsonChars(text, out);
  } else {
    AppendJsonChars(ToValidUtf8(text), out);
  }
  if (text.find(kLineSeparator) == absl::string_view::npos &&
      text.find(kParagraphSeparator) == absl::string_view::npos) {
    return;
  }
  const std::string escaped = absl::StrReplaceAll(
      absl::string_view(*out).substr(start),
      {{kLineSeparator, "\\u2028"}, {kParagraphSeparator, "\\u2029"}});
  out->resize(start);
  *out += escaped;
}

}  // namespace compliance::cty
