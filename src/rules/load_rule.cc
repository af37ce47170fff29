#include <algorithm>
#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "check_rule.h"
#include "compliance/base/status_macros.h"
#include "compliance/base/text.h"
#include "compliance/cty/convert.h"
#include "compliance/rules/functions.h"
#include "compliance/rules/rule_set.h"
#include "compliance/rules/shape.h"
#include "compliance/rules/yaml.h"
#include "load_example.h"
#include "load_rule.h"

namespace compliance::rules {
namespace {

const std::vector<std::string>& RuleKeys() {
  static const auto& keys = *new std::vector<std::string>{
      "id",      "title",     "failure", "severity",    "intent",
      "target",  "resources", "on",      "each",        "when",
      "require", "message",   "fix",     "parameters",  "requirements",
      "aliases", "subsumes",  "profile", "enforcement", "examples"};
  return keys;
}

// The value of `key` as one of `values` by name.
template <typename Enum>
absl::StatusOr<Enum> ReadEnum(const YamlMap& map, absl::string_view key,
                              const std::vector<Enum>& values,
                              absl::string_view (*name)(Enum),
                              std::optional<Enum> fallback) {
  if (fallback.has_value() && !map.Has(key)) return *fallback;
  ASSIGN_OR_RETURN(const std::string text, map.String(key));
  std::vector<std::string> names;
  for (const Enum value : values) {
    if (name(value) == text) return value;
    names.emplace_back(name(value));
  }
  return map.Error(key, absl::StrCat("no ", key, " ", Quote(text), "; use ",
                                     absl::StrJoin(names, ", ")));
}

class RuleReader {
 public:
  RuleReader(absl::string_view file, const YamlMap& map, Rule& rule)
      : file_(file), map_(map), rule_(rule) {}

  absl::Status Read() {
    rule_.source = std::string(file_);
    RETURN_IF_ERROR(ReadTexts());
    RETURN_IF_ERROR(ReadKinds());
    RETURN_IF_ERROR(ReadResources());
    RETURN_IF_ERROR(ReadActions());
    RETURN_IF_ERROR(ReadParameters());
    RETURN_IF_ERROR(ReadRequirements());
    RETURN_IF_ERROR(ReadProfile());
    RETURN_IF_ERROR(ReadExpressions());
    RETURN_IF_ERROR(ReadMessage());
    DeriveNeeds(rule_);
    return CheckRule(rule_, map_);
  }

 private:
  absl::Status ReadTexts() {
    ASSIGN_OR_RETURN(rule_.id, map_.String("id"));
    if (rule_.id.find('.') == std::string::npos ||
        rule_.id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789._") !=
            std::string::npos) {
      return map_.Error("id",
                        "an id is lower-case words with dots, such as "
                        "aws.rds.storage_encrypted");
    }
    ASSIGN_OR_RETURN(rule_.title, map_.String("title"));
    ASSIGN_OR_RETURN(rule_.failure, map_.String("failure"));
    for (const char* key : {"title", "failure"}) {
      const std::string& text = key[0] == 't' ? rule_.title : rule_.failure;
      if (text.empty() || text.find('\n') != std::string::npos) {
        return map_.Error(key, absl::StrCat(key, " must be one line of text"));
      }
    }
    ASSIGN_OR_RETURN(rule_.fix, map_.StringOr("fix", ""));
    ASSIGN_OR_RETURN(rule_.aliases, map_.Strings("aliases"));
    ASSIGN_OR_RETURN(rule_.subsumes, map_.Strings("subsumes"));
    return absl::OkStatus();
  }

