#include "terraform/tokens.h"

#include <cctype>
#include <vector>

#include "absl/strings/ascii.h"

namespace compliance::terraform {
namespace {

bool IsNameStart(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return std::isalpha(byte) != 0 || c == '_' || byte >= 0x80;
}

bool IsNamePart(char c) {
  return IsNameStart(c) || absl::ascii_isdigit(static_cast<unsigned char>(c)) ||
         c == '-';
}

bool IsOperatorPart(char c) {
  return c == '=' || c == '!' || c == '<' || c == '>';
}

}  // namespace

Tokenizer::Tokenizer(absl::string_view text) : text_(text) {
  if (text_.substr(0, 3) != "\xef\xbb\xbf") return;
  text_.remove_prefix(3);
  origin_ = 3;
}

void Tokenizer::Advance() {
  const auto byte = static_cast<unsigned char>(text_[at_]);
  if (byte == '\n') {
    ++line_;
    column_ = 1;
  } else if ((byte & 0xC0U) != 0x80U) {  // not inside a character
    ++column_;
  }
  ++at_;
}

void Tokenizer::AdvanceTo(std::size_t end) {
  while (at_ < end && !AtEnd()) Advance();
}

void Tokenizer::SkipLine() {
  while (!AtEnd() && Peek() != '\n') Advance();
}

void Tokenizer::SkipSpaceAndComments() {
  while (!AtEnd()) {
    const char c = Peek();
    if (c == ' ' || c == '\t' || c == '\r') {
      Advance();
    } else if (c == '#' || (c == '/' && Peek(1) == '/')) {
      SkipLine();
    } else if (c == '/' && Peek(1) == '*') {
      const std::size_t end = text_.find("*/", at_ + 2);
      AdvanceTo(end == absl::string_view::npos ? text_.size() : end + 2);
    } else {
      return;
    }
  }
}

// A quoted template with the expressions inside it, which may hold quoted
// templates in turn. A stack of what is open, so that depth costs no call.
void Tokenizer::SkipQuoted() {
  std::vector<char> open = {'"'};
  Advance();
  while (!AtEnd() && !open.empty()) {
    const char c = Peek();
    const bool in_text = open.back() == '"';
    if (in_text && c == '\n') return;  // unclosed: HCL strings end on the line
    if (in_text && c == '\\') {
      Advance();
      if (!AtEnd() && Peek() != '\n') Advance();
      continue;
    }
    if (in_text && (c == '$' || c == '%') && Peek(1) == c && Peek(2) == '{') {
      AdvanceTo(at_ + 3);  // an escaped template
      continue;
    }
    if (in_text && (c == '$' || c == '%') && Peek(1) == '{') {
      open.push_back('{');
      Advance();
    } else if (c == '"') {
      if (in_text) {
        open.pop_back();
      } else {
        open.push_back('"');
      }
    } else if (!in_text && c == '{') {
      open.push_back('{');
    } else if (!in_text && c == '}') {
      open.pop_back();
    }
    Advance();
  }
}

// <<EOT or <<-EOT up to the line that holds the marker alone.
bool Tokenizer::SkipHeredoc() {
  std::size_t start = at_ + 2;
  if (start < text_.size() && text_[start] == '-') ++start;
  std::size_t end = start;
  while (end < text_.size() && IsNamePart(text_[end])) ++end;
  if (end == start) return false;
  const absl::string_view marker = text_.substr(start, end - start);
  AdvanceTo(end);
  SkipLine();
  while (!AtEnd()) {
    Advance();  // the line break
    const std::size_t line_end = text_.find('\n', at_);
    const absl::string_view line = text_.substr(
        at_, line_end == absl::string_view::npos ? line_end : line_end - at_);
    const bool is_last = absl::StripAsciiWhitespace(line) == marker;
    SkipLine();
    if (is_last) break;
  }
  return true;
}

Token Tokenizer::Start(Token::Kind kind) const {
  Token token;
  token.kind = kind;
  token.line = line_;
  token.column = column_;
  return token;
}

Token Tokenizer::Next() {
  SkipSpaceAndComments();
  const std::size_t begin = at_;
  Token token = Read();
  token.begin = origin_ + begin;
  token.end = origin_ + at_;
  return token;
}

Token Tokenizer::Read() {
  using Kind = Token::Kind;
  if (AtEnd()) return Start(Kind::kEnd);
  const char c = Peek();
  Token token = Start(Kind::kOther);
  const std::size_t begin = at_;
  if (c == '"') {
    token.kind = Kind::kString;
    SkipQuoted();
    const std::size_t size = at_ - begin;
    const bool closed = size >= 2 && text_[at_ - 1] == '"';
    token.text = std::string(text_.substr(begin + 1, size - (closed ? 2 : 1)));
    return token;
  }
  if (c == '<' && Peek(1) == '<' && SkipHeredoc()) {
    token.kind = Kind::kString;
    token.is_heredoc = true;
    return token;
  }
  if (IsNameStart(c)) {
    token.kind = Kind::kName;
    while (!AtEnd() && IsNamePart(Peek())) Advance();
    token.text = std::string(text_.substr(begin, at_ - begin));
    return token;
  }
  Advance();
  token.text = std::string(1, c);
  if (c == '\n') {
    token.kind = Kind::kNewline;
  } else if (c == '{' || c == '[' || c == '(') {
    token.kind = Kind::kOpen;
  } else if (c == '}' || c == ']' || c == ')') {
    token.kind = Kind::kClose;
  } else if (IsOperatorPart(c)) {
    // What may follow an = of its own stays apart: a=!b, a=<<EOT.
    const bool is_longer = Peek() == '=' || (c == '=' && Peek() == '>');
    if (is_longer) Advance();
    if (c == '=' && !is_longer) token.kind = Kind::kEquals;
  }
  return token;
}

}  // namespace compliance::terraform
