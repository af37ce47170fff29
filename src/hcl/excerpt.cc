#include "compliance/hcl/excerpt.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "hcl/lexer.h"

namespace compliance::hcl {
namespace {

// What matters here of the text's tokens; a whole string or heredoc is one.
struct Token {
  enum class Kind : std::uint8_t {
    kName,
    kString,  // `text` without quotes
    kNumber,
    kOpen,   // { [ (
    kClose,  // } ] )
    kEquals,
    kNewline,
    kOther,
    kEnd,
  };
  Kind kind = Kind::kEnd;
  absl::string_view text;
  int line = 1;
  int column = 1;
  std::size_t begin = 0;
  std::size_t end = 0;
};

using Kind = Token::Kind;
using Tokens = std::vector<Token>;

Kind KindOf(Lexeme::Kind kind) {
  switch (kind) {
    case Lexeme::Kind::kIdentifier:
      return Kind::kName;
    case Lexeme::Kind::kOpenQuote:
    case Lexeme::Kind::kOpenHeredoc:
      return Kind::kString;
    case Lexeme::Kind::kNumber:
      return Kind::kNumber;
    case Lexeme::Kind::kOpenBrace:
    case Lexeme::Kind::kOpenBracket:
    case Lexeme::Kind::kOpenParen:
      return Kind::kOpen;
    case Lexeme::Kind::kCloseBrace:
    case Lexeme::Kind::kCloseBracket:
    case Lexeme::Kind::kCloseParen:
      return Kind::kClose;
    case Lexeme::Kind::kEquals:
      return Kind::kEquals;
    case Lexeme::Kind::kNewline:
      return Kind::kNewline;
    case Lexeme::Kind::kEnd:
      return Kind::kEnd;
    default:
      return Kind::kOther;
  }
}

// The last token of the string or heredoc that opens at `open`: what closes it,
// or the end of the line that a quoted one may not leave.
std::size_t EndOfString(const std::vector<Lexeme>& tokens, std::size_t open) {
  std::size_t depth = 0;
  for (std::size_t i = open; i < tokens.size(); ++i) {
    switch (tokens[i].kind) {
      case Lexeme::Kind::kOpenQuote:
      case Lexeme::Kind::kOpenHeredoc:
        ++depth;
        break;
      case Lexeme::Kind::kCloseQuote:
      case Lexeme::Kind::kCloseHeredoc:
        if (--depth == 0) return i;
        break;
      case Lexeme::Kind::kQuotedNewline:
        return i;
      default:
        break;
    }
  }
  return tokens.size() - 1;
}

class Collector {
 public:
  explicit Collector(absl::string_view text) : text_(text) {}

  Tokens All() && {
    SourcePoint from;
    do {
      from = Collect(
          Lex(text_.substr(from.byte), LexerMode::kConfiguration, from));
    } while (from.byte < text_.size());
    Add(Kind::kEnd, from, from);
    return std::move(tokens_);
  }

 private:
  // Lines with a quote too many, behind which reading starts afresh.
  static constexpr std::size_t kMaxOpenStrings = 20;

  // The point up to which the tokens hold.
  SourcePoint Collect(const std::vector<Lexeme>& tokens) {
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
      const Lexeme& token = tokens[i];
      const Kind kind = KindOf(token.kind);
      if (kind == Kind::kString) {
        i = EndOfString(tokens, i);
        const Lexeme& last = tokens[i];
        const bool is_open = last.kind == Lexeme::Kind::kQuotedNewline;
        Add(kind, token.begin, is_open ? last.begin : last.end);
        if (is_open && open_strings_++ < kMaxOpenStrings) return last.begin;
      } else if (token.kind == Lexeme::Kind::kComment) {
        if (token.end.column == 1) Add(Kind::kNewline, token.end, token.end);
      } else {
        Add(kind, token.begin, token.end);
      }
    }
    return tokens.back().end;
  }

  void Add(Kind kind, const SourcePoint& begin, const SourcePoint& end) {
    absl::string_view text = text_.substr(begin.byte, end.byte - begin.byte);
    if (kind == Kind::kString && absl::StartsWith(text, "\"")) {
      text.remove_prefix(1);
      if (absl::EndsWith(text, "\"")) text.remove_suffix(1);
    }
    tokens_.push_back({kind, text, static_cast<int>(begin.line),
                       static_cast<int>(begin.column), begin.byte, end.byte});
  }

  absl::string_view text_;
  Tokens tokens_;
  std::size_t open_strings_ = 0;
};

Tokens AllTokens(absl::string_view text) { return Collector(text).All(); }

bool EndsLine(const Token& token) {
  return token.kind == Kind::kNewline || token.kind == Kind::kEnd;
}

// The header of the top-level block around a token, or whose header it is in.
std::string ContextOf(const Tokens& tokens, std::size_t at) {
  std::string header;
  int depth = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    if (token.kind == Kind::kOpen) {
      ++depth;
      if (depth == 1 && i >= at) return header;
    } else if (token.kind == Kind::kClose) {
      if (depth > 0) --depth;
    } else if (depth == 0 && EndsLine(token)) {
      if (i >= at) return "";
      header.clear();
    } else if (depth == 0 && token.kind == Kind::kName && header.empty()) {
      header = std::string(token.text);
    } else if (depth == 0) {
      absl::StrAppend(&header, " \"", token.text, "\"");
    }
    if (i >= at && depth > 0) return header;
  }
  return "";
}

