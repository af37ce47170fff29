// Any text has blocks, if only none, and they lie inside it; so does what is
// shown of them.
#include <algorithm>

#include "compliance/hcl/excerpt.h"
#include "compliance/hcl/source_positions.h"
#include "fuzz/fuzz_input.h"

namespace {

void CheckExcerpt(absl::string_view text, int line, int column) {
  using compliance::fuzz::Require;
  const auto excerpt = compliance::hcl::ExcerptAt(text, line, column);
  if (!excerpt) return;
  const std::size_t size = excerpt->code.size();
  Require(text.find(excerpt->code) != absl::string_view::npos,
          "code is a part of the text");
  Require(excerpt->highlight_begin <= excerpt->highlight_end &&
              excerpt->highlight_end <= size,
          "what is underlined is a part of the code");
  std::size_t end = 0;
  for (const auto& literal : excerpt->literals) {
    Require(end <= literal.begin && literal.begin <= literal.end &&
                literal.end <= size,
            "literals are parts of the code, one after the other");
    end = literal.end;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  using compliance::fuzz::Require;
  const auto input = compliance::fuzz::InputOf(data, size);
  int lines = 1;
  for (const char c : input) lines += c == '\n' ? 1 : 0;
  for (const auto& block : compliance::hcl::ScanSource("x.tf", input)) {
    Require(block.position.line <= lines, "a block is inside the text");
    CheckExcerpt(input, block.position.line, block.position.column);
    for (const auto& [path, positions] : block.members) {
      Require(!positions.empty(), "a member has a position");
      for (const auto& position : positions) {
        Require(position.line >= block.position.line && position.line <= lines,
                "a member is below its header");
      }
      CheckExcerpt(input, positions[0].line, positions[0].column);
    }
  }
  return 0;
}
