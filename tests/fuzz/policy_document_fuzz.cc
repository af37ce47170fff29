// Any text is a policy or an error that quotes nothing; a policy answers every
// question, and no answer contradicts another.
#include "compliance/iam/document.h"
#include "compliance/iam/questions.h"
#include "fuzz/fuzz_input.h"

namespace {

using compliance::Truth;
using compliance::fuzz::Require;
using namespace compliance::iam;

void Ask(const Statement& statement) {
  const Truth matches = MatchesAction(statement, "s3:Get*");
  const Truth touches = TouchesAction(statement, "s3:Get*");
  Require(matches != Truth::kTrue || touches != Truth::kFalse,
          "what is covered is touched");
  Require(AnyResource(statement) <= WideResource(statement),
          "everything is service-wide");
  CoversResource(statement, {Text::Known("arn:aws:s3:::b/*"),
                             Text::Atom("aws_s3_bucket.b", "/*")});
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

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  const auto document = ParseDocument(compliance::fuzz::InputOf(data, size));
  if (!document.ok()) return 0;
  Require(!document->open, "a text shows all its statements");
  for (const Statement& statement : document->statements) Ask(statement);
  return 0;
}
