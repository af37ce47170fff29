#include "compliance/hcl/excerpt.h"

#include <algorithm>
#include <cctype>

#include "absl/strings/str_cat.h"
#include "tokens.h"

namespace compliance::hcl {
namespace {

using Kind = Token::Kind;
using Tokens = std::vector<Token>;

Tokens AllTokens(absl::string_view text) {
  Tokenizer tokenizer(text);
  Tokens tokens;
  do {
    tokens.push_back(tokenizer.Next());
  } while (tokens.back().kind != Kind::kEnd);
  return tokens;
}

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
      header = token.text;
    } else if (depth == 0) {
      absl::StrAppend(&header, " \"", token.text, "\"");
    }
    if (i >= at && depth > 0) return header;
  }
  return "";
}

// A number is read in pieces.
bool IsDigits(const Token& token) {
  return token.kind == Kind::kOther && token.text.size() == 1 &&
         std::isdigit(static_cast<unsigned char>(token.text[0])) != 0;
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
  SourceMark mark;
  mark.byte = byte;
  const std::size_t start = text.substr(0, 3) == "\xef\xbb\xbf" ? 3 : 0;
  for (std::size_t i = start; i < std::min(byte, text.size()); ++i) {
    if (text[i] == '\n') {
      ++mark.line;
      mark.column = 1;
    } else if ((static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U) {
      ++mark.column;
    }
  }
  return mark;
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
      name = token.text;
      continue;
    }
    const bool is_string = token.kind == Kind::kString && !IsLabel(tokens, i);
    if (token.end <= lines.begin || !(is_string || IsDigits(token))) continue;
    const std::size_t begin = std::max(token.begin, lines.begin) - lines.begin;
    const std::size_t end = std::min(token.end, lines.end) - lines.begin;
    if (IsDigits(token) && !literals.empty() && literals.back().end == begin) {
      literals.back().end = end;
    } else {
      literals.push_back({begin, end, name});
    }
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
