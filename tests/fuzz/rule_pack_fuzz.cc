// No bytes make the decoder of rule packs crash.
#include <vector>

#include "fuzz/fuzz_input.h"
#include "rules/pack.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  const absl::string_view input = compliance::fuzz::InputOf(data, size);
  const auto rules = compliance::rules::DecodePack(input);
  if (!rules.ok()) return 0;
  std::vector<const compliance::rules::Rule*> decoded;
  for (const auto& rule : *rules) decoded.push_back(rule.get());
  compliance::fuzz::Require(
      compliance::rules::DecodePack(compliance::rules::EncodePack(decoded))
          .ok(),
      "what decodes encodes");
  return 0;
}
