#include "hcl/lexer.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "compliance/base/graphemes.h"
#include "hcl/characters.h"

namespace compliance::hcl {
namespace {

using Kind = Lexeme::Kind;

// The bytes of the character that the text starts with, taken as UTF-8 in the
// generous way of HCL's scanner; 0 where its bytes do not belong together.
std::size_t CharacterSize(absl::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  std::size_t size = 0;
  if (lead < 0x80) {
    size = 1;
  } else if (lead >= 0xC0 && lead < 0xE0) {
    size = 2;
  } else if (lead >= 0xE0 && lead < 0xF0) {
    size = 3;
  } else if (lead >= 0xF0 && lead < 0xF8) {
    size = 4;
  }
  if (size > text.size()) return 0;
  for (std::size_t i = 1; i < size; ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) return 0;
  }
  return size;
}

// The bytes of the newline that the text starts with; 0 where there is none.
std::size_t NewlineSize(absl::string_view text) {
  if (absl::StartsWith(text, "\n")) return 1;
  return absl::StartsWith(text, "\r\n") ? 2 : 0;
}

// Digits, dots and exponents, up to the last that is not a dot: the parser says
// what is wrong with 1.2.3.
std::size_t NumberSize(absl::string_view text) {
  std::size_t end = 1;
  std::size_t good = 1;
  while (end < text.size()) {
    const char c = text[end];
    if (IsDigit(c)) {
      good = ++end;
    } else if (c == '.') {
      ++end;
    } else if (c == 'e' || c == 'E') {
      std::size_t digit = end + 1;
      if (digit < text.size() && (text[digit] == '+' || text[digit] == '-')) {
        ++digit;
      }
      if (digit >= text.size() || !IsDigit(text[digit])) break;
      good = end = digit + 1;
    } else {
      break;
    }
  }
  return good;
}

bool EndsQuotedText(char c) {
  return c == '$' || c == '%' || c == '"' || c == '\\';
}

struct Symbol {
  absl::string_view text;
  Kind kind;
};

// Longer ones before those that they start with.
constexpr Symbol kSymbols[] = {
    {"...", Kind::kEllipsis},   {"==", Kind::kEqual},
    {"!=", Kind::kNotEqual},    {">=", Kind::kGreaterOrEqual},
    {"<=", Kind::kLessOrEqual}, {"&&", Kind::kAnd},
    {"||", Kind::kOr},          {"::", Kind::kDoubleColon},
    {"=>", Kind::kFatArrow},    {"=", Kind::kEquals},
    {".", Kind::kDot},          {",", Kind::kComma},
    {"[", Kind::kOpenBracket},  {"]", Kind::kCloseBracket},
    {"(", Kind::kOpenParen},    {")", Kind::kCloseParen},
    {"*", Kind::kStar},         {"/", Kind::kSlash},
    {"%", Kind::kPercent},      {"+", Kind::kPlus},
    {"-", Kind::kMinus},        {"<", Kind::kLess},
    {">", Kind::kGreater},      {"!", Kind::kNot},
    {"?", Kind::kQuestion},     {":", Kind::kColon},
    {"\r\n", Kind::kNewline},   {"\n", Kind::kNewline},
    {"&", Kind::kBitwise},      {"|", Kind::kBitwise},
    {"~", Kind::kBitwise},      {"^", Kind::kBitwise},
    {";", Kind::kSemicolon},    {"`", Kind::kBacktick},
    {"'", Kind::kApostrophe},
};

// What is being read: the innermost of the templates and of the code in them.
// Kept as a stack of our own, so that no nesting is too deep.
struct Context {
  enum class Kind : std::uint8_t { kCode, kQuoted, kHeredoc, kBareTemplate };
  Kind kind = Kind::kCode;
  // kCode: braces open when the ${ was; its } closes it at this depth.
  std::size_t braces = 0;
  // kHeredoc.
  absl::string_view marker = {};
  bool at_line_start = true;
};

class Lexer {
 public:
  Lexer(absl::string_view text, LexerMode mode, const SourcePoint& start)
      : text_(text), point_(start) {
    if (absl::ConsumePrefix(&text_, kByteOrderMark)) {
      point_.byte += static_cast<std::uint32_t>(kByteOrderMark.size());
    }
    tokens_.reserve(text_.size() / 4 + 1);
    contexts_.push_back({mode == LexerMode::kTemplate
                             ? Context::Kind::kBareTemplate
                             : Context::Kind::kCode});
  }

  std::vector<Lexeme> Run() && {
    while (!text_.empty()) Next();
    Emit(Kind::kEnd, 0);
    return std::move(tokens_);
  }

