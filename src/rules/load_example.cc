#include "load_example.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "check_rule.h"
#include "compliance/base/status_macros.h"
#include "compliance/base/text.h"
#include "compliance/rules/shape.h"
#include "compliance/schema/facts.h"
#include "example_value.h"
#include "load_rule.h"

namespace compliance::rules {
namespace {

const std::vector<std::string>& SubjectKeys() {
  static const auto& keys = *new std::vector<std::string>{
      "address", "type",   "values",   "config", "expressions",
      "before",  "action", "for_each", "count",  "provider_config"};
  return keys;
}

std::vector<std::string> ExampleKeys() {
  std::vector<std::string> keys = {
      "verdict",   "note",          "parameters", "plan",
      "judge",     "configuration", "open",       "outputs",
      "variables", "providers",     "modules",    "unknown_repetitions"};
  keys.insert(keys.end(), SubjectKeys().begin(), SubjectKeys().end());
  return keys;
}

std::map<std::string, cty::Path> ByName(const schema::Block& block) {
  std::map<std::string, cty::Path> names;
  for (const auto& attribute : block.attributes) {
    names[attribute.name] = cty::Path().Attr(attribute.name);
  }
  for (const auto& nested : block.blocks) {
    names[nested.name] = cty::Path().Attr(nested.name);
  }
  return names;
}

plan::Expression Reference(std::vector<std::string> references) {
  plan::Expression expression;
  expression.references = std::move(references);
  return expression;
}

plan::Expression Constant(cty::Value value) {
  plan::Expression expression;
  expression.is_constant = true;
  expression.constant = std::move(value);
  return expression;
}

// What stands in the source for a value that is not known: something that
// leads nowhere.
plan::Expression Unnamed() { return Reference({"local.example"}); }

class ExampleReader {
 public:
  ExampleReader(absl::string_view file, const Rule& rule)
      : file_(file), rule_(rule) {}

  absl::StatusOr<Example> Read(const YAML::Node& node) {
    ASSIGN_OR_RETURN(const YamlMap map,
                     YamlMap::Read(file_, node, "an example", ExampleKeys()));
    Example example;
    example.where = absl::StrCat(file_, ":", node.Mark().line + 1);
    ASSIGN_OR_RETURN(example.verdict, map.String("verdict"));
    ASSIGN_OR_RETURN(example.note, map.StringOr("note", ""));
    const std::set<std::string> verdicts = {"pass", "fail", "unknown",
                                            "not_applicable"};
    if (verdicts.count(example.verdict) == 0) {
      return map.Error("verdict", "use pass, fail, unknown or not_applicable");
    }
    RETURN_IF_ERROR(ReadParameters(map, example));
    ASSIGN_OR_RETURN(const bool configuration,
                     map.BoolOr("configuration", true));
    ASSIGN_OR_RETURN(const bool open, map.BoolOr("open", false));
    plan_.closed = !open;
    plan_.has_configuration = configuration;
    RETURN_IF_ERROR(ReadResources(map));
    RETURN_IF_ERROR(ReadOutputs(map));
    RETURN_IF_ERROR(ReadVariables(map));
    RETURN_IF_ERROR(ReadProviders(map));
    RETURN_IF_ERROR(ReadModules(map));
    ASSIGN_OR_RETURN(plan_.unknown_repetitions,
                     map.Strings("unknown_repetitions"));
    if (!configuration) HideConfiguration();
    RETURN_IF_ERROR(ReadJudge(map, example));
    example.plan = std::make_shared<const plan::Plan>(std::move(plan_));
    return example;
  }

 private:
  absl::Status ReadParameters(const YamlMap& map, Example& example) {
    const YAML::Node* node = map.Find("parameters");
    if (node == nullptr) return absl::OkStatus();
    ASSIGN_OR_RETURN(const YamlMap parameters,
                     YamlMap::Read(file_, *node, "parameters"));
    std::vector<std::string> names;
    for (const Parameter& parameter : rule_.parameters) {
      names.push_back(parameter.name);
    }
    for (const auto& [name, value] : parameters.entries()) {
      if (std::find(names.begin(), names.end(), name) == names.end()) {
        return parameters.Error(
            name, absl::StrCat("the rule has no parameter ", Quote(name),
                               DidYouMean(name, names)));
      }
      ASSIGN_OR_RETURN(example.parameters[name], YamlValue(file_, value));
    }
    return absl::OkStatus();
  }

