// HCL native syntax as tokens.
#ifndef COMPLIANCE_SRC_HCL_LEXER_H_
#define COMPLIANCE_SRC_HCL_LEXER_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"
#include "compliance/hcl/ast.h"

namespace compliance::hcl {

struct Lexeme {
  enum class Kind : std::uint8_t {
    kOpenBrace,
    kCloseBrace,
    kOpenBracket,
    kCloseBracket,
    kOpenParen,
    kCloseParen,
    kOpenQuote,
    kCloseQuote,
    kOpenHeredoc,        // <<EOT or <<-EOT, with the newline
    kCloseHeredoc,       // the marker with the space around it
    kOpenInterpolation,  // ${ or ${~
    kOpenDirective,      // %{ or %{~
    kCloseTemplate,      // the } or ~} of these
    kQuotedText,         // part of a quoted string, escapes as written
    kText,               // part of a heredoc or bare template: at most a line
    kStar,
    kSlash,
    kPlus,
    kMinus,
    kPercent,
    kEquals,
    kEqual,  // ==
    kNotEqual,
    kLess,
    kLessOrEqual,
    kGreater,
    kGreaterOrEqual,
    kAnd,
    kOr,
    kNot,
    kDot,
    kComma,
    kEllipsis,
    kFatArrow,
    kQuestion,
    kColon,
    kDoubleColon,
    kNumber,
    kIdentifier,
    kComment,  // line comments with their newline
    kNewline,
    // Never valid.
    kBitwise,  // & | ^ ~
    kBacktick,
    kApostrophe,
    kSemicolon,
    kQuotedNewline,
    kBadUtf8,
    kUnknown,
    // Always the last.
    kEnd,
  };
  Kind kind = Kind::kEnd;
  SourcePoint begin, end;
};

// May start a file; means nothing.
inline constexpr absl::string_view kByteOrderMark = "\xEF\xBB\xBF";

enum class LexerMode : std::uint8_t { kConfiguration, kTemplate };

// The tokens of a text of at most kMaxFileBytes. Between them is nothing but
// spaces and tabs, and at the start a byte order mark. `start` is where the
// text begins.
std::vector<Lexeme> Lex(absl::string_view text, LexerMode mode,
                        const SourcePoint& start);

// Where a text that begins at `point` ends.
SourcePoint Behind(SourcePoint point, absl::string_view text);

// What is wrong with single tokens. The same mistake is told a few times only.
std::vector<Problem> ProblemsOf(const std::vector<Lexeme>& tokens,
                                std::uint32_t file);

}  // namespace compliance::hcl

#endif  // COMPLIANCE_SRC_HCL_LEXER_H_
