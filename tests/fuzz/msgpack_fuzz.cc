// Whatever decodes is encoded to bytes that decode to one and the same value.
#include "compliance/cty/msgpack.h"
#include "fuzz/cty_types.h"
#include "fuzz/fuzz_input.h"

using compliance::cty::DecodeMsgpack;
using compliance::cty::EncodeMsgpack;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  absl::string_view input = compliance::fuzz::InputOf(data, size);
  const auto& type = compliance::fuzz::ChooseType(&input);
  const auto value = DecodeMsgpack(input, type);
  if (!value.ok()) return 0;
  // The first encoding may round: go-cty writes a double beyond 2^63 in its
  // shortest digits. From there on nothing changes.
  const auto settled = DecodeMsgpack(EncodeMsgpack(*value, type), type);
  compliance::fuzz::Require(settled.ok(), "what was encoded decodes");
  const auto again = DecodeMsgpack(EncodeMsgpack(*settled, type), type);
  compliance::fuzz::Require(again.ok() && *again == *settled,
                            "a round trip gives the same value");
  return 0;
}