 private:
  void Next() {
    switch (contexts_.back().kind) {
      case Context::Kind::kCode:
        return NextOfCode();
      case Context::Kind::kQuoted:
        return NextOfQuoted();
      case Context::Kind::kHeredoc:
        return NextOfHeredoc();
      case Context::Kind::kBareTemplate:
        return NextOfBareTemplate();
    }
  }

  void Emit(Kind kind, std::size_t size) {
    Lexeme token{kind, point_, point_};
    token.end = Behind(point_, text_.substr(0, size));
    point_ = token.end;
    tokens_.push_back(token);
    text_.remove_prefix(size);
  }

  void SkipSpaces() {
    std::size_t size = 0;
    while (size < text_.size() && (text_[size] == ' ' || text_[size] == '\t')) {
      ++size;
    }
    point_.byte += static_cast<std::uint32_t>(size);
    point_.column += static_cast<std::uint32_t>(size);
    text_.remove_prefix(size);
  }

  void NextOfCode() {
    SkipSpaces();
    if (text_.empty()) return;
    const char c = text_[0];
    if (IsDigit(c)) return Emit(Kind::kNumber, NumberSize(text_));
    if (const std::size_t size = IdentifierPrefix(text_)) {
      return Emit(Kind::kIdentifier, size);
    }
    if (const std::size_t size = CommentSize()) {
      return Emit(Kind::kComment, size);
    }
    if (c == '"') {
      contexts_.push_back({Context::Kind::kQuoted});
      return Emit(Kind::kOpenQuote, 1);
    }
    if (absl::StartsWith(text_, "<<") && OpenHeredoc()) return;
    if (c == '{') {
      ++braces_;
      return Emit(Kind::kOpenBrace, 1);
    }
    if (c == '}' || absl::StartsWith(text_, "~}")) return CloseBrace();
    for (const Symbol& symbol : kSymbols) {
      if (absl::StartsWith(text_, symbol.text)) {
        return Emit(symbol.kind, symbol.text.size());
      }
    }
    EmitUnknown();
  }

  void EmitUnknown() {
    const std::size_t size = CharacterSize(text_);
    if (size == 0) return Emit(Kind::kBadUtf8, 1);
    Emit(Kind::kUnknown, size);
  }

  // 0 where there is no comment. One that is not closed is none.
  std::size_t CommentSize() {
    if (absl::StartsWith(text_, "#") || absl::StartsWith(text_, "//")) {
      const std::size_t newline = text_.find('\n');
      return newline == absl::string_view::npos ? text_.size() : newline + 1;
    }
    if (!absl::StartsWith(text_, "/*") || no_comment_ends_) return 0;
    const std::size_t end = text_.find("*/", 2);
    no_comment_ends_ = end == absl::string_view::npos;
    return no_comment_ends_ ? 0 : end + 2;
  }

  bool OpenHeredoc() {
    std::size_t begin = 2;
    if (begin < text_.size() && text_[begin] == '-') ++begin;
    const std::size_t size = IdentifierPrefix(text_.substr(begin));
    if (size == 0) return false;
    const std::size_t newline = NewlineSize(text_.substr(begin + size));
    if (newline == 0) return false;
    Context context{Context::Kind::kHeredoc};
    context.marker = text_.substr(begin, size);
    contexts_.push_back(context);
    Emit(Kind::kOpenHeredoc, begin + size + newline);
    return true;
  }

  // } or ~}
  void CloseBrace() {
    const std::size_t size = text_[0] == '~' ? 2 : 1;
    const bool closes_template =
        contexts_.size() > 1 && contexts_.back().braces == braces_;
    if (closes_template) contexts_.pop_back();
    // Below nothing is open, as for HCL's scanner.
    --braces_;
    Emit(
        closes_template || size == 2 ? Kind::kCloseTemplate : Kind::kCloseBrace,
        size);
  }

  // ${ and %{, with or without ~.
  bool OpenTemplate() {
    const bool interpolation = absl::StartsWith(text_, "${");
    if (!interpolation && !absl::StartsWith(text_, "%{")) return false;
    contexts_.back().at_line_start = false;
    Context context{Context::Kind::kCode};
    context.braces = ++braces_;
    contexts_.push_back(context);
    Emit(interpolation ? Kind::kOpenInterpolation : Kind::kOpenDirective,
         text_.size() > 2 && text_[2] == '~' ? 3 : 2);
    return true;
  }

