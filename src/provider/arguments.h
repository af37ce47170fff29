// The arguments that say how to judge: frameworks, profile, parameters,
// enforcement, waivers, as_of. One reader serves the provider block, the
// environment and the functions' `options`.
#ifndef COMPLIANCE_PROVIDER_ARGUMENTS_H_
#define COMPLIANCE_PROVIDER_ARGUMENTS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "compliance/config/config.h"
#include "compliance/cty/path.h"
#include "compliance/cty/value.h"
#include "compliance/diag/diagnostic.h"
#include "compliance/rules/rule_set.h"

namespace compliance::provider {

// Reads one argument into `config`. `value` is wholly known and not null; `at`
// is where diagnostics point. Parameters and enforcement are merged key by key;
// the others take the place of what `config` holds. Every diagnostic is an
// error that says what is allowed; `config` then keeps what was right.
diag::Diagnostics ReadArgument(absl::string_view name, const cty::Value& value,
                               const cty::Path& at,
                               const rules::RuleSet& rule_set,
                               config::Config& config);

// "Allowed: a, b, c." with a suggestion before it when `word` is near to one.
std::string Choices(absl::string_view word,
                    const std::vector<std::string>& allowed);

}  // namespace compliance::provider

#endif  // COMPLIANCE_PROVIDER_ARGUMENTS_H_