  absl::Status ReadKinds() {
    ASSIGN_OR_RETURN(rule_.severity,
                     ReadEnum<Severity>(map_, "severity",
                                        {Severity::kLow, Severity::kMedium,
                                         Severity::kHigh, Severity::kCritical},
                                        SeverityName, std::nullopt));
    ASSIGN_OR_RETURN(
        rule_.intent,
        ReadEnum<Intent>(map_, "intent",
                         {Intent::kExposure, Intent::kData, Intent::kSecret,
                          Intent::kAudit, Intent::kAccess, Intent::kChange,
                          Intent::kResilience, Intent::kHygiene},
                         IntentName, std::nullopt));
    ASSIGN_OR_RETURN(
        rule_.target,
        ReadEnum<Target>(map_, "target",
                         {Target::kResource, Target::kPlan, Target::kProvider,
                          Target::kOutput, Target::kVariable},
                         TargetName, Target::kResource));
    ASSIGN_OR_RETURN(rule_.enforcement, map_.StringOr("enforcement", ""));
    const std::set<std::string> levels = {"", "mandatory", "advisory", "report",
                                          "off"};
    if (levels.count(rule_.enforcement) == 0) {
      return map_.Error("enforcement",
                        "use mandatory, advisory, report or off");
    }
    return absl::OkStatus();
  }

  absl::Status ReadResources() {
    const YAML::Node* node = map_.Find("resources");
    if (rule_.target != Target::kResource) {
      if (node == nullptr) return absl::OkStatus();
      return map_.Error("resources", "only rules of target resource have it");
    }
    if (node == nullptr) {
      return map_.Error("resources", "the rule needs the key \"resources\"");
    }
    if (node->IsSequence()) {
      ASSIGN_OR_RETURN(const auto types, map_.Strings("resources"));
      for (const std::string& type : types) rule_.resources[type] = "";
    } else {
      ASSIGN_OR_RETURN(const YamlMap types,
                       YamlMap::Read(file_, *node, "resources"));
      for (const auto& [type, attribute] : types.entries()) {
        ASSIGN_OR_RETURN(const std::string name, types.String(type));
        if (type == "having") {
          rule_.having = name;
          rule_.resources["*"] = "";
          continue;
        }
        if (const auto path = ParsePath(name); !path.ok()) {
          return types.Error(type, path.status().message());
        }
        rule_.resources[type] = name;
      }
    }
    if (rule_.resources.empty() ||
        (!rule_.having.empty() && rule_.resources.size() != 1)) {
      return map_.Error("resources",
                        "give a list of types, a map type -> attribute, or "
                        "{having: attribute}");
    }
    return absl::OkStatus();
  }

  absl::Status ReadActions() {
    using plan::Action;
    if (!map_.Has("on")) {
      rule_.on = {Action::kCreate, Action::kUpdate, Action::kReplace,
                  Action::kNoOp};
      return absl::OkStatus();
    }
    if (rule_.target != Target::kResource) {
      return map_.Error("on", "only rules of target resource have it");
    }
    ASSIGN_OR_RETURN(const auto names, map_.Strings("on"));
    for (const std::string& name : names) {
      const std::optional<Action> action = ActionByName(name);
      if (!action.has_value()) {
        return map_.Error("on", absl::StrCat("no action ", Quote(name),
                                             "; use create, update, replace, "
                                             "no-op, delete, forget"));
      }
      rule_.on.push_back(*action);
    }
    if (rule_.on.empty()) return map_.Error("on", "give at least one action");
    return absl::OkStatus();
  }

  absl::Status ReadParameters() {
    const YAML::Node* node = map_.Find("parameters");
    if (node == nullptr) return absl::OkStatus();
    ASSIGN_OR_RETURN(const YamlMap parameters,
                     YamlMap::Read(file_, *node, "parameters"));
    for (const auto& [name, value] : parameters.entries()) {
      ASSIGN_OR_RETURN(const YamlMap map,
                       YamlMap::Read(file_, value, "a parameter",
                                     {"default", "description", "type"}));
      Parameter parameter;
      parameter.name = name;
      ASSIGN_OR_RETURN(parameter.description, map.String("description"));
      const YAML::Node* fallback = map.Find("default");
      if (fallback == nullptr) {
        return map.Error("default", "a parameter needs the key \"default\"");
      }
      ASSIGN_OR_RETURN(parameter.default_value, YamlValue(file_, *fallback));
      RETURN_IF_ERROR(ApplyType(map, parameter));
      rule_.parameters.push_back(std::move(parameter));
    }
    return absl::OkStatus();
  }

