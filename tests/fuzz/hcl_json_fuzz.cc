// Any text parses as JSON syntax; what the tree says lies inside the text.
#include "compliance/hcl/parse.h"
#include "fuzz/fuzz_input.h"

namespace {

using compliance::fuzz::Require;
namespace hcl = compliance::hcl;

void CheckRange(const hcl::SourceRange& range, std::size_t size) {
  Require(range.begin.byte <= range.end.byte && range.end.byte <= size,
          "a range lies inside the text");
}

void CheckBody(const hcl::Body& body, std::size_t size) {
  for (const hcl::Attribute& attribute : body.attributes) {
    CheckRange(attribute.range, size);
    CheckRange(attribute.expression.range(), size);
  }
  for (const hcl::Block& block : body.blocks) {
    CheckRange(block.header, size);
    CheckRange(block.range, size);
    for (const hcl::Label& label : block.labels) CheckRange(label.range, size);
    CheckBody(block.body, size);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  const auto input = compliance::fuzz::InputOf(data, size);
  CheckBody(hcl::ParseJson(input).body, size);
  return 0;
}