  absl::Status ReadResources(const YamlMap& map) {
    const YAML::Node* several = map.Find("plan");
    if (several == nullptr) {
      if (rule_.target != Target::kResource) return absl::OkStatus();
      return ReadResource(map, true);
    }
    for (const std::string& key : SubjectKeys()) {
      if (map.Has(key)) {
        return map.Error(key, absl::StrCat("with `plan`, ", Quote(key),
                                           " belongs to one of its entries"));
      }
    }
    if (!several->IsSequence()) {
      return map.Error("plan", "plan must be a list of resources");
    }
    for (const YAML::Node& node : *several) {
      ASSIGN_OR_RETURN(const YamlMap resource,
                       YamlMap::Read(file_, node, "a resource", SubjectKeys()));
      RETURN_IF_ERROR(ReadResource(resource, false));
    }
    std::sort(plan_.resources.begin(), plan_.resources.end(),
              [](const plan::Resource& a, const plan::Resource& b) {
                return a.address.ToString() < b.address.ToString();
              });
    return absl::OkStatus();
  }

  absl::StatusOr<plan::Address> ReadAddress(const YamlMap& map, bool single) {
    if (!single || map.Has("address")) {
      ASSIGN_OR_RETURN(const std::string text, map.String("address"));
      auto address = plan::Address::Parse(text);
      if (!address.ok())
        return map.Error("address", address.status().message());
      return address;
    }
    std::string type = rule_.resources.begin()->first;
    if (map.Has("type")) {
      ASSIGN_OR_RETURN(type, map.String("type"));
    } else if (type == "*") {
      return map.Error("type", "the example needs the key \"type\"");
    }
    plan::Address address;
    address.type = type;
    address.name = "example";
    return address;
  }

  absl::Status ReadResource(const YamlMap& map, bool single) {
    plan::Resource resource;
    ASSIGN_OR_RETURN(resource.address, ReadAddress(map, single));
    const bool data = resource.address.mode == plan::Mode::kData;
    const schema::TypeFacts* facts =
        data ? schema::FindDataSource(resource.address.type)
             : schema::FindResource(resource.address.type);
    if (facts == nullptr && (data || !IsDynamicType(resource.address.type))) {
      const auto& types =
          data ? schema::DataSourceTypes() : schema::ResourceTypes();
      return map.Error(map.Has("address") ? "address" : "type",
                       absl::StrCat("the provider facts have no type ",
                                    Quote(resource.address.type),
                                    DidYouMean(resource.address.type, types)));
    }
    resource.provider = "registry.terraform.io/hashicorp/aws";
    ASSIGN_OR_RETURN(resource.provider_config,
                     map.StringOr("provider_config", "aws"));
    resource.has_configuration = true;
    RETURN_IF_ERROR(ReadAction(map, resource));
    const schema::Block loose =
        facts == nullptr ? LooseBlock(map) : schema::Block();
    const schema::Block& block = facts == nullptr ? loose : facts->schema.block;
    cty::Value::Attributes values;
    RETURN_IF_ERROR(ReadValues(map, "values", block, values, &resource));
    RETURN_IF_ERROR(ReadConfig(map, block, values, resource));
    RETURN_IF_ERROR(ReadReferences(map, block, values, resource));
    if (resource.action == plan::Action::kCreate ||
        resource.action == plan::Action::kReplace) {
      AddComputed(block, values);
    }
    resource.planned = Complete(cty::Value::Object(std::move(values)), block);
    if (map.Has("before")) {
      cty::Value::Attributes before;
      RETURN_IF_ERROR(ReadValues(map, "before", block, before, nullptr));
      resource.before = Complete(cty::Value::Object(std::move(before)), block);
    }
    if (resource.action == plan::Action::kDelete ||
        resource.action == plan::Action::kForget) {
      if (!map.Has("before")) resource.before = resource.planned;
      resource.planned = cty::Value();
    }
    RETURN_IF_ERROR(ReadRepetition(map, resource));
    plan_.resources.push_back(std::move(resource));
    return absl::OkStatus();
  }

