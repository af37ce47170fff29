// No text makes the loader of .compliance.yaml crash.
#include "compliance/config/config.h"
#include "fuzz/fuzz_input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  const absl::string_view input = compliance::fuzz::InputOf(data, size);
  const auto config = compliance::config::LoadConfig("c.yaml", input);
  if (!config.ok()) {
    compliance::fuzz::Require(
        absl::string_view(config.status().message()).substr(0, 7) == "c.yaml:",
        "errors say where");
    return 0;
  }
  static_cast<void>(compliance::config::Validate(
      *config, compliance::rules::RuleSet::BuiltIn()));
  return 0;
}
