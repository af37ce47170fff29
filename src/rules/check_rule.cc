#include "check_rule.h"

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "compliance/base/status_macros.h"
#include "compliance/base/text.h"
#include "compliance/rules/shape.h"
#include "compliance/schema/facts.h"
#include "compliance/schema/versions.h"
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
    if (facts == nullptr && IsDynamicType(type)) continue;
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

// What a rule may read, type by type.
using Types = std::vector<const schema::TypeFacts*>;

// The types and the path inside them that a place of an expression lies in.
// nullopt: it is not of a type that there are facts about.
struct Spot {
  Types types;
  cty::Path path;
};

cty::Path Joined(const cty::Path& a, const cty::Path& b, std::size_t from = 0) {
  std::vector<cty::Step> steps = a.steps();
  steps.insert(steps.end(), b.steps().begin() + static_cast<long>(from),
               b.steps().end());
  return cty::Path(std::move(steps));
}

bool KnownType(absl::string_view name) {
  const absl::string_view type = absl::StripPrefix(name, "data.");
  return schema::FindResource(type) != nullptr ||
         schema::FindDataSource(type) != nullptr || IsDynamicType(type);
}

// nullptr also for types that only later versions have.
const schema::TypeFacts* FactsOf(absl::string_view name) {
  absl::string_view type = name;
  return absl::ConsumePrefix(&type, "data.") ? schema::FindDataSource(type)
                                             : schema::FindResource(type);
}

bool HasAttribute(const schema::TypeFacts& facts, const cty::Path& path) {
  if (path.empty() || HasPath(facts.schema.block, path)) return true;
  const auto* name = std::get_if<cty::AttributeName>(&path.steps().front());
  return name != nullptr &&
         schema::HasLaterAttribute(facts.type_name, name->name);
}

// The lists that functions give: of which types their members are.
std::optional<Types> MemberTypes(const cel::Read& call) {
  std::vector<std::string> names;
  if (call.source == "linked" && call.arguments.size() == 2) {
    names = {call.arguments[0]};
  } else if (call.source == "plan.resources" && call.arguments.size() == 1) {
    names = call.arguments;
  } else if (call.source == "plan.data" && call.arguments.size() == 1) {
    names = {absl::StrCat("data.", call.arguments[0])};
  } else if (call.source == "references") {
    names = call.arguments;
  }
  Types types;
  for (const std::string& name : names) {
    const schema::TypeFacts* facts = FactsOf(name);
    if (facts == nullptr) return std::nullopt;
    types.push_back(facts);
  }
  if (types.empty()) return std::nullopt;
  return types;
}

// A path that a value of some kind in the list must exist in one of the types
// at least: a rule for several types asks `has` where they differ.
class Checker {
 public:
  Checker(const Rule& rule, const YamlMap& map) : rule_(rule), map_(map) {
    if (rule.target != Target::kResource) return;
    for (const auto& [type, attribute] : rule.resources) {
      if (type != "*" && schema::FindResource(type) == nullptr) return;
    }
    self_ = SelfTypes(rule);
  }

  absl::Status Check(absl::string_view key, const cel::Program& program) const {
    if (program.empty()) return absl::OkStatus();
    RETURN_IF_ERROR(CheckNames(key, program));
    for (const cel::Read& read : program.Reads()) {
      RETURN_IF_ERROR(CheckLink(key, read));
      if (read.is_call || read.source != "attr") {
        RETURN_IF_ERROR(CheckSpot(key, SpotOf(read)));
      } else {
        RETURN_IF_ERROR(CheckAttr(key, read.path));
      }
    }
    return absl::OkStatus();
  }

 private:
  std::optional<Spot> SpotOf(const cel::Read& read) const {
    if (!read.is_call) {
      if (read.source == "self" || read.source == "before") {
        if (self_.empty()) return std::nullopt;
        return Spot{self_, read.path};
      }
      return read.source == "each" ? SpotOfEach(read.path) : std::nullopt;
    }
    const std::optional<Types> types = MemberTypes(read);
    if (!types.has_value() || read.path.empty() ||
        !std::holds_alternative<cty::ListIndex>(read.path.steps().front())) {
      return std::nullopt;
    }
    return Spot{*types, Joined({}, read.path, 1)};
  }