  // Of a type without facts: what the example and the rule name.
  schema::Block LooseBlock(const YamlMap& map) const {
    std::set<std::string> names;
    for (const char* key : {"values", "before", "config", "expressions"}) {
      const YAML::Node* node = map.Find(key);
      if (node == nullptr || !node->IsMap()) continue;
      for (const auto& entry : *node) {
        if (entry.first.IsScalar()) names.insert(entry.first.Scalar());
      }
    }
    for (const cel::Program* program :
         {&rule_.each, &rule_.when, &rule_.require}) {
      if (program->empty()) continue;
      for (const cty::Path& path : program->PathsOf("self")) {
        if (path.empty()) continue;
        const auto* name = std::get_if<cty::AttributeName>(&path.steps()[0]);
        if (name != nullptr) names.insert(name->name);
      }
    }
    schema::Block block;
    for (const std::string& name : names) {
      schema::Attribute attribute;
      attribute.name = name;
      attribute.type = cty::Type::Dynamic();
      attribute.optional = true;
      block.attributes.push_back(std::move(attribute));
    }
    return block;
  }

  // What only the provider can say of a new resource, such as its ARN. The id
  // is formally an argument too.
  static void AddComputed(const schema::Block& block,
                          cty::Value::Attributes& values) {
    for (const schema::Attribute& attribute : block.attributes) {
      const bool settable =
          attribute.required || (attribute.optional && attribute.name != "id");
      if (settable || !attribute.computed) continue;
      values.emplace(attribute.name, cty::Value::Unknown(attribute.type));
    }
  }

  absl::Status ReadAction(const YamlMap& map, plan::Resource& resource) {
    resource.action =
        map.Has("before") ? plan::Action::kUpdate : plan::Action::kCreate;
    if (resource.address.mode == plan::Mode::kData) {
      resource.action = plan::Action::kRead;
    }
    if (!map.Has("action")) return absl::OkStatus();
    ASSIGN_OR_RETURN(const std::string name, map.String("action"));
    const auto action = ActionByName(name);
    if (!action.has_value()) {
      return map.Error("action", absl::StrCat("no action ", Quote(name)));
    }
    resource.action = *action;
    return absl::OkStatus();
  }

  // The members of `key` as the provider types them. With `resource`, what they
  // say of the configuration goes there.
  absl::Status ReadValues(const YamlMap& map, absl::string_view key,
                          const schema::Block& block,
                          cty::Value::Attributes& values,
                          plan::Resource* resource) {
    const YAML::Node* node = map.Find(key);
    if (node == nullptr || node->IsNull()) return absl::OkStatus();
    ASSIGN_OR_RETURN(const YamlMap members, YamlMap::Read(file_, *node, key));
    for (const auto& [name, child] : members.entries()) {
      ASSIGN_OR_RETURN(const ExampleValue loose,
                       ReadExampleValue(file_, child));
      auto shaped = ShapeMember(name, loose.value, block);
      if (!shaped.ok()) return members.Error(name, shaped.status().message());
      if (resource != nullptr) {
        Express(cty::Path().Attr(name), *shaped, loose.computed,
                block.FindBlock(name) != nullptr, *resource);
      }
      values[name] = *std::move(shaped);
    }
    return absl::OkStatus();
  }

  // Inside a block: whether these are blocks.
  static bool IsOfBlocks(const cty::Type& type) {
    const cty::Type::Kind kind = type.kind();
    if (kind == cty::Type::Kind::kObject) return true;
    return (kind == cty::Type::Kind::kList || kind == cty::Type::Kind::kSet) &&
           type.element().kind() == cty::Type::Kind::kObject;
  }

