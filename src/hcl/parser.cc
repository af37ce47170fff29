#include "hcl/parser.h"

#include <optional>

namespace compliance::hcl {
namespace {

using Kind = Lexeme::Kind;

std::optional<Kind> OpenerOf(Kind closer) {
  switch (closer) {
    case Kind::kCloseBrace:
      return Kind::kOpenBrace;
    case Kind::kCloseBracket:
      return Kind::kOpenBracket;
    case Kind::kCloseParen:
      return Kind::kOpenParen;
    case Kind::kCloseQuote:
      return Kind::kOpenQuote;
    case Kind::kCloseHeredoc:
      return Kind::kOpenHeredoc;
    case Kind::kCloseTemplate:
      return Kind::kOpenInterpolation;
    default:
      return std::nullopt;
  }
}

}  // namespace

Parser::Parser(absl::string_view text, LexerMode mode, const SourcePoint& start,
               std::uint32_t file)
    : text_(text), start_(start), file_(file), reader_({Lexeme{}}) {
  std::vector<Lexeme> tokens = Lex(text, mode, start);
  problems_ = ProblemsOf(tokens, file);
  reader_ = TokenReader(std::move(tokens));
}

ParsedExpression Parser::WholeExpression() {
  const Newlines newlines(&reader_, false);
  ParsedExpression parsed;
  parsed.expression = ParseExpression();
  if (reader_.PeekKind() != Kind::kEnd) {
    ReportIfFound(NextRange(), "Extra characters after the expression",
                  "The expression is complete here. Remove what follows.");
  }
  parsed.problems = std::move(problems_);
  return parsed;
}

ParsedExpression Parser::WholeTemplate() {
  ParsedExpression parsed;
  Template whole = ParseTemplateUntil(Kind::kEnd, /*is_flush=*/false);
  parsed.expression =
      Make(std::move(whole),
           pinned_.value_or(SourceRange{start_, reader_.Peek().end, file_}));
  parsed.problems = std::move(problems_);
  return parsed;
}

absl::string_view Parser::TextOf(const Lexeme& token) const {
  return text_.substr(token.begin.byte - start_.byte,
                      token.end.byte - token.begin.byte);
}

bool Parser::PeekWord(absl::string_view word) const {
  return reader_.PeekKind() == Kind::kIdentifier &&
         TextOf(reader_.Peek()) == word;
}

void Parser::Report(const SourceRange& range, absl::string_view summary,
                    absl::string_view detail) {
  problems_.push_back({range, std::string(summary), std::string(detail)});
}

void Parser::ReportIfFound(const SourceRange& range, absl::string_view summary,
                           absl::string_view detail) {
  if (!lost_) Report(range, summary, detail);
}

void Parser::ReportTooDeep(const SourceRange& range) {
  ReportIfFound(range, "Nested too deep",
                "Take parts out into local values or modules.");
  Lose();
}

Lexeme Parser::Recover(Kind end) {
  Lose();
  const std::optional<Kind> start = OpenerOf(end);
  std::size_t nested = 0;
  for (;;) {
    const Lexeme token = reader_.Read();
    const bool is_directive = token.kind == Kind::kOpenDirective;
    const Kind kind = is_directive ? Kind::kOpenInterpolation : token.kind;
    if (kind == Kind::kEnd) return token;
    if (kind == end) {
      if (nested == 0) return token;
      --nested;
    } else if (kind == start) {
      ++nested;
    }
  }
}

void Parser::RecoverBehindParentheses() {
  Lose();
  for (;;) {
    const Kind kind = reader_.Read().kind;
    if (kind == Kind::kOpenParen || kind == Kind::kEnd) break;
  }
  Recover(Kind::kCloseParen);
}

Problem FileTooLarge(std::uint32_t file) {
  return {{{}, {}, file},
          "File is too large",
          "Files of up to 64 MiB are read. Split this one."};
}

ParsedFile Parse(absl::string_view text, std::uint32_t file) {
  if (text.size() > kMaxFileBytes) return {{}, {FileTooLarge(file)}};
  return Parser(text, LexerMode::kConfiguration, {}, file).File();
}

ParsedExpression ParseExpression(absl::string_view text,
                                 const SourcePoint& start, std::uint32_t file) {
  return Parser(text, LexerMode::kConfiguration, start, file).WholeExpression();
}

ParsedExpression ParseTemplate(absl::string_view text, const SourcePoint& start,
                               std::uint32_t file) {
  return Parser(text, LexerMode::kTemplate, start, file).WholeTemplate();
}

}  // namespace compliance::hcl
