#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "compliance/base/status_macros.h"
#include "compliance/base/text.h"
#include "compliance/config/config.h"
#include "compliance/cty/convert.h"
#include "compliance/rules/rule.h"
#include "compliance/rules/yaml.h"

namespace compliance::config {
namespace {

using rules::DidYouMean;
using rules::Parameter;
using rules::Rule;

bool Contains(const std::vector<std::string>& names, absl::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

class Validator {
 public:
  Validator(const Config& config, const rules::RuleSet& rule_set)
      : config_(config), rule_set_(rule_set) {}

  absl::Status Run() const {
    for (const std::string& name : config_.frameworks) {
      RETURN_IF_ERROR(CheckName(absl::StrCat("framework:", name), "framework",
                                name, FrameworkNames()));
    }
    for (const auto& [rule, parameters] : config_.parameters) {
      for (const auto& [name, value] : parameters) {
        RETURN_IF_ERROR(CheckParameter(rule, name, value));
      }
    }
    for (const auto& [key, level] : config_.enforcement) {
      RETURN_IF_ERROR(CheckEnforcement(key, level));
    }
    for (std::size_t i = 0; i < config_.waivers.size(); ++i) {
      RETURN_IF_ERROR(CheckWaiver(i));
    }
    return absl::OkStatus();
  }

 private:
  // `what` is the key of Config::where.
  absl::Status Error(const std::string& what, absl::string_view message) const {
    const auto found = config_.where.find(what);
    if (found == config_.where.end()) {
      return absl::InvalidArgumentError(message);
    }
    return absl::InvalidArgumentError(
        absl::StrCat(found->second, ": ", message));
  }

  absl::Status CheckName(const std::string& what, absl::string_view noun,
                         const std::string& name,
                         const std::vector<std::string>& allowed) const {
    if (Contains(allowed, name)) return absl::OkStatus();
    std::string hint = DidYouMean(name, allowed);
    if (hint.empty())
      hint = absl::StrCat("; use ", absl::StrJoin(allowed, ", "));
    return Error(what, absl::StrCat("no ", noun, " ", Quote(name), hint));
  }

  absl::Status CheckRule(const std::string& what,
                         const std::string& name) const {
    if (rule_set_.Find(name) != nullptr) return absl::OkStatus();
    std::vector<std::string> names;
    for (const auto& rule : rule_set_.rules()) {
      names.push_back(rule->id);
      names.insert(names.end(), rule->aliases.begin(), rule->aliases.end());
    }
    return Error(
        what, absl::StrCat("no rule ", Quote(name), DidYouMean(name, names)));
  }

  absl::Status CheckParameter(const std::string& rule_name,
                              const std::string& name,
                              const cty::Value& value) const {
    const std::string what = absl::StrCat("parameter:", rule_name, ":", name);
    if (!rule_name.empty()) RETURN_IF_ERROR(CheckRule(what, rule_name));
    const Rule* only = rule_name.empty() ? nullptr : rule_set_.Find(rule_name);
    std::set<std::string> names;
    bool found = false;
    for (const auto& rule : rule_set_.rules()) {
      if (only != nullptr && rule.get() != only) continue;
      for (const Parameter& parameter : rule->parameters) {
        names.insert(parameter.name);
        if (parameter.name != name) continue;
        found = true;
        const cty::Type& type = parameter.default_value.type();
        if (cty::Convert(value, type).ok()) continue;
        return Error(
            what, absl::StrCat("parameter ", Quote(name), " of ", rule->id,
                               " takes a value of type ", type.FriendlyName()));
      }
    }
    if (found) return absl::OkStatus();
    return Error(
        what, absl::StrCat(only == nullptr ? "no rule has"
                                           : absl::StrCat(only->id, " has no"),
                           " parameter ", Quote(name),
                           DidYouMean(name, {names.begin(), names.end()})));
  }

  absl::Status CheckEnforcement(const std::string& key,
                                const std::string& level) const {
    const std::string what = absl::StrCat("enforcement:", key);
    RETURN_IF_ERROR(
        CheckName(what, "enforcement level", level, EnforcementNames()));
    absl::string_view name = key;
    if (name == "unknown") return absl::OkStatus();
    if (absl::ConsumePrefix(&name, "rule:")) {
      return CheckRule(what, std::string(name));
    }
    if (absl::ConsumePrefix(&name, "severity:")) {
      return CheckName(what, "severity", std::string(name),
                       {"low", "medium", "high", "critical"});
    }
    if (absl::ConsumePrefix(&name, "framework:")) {
      return CheckName(what, "framework", std::string(name), FrameworkNames());
    }
    return Error(what, absl::StrCat("enforcement is set by rule:ID, "
                                    "severity:NAME, framework:NAME or unknown, "
                                    "not ",
                                    Quote(key)));
  }

  absl::Status CheckWaiver(std::size_t index) const {
    static const auto& kinds = *new std::vector<std::string>{
        "false_positive", "risk_accepted", "compensating_control",
        "alternative_measure", "not_in_scope"};
    const std::string what = absl::StrCat("waiver:", index);
    const Waiver& waiver = config_.waivers[index];
    RETURN_IF_ERROR(CheckRule(what, waiver.rule));
    if (waiver.address.empty()) {
      return Error(what, "a waiver needs an address; ** is every one");
    }
    if (waiver.reason.empty()) return Error(what, "a waiver needs a reason");
    if (waiver.kind.empty()) return absl::OkStatus();
    return CheckName(what, "kind of waiver", waiver.kind, kinds);
  }

  const Config& config_;
  const rules::RuleSet& rule_set_;
};

}  // namespace

absl::Status Validate(const Config& config, const rules::RuleSet& rule_set) {
  return Validator(config, rule_set).Run();
}

}  // namespace compliance::config
