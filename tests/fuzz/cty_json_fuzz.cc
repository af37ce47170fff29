// Whatever decodes from JSON is encoded to JSON that decodes to the same value.
#include "compliance/cty/json.h"
#include "fuzz/cty_types.h"
#include "fuzz/fuzz_input.h"

using compliance::cty::DecodeImpliedJson;
using compliance::cty::DecodeJson;
using compliance::cty::EncodeJson;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  absl::string_view input = compliance::fuzz::InputOf(data, size);
  const auto& type = compliance::fuzz::ChooseType(&input);
  const auto value = DecodeJson(input, type);
  if (value.ok()) {
    const auto json = EncodeJson(*value, type);
    compliance::fuzz::Require(json.ok(), "what came from JSON becomes JSON");
    const auto again = DecodeJson(*json, type);
    compliance::fuzz::Require(again.ok() && *again == *value,
                              "a round trip gives the same value");
  }
  const auto implied = DecodeImpliedJson(input);
  if (implied.ok()) {
    const auto json = EncodeJson(*implied, implied->type());
    compliance::fuzz::Require(json.ok(), "an implied value becomes JSON");
    const auto again = DecodeImpliedJson(*json);
    compliance::fuzz::Require(again.ok() && *again == *implied,
                              "a round trip gives the same implied value");
  }
  return 0;
}