  // A member of the list that `each` is.
  std::optional<Spot> SpotOfEach(const cty::Path& path) const {
    if (rule_.each.empty()) return std::nullopt;
    std::optional<cel::Read> list = rule_.each.ResultPlace();
    if (!list.has_value() || (!list->is_call && list->source == "each")) {
      return std::nullopt;
    }
    list->path = Joined(list->path.Index(0), path);
    return SpotOf(*list);
  }

  absl::Status CheckSpot(absl::string_view key,
                         const std::optional<Spot>& spot) const {
    if (!spot.has_value() || spot->path.empty()) return absl::OkStatus();
    std::set<std::string> names;
    for (const schema::TypeFacts* facts : spot->types) {
      if (HasAttribute(*facts, spot->path)) return absl::OkStatus();
      for (std::string& name : NamesOf(facts->schema.block)) {
        names.insert(std::move(name));
      }
    }
    const std::string text = spot->path.ToString();
    return map_.Error(
        key, absl::StrCat("in `", key, "`: ", spot->types.front()->type_name,
                          " has no attribute ", Quote(text),
                          DidYouMean(text, {names.begin(), names.end()})));
  }

  absl::Status CheckAttr(absl::string_view key, const cty::Path& path) const {
    std::optional<Spot> last;
    for (const auto& [type, attribute] : rule_.resources) {
      const schema::TypeFacts* facts = schema::FindResource(type);
      const auto root = ParsePath(attribute);
      if (facts == nullptr || !root.ok()) return absl::OkStatus();
      last = Spot{{facts}, Joined(*root, path)};
      if (HasAttribute(*facts, last->path)) return absl::OkStatus();
    }
    return CheckSpot(key, last);
  }

  // The attribute that joins.
  absl::Status CheckLink(absl::string_view key, const cel::Read& read) const {
    if (!read.is_call || read.source != "linked" ||
        read.arguments.size() != 2) {
      return absl::OkStatus();
    }
    const auto path = ParsePath(read.arguments[1]);
    if (!path.ok()) return map_.Error(key, path.status().message());
    const schema::TypeFacts* facts = FactsOf(read.arguments[0]);
    if (facts == nullptr) return absl::OkStatus();
    return CheckSpot(key, Spot{{facts}, *path});
  }

  // A string that reads as a resource type must be one: linked('aws_s3_buckt')
  // would find nothing, and say nothing.
  absl::Status CheckNames(absl::string_view key,
                          const cel::Program& program) const {
    static const RE2& type_name = *new RE2("(data\\.)?(aws|random)_[a-z0-9_]+");
    for (const std::string& text : program.StringLiterals()) {
      if (RE2::FullMatch(text, type_name) && !KnownType(text)) {
        return NoType(map_, key, text);
      }
    }
    return absl::OkStatus();
  }

  const Rule& rule_;
  const YamlMap& map_;
  Types self_;
};

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

bool IsDynamicType(absl::string_view type) {
  if (schema::FindResource(type) != nullptr) return false;
  if (schema::IsLaterType(type)) return true;
  const absl::string_view provider = type.substr(0, type.find('_'));
  return schema::FindProvider(provider) == nullptr ||
         DidYouMean(type, schema::ResourceTypes()).empty();
}

std::vector<std::string> NotesOn(const Rule& rule) {
  std::set<std::string> types;
  for (const auto& [type, attribute] : rule.resources) types.insert(type);
  for (const cel::Program* program : {&rule.each, &rule.when, &rule.require}) {
    if (program->empty()) continue;
    for (const cel::Read& read : program->Reads()) {
      if (!read.is_call || read.arguments.empty()) continue;
      if (read.source == "linked" || read.source == "plan.resources" ||
          read.source == "plan.count") {
        types.insert(read.arguments[0]);
      }
    }
  }
  std::vector<std::string> notes;
  for (const std::string& type : types) {
    if (type == "*" || !IsDynamicType(type)) continue;
    notes.push_back(absl::StrCat("there are no facts about ", type,
                                 ": what the rule reads of it is not checked"));
  }
  return notes;
}

absl::Status CheckRule(const Rule& rule, const YamlMap& map) {
  RETURN_IF_ERROR(CheckTypes(rule, map));
  const std::vector<std::pair<const char*, const cel::Program*>> programs = {
      {"each", &rule.each}, {"when", &rule.when}, {"require", &rule.require}};
  const Checker checker(rule, map);
  for (const auto& [key, program] : programs) {
    RETURN_IF_ERROR(checker.Check(key, *program));
  }
  for (const Rule::MessagePart& part : rule.message) {
    RETURN_IF_ERROR(checker.Check("message", part.expression));
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
