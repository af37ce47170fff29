#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"
#include "built_in_pack.h"
#include "compliance/rules/rule_set.h"
#include "pack.h"

namespace compliance::rules {

const RuleSet& RuleSet::BuiltIn() {
  static const auto& built_in = *[] {
    auto rules = DecodePack(absl::string_view(
        static_cast<const char*>(static_cast<const void*>(kBuiltInPack)),
        kBuiltInPackSize));
    if (!rules.ok()) {
      // The build wrote these bytes: this binary is damaged, and judging with
      // fewer rules would pass what was not checked.
      std::fprintf(stderr, "compliance: built-in rules: %s\n",
                   std::string(rules.status().message()).c_str());
      std::abort();
    }
    return new RuleSet(*std::move(rules));
  }();
  return built_in;
}

}  // namespace compliance::rules
