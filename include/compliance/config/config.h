// What a user chooses: frameworks, profile, parameters, enforcement, waivers.
#ifndef COMPLIANCE_CONFIG_CONFIG_H_
#define COMPLIANCE_CONFIG_CONFIG_H_

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "compliance/cty/value.h"
#include "compliance/rules/rule_set.h"

namespace compliance::config {

// The three switches that a profile is shorthand for.
struct Profile {
  std::string lifecycle = "protected";  // or "destroyable"
  std::string availability = "ha";      // or "single"
  std::string dr = "off";               // or "on"
};

struct Waiver {
  std::string rule;     // id or alias
  std::string address;  // pattern: * within one step, ** across steps
  std::string kind;     // false_positive, risk_accepted, …
  std::string reason;
  std::string owner;
  std::string approver;
  std::string ticket;
  std::optional<absl::CivilDay> until;  // last day on which it holds
};

struct Config {
  std::vector<std::string> frameworks = {"pci-dss-4.0.1", "hipaa"};
  Profile profile;
  // Rule id -> parameter -> value; rule id "" holds for every rule that has a
  // parameter of that name.
  std::map<std::string, std::map<std::string, cty::Value>> parameters;
  // "rule:ID", "severity:high", "framework:hipaa", "unknown" -> level name.
  std::map<std::string, std::string> enforcement;
  std::vector<Waiver> waivers;
  // The day that waiver expiry and dated tables are judged on; unset: today.
  std::optional<absl::CivilDay> as_of;

  // Where LoadConfig read a thing, as "FILE:LINE", for the errors of Validate:
  // "framework:NAME", "parameter:RULE:NAME", "enforcement:KEY", "waiver:INDEX".
  std::map<std::string, std::string> where;
};

// The names that `frameworks`, `profile` and enforcement levels allow.
const std::vector<std::string>& FrameworkNames();
const std::vector<std::string>& ProfileNames();
const std::vector<std::string>& EnforcementNames();

// `name` (production, test) as switches. Error: INVALID_ARGUMENT that lists
// what is allowed.
absl::StatusOr<Profile> ProfileByName(absl::string_view name);

// Reads .compliance.yaml. Errors: INVALID_ARGUMENT "FILE:LINE: …".
absl::StatusOr<Config> LoadConfig(absl::string_view file_name,
                                  absl::string_view yaml);

// Checks names against the rules: unknown rule ids, parameters, frameworks,
// levels, parameter values of the wrong type, each with a suggestion.
absl::Status Validate(const Config& config, const rules::RuleSet& rule_set);

}  // namespace compliance::config

#endif  // COMPLIANCE_CONFIG_CONFIG_H_