  // The expressions that a configuration with this value would have: one for
  // each attribute, also of nested blocks.
  static void Express(const cty::Path& path, const cty::Value& value,
                      const std::set<cty::Path>& computed, bool is_block,
                      plan::Resource& resource) {
    const std::size_t name_steps = 1;
    const std::vector<cty::Step> below(path.steps().begin() + name_steps,
                                       path.steps().end());
    if (computed.count(cty::Path(below)) != 0 || value.IsNull()) return;
    if (is_block && value.HasContent()) {
      const cty::Type::Kind kind = value.type().kind();
      if (kind == cty::Type::Kind::kObject) {
        for (const auto& [name, child] : value.AsAttributes()) {
          Express(path.Attr(name), child, computed, IsOfBlocks(child.type()),
                  resource);
        }
        return;
      }
      if (kind == cty::Type::Kind::kList || kind == cty::Type::Kind::kSet) {
        if (value.type().element().kind() == cty::Type::Kind::kObject) {
          std::int64_t index = 0;
          for (const cty::Value& child : value.AsElements()) {
            Express(path.Index(index++), child, computed, true, resource);
          }
          return;
        }
      }
    }
    resource.expressions[path] =
        value.IsWhollyKnown() ? Constant(value) : Unnamed();
  }

  absl::Status ReadConfig(const YamlMap& map, const schema::Block& block,
                          cty::Value::Attributes& values,
                          plan::Resource& resource) {
    const YAML::Node* node = map.Find("config");
    if (node == nullptr) return absl::OkStatus();
    ASSIGN_OR_RETURN(const YamlMap config,
                     YamlMap::Read(file_, *node, "config"));
    for (const auto& [text, child] : config.entries()) {
      ASSIGN_OR_RETURN(const cty::Path path, ReadPath(config, text, block));
      if (!child.IsMap()) {
        ASSIGN_OR_RETURN(const cty::Value literal, YamlValue(file_, child));
        resource.expressions[path] = Constant(literal);
        continue;
      }
      ASSIGN_OR_RETURN(const YamlMap expression,
                       YamlMap::Read(file_, child, "an expression",
                                     {"references", "constant"}));
      if (const YAML::Node* constant = expression.Find("constant")) {
        ASSIGN_OR_RETURN(const cty::Value literal, YamlValue(file_, *constant));
        resource.expressions[path] = Constant(literal);
        continue;
      }
      ASSIGN_OR_RETURN(auto references, expression.Strings("references"));
      RETURN_IF_ERROR(Refer(config, text, path, std::move(references), block,
                            values, resource));
    }
    return absl::OkStatus();
  }

  absl::Status ReadReferences(const YamlMap& map, const schema::Block& block,
                              cty::Value::Attributes& values,
                              plan::Resource& resource) {
    const YAML::Node* node = map.Find("expressions");
    if (node == nullptr) return absl::OkStatus();
    ASSIGN_OR_RETURN(const YamlMap expressions,
                     YamlMap::Read(file_, *node, "expressions"));
    for (const auto& [text, child] : expressions.entries()) {
      ASSIGN_OR_RETURN(const cty::Path path,
                       ReadPath(expressions, text, block));
      ASSIGN_OR_RETURN(auto references, expressions.Strings(text));
      RETURN_IF_ERROR(Refer(expressions, text, path, std::move(references),
                            block, values, resource));
    }
    return absl::OkStatus();
  }

  static absl::StatusOr<cty::Path> ReadPath(const YamlMap& map,
                                            const std::string& text,
                                            const schema::Block& block) {
    const auto path = ParsePath(text);
    if (!path.ok()) return map.Error(text, path.status().message());
    if (!HasPath(block, *path)) {
      std::vector<std::string> names;
      for (const auto& [name, unused] : ByName(block)) names.push_back(name);
      return map.Error(text, absl::StrCat("no attribute ", Quote(text),
                                          DidYouMean(text, names)));
    }
    return *path;
  }

  // The attribute is set by reference: whatever stood for it or for parts of it
  // gives way, and where it has no value yet it is unknown.
  static absl::Status Refer(const YamlMap& map, const std::string& text,
                            const cty::Path& path,
                            std::vector<std::string> references,
                            const schema::Block& block,
                            cty::Value::Attributes& values,
                            plan::Resource& resource) {
    plan::Expressions::Map& expressions = resource.expressions.Change();
    for (auto it = expressions.begin(); it != expressions.end();) {
      it = it->first.StartsWith(path) ? expressions.erase(it) : std::next(it);
    }
    expressions[path] = Reference(std::move(references));
    if (path.steps().size() > 1 || values.count(text) != 0) {
      return absl::OkStatus();
    }
    auto shaped = ShapeMember(text, cty::Value::Unknown({}), block);
    if (!shaped.ok()) return map.Error(text, shaped.status().message());
    values[text] = *std::move(shaped);
    return absl::OkStatus();
  }

