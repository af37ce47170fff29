#include "enforcement.h"

#include <algorithm>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"

namespace compliance::engine {
namespace {

using rules::Intent;
using rules::Rule;
using rules::Severity;

std::optional<Enforcement> ByName(const std::string& name) {
  for (const Enforcement level :
       {Enforcement::kOff, Enforcement::kReport, Enforcement::kAdvisory,
        Enforcement::kMandatory}) {
    if (EnforcementName(level) == name) return level;
  }
  return std::nullopt;
}

std::optional<Enforcement> Chosen(const config::Config& config,
                                  const std::string& key) {
  const auto found = config.enforcement.find(key);
  return found == config.enforcement.end() ? std::nullopt
                                           : ByName(found->second);
}

std::optional<Enforcement> ChosenByName(const Rule& rule,
                                        const config::Config& config) {
  if (const auto level = Chosen(config, absl::StrCat("rule:", rule.id))) {
    return level;
  }
  for (const std::string& alias : rule.aliases) {
    if (const auto level = Chosen(config, absl::StrCat("rule:", alias))) {
      return level;
    }
  }
  return std::nullopt;
}

std::optional<Enforcement> ChosenByKind(const Rule& rule,
                                        const config::Config& config) {
  std::optional<Enforcement> strictest;
  for (const auto& requirement : SelectedRequirements(rule, config)) {
    strictest = std::max(
        strictest,
        Chosen(config, absl::StrCat("framework:", requirement.framework)));
  }
  if (strictest.has_value()) return strictest;
  return Chosen(config, absl::StrCat("severity:", SeverityName(rule.severity)));
}

Enforcement Default(const Rule& rule, const config::Config& config) {
  bool primary = false;
  for (const auto& requirement : SelectedRequirements(rule, config)) {
    primary = primary || (requirement.strength == rules::Strength::kPrimary &&
                          requirement.framework != "baseline");
  }
  const bool pressing = rule.intent == Intent::kSecret ||
                        rule.intent == Intent::kExposure ||
                        rule.intent == Intent::kChange;
  if (rule.severity >= Severity::kHigh) {
    return primary || pressing ? Enforcement::kMandatory
                               : Enforcement::kAdvisory;
  }
  return rule.severity == Severity::kMedium && primary ? Enforcement::kAdvisory
                                                       : Enforcement::kReport;
}

// A guard names no actions: what it shows without a prior value is new.
bool StaysAsItIs(const plan::Resource& resource) {
  return resource.action == plan::Action::kNoOp && !resource.before.IsNull();
}

}  // namespace

std::vector<rules::Requirement> SelectedRequirements(
    const Rule& rule, const config::Config& config) {
  std::vector<rules::Requirement> selected;
  for (const rules::Requirement& requirement : rule.requirements) {
    const bool named =
        std::find(config.frameworks.begin(), config.frameworks.end(),
                  requirement.framework) != config.frameworks.end();
    if (named || requirement.framework == "baseline") {
      selected.push_back(requirement);
    }
  }
  return selected;
}

Enforcement LevelOf(const Rule& rule, const config::Config& config) {
  if (const auto chosen = ChosenByName(rule, config)) return *chosen;
  const std::optional<Enforcement> own = ByName(rule.enforcement);
  // What is a choice and no duty binds only who asks for it by name.
  if (own == Enforcement::kOff) return *own;
  if (const auto chosen = ChosenByKind(rule, config)) return *chosen;
  if (own.has_value()) return *own;
  return Default(rule, config);
}

Enforcement LevelOf(Enforcement rule_level, Verdict verdict,
                    const plan::Resource* resource,
                    const config::Config& config) {
  Enforcement level = rule_level;
  if (resource != nullptr && StaysAsItIs(*resource)) {
    level = std::min(level, Enforcement::kAdvisory);
  }
  if (verdict == Verdict::kUnknown) {
    return std::min(level,
                    Chosen(config, "unknown").value_or(Enforcement::kReport));
  }
  if (verdict == Verdict::kError)
    return std::max(level, Enforcement::kAdvisory);
  return level;
}

}  // namespace compliance::engine
