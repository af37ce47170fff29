// No text makes the rule loader crash, and what loads survives packing.
#include <string>

#include "compliance/rules/rule_set.h"
#include "fuzz/fuzz_input.h"
#include "rules/pack.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  const absl::string_view input = compliance::fuzz::InputOf(data, size);
  const auto file = compliance::rules::LoadRuleFile("rule.yaml", input);
  if (!file.ok()) {
    compliance::fuzz::Require(
        absl::string_view(file.status().message()).substr(0, 10) ==
            "rule.yaml:",
        "errors say where");
    return 0;
  }
  const std::string pack = compliance::rules::EncodePack({file->rule.get()});
  compliance::fuzz::Require(compliance::rules::DecodePack(pack).ok(),
                            "a pack decodes");
  return 0;
}