  absl::Status ReadRepetition(const YamlMap& map, plan::Resource& resource) {
    if (map.Has("for_each")) {
      ASSIGN_OR_RETURN(auto references, map.Strings("for_each"));
      resource.for_each = Reference(std::move(references));
    }
    if (map.Has("count")) {
      ASSIGN_OR_RETURN(auto references, map.Strings("count"));
      resource.count = Reference(std::move(references));
    }
    return absl::OkStatus();
  }

  absl::Status ReadOutputs(const YamlMap& map) {
    const YAML::Node* node = map.Find("outputs");
    if (node == nullptr) return absl::OkStatus();
    ASSIGN_OR_RETURN(const YamlMap outputs,
                     YamlMap::Read(file_, *node, "outputs"));
    for (const auto& [name, child] : outputs.entries()) {
      ASSIGN_OR_RETURN(
          const YamlMap fields,
          YamlMap::Read(file_, child, "an output",
                        {"value", "description", "sensitive", "references"}));
      plan::Output output;
      output.name = name;
      ASSIGN_OR_RETURN(output.description, fields.StringOr("description", ""));
      ASSIGN_OR_RETURN(output.sensitive, fields.BoolOr("sensitive", false));
      ASSIGN_OR_RETURN(output.value, ReadLoose(fields, "value"));
      ASSIGN_OR_RETURN(auto references, fields.Strings("references"));
      output.expression = references.empty() ? Constant(output.value)
                                             : Reference(std::move(references));
      plan_.outputs.push_back(std::move(output));
    }
    return absl::OkStatus();
  }

  absl::StatusOr<cty::Value> ReadLoose(const YamlMap& map,
                                       absl::string_view key) {
    const YAML::Node* node = map.Find(key);
    if (node == nullptr) return cty::Value();
    ASSIGN_OR_RETURN(ExampleValue value, ReadExampleValue(file_, *node));
    return std::move(value.value);
  }

  absl::Status ReadVariables(const YamlMap& map) {
    const YAML::Node* node = map.Find("variables");
    if (node == nullptr) return absl::OkStatus();
    ASSIGN_OR_RETURN(const YamlMap variables,
                     YamlMap::Read(file_, *node, "variables"));
    for (const auto& [name, child] : variables.entries()) {
      ASSIGN_OR_RETURN(const YamlMap fields,
                       YamlMap::Read(file_, child, "a variable",
                                     {"default", "value", "description",
                                      "sensitive", "module"}));
      plan::Variable variable;
      variable.name = name;
      ASSIGN_OR_RETURN(variable.module, fields.StringOr("module", ""));
      ASSIGN_OR_RETURN(variable.description,
                       fields.StringOr("description", ""));
      ASSIGN_OR_RETURN(variable.sensitive, fields.BoolOr("sensitive", false));
      variable.has_default = fields.Has("default");
      ASSIGN_OR_RETURN(variable.default_value, ReadLoose(fields, "default"));
      ASSIGN_OR_RETURN(
          variable.value,
          ReadLoose(fields, fields.Has("value") ? "value" : "default"));
      plan_.variables.push_back(std::move(variable));
    }
    return absl::OkStatus();
  }

  absl::Status ReadProviders(const YamlMap& map) {
    const YAML::Node* node = map.Find("providers");
    if (node == nullptr) return absl::OkStatus();
    ASSIGN_OR_RETURN(const YamlMap providers,
                     YamlMap::Read(file_, *node, "providers"));
    for (const auto& [key, child] : providers.entries()) {
      plan::ProviderConfig provider;
      provider.key = key;
      provider.full_name = "registry.terraform.io/hashicorp/aws";
      ASSIGN_OR_RETURN(const YamlMap fields,
                       YamlMap::Read(file_, child, "a provider"));
      for (const auto& [name, value] : fields.entries()) {
        if (name == "version_constraint") {
          ASSIGN_OR_RETURN(provider.version_constraint, fields.String(name));
          continue;
        }
        ASSIGN_OR_RETURN(const ExampleValue loose,
                         ReadExampleValue(file_, value));
        const cty::Path path =
            name == "default_tags"
                ? cty::Path().Attr(name).Index(0).Attr("tags")
                : cty::Path().Attr(name);
        provider.expressions[path] =
            loose.value.IsWhollyKnown() ? Constant(loose.value) : Unnamed();
      }
      plan_.provider_configs.push_back(std::move(provider));
    }
    return absl::OkStatus();
  }