  // The bytes of a $ or % that the text starts with and that opens nothing,
  // with its escape: $${ and $${~. 0 where its meaning is not known, at the
  // end.
  std::size_t SigilSize() const {
    if (text_.size() > 2 && text_[1] == text_[0] && text_[2] == '{') {
      return text_.size() > 3 && text_[3] == '~' ? 4 : 3;
    }
    return text_.size() > 1 ? 1 : 0;
  }

  bool StartsWithSigil() const { return text_[0] == '$' || text_[0] == '%'; }

  void NextOfQuoted() {
    if (OpenTemplate()) return;
    const char c = text_[0];
    if (c == '"') {
      contexts_.pop_back();
      return Emit(Kind::kCloseQuote, 1);
    }
    if (c == '\r' || c == '\n') {
      const std::size_t size = text_.find_first_not_of("\r\n");
      return Emit(Kind::kQuotedNewline,
                  size == absl::string_view::npos ? text_.size() : size);
    }
    if (StartsWithSigil()) {
      const std::size_t size = SigilSize();
      if (size == 0) return Emit(Kind::kUnknown, text_.size());
      return Emit(Kind::kQuotedText, size);
    }
    const std::size_t size = QuotedTextSize();
    if (size == 0) return EmitUnknown();
    Emit(Kind::kQuotedText, size);
  }

  // Up to what means something else in a quoted string. A backslash keeps the
  // next character from meaning anything.
  std::size_t QuotedTextSize() const {
    std::size_t end = 0;
    while (end < text_.size()) {
      std::size_t next = end;
      if (text_[next] == '\\' && next + 1 < text_.size()) {
        ++next;
      } else if (EndsQuotedText(text_[next])) {
        break;
      }
      if (text_[next] == '\r' || text_[next] == '\n') break;
      const std::size_t size = CharacterSize(text_.substr(next));
      if (size == 0) break;
      end = next + size;
    }
    return end;
  }

  // Up to a line's end, or what means something else in a heredoc.
  std::size_t PlainTextSize() const {
    std::size_t end = 0;
    while (end < text_.size()) {
      const char c = text_[end];
      if (c == '$' || c == '%' || c == '\r' || c == '\n') break;
      const std::size_t size = CharacterSize(text_.substr(end));
      if (size == 0) break;
      end += size;
    }
    return end;
  }

  void NextOfHeredoc() {
    if (OpenTemplate()) return;
    std::size_t size = StartsWithSigil() ? SigilSize() : PlainTextSize();
    const std::size_t newline = NewlineSize(text_.substr(size));
    if (newline > 0) return EndLineOfHeredoc(size, newline);
    contexts_.back().at_line_start = false;
    if (size > 0) return Emit(Kind::kText, size);
    if (CharacterSize(text_) == 0) return Emit(Kind::kBadUtf8, 1);
    // A carriage return alone, or a $ at the end of the file.
    Emit(Kind::kUnknown, text_.size());
  }

  // `size` bytes to the line's end, and its newline.
  void EndLineOfHeredoc(std::size_t size, std::size_t newline) {
    Context& heredoc = contexts_.back();
    const absl::string_view line =
        StripTrailingSpace(StripLeadingSpace(text_.substr(0, size)));
    if (heredoc.at_line_start && line == heredoc.marker) {
      contexts_.pop_back();
      Emit(Kind::kCloseHeredoc, size);
      Emit(Kind::kNewline, newline);
      return;
    }
    heredoc.at_line_start = true;
    Emit(Kind::kText, size + newline);
  }

  void NextOfBareTemplate() {
    if (OpenTemplate()) return;
    std::size_t size = StartsWithSigil() ? SigilSize() : PlainTextSize();
    size += NewlineSize(text_.substr(size));
    if (size > 0) return Emit(Kind::kText, size);
    if (CharacterSize(text_) == 0) return Emit(Kind::kBadUtf8, 1);
    Emit(Kind::kText, text_.size());
  }

  absl::string_view text_;  // what is left
  SourcePoint point_;       // where that begins
  std::vector<Lexeme> tokens_;
  std::vector<Context> contexts_;
  std::size_t braces_ = 0;
  bool no_comment_ends_ = false;
};

}  // namespace

SourcePoint Behind(SourcePoint point, absl::string_view text) {
  point.byte += static_cast<std::uint32_t>(text.size());
  while (!text.empty()) {
    const std::size_t size = FirstGrapheme(text);
    if (text[size - 1] == '\n') {
      ++point.line;
      point.column = 1;
    } else {
      ++point.column;
    }
    text.remove_prefix(size);
  }
  return point;
}

std::vector<Lexeme> Lex(absl::string_view text, LexerMode mode,
                        const SourcePoint& start) {
  return Lexer(text, mode, start).Run();
}

}  // namespace compliance::hcl
