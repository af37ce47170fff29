// Any text parses; what the tree says lies inside the text, and a tree without
// problems prints back to it.
#include <string>
#include <vector>

#include "compliance/hcl/parse.h"
#include "fuzz/fuzz_input.h"
#include "hcl/printed.h"

namespace {

using compliance::fuzz::Require;
namespace hcl = compliance::hcl;

void CheckRange(const hcl::SourceRange& range, std::size_t size) {
  Require(range.begin.byte <= range.end.byte && range.end.byte <= size,
          "a range lies inside the text");
  Require(range.begin.line >= 1 && range.begin.column >= 1 &&
              range.begin.line <= range.end.line,
          "lines and columns count from 1");
}

void CheckProblems(const std::vector<hcl::Problem>& problems) {
  for (const hcl::Problem& problem : problems) {
    Require(!problem.summary.empty() && !problem.detail.empty(),
            "a problem says what is wrong and what to do");
  }
}

void CheckBody(const hcl::Body& body, std::size_t size) {
  CheckRange(body.range, size);
  for (const hcl::Attribute& attribute : body.attributes) {
    CheckRange(attribute.range, size);
    CheckRange(attribute.expression.range(), size);
    Require(attribute.expression.height() <= hcl::kMaxDepth,
            "an expression is not too high");
    Require(body.Find(attribute.name) == &attribute, "a name is there once");
  }
  for (const hcl::Block& block : body.blocks) {
    CheckRange(block.header, size);
    CheckRange(block.range, size);
    CheckBody(block.body, size);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  const auto input = compliance::fuzz::InputOf(data, size);
  const hcl::ParsedFile file = hcl::Parse(input);
  CheckBody(file.body, size);
  CheckProblems(file.problems);
  if (file.problems.empty()) {
    Require(compliance::testing::Printer(input).Fault(file.body).empty(),
            "the tree prints back to the text");
  }
  const hcl::ParsedExpression expression = hcl::ParseExpression(input);
  CheckRange(expression.expression.range(), size);
  CheckProblems(expression.problems);
  const hcl::ParsedExpression text = hcl::ParseTemplate(input);
  CheckRange(text.expression.range(), size);
  CheckProblems(text.problems);
  return 0;
}