  static absl::Status ApplyType(const YamlMap& map, Parameter& parameter) {
    if (!map.Has("type")) {
      if (!parameter.default_value.IsNull()) return absl::OkStatus();
      return map.Error("default",
                       "a parameter without default needs the key \"type\"");
    }
    ASSIGN_OR_RETURN(const std::string text, map.String("type"));
    const auto type = ParseType(text);
    if (!type.ok()) return map.Error("type", type.status().message());
    const auto value = cty::Convert(parameter.default_value, *type);
    if (!value.ok()) return map.Error("default", value.status().message());
    parameter.default_value =
        value->IsNull() ? cty::Value::Null(*type) : *value;
    return absl::OkStatus();
  }

  absl::Status ReadRequirements() {
    const YAML::Node* node = map_.Find("requirements");
    if (node == nullptr) return absl::OkStatus();
    ASSIGN_OR_RETURN(
        const YamlMap frameworks,
        YamlMap::Read(file_, *node, "requirements", KnownFrameworks()));
    for (const auto& [framework, value] : frameworks.entries()) {
      ASSIGN_OR_RETURN(
          const YamlMap map,
          YamlMap::Read(file_, value, framework, {"primary", "supporting"}));
      ASSIGN_OR_RETURN(const auto primary, map.Strings("primary"));
      ASSIGN_OR_RETURN(const auto supporting, map.Strings("supporting"));
      for (const std::string& id : primary) {
        rule_.requirements.push_back({framework, id, Strength::kPrimary});
      }
      for (const std::string& id : supporting) {
        rule_.requirements.push_back({framework, id, Strength::kSupporting});
      }
      if (!primary.empty() || !supporting.empty()) continue;
      if (framework != "baseline") {
        return frameworks.Error(framework, "name a requirement");
      }
      rule_.requirements.push_back({framework, "", Strength::kPrimary});
    }
    return absl::OkStatus();
  }

  absl::Status ReadProfile() {
    const YAML::Node* node = map_.Find("profile");
    if (node == nullptr) return absl::OkStatus();
    ASSIGN_OR_RETURN(const YamlMap switches,
                     YamlMap::Read(file_, *node, "profile",
                                   {"lifecycle", "availability", "dr"}));
    const std::map<std::string, std::vector<std::string>> values = {
        {"lifecycle", {"protected", "destroyable"}},
        {"availability", {"ha", "single"}},
        {"dr", {"on", "off"}}};
    for (const auto& [name, value] : switches.entries()) {
      ASSIGN_OR_RETURN(const std::string text, switches.String(name));
      const std::vector<std::string>& allowed = values.at(name);
      if (std::find(allowed.begin(), allowed.end(), text) == allowed.end()) {
        return switches.Error(
            name, absl::StrCat(name, " is ", absl::StrJoin(allowed, " or ")));
      }
      rule_.profile[name] = text;
    }
    return absl::OkStatus();
  }

  absl::Status ReadExpressions() {
    std::set<std::string> variables = {"before", "profile"};
    if (rule_.target != Target::kPlan) variables.insert("self");
    if (rule_.target == Target::kResource) variables.insert("actions");
    for (const auto& [type, attribute] : rule_.resources) {
      if (!attribute.empty()) variables.insert("attr");
    }
    RETURN_IF_ERROR(ReadExpression("each", variables, rule_.each));
    RETURN_IF_ERROR(ReadExpression("when", variables, rule_.when));
    if (!rule_.each.empty()) variables.insert("each");
    RETURN_IF_ERROR(ReadExpression("require", variables, rule_.require));
    if (rule_.require.empty()) {
      return map_.Error("require", "the rule needs the key \"require\"");
    }
    variables_ = std::move(variables);
    return absl::OkStatus();
  }

  absl::Status ReadExpression(absl::string_view key,
                              const std::set<std::string>& variables,
                              cel::Program& program) {
    if (!map_.Has(key)) return absl::OkStatus();
    ASSIGN_OR_RETURN(const std::string source, map_.String(key));
    auto compiled = cel::Compile(source, Functions(), variables);
    if (!compiled.ok()) return BadExpression(key, compiled.status());
    program = *std::move(compiled);
    return absl::OkStatus();
  }

