// What Configure leaves behind for the calls after it.
#ifndef COMPLIANCE_PROVIDER_SETTINGS_H_
#define COMPLIANCE_PROVIDER_SETTINGS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "compliance/config/config.h"
#include "compliance/cty/value.h"
#include "compliance/diag/diagnostic.h"
#include "compliance/rules/rule_set.h"
#include "provider/surroundings.h"

namespace compliance::provider {

struct Settings {
  config::Config config;
  // Arguments of the provider block whose values are not known yet. While there
  // is one, nothing may be judged: a waiver or a parameter could turn a fail
  // into a pass, and the other way round.
  std::vector<std::string> unknown_arguments;
  std::string terraform_version;
};

// Why a verdict has to wait for the provider block: a sentence without a stop.
std::string WaitsForProvider(const Settings& settings);

// Checks what is written in the provider block, as far as it is known.
diag::Diagnostics ValidateArguments(const cty::Value& provider_block,
                                    const rules::RuleSet& rule_set);

struct Resolved {
  Settings settings;
  diag::Diagnostics diagnostics;
};

// Joins the config file, the environment and the provider block, each winning
// over the one before it.
Resolved ResolveSettings(absl::string_view terraform_version,
                         const cty::Value& provider_block,
                         const rules::RuleSet& rule_set,
                         const Surroundings& surroundings);

}  // namespace compliance::provider

#endif  // COMPLIANCE_PROVIDER_SETTINGS_H_
