// Quoted strings, heredocs, and the sequences in them.
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "hcl/characters.h"
#include "hcl/parser.h"
#include "hcl/string_literal.h"

namespace compliance::hcl {
namespace {

using Kind = Lexeme::Kind;

constexpr absl::string_view kInvalidDirective = "Invalid template directive";

struct Keyword {
  absl::string_view word;
  FlatPart::Kind kind;
};

constexpr std::array kKeywords = {
    Keyword{"if", FlatPart::Kind::kIf},
    Keyword{"else", FlatPart::Kind::kElse},
    Keyword{"endif", FlatPart::Kind::kEndIf},
    Keyword{"for", FlatPart::Kind::kFor},
    Keyword{"endfor", FlatPart::Kind::kEndFor},
};

std::optional<FlatPart::Kind> DirectiveNamed(absl::string_view word) {
  for (const Keyword& keyword : kKeywords) {
    if (keyword.word == word) return keyword.kind;
  }
  return std::nullopt;
}

}  // namespace

Expression Parser::ParseQuotedOrHeredoc() {
  const Lexeme open = reader_.Read();
  const bool is_heredoc = open.kind == Kind::kOpenHeredoc;
  const bool is_flush = absl::StartsWith(TextOf(open), "<<-");
  Template parsed = ParseTemplateUntil(
      is_heredoc ? Kind::kCloseHeredoc : Kind::kCloseQuote, is_flush);
  parsed.is_heredoc = is_heredoc;
  return Make(std::move(parsed), From(open, reader_.Previous()));
}

Template Parser::ParseTemplateUntil(Kind end, bool is_flush) {
  std::vector<FlatPart> parts = ParseFlatParts(end);
  if (is_flush) StripIndentation(&parts);
  JoinTexts(&parts);
  Template parsed;
  parsed.is_wrapped =
      parts.size() == 2 && parts[0].kind == FlatPart::Kind::kInterpolation;
  parsed.parts = TreeOf(std::move(parts), &problems_);
  return parsed;
}

// Up to and with the token that ends the template.
std::vector<FlatPart> Parser::ParseFlatParts(Kind end) {
  const SourceRange start = NextRange();
  std::vector<FlatPart> parts;
  // Whether ~} asks for the text behind it to lose its leading space.
  bool strips_next = false;
  for (;;) {
    const Lexeme token = reader_.Read();
    const bool strips = std::exchange(strips_next, false);
    const bool opens = token.kind == Kind::kOpenInterpolation ||
                       token.kind == Kind::kOpenDirective;
    if (token.kind == end) {
      parts.push_back({});
      parts.back().range = RangeOf(token);
      return parts;
    }
    if (token.kind == Kind::kQuotedText || token.kind == Kind::kText) {
      FlatPart part;
      part.kind = FlatPart::Kind::kText;
      part.range = RangeOf(token);
      part.text = token.kind == Kind::kText
                      ? UnescapeTemplate(TextOf(token))
                      : UnescapeQuoted(TextOf(token), part.range, &problems_);
      if (strips) part.text = std::string(StripLeadingSpace(part.text));
      parts.push_back(std::move(part));
    } else if (opens) {
      if (absl::EndsWith(TextOf(token), "~") && !parts.empty()) {
        std::string& text = parts.back().text;
        text.resize(StripTrailingSpace(text).size());
      }
      if (token.kind == Kind::kOpenInterpolation) {
        parts.push_back(ParseInterpolation(token, end, start));
      } else if (std::optional<FlatPart> part = ParseDirective(token)) {
        parts.push_back(*std::move(part));
      }
      strips_next = reader_.Previous().kind == Kind::kCloseTemplate &&
                    absl::StartsWith(TextOf(reader_.Previous()), "~");
    } else {
      ReportIfFound(RangeOf(token), "String is not closed",
                    "Its closing quote or marker is missing.");
      parts.push_back({});
      parts.back().range = RangeOf(Recover(end));
      return parts;
    }
  }
}

// `start` is where the template's content starts.
FlatPart Parser::ParseInterpolation(const Lexeme& open, Kind end,
                                    const SourceRange& start) {
  const Newlines newlines(&reader_, false);
  FlatPart part;
  part.kind = FlatPart::Kind::kInterpolation;
  part.expression = ParseExpression();
  if (reader_.PeekKind() == Kind::kCloseTemplate) {
    reader_.Read();
  } else {
    EndInterpolation(end, start);
  }
  part.range = From(open, reader_.Previous());
  return part;
}

// Where no } follows the expression.
void Parser::EndInterpolation(Kind end, const SourceRange& start) {
  constexpr absl::string_view kNotClosed = "${ is not closed";
  const Kind next = reader_.PeekKind();
  const bool at_quote = end == Kind::kCloseQuote &&
                        (next == Kind::kCloseQuote || next == Kind::kOpenQuote);
  if (next == Kind::kEnd || at_quote) {
    ReportIfFound(start, kNotClosed,
                  "Write } behind the expression, or $${ where ${ is meant "
                  "literally.");
  } else {
    ReportIfFound(NextRange(), "Extra characters behind the expression",
                  "Close it with }. Write $${ where ${ is meant literally, as "
                  "in a shell script.");
  }
  Recover(Kind::kCloseTemplate);
}

// nullopt where it cannot be read.
std::optional<FlatPart> Parser::ParseDirective(const Lexeme& open) {
  const Newlines newlines(&reader_, false);
  FlatPart part;
  const bool is_word = reader_.PeekKind() == Kind::kIdentifier;
  const std::optional<FlatPart::Kind> kind =
      is_word ? DirectiveNamed(TextOf(reader_.Peek())) : std::nullopt;
  if (!kind.has_value()) {
    ReportIfFound(NextRange(), kInvalidDirective,
                  "A directive starts with if, else, endif, for or endfor. "
                  "Write %%{ where %{ is meant literally.");
    Recover(Kind::kCloseTemplate);
    return std::nullopt;
  }
  part.kind = *kind;
  if (!ParseDirectiveContent(&part)) {
    Recover(Kind::kCloseTemplate);
    return std::nullopt;
  }
  if (reader_.PeekKind() == Kind::kCloseTemplate) {
    reader_.Read();
  } else {
    ReportIfFound(NextRange(), kInvalidDirective,
                  "The directive is complete here. Close it with }.");
    Recover(Kind::kCloseTemplate);
  }
  part.range = From(open, reader_.Previous());
  return part;
}

// The keyword is next.
bool Parser::ParseDirectiveContent(FlatPart* part) {
  if (part->kind == FlatPart::Kind::kFor) {
    if (!ParseForHeader(&part->key_name, &part->value_name,
                        kInvalidDirective)) {
      return false;
    }
    part->expression = ParseExpression();
    return true;
  }
  reader_.Read();
  if (part->kind == FlatPart::Kind::kIf) part->expression = ParseExpression();
  return true;
}

}  // namespace compliance::hcl
