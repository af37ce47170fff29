// Any text is a policy or an error that quotes nothing; a policy answers every
// question, and no answer contradicts another.
#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/str_replace.h"
#include "compliance/cty/origin.h"
#include "compliance/iam/document.h"
#include "compliance/iam/questions.h"
#include "fuzz/fuzz_input.h"

namespace {

using compliance::Truth;
using compliance::cty::Piece;
using compliance::fuzz::Require;
using namespace compliance::iam;

void Ask(const Statement& statement) {
  const Truth matches = MatchesAction(statement, "s3:Get*");
  const Truth touches = TouchesAction(statement, "s3:Get*");
  Require(matches != Truth::kTrue || touches != Truth::kFalse,
          "what is covered is touched");
  Require(AnyResource(statement) <= WideResource(statement),
          "everything is service-wide");
  CoversResource(statement, {{Text::Known("arn:aws:s3:::b/*")},
                             {Text::Atom("aws_s3_bucket.b", "/*")}});
  AnyPrincipal(statement);
  IsNeutralised(statement, {});
  for (const Condition& condition : statement.conditions) {
    IsCondition(condition, statement.effect.prefix, "Bool", "k", "false");
  }
  for (const Text& a : statement.actions.items) {
    Require(
        Covers(a, a, Case::kIgnored) == Truth::kTrue || a.prefix.size() > 4096,
        "a pattern covers itself");
    for (const Text& b : statement.resources.items) {
      Require(Overlaps(a, b, Case::kIgnored) == Overlaps(b, a, Case::kIgnored),
              "overlap has no order");
    }
  }
}

// The text cut at bytes that no policy has: each stands for a bucket's ARN.
std::vector<Piece> PiecesOf(std::string text) {
  std::vector<Piece> pieces;
  std::size_t cut = 0;
  while ((cut = text.find('\x01')) != std::string::npos) {
    pieces.push_back(Piece::Text(text.substr(0, cut)));
    pieces.push_back(
        Piece::Of({"aws_s3_bucket.b", compliance::cty::Path().Attr("arn")}));
    text = text.substr(cut + 1);
  }
  pieces.push_back(Piece::Text(text));
  return pieces;
}

bool Agree(Truth before, Truth after) {
  return before == Truth::kUnknown || before == after;
}

// What is said of a policy with holes stays true when they are filled.
void CheckHoles(const std::string& text) {
  const Document document = FromPieces(
      PiecesOf(text), [](const compliance::cty::Atom&) { return true; });
  const auto filled =
      ParseDocument(absl::StrReplaceAll(text, {{"\x01", "arn:aws:s3:::b"}}));
  if (document.open || !filled.ok()) return;
  Require(document.statements.size() == filled->statements.size(),
          "holes hide no statement");
  for (std::size_t i = 0; i < document.statements.size(); ++i) {
    const Statement& before = document.statements[i];
    const Statement& after = filled->statements[i];
    Ask(before);
    Require(
        Agree(AnyResource(before), AnyResource(after)) &&
            Agree(AnyPrincipal(before), AnyPrincipal(after)) &&
            Agree(MatchesAction(before, "s3:*"),
                  MatchesAction(after, "s3:*")) &&
            Agree(TouchesAction(before, "s3:*"), TouchesAction(after, "s3:*")),
        "filled holes change no answer");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  const auto text = compliance::fuzz::InputOf(data, size);
  CheckHoles(std::string(text));
  const auto document = ParseDocument(text);
  if (!document.ok()) return 0;
  Require(!document->open, "a text shows all its statements");
  for (const Statement& statement : document->statements) Ask(statement);
  return 0;
}
