// Any text has blocks, if only none, and they lie inside it.
#include "compliance/hcl/source_positions.h"
#include "fuzz/fuzz_input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  using compliance::fuzz::Require;
  const auto input = compliance::fuzz::InputOf(data, size);
  int lines = 1;
  for (const char c : input) lines += c == '\n' ? 1 : 0;
  for (const auto& block : compliance::hcl::ScanSource("x.tf", input)) {
    Require(block.position.line <= lines, "a block is inside the text");
    for (const auto& [path, positions] : block.members) {
      Require(!positions.empty(), "a member has a position");
      for (const auto& position : positions) {
        Require(position.line >= block.position.line && position.line <= lines,
                "a member is below its header");
      }
    }
  }
  return 0;
}
