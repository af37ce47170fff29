#include "check_rule.h"

#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "compliance/base/status_macros.h"
#include "compliance/base/text.h"
#include "compliance/rules/shape.h"
#include "compliance/schema/facts.h"
#include "mappings.h"
#include "re2/re2.h"

namespace compliance::rules {
namespace {

absl::Status NoType(const YamlMap& map, absl::string_view key,
                    const std::string& type) {
  return map.Error(key,
                   absl::StrCat("the provider facts have no type ", Quote(type),
                                DidYouMean(type, schema::ResourceTypes())));
}

// Attribute and block names of a type, for suggestions.
std::vector<std::string> NamesOf(const schema::Block& block) {
  std::vector<std::string> names;
  for (const auto& attribute : block.attributes) {
    names.push_back(attribute.name);
  }
  for (const auto& nested : block.blocks) names.push_back(nested.name);
  return names;
}

// The schemas that `self` may have.
std::vector<const schema::TypeFacts*> SelfTypes(const Rule& rule) {
  std::vector<const schema::TypeFacts*> types;
  if (rule.having.empty()) {
    for (const auto& [type, attribute] : rule.resources) {
      if (const auto* facts = schema::FindResource(type)) {
        types.push_back(facts);
      }
    }
    return types;
  }
  for (const std::string& type : schema::ResourceTypes()) {
    const auto* facts = schema::FindResource(type);
    if (HasPath(facts->schema.block, cty::Path().Attr(rule.having))) {
      types.push_back(facts);
    }
  }
  return types;
}

absl::Status CheckTypes(const Rule& rule, const YamlMap& map) {
  for (const auto& [type, attribute] : rule.resources) {
    if (type == "*") continue;
    const schema::TypeFacts* facts = schema::FindResource(type);
    if (facts == nullptr) return NoType(map, "resources", type);
    if (attribute.empty()) continue;
    ASSIGN_OR_RETURN(const cty::Path path, ParsePath(attribute));
    if (!HasPath(facts->schema.block, path)) {
      return map.Error(
          "resources",
          absl::StrCat(type, " has no attribute ", Quote(attribute),
                       DidYouMean(attribute, NamesOf(facts->schema.block))));
    }
  }
  if (!rule.having.empty() && SelfTypes(rule).empty()) {
    return map.Error("resources", absl::StrCat("no type has the attribute ",
                                               Quote(rule.having)));
  }
  return absl::OkStatus();
}

// Every path of self must exist in one of the rule's types at least: a rule for
// several types asks `has` where they differ.
absl::Status CheckSelfPaths(const Rule& rule, const YamlMap& map,
                            absl::string_view key,
                            const cel::Program& program) {
  if (program.empty() || rule.target != Target::kResource) {
    return absl::OkStatus();
  }
  const std::vector<const schema::TypeFacts*> types = SelfTypes(rule);
  for (const char* variable : {"self", "before"}) {
    for (const cty::Path& path : program.PathsOf(variable)) {
      bool found = path.empty();
      std::set<std::string> names;
      for (const schema::TypeFacts* facts : types) {
        found = found || HasPath(facts->schema.block, path);
        for (std::string& name : NamesOf(facts->schema.block)) {
          names.insert(std::move(name));
        }
      }
      if (found) continue;
      const std::string text = path.ToString();
      return map.Error(
          key, absl::StrCat("in `", key, "`: ", types.front()->type_name,
                            " has no attribute ", Quote(text),
                            DidYouMean(text, {names.begin(), names.end()})));
    }
  }
  return absl::OkStatus();
}

bool KnownType(absl::string_view name) {
  const absl::string_view type = absl::StripPrefix(name, "data.");
  return schema::FindResource(type) != nullptr ||
         schema::FindDataSource(type) != nullptr;
}

// A string that reads as a resource type must be one: linked('aws_s3_buckt')
// would find nothing, and say nothing.
absl::Status CheckTypeNames(const YamlMap& map, absl::string_view key,
                            const cel::Program& program) {
  static const RE2& type_name = *new RE2("(data\\.)?(aws|random)_[a-z0-9_]+");
  static const RE2& link = *new RE2(
      "linked\\(\\s*['\"]([a-z0-9_]+)['\"]\\s*,\\s*['\"]([^'\"]+)['\"]");
  if (program.empty()) return absl::OkStatus();
  for (const std::string& text : program.StringLiterals()) {
    if (RE2::FullMatch(text, type_name) && !KnownType(text)) {
      return NoType(map, key, text);
    }
  }
  re2::StringPiece rest(program.source());
  std::string type;
  std::string attribute;
  while (RE2::FindAndConsume(&rest, link, &type, &attribute)) {
    const schema::TypeFacts* facts = schema::FindResource(type);
    if (facts == nullptr) return NoType(map, key, type);
    const auto path = ParsePath(attribute);
    if (!path.ok()) return map.Error(key, path.status().message());
    if (!HasPath(facts->schema.block, *path)) {
      return map.Error(
          key,
          absl::StrCat(type, " has no attribute ", Quote(attribute),
                       DidYouMean(attribute, NamesOf(facts->schema.block))));
    }
  }
  return absl::OkStatus();
}

// Parameters that are read must be declared, and the other way round.
absl::Status CheckParameters(const Rule& rule, const YamlMap& map) {
  static const RE2& use = *new RE2("param\\(\\s*['\"]([^'\"]*)['\"]\\s*\\)");
  std::set<std::string> declared;
  for (const Parameter& parameter : rule.parameters) {
    declared.insert(parameter.name);
  }
  std::set<std::string> used;
  const auto collect = [&](const cel::Program& program) {
    if (program.empty()) return;
    re2::StringPiece rest(program.source());
    std::string name;
    while (RE2::FindAndConsume(&rest, use, &name)) used.insert(name);
  };
  collect(rule.each);
  collect(rule.when);
  collect(rule.require);
  for (const Rule::MessagePart& part : rule.message) collect(part.expression);
  for (const std::string& name : used) {
    if (declared.count(name) != 0) continue;
    return map.Error(
        "require",
        absl::StrCat("no parameter ", Quote(name), " is declared",
                     DidYouMean(name, {declared.begin(), declared.end()})));
  }
  for (const std::string& name : declared) {
    if (used.count(name) != 0) continue;
    return map.Error("parameters",
                     absl::StrCat("parameter ", Quote(name), " is never read"));
  }
  return absl::OkStatus();
}

absl::Status CheckRequirements(const Rule& rule, const YamlMap& map) {
  if (rule.requirements.empty() && rule.severity >= Severity::kHigh) {
    return map.Error("severity",
                     "a high or critical rule needs a framework under "
                     "`requirements`; baseline is one");
  }
  for (const Requirement& requirement : rule.requirements) {
    const std::string why = WhyRefused(requirement, rule.intent);
    if (why.empty()) continue;
    return map.Error("requirements",
                     absl::StrCat(requirement.framework, " ", requirement.id,
                                  " may not be claimed: ", why));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckRule(const Rule& rule, const YamlMap& map) {
  RETURN_IF_ERROR(CheckTypes(rule, map));
  const std::vector<std::pair<const char*, const cel::Program*>> programs = {
      {"each", &rule.each}, {"when", &rule.when}, {"require", &rule.require}};
  for (const auto& [key, program] : programs) {
    RETURN_IF_ERROR(CheckSelfPaths(rule, map, key, *program));
    RETURN_IF_ERROR(CheckTypeNames(map, key, *program));
  }
  for (const Rule::MessagePart& part : rule.message) {
    RETURN_IF_ERROR(CheckSelfPaths(rule, map, "message", part.expression));
    RETURN_IF_ERROR(CheckTypeNames(map, "message", part.expression));
  }
  RETURN_IF_ERROR(CheckParameters(rule, map));
  return CheckRequirements(rule, map);
}

absl::Status CheckTogether(const std::vector<RuleFile>& files) {
  std::map<std::string, const Rule*> by_name;
  std::map<std::string, const Rule*> by_id;
  const auto error = [](const Rule& rule, const std::string& text) {
    return absl::InvalidArgumentError(absl::StrCat(rule.source, ":1: ", text));
  };
  for (const RuleFile& file : files) {
    const Rule& rule = *file.rule;
    by_id[rule.id] = &rule;
    const auto [entry, added] = by_name.emplace(rule.id, &rule);
    if (!added) {
      return error(rule, absl::StrCat("id ", Quote(rule.id), " is taken by ",
                                      entry->second->source));
    }
  }
  // One peer's check may stand for several of our rules; ids may not repeat.
  for (const RuleFile& file : files) {
    for (const std::string& alias : file.rule->aliases) {
      if (by_id.count(alias) == 0) continue;
      return error(*file.rule, absl::StrCat("alias ", Quote(alias),
                                            " is the id of another rule"));
    }
  }
  std::vector<std::string> ids;
  for (const auto& [id, rule] : by_id) ids.push_back(id);
  std::set<std::string> path;
  std::function<absl::Status(const Rule&)> walk =
      [&](const Rule& rule) -> absl::Status {
    if (!path.insert(rule.id).second) {
      return error(rule, "`subsumes` leads back to this rule");
    }
    for (const std::string& id : rule.subsumes) {
      const auto found = by_id.find(id);
      if (found == by_id.end()) {
        return error(rule, absl::StrCat("`subsumes` names no rule ", Quote(id),
                                        DidYouMean(id, ids)));
      }
      RETURN_IF_ERROR(walk(*found->second));
    }
    path.erase(rule.id);
    return absl::OkStatus();
  };
  for (const RuleFile& file : files) RETURN_IF_ERROR(walk(*file.rule));
  return absl::OkStatus();
}

}  // namespace compliance::rules
