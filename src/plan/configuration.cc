#include "configuration.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "compliance/cty/type.h"
#include "compliance/cty/value.h"
#include "json_access.h"
#include "merged_value.h"

namespace compliance::plan {
namespace {

using Json = nlohmann::json;

// An expression has these keys only; a nested block of the same shape would
// need an attribute named "references" that holds a list of strings.
bool IsExpression(const Json& json) {
  for (const auto& [key, value] : json.items()) {
    if (key == "constant_value") continue;
    if (key != "references" || !value.is_array()) return false;
  }
  return true;
}

void Walk(const Json& json, const cty::Path& path,
          std::map<cty::Path, Expression>& out) {
  if (json.is_array()) {
    for (std::size_t i = 0; i < json.size(); ++i) {
      Walk(json[i], path.Index(static_cast<std::int64_t>(i)), out);
    }
    return;
  }
  if (!json.is_object()) return;
  const bool in_list = !path.empty() && std::holds_alternative<cty::ListIndex>(
                                            path.steps().back());
  // An element of a list is always a block: attributes are never split up.
  if (!path.empty() && !in_list && IsExpression(json)) {
    out.emplace(path, DecodeExpression(json));
    return;
  }
  for (const auto& [name, value] : json.items()) {
    Walk(value, path.Attr(name), out);
  }
}

std::map<std::string, Expression> FlatExpressions(const Json* json) {
  std::map<std::string, Expression> out;
  if (json == nullptr || !json->is_object()) return out;
  for (const auto& [name, value] : json->items()) {
    if (value.is_object()) out.emplace(name, DecodeExpression(value));
  }
  return out;
}

ResourceConfig DecodeResource(const Json& json) {
  ResourceConfig config;
  config.provider_config = StringAt(json, "provider_config_key");
  if (const Json* expressions = Find(json, "expressions")) {
    config.expressions = DecodeExpressions(*expressions);
  }
  config.for_each = ExpressionAt(json, "for_each_expression");
  config.count = ExpressionAt(json, "count_expression");
  return config;
}

Variable DecodeVariable(const std::string& name, const std::string& module,
                        const Json& json) {
  Variable variable;
  variable.name = name;
  variable.module = module;
  variable.description = StringAt(json, "description");
  variable.sensitive = BoolAt(json, "sensitive");
  if (const Json* value = Find(json, "default")) {
    variable.has_default = true;
    variable.default_value =
        Merge({value}, cty::Type()).WithSensitive(variable.sensitive);
  }
  return variable;
}

// Reads modules; `path` is the configuration path so far, "module.a.module.b".
class ModuleReader {
 public:
  ModuleReader(Plan& plan, Configuration& configuration)
      : plan_(plan), configuration_(configuration) {}

  void Read(const Json& module, const std::string& path) {
    ReadResources(module, path);
    ReadOutputs(module, path);
    if (const Json* variables = Find(module, "variables")) {
      for (const auto& [name, value] : variables->items()) {
        plan_.variables.push_back(DecodeVariable(name, path, value));
      }
    }
    if (const Json* calls = Find(module, "module_calls")) {
      for (const auto& [name, call] : calls->items()) {
        ReadCall(call, Join(path, absl::StrCat("module.", name)));
      }
    }
  }

 private:
  static std::string Join(const std::string& path, absl::string_view step) {
    return path.empty() ? std::string(step) : absl::StrCat(path, ".", step);
  }

  void ReadResources(const Json& module, const std::string& path) {
    const Json* resources = Find(module, "resources");
    if (resources == nullptr || !resources->is_array()) return;
    for (const Json& resource : *resources) {
      const std::string type = StringAt(resource, "type");
      const std::string name = StringAt(resource, "name");
      if (type.empty() || name.empty()) continue;
      const bool is_data = StringAt(resource, "mode") == "data";
      configuration_.resources.emplace(
          Join(path, absl::StrCat(is_data ? "data." : "", type, ".", name)),
          DecodeResource(resource));
    }
  }

