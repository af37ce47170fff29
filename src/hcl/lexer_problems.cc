#include <cstdint>
#include <map>
#include <vector>

#include "absl/strings/string_view.h"
#include "compliance/hcl/ast.h"
#include "hcl/lexer.h"

namespace compliance::hcl {
namespace {

using Kind = Lexeme::Kind;

struct Mistake {
  absl::string_view summary;
  absl::string_view detail;
  // How often it is told in a file: who writes one writes many.
  int times;
  // Whether two of them belong together, as quotes do.
  bool in_pairs = false;
};

constexpr int kAlways = 1'000'000;

const Mistake* MistakeOf(Kind kind) {
  static constexpr Mistake kBitwise = {
      "Unsupported operator",
      "There are no bitwise operators. Use && for and, || for or, ! for not.",
      4};
  static constexpr Mistake kBacktick = {
      "Invalid character",
      "Backticks enclose nothing here. Write a string of many lines as a "
      "heredoc: <<EOT.",
      2, true};
  static constexpr Mistake kApostrophe = {
      "Invalid character", "Enclose strings in double quotes, not in single.",
      2, true};
  static constexpr Mistake kSemicolon = {
      "Invalid character",
      "Semicolons separate nothing here. Put each argument on its own line.",
      1};
  static constexpr Mistake kBadUtf8 = {
      "Invalid character encoding",
      "The file is not UTF-8. Save it in that encoding.", 1};
  static constexpr Mistake kQuotedNewline = {
      "String is not closed on its line",
      "Add the closing quote. For a string of many lines write \\n, or a "
      "heredoc: <<EOT.",
      1};
  static constexpr Mistake kUnknown = {
      "Invalid character", "This character means nothing here. Remove it.",
      kAlways};
  switch (kind) {
    case Kind::kBitwise:
      return &kBitwise;
    case Kind::kBacktick:
      return &kBacktick;
    case Kind::kApostrophe:
      return &kApostrophe;
    case Kind::kSemicolon:
      return &kSemicolon;
    case Kind::kBadUtf8:
      return &kBadUtf8;
    case Kind::kQuotedNewline:
      return &kQuotedNewline;
    case Kind::kUnknown:
      return &kUnknown;
    default:
      return nullptr;
  }
}

}  // namespace

std::vector<Problem> ProblemsOf(const std::vector<Lexeme>& tokens,
                                std::uint32_t file) {
  std::vector<Problem> problems;
  std::map<Kind, int> seen;
  for (const Lexeme& token : tokens) {
    const Mistake* mistake = MistakeOf(token.kind);
    if (mistake == nullptr) continue;
    const int before = seen[token.kind]++;
    const bool closes = mistake->in_pairs && before % 2 == 1;
    if (closes || before >= mistake->times) continue;
    problems.push_back({{token.begin, token.end, file},
                        std::string(mistake->summary),
                        std::string(mistake->detail)});
  }
  return problems;
}

}  // namespace compliance::hcl
