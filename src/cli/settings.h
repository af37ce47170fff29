// The configuration in force: .compliance.yaml, then the command line.
#ifndef COMPLIANCE_SRC_CLI_SETTINGS_H_
#define COMPLIANCE_SRC_CLI_SETTINGS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "compliance/config/config.h"
#include "compliance/rules/rule_set.h"

namespace compliance::cli {

// What the command line says of the configuration.
struct SettingFlags {
  std::string config_file;              // "" to look for .compliance.yaml
  std::vector<std::string> frameworks;  // not empty: instead of the file's
  std::string profile;                  // not empty: instead of the file's
  std::vector<std::string> parameters;  // [RULE.]NAME=VALUE
  std::string unknown;                  // "", "report" or "block"
};

// `directory`: where looking for .compliance.yaml starts, upwards. Errors:
// INVALID_ARGUMENT saying what is wrong in which flag or line.
absl::StatusOr<config::Config> ReadSettings(const SettingFlags& flags,
                                            const std::string& directory,
                                            const rules::RuleSet& rule_set);

}  // namespace compliance::cli

#endif  // COMPLIANCE_SRC_CLI_SETTINGS_H_