// Where the lines around [begin, end) start and end.
struct Lines {
  std::size_t begin = 0;
  std::size_t end = 0;
};

Lines LinesAround(absl::string_view text, std::size_t begin, std::size_t end) {
  Lines lines;
  const std::size_t before =
      begin == 0 ? absl::string_view::npos : text.rfind('\n', begin - 1);
  lines.begin = before == absl::string_view::npos ? 0 : before + 1;
  const std::size_t after = text.find('\n', end);
  lines.end = after == absl::string_view::npos ? text.size() : after;
  if (lines.end > end && text[lines.end - 1] == '\r') --lines.end;
  return lines;
}

SourceMark MarkAt(absl::string_view text, std::size_t byte) {
  SourcePoint start;
  if (absl::StartsWith(text, kByteOrderMark)) start.byte = 3;
  const SourcePoint point =
      Behind(start, text.substr(start.byte, byte - start.byte));
  return {static_cast<int>(point.line), static_cast<int>(point.column), byte};
}

struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// The value behind NAME =, up to the end of its line or of what it is in.
Span ValueBehind(const Tokens& tokens, std::size_t equals) {
  Span span{tokens[equals].begin, tokens[equals].end};
  int depth = 0;
  for (std::size_t i = equals + 1; i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    if (token.kind == Kind::kEnd) break;
    if (depth == 0 &&
        (token.kind == Kind::kNewline || token.kind == Kind::kClose)) {
      break;
    }
    if (token.kind == Kind::kOpen) ++depth;
    if (token.kind == Kind::kClose) --depth;
    if (i == equals + 1) span.begin = token.begin;
    // Brackets may stay open up to the end of the text.
    if (token.kind != Kind::kNewline) span.end = token.end;
  }
  return span;
}

// What Terraform points to: the value of an attribute, the { of a block.
Span SubjectAt(const Tokens& tokens, std::size_t at) {
  if (at + 1 < tokens.size() && tokens[at + 1].kind == Kind::kEquals) {
    return ValueBehind(tokens, at + 1);
  }
  for (std::size_t i = at; i < tokens.size() && !EndsLine(tokens[i]); ++i) {
    if (tokens[i].kind == Kind::kOpen) return {tokens[i].begin, tokens[i].end};
  }
  return {tokens[at].begin, tokens[at].end};
}

// Whether the string `at` is a label of a block: those alone follow a name.
bool IsLabel(const Tokens& tokens, std::size_t at) {
  while (at > 0 && tokens[at].kind == Kind::kString) --at;
  const Token& before = tokens[at];
  return before.kind == Kind::kName && before.text != "in" &&
         before.text != "if";
}

bool NamesValue(const Tokens& tokens, std::size_t at) {
  const Token& next = tokens[std::min(at + 1, tokens.size() - 1)];
  return (tokens[at].kind == Kind::kName || tokens[at].kind == Kind::kString) &&
         (next.kind == Kind::kEquals || next.text == ":");
}

std::vector<Excerpt::Literal> LiteralsIn(const Tokens& tokens,
                                         const Lines& lines) {
  std::vector<Excerpt::Literal> literals;
  std::string name;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    if (token.begin >= lines.end) break;
    if (NamesValue(tokens, i)) {
      name = std::string(token.text);
      continue;
    }
    const bool is_literal =
        token.kind == Kind::kNumber ||
        (token.kind == Kind::kString && !IsLabel(tokens, i));
    if (token.end <= lines.begin || !is_literal) continue;
    literals.push_back({std::max(token.begin, lines.begin) - lines.begin,
                        std::min(token.end, lines.end) - lines.begin, name});
  }
  return literals;
}

}  // namespace

std::optional<Excerpt> ExcerptAt(absl::string_view text, int line, int column) {
  const Tokens tokens = AllTokens(text);
  const auto found =
      std::find_if(tokens.begin(), tokens.end(), [&](const Token& token) {
        return token.line == line && token.column >= column &&
               token.kind != Kind::kNewline;
      });
  if (found == tokens.end() || found->kind == Kind::kEnd) return std::nullopt;
  const auto at = static_cast<std::size_t>(found - tokens.begin());
  const Span subject = SubjectAt(tokens, at);
  const Lines lines = LinesAround(text, subject.begin, subject.end);

  Excerpt excerpt;
  excerpt.context = ContextOf(tokens, at);
  excerpt.begin = MarkAt(text, subject.begin);
  excerpt.end = MarkAt(text, subject.end);
  excerpt.code = std::string(text.substr(lines.begin, lines.end - lines.begin));
  excerpt.start_line = excerpt.begin.line;
  excerpt.highlight_begin = subject.begin - lines.begin;
  excerpt.highlight_end = subject.end - lines.begin;
  excerpt.literals = LiteralsIn(tokens, lines);
  return excerpt;
}

}  // namespace compliance::hcl