  absl::Status ReadModules(const YamlMap& map) {
    const YAML::Node* node = map.Find("modules");
    if (node == nullptr) return absl::OkStatus();
    ASSIGN_OR_RETURN(const YamlMap modules,
                     YamlMap::Read(file_, *node, "modules"));
    for (const auto& [path, child] : modules.entries()) {
      ASSIGN_OR_RETURN(
          const YamlMap sides,
          YamlMap::Read(file_, child, "a module", {"inputs", "outputs"}));
      RETURN_IF_ERROR(
          ReadModuleSide(sides, "inputs", plan_.module_inputs[path]));
      RETURN_IF_ERROR(
          ReadModuleSide(sides, "outputs", plan_.module_outputs[path]));
    }
    return absl::OkStatus();
  }

  // A list of references, or a constant.
  absl::Status ReadModuleSide(
      const YamlMap& sides, absl::string_view key,
      std::map<std::string, plan::Expression>& expressions) {
    const YAML::Node* node = sides.Find(key);
    if (node == nullptr) return absl::OkStatus();
    ASSIGN_OR_RETURN(const YamlMap map, YamlMap::Read(file_, *node, key));
    for (const auto& [name, child] : map.entries()) {
      if (child.IsSequence()) {
        ASSIGN_OR_RETURN(auto references, map.Strings(name));
        expressions[name] = Reference(std::move(references));
      } else {
        ASSIGN_OR_RETURN(cty::Value value, YamlValue(file_, child));
        expressions[name] = Constant(std::move(value));
      }
    }
    return absl::OkStatus();
  }

  // A way in without the configuration shows values, and no more.
  void HideConfiguration() {
    for (plan::Resource& resource : plan_.resources) {
      resource.has_configuration = false;
      resource.expressions.clear();
      resource.for_each.reset();
      resource.count.reset();
      resource.provider_config.clear();
    }
    plan_.outputs.clear();
    plan_.variables.clear();
    plan_.provider_configs.clear();
    plan_.module_inputs.clear();
    plan_.module_outputs.clear();
  }

  absl::Status ReadJudge(const YamlMap& map, Example& example) {
    if (map.Has("judge")) {
      ASSIGN_OR_RETURN(example.address, map.String("judge"));
      return absl::OkStatus();
    }
    if (rule_.target != Target::kResource) return absl::OkStatus();
    std::vector<std::string> found;
    for (const plan::Resource& resource : plan_.resources) {
      if (resource.address.mode != plan::Mode::kManaged) continue;
      if (rule_.having.empty() &&
          rule_.resources.count(resource.address.type) == 0) {
        continue;
      }
      found.push_back(resource.address.ToString());
    }
    if (found.size() != 1) {
      return map.Error("judge", absl::StrCat("the example has ", found.size(),
                                             " resources that the rule "
                                             "judges; name one: judge: …"));
    }
    example.address = found.front();
    return absl::OkStatus();
  }

  absl::string_view file_;
  const Rule& rule_;
  plan::Plan plan_;
};

}  // namespace

absl::StatusOr<std::vector<Example>> LoadExamples(absl::string_view file,
                                                  const YamlMap& map,
                                                  const Rule& rule) {
  std::vector<Example> examples;
  const YAML::Node* node = map.Find("examples");
  if (node == nullptr || !node->IsSequence() || node->size() == 0) {
    return map.Error("examples", "a rule needs a list of examples");
  }
  for (const YAML::Node& child : *node) {
    ASSIGN_OR_RETURN(Example example, ExampleReader(file, rule).Read(child));
    examples.push_back(std::move(example));
  }
  return examples;
}

}  // namespace compliance::rules