  void ReadOutputs(const Json& module, const std::string& path) {
    const Json* outputs = Find(module, "outputs");
    if (outputs == nullptr) return;
    for (const auto& [name, value] : outputs->items()) {
      Expression expression =
          ExpressionAt(value, "expression").value_or(Expression());
      if (!path.empty()) {
        plan_.module_outputs[path].emplace(name, std::move(expression));
        continue;
      }
      Output output;
      output.name = name;
      output.description = StringAt(value, "description");
      output.sensitive = BoolAt(value, "sensitive");
      output.expression = std::move(expression);
      plan_.outputs.push_back(std::move(output));
    }
  }

  void ReadCall(const Json& call, const std::string& path) {
    plan_.module_inputs[path] = FlatExpressions(Find(call, "expressions"));
    for (const char* key : {"for_each_expression", "count_expression"}) {
      if (std::optional<Expression> repeated = ExpressionAt(call, key)) {
        plan_.module_repetitions.emplace(path, *std::move(repeated));
      }
    }
    if (const Json* module = Find(call, "module")) Read(*module, path);
  }

  Plan& plan_;
  Configuration& configuration_;
};

void ReadProviderConfigs(const Json& json, Plan& plan) {
  const Json* providers = Find(json, "provider_config");
  if (providers == nullptr) return;
  for (const auto& [key, value] : providers->items()) {
    ProviderConfig config;
    config.key = key;
    config.full_name = StringAt(value, "full_name");
    config.version_constraint = StringAt(value, "version_constraint");
    if (const Json* expressions = Find(value, "expressions")) {
      config.expressions = DecodeExpressions(*expressions);
    }
    plan.provider_configs.push_back(std::move(config));
  }
}

// Terraform 1.0 and older name the provider of a module's resource
// "db:aws" where the module inherits it and the map has only "aws".
void ResolveProviderKeys(const Plan& plan, Configuration& configuration) {
  const auto exists = [&plan](absl::string_view key) {
    return std::any_of(plan.provider_configs.begin(),
                       plan.provider_configs.end(),
                       [key](const auto& config) { return config.key == key; });
  };
  for (auto& [address, resource] : configuration.resources) {
    std::string& key = resource.provider_config;
    const std::size_t colon = key.rfind(':');
    if (colon == std::string::npos || exists(key)) continue;
    if (exists(absl::StrCat("module.", key))) {
      key = absl::StrCat("module.", key);
    } else {
      key = key.substr(colon + 1);
    }
  }
}

}  // namespace

Expression DecodeExpression(const Json& json) {
  Expression expression;
  if (const Json* constant = Find(json, "constant_value")) {
    expression.is_constant = true;
    expression.constant = Merge({constant}, cty::Type());
    return expression;
  }
  const Json* references = Find(json, "references");
  if (references != nullptr && references->is_array()) {
    for (const Json& reference : *references) {
      if (reference.is_string()) {
        expression.references.push_back(reference.get<std::string>());
      }
    }
  }
  if (expression.references.empty()) {
    expression.is_constant = true;
    expression.constant = cty::Value::Unknown(cty::Type());
  }
  return expression;
}

std::map<cty::Path, Expression> DecodeExpressions(const Json& json) {
  std::map<cty::Path, Expression> out;
  Walk(json, cty::Path(), out);
  return out;
}

std::optional<Expression> ExpressionAt(const Json& json, const char* key) {
  const Json* value = Find(json, key);
  if (value == nullptr || !value->is_object()) return std::nullopt;
  return DecodeExpression(*value);
}

Configuration ReadConfiguration(const Json& json, Plan& plan) {
  Configuration configuration;
  ReadProviderConfigs(json, plan);
  if (const Json* root = Find(json, "root_module")) {
    ModuleReader(plan, configuration).Read(*root, "");
  }
  ResolveProviderKeys(plan, configuration);
  return configuration;
}

}  // namespace compliance::plan
