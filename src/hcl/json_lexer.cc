#include "hcl/json_lexer.h"

#include <algorithm>
#include <cstddef>
#include <optional>

#include "absl/strings/ascii.h"
#include "compliance/base/graphemes.h"

namespace compliance::hcl {
namespace {

using Kind = JsonToken::Kind;

std::optional<Kind> SymbolOf(char c) {
  switch (c) {
    case '{':
      return Kind::kOpenBrace;
    case '}':
      return Kind::kCloseBrace;
    case '[':
      return Kind::kOpenBracket;
    case ']':
      return Kind::kCloseBracket;
    case ',':
      return Kind::kComma;
    case ':':
      return Kind::kColon;
    case '=':
      return Kind::kEquals;
    default:
      return std::nullopt;
  }
}

bool IsWordCharacter(char c) {
  return absl::ascii_isalpha(static_cast<unsigned char>(c)) || c == '_';
}

std::size_t PrefixOf(absl::string_view text, bool (*belongs)(char)) {
  return static_cast<std::size_t>(
      std::find_if_not(text.begin(), text.end(), belongs) - text.begin());
}

// Up to and with the closing quote, or up to what no string may hold.
std::size_t StringSize(absl::string_view text) {
  bool escaped = false;
  for (std::size_t i = 1; i < text.size(); ++i) {
    const char c = text[i];
    if (static_cast<unsigned char>(c) < 0x20) return i;
    if (c == '"' && !escaped) return i + 1;
    escaped = c == '\\' && !escaped;
  }
  return text.size();
}

}  // namespace

JsonToken JsonLexer::Next() {
  SkipSpace();
  if (text_.empty()) return Take(Kind::kEnd, 0);
  const char c = text_[0];
  if (const std::optional<Kind> symbol = SymbolOf(c)) return Take(*symbol, 1);
  if (c == '"') return Take(Kind::kString, StringSize(text_));
  if (absl::string_view("+-.0123456789").find(c) != absl::string_view::npos) {
    const std::size_t size = text_.find_first_not_of("+-.0123456789eE");
    return Take(Kind::kNumber, std::min(size, text_.size()));
  }
  if (c != '_' && IsWordCharacter(c)) {
    return Take(Kind::kWord, PrefixOf(text_, &IsWordCharacter));
  }
  return Take(Kind::kUnknown, 1);
}

void JsonLexer::SkipSpace() {
  for (; !text_.empty(); text_.remove_prefix(1)) {
    switch (text_[0]) {
      case ' ':
        ++point_.column;
        break;
      case '\t':
        point_.column += 2;
        break;
      case '\r':
        break;
      case '\n':
        ++point_.line;
        point_.column = 1;
        break;
      default:
        return;
    }
    ++point_.byte;
  }
}

JsonToken JsonLexer::Take(Kind kind, std::size_t size) {
  JsonToken token;
  token.kind = kind;
  token.text = text_.substr(0, size);
  token.begin = point_;
  point_.byte += static_cast<std::uint32_t>(size);
  point_.column += static_cast<std::uint32_t>(CountGraphemes(token.text));
  token.end = point_;
  text_.remove_prefix(size);
  return token;
}

}  // namespace compliance::hcl
