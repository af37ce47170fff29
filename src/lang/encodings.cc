#include <optional>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "compliance/base/status_macros.h"
#include "compliance/base/text.h"
#include "lang/base64.h"
#include "lang/charset.h"
#include "lang/families.h"

namespace compliance::lang {
namespace {

using cty::Type;
using cty::Value;

std::string Base64Encode(const std::string& text) {
  return absl::Base64Escape(text);
}

absl::StatusOr<std::string> Base64Decode(const std::string& text) {
  std::optional<std::string> bytes = DecodeBase64(text);
  if (!bytes.has_value()) return ArgumentError(0, "is not base64");
  if (!IsValidUtf8(*bytes)) {
    return ArgumentError(0, "is base64 of what is not UTF-8");
  }
  return *std::move(bytes);
}

// As in the query of a URL: spaces become plus signs.
std::string UrlEncode(const std::string& text) {
  constexpr absl::string_view kPlain = "-_.~";
  std::string encoded;
  for (const char c : text) {
    if (absl::ascii_isalnum(c) || kPlain.find(c) != absl::string_view::npos) {
      encoded += c;
    } else if (c == ' ') {
      encoded += '+';
    } else {
      const std::string hex = absl::BytesToHexString(absl::string_view(&c, 1));
      absl::StrAppend(&encoded, "%", absl::AsciiStrToUpper(hex));
    }
  }
  return encoded;
}

absl::StatusOr<Charset> CharsetOf(const Arguments& arguments) {
  const std::optional<Charset> charset = CharsetNamed(arguments[1].AsString());
  if (charset.has_value()) return *charset;
  return absl::UnimplementedError("the encoding is not one of those here");
}

Result TextEncodeBase64(const Arguments& arguments, const Type&) {
  ASSIGN_OR_RETURN(const Charset charset, CharsetOf(arguments));
  const std::optional<std::string> bytes =
      Encode(arguments[0].AsString(), charset);
  if (!bytes.has_value()) {
    return ArgumentError(0, "has characters that the encoding lacks");
  }
  return Value::String(Base64Encode(*bytes));
}

Result TextDecodeBase64(const Arguments& arguments, const Type&) {
  ASSIGN_OR_RETURN(const Charset charset, CharsetOf(arguments));
  const std::optional<std::string> bytes =
      DecodeBase64(arguments[0].AsString());
  if (!bytes.has_value()) return ArgumentError(0, "is not base64");
  const std::optional<std::string> text = Decode(*bytes, charset);
  if (!text.has_value()) {
    return ArgumentError(0, "is not text in that encoding");
  }
  return Value::String(*text);
}

Function WithEncoding(std::string name, std::string first,
                      Result (*body)(const Arguments&, const Type&)) {
  return {.name = std::move(name),
          .parameters = {{std::move(first), Type::String()},
                         {"encoding", Type::String()}},
          .type = Always(Type::String()),
          .body = body};
}

}  // namespace

std::vector<Function> EncodingFunctions() {
  return {
      StringFunction("base64encode", &Base64Encode),
      StringFunction("base64decode", &Base64Decode),
      StringFunction("urlencode", &UrlEncode),
      WithEncoding("textencodebase64", "string", &TextEncodeBase64),
      WithEncoding("textdecodebase64", "source", &TextDecodeBase64),
  };
}

}  // namespace compliance::lang
