#include "provider/catalogue.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "compliance/base/text.h"
#include "compliance/config/config.h"
#include "compliance/schema/facts.h"
#include "provider/arguments.h"
#include "provider/attributes.h"
#include "provider/block.h"
#include "provider/outputs.h"

namespace compliance::provider {
namespace {

using cty::Type;
using cty::Value;

const std::vector<std::string>& SeverityNames() {
  static const auto* const kNames = new std::vector<std::string>{
      std::string(rules::SeverityName(rules::Severity::kLow)),
      std::string(rules::SeverityName(rules::Severity::kMedium)),
      std::string(rules::SeverityName(rules::Severity::kHigh)),
      std::string(rules::SeverityName(rules::Severity::kCritical)),
  };
  return *kNames;
}

// A filter that is set, or "" for all.
std::string Filter(const Value& config, absl::string_view name) {
  const Value value = Argument(config, name);
  return value.HasContent() ? value.AsString() : std::string();
}

void CheckFilter(const Value& config, absl::string_view name,
                 const std::vector<std::string>& allowed,
                 diag::Diagnostics& diagnostics) {
  const std::string word = Filter(config, name);
  if (word.empty() ||
      std::find(allowed.begin(), allowed.end(), word) != allowed.end()) {
    return;
  }
  diagnostics.push_back(
      diag::Error(absl::StrCat("Unknown ", name),
                  absl::StrCat("There is no ", name, " ", Quote(word), ". ",
                               Choices(word, allowed)),
                  PathTo(name)));
}

bool GivesEvidenceFor(const rules::Rule& rule, const std::string& framework) {
  return framework.empty() ||
         std::any_of(rule.requirements.begin(), rule.requirements.end(),
                     [&](const rules::Requirement& requirement) {
                       return requirement.framework == framework;
                     });
}

bool SpeaksOf(const rules::Rule& rule, const std::string& resource_type) {
  if (resource_type.empty() || rule.resources.count(resource_type) != 0) {
    return true;
  }
  // Rules such as those about tags speak of every type with an attribute.
  const schema::TypeFacts* facts = schema::FindResource(resource_type);
  return !rule.having.empty() && facts != nullptr &&
         facts->schema.block.FindAttribute(rule.having) != nullptr;
}

Type ParameterType() {
  return Type::Object(
      {{"name", Type::String()}, {"description", Type::String()}});
}

Type RuleType() {
  return Type::Object({
      {"id", Type::String()},
      {"title", Type::String()},
      {"severity", Type::String()},
      {"intent", Type::String()},
      {"target", Type::String()},
      {"resource_types", Type::List(Type::String())},
      {"requirements", RequirementsType()},
      {"parameters", Type::List(ParameterType())},
      {"aliases", Type::List(Type::String())},
      {"fix", Type::String()},
  });
}

Value ParametersValue(const rules::Rule& rule) {
  Value::Elements parameters;
  parameters.reserve(rule.parameters.size());
  for (const rules::Parameter& parameter : rule.parameters) {
    parameters.push_back(
        Value::Object({{"name", Value::String(parameter.name)},
                       {"description", Value::String(parameter.description)}}));
  }
  return Value::List(ParameterType(), std::move(parameters));
}

Value RuleValue(const rules::Rule& rule) {
  std::vector<std::string> types;
  types.reserve(rule.resources.size());
  for (const auto& [type, attribute] : rule.resources) types.push_back(type);
  return Value::Object({
      {"id", Value::String(rule.id)},
      {"title", Value::String(rule.title)},
      {"severity", Value::String(rules::SeverityName(rule.severity))},
      {"intent", Value::String(rules::IntentName(rule.intent))},
      {"target", Value::String(rules::TargetName(rule.target))},
      {"resource_types", Strings(types)},
      {"requirements", RequirementsValue(rule.requirements)},
      {"parameters", ParametersValue(rule)},
      {"aliases", Strings(rule.aliases)},
      {"fix", Value::String(rule.fix)},
  });
}

// The rules that give evidence for one requirement.
struct Evidence {
  std::vector<std::string> primary;
  std::vector<std::string> supporting;
};

Type RequirementEvidenceType() {
  return Type::Object({
      {"framework", Type::String()},
      {"id", Type::String()},
      {"primary", Type::List(Type::String())},
      {"supporting", Type::List(Type::String())},
  });
}

tfplugin::ValueResult WithList(const Value& config, const char* name,
                               Value list) {
  Value::Attributes state = config.AsAttributes();
  state[name] = std::move(list);
  return {.value = Value::Object(std::move(state)), .diagnostics = {}};
}

}  // namespace

schema::Schema RulesSchema() {
  schema::Schema result;
  result.block.description =
      "The rules that this version of the provider judges by.";
  result.block.attributes = {
      Optional("framework", Type::String(),
               "Only rules that give evidence for a requirement of this "
               "framework, such as `pci-dss-4.0.1`."),
      Optional("resource_type", Type::String(),
               "Only rules that speak of this resource type, such as "
               "`aws_db_instance`."),
      Optional("severity", Type::String(),
               "Only rules of this severity: `low`, `medium`, `high` or "
               "`critical`."),
      Computed("rules", Type::List(RuleType()),
               "The rules in the order of their ids. Each has `id`, `title`, "
               "`severity`, `intent`, `target`, `resource_types` (none where "
               "it speaks of every type with some attribute, such as tags), "
               "`requirements`, `parameters`, `aliases` (ids of other tools) "
               "and `fix`."),
  };
  return result;
}

schema::Schema RequirementsSchema() {
  schema::Schema result;
  result.block.description =
      "The requirements that a rule gives evidence for. A requirement that is "
      "not in the list is one that no plan can show.";
  result.block.attributes = {
      Optional("framework", Type::String(),
               "Only requirements of this framework, such as `hipaa`."),
      Computed("requirements", Type::List(RequirementEvidenceType()),
               "The requirements in order. Each has `framework`, `id`, and the "
               "ids of the rules that are `primary` and `supporting` evidence "
               "for it. Supporting evidence alone proves nothing."),
  };
  return result;
}

diag::Diagnostics ValidateCatalogue(const Value& config) {
  diag::Diagnostics diagnostics;
  CheckFilter(config, "framework", config::FrameworkNames(), diagnostics);
  CheckFilter(config, "severity", SeverityNames(), diagnostics);
  return diagnostics;
}

tfplugin::ValueResult ReadRules(const rules::RuleSet& rule_set,
                                const Value& config) {
  diag::Diagnostics problems = ValidateCatalogue(config);
  if (diag::HasErrors(problems)) return {{}, std::move(problems)};
  const std::string framework = Filter(config, "framework");
  const std::string resource_type = Filter(config, "resource_type");
  const std::string severity = Filter(config, "severity");
  Value::Elements listed;
  for (const auto& rule : rule_set.rules()) {
    if (GivesEvidenceFor(*rule, framework) && SpeaksOf(*rule, resource_type) &&
        (severity.empty() || rules::SeverityName(rule->severity) == severity)) {
      listed.push_back(RuleValue(*rule));
    }
  }
  return WithList(config, "rules", Value::List(RuleType(), std::move(listed)));
}

tfplugin::ValueResult ReadRequirements(const rules::RuleSet& rule_set,
                                       const Value& config) {
  diag::Diagnostics problems = ValidateCatalogue(config);
  if (diag::HasErrors(problems)) return {{}, std::move(problems)};
  const std::string framework = Filter(config, "framework");
  std::map<std::pair<std::string, std::string>, Evidence> evidence;
  for (const auto& rule : rule_set.rules()) {
    for (const rules::Requirement& requirement : rule->requirements) {
      if (!framework.empty() && requirement.framework != framework) continue;
      if (requirement.id.empty()) continue;  // the baseline has no numbers
      Evidence& of = evidence[{requirement.framework, requirement.id}];
      (requirement.strength == rules::Strength::kPrimary ? of.primary
                                                         : of.supporting)
          .push_back(rule->id);
    }
  }
  Value::Elements listed;
  for (const auto& [requirement, of] : evidence) {
    listed.push_back(
        Value::Object({{"framework", Value::String(requirement.first)},
                       {"id", Value::String(requirement.second)},
                       {"primary", Strings(of.primary)},
                       {"supporting", Strings(of.supporting)}}));
  }
  return WithList(config, "requirements",
                  Value::List(RequirementEvidenceType(), std::move(listed)));
}

}  // namespace compliance::provider