  // `status` starts with a column of the expression.
  absl::Status BadExpression(absl::string_view key,
                             const absl::Status& status) const {
    return map_.Error(
        key, absl::StrCat("in `", key, "`, column ", status.message()));
  }

  absl::Status ReadMessage() {
    ASSIGN_OR_RETURN(const std::string text, map_.StringOr("message", ""));
    std::string literal;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const bool doubled = i + 1 < text.size() && text[i + 1] == text[i];
      if ((text[i] == '{' || text[i] == '}') && doubled) {
        literal += text[i++];
      } else if (text[i] == '{') {
        const std::size_t end = ExpressionEnd(text, i + 1);
        if (end == std::string::npos) {
          return map_.Error("message",
                            "an expression lacks its closing brace; "
                            "write {{ for a brace");
        }
        auto compiled = cel::Compile(text.substr(i + 1, end - i - 1),
                                     Functions(), variables_);
        if (!compiled.ok()) return BadExpression("message", compiled.status());
        if (!literal.empty()) rule_.message.push_back({literal, {}});
        literal.clear();
        rule_.message.push_back({"", *std::move(compiled)});
        i = end;
      } else {
        literal += text[i];
      }
    }
    if (!literal.empty()) rule_.message.push_back({literal, {}});
    return absl::OkStatus();
  }

  // Position of the brace that closes an expression: braces inside it and
  // inside its strings do not count.
  static std::size_t ExpressionEnd(absl::string_view text, std::size_t at) {
    int depth = 0;
    char quote = 0;
    for (; at < text.size(); ++at) {
      const char c = text[at];
      if (quote != 0) {
        if (c == '\\') {
          ++at;
        } else if (c == quote) {
          quote = 0;
        }
      } else if (c == '\'' || c == '"') {
        quote = c;
      } else if (c == '{') {
        ++depth;
      } else if (c == '}' && depth-- == 0) {
        return at;
      }
    }
    return std::string::npos;
  }

  absl::string_view file_;
  const YamlMap& map_;
  Rule& rule_;
  std::set<std::string> variables_;
};

}  // namespace

const std::vector<std::string>& KnownFrameworks() {
  static const auto& names =
      *new std::vector<std::string>{"pci-dss-4.0.1", "hipaa", "baseline"};
  return names;
}

std::optional<plan::Action> ActionByName(absl::string_view name) {
  using plan::Action;
  for (const Action action :
       {Action::kNoOp, Action::kCreate, Action::kUpdate, Action::kReplace,
        Action::kDelete, Action::kForget}) {
    if (plan::ActionName(action) == name) return action;
  }
  return std::nullopt;
}

void DeriveNeeds(Rule& rule) {
  for (const cel::Program* program : {&rule.each, &rule.when, &rule.require}) {
    if (program->empty()) continue;
    for (const std::string& need : program->Needs(Functions())) {
      rule.needs.configuration |= need == "configuration";
      rule.needs.whole_plan |= need == "whole plan";
    }
    const std::set<std::string> variables = program->Variables();
    rule.needs.before |=
        variables.count("before") != 0 || variables.count("actions") != 0;
  }
}

absl::StatusOr<RuleFile> LoadRuleFile(absl::string_view file_name,
                                      absl::string_view yaml) {
  try {
    ASSIGN_OR_RETURN(const YAML::Node root, ParseYaml(file_name, yaml));
    ASSIGN_OR_RETURN(const YamlMap map,
                     YamlMap::Read(file_name, root, "a rule", RuleKeys()));
    RuleFile file;
    file.rule = std::make_unique<Rule>();
    RETURN_IF_ERROR(RuleReader(file_name, map, *file.rule).Read());
    ASSIGN_OR_RETURN(file.examples, LoadExamples(file_name, map, *file.rule));
    file.notes = NotesOn(*file.rule);
    return file;
  } catch (const YAML::Exception& e) {
    return absl::InvalidArgumentError(absl::StrCat(file_name, ":",
                                                   std::max(e.mark.line, 0) + 1,
                                                   ": ", ToValidUtf8(e.msg)));
  }
}

}  // namespace compliance::rules
