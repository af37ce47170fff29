#include "configuration.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "compliance/cty/type.h"
#include "compliance/cty/value.h"
#include "json.h"
#include "merged_value.h"
#include "provider_name.h"

namespace compliance::plan {
namespace {

// An expression has these keys only; a nested block of the same shape would
// need an attribute named "references" that holds a list of strings.
bool IsExpression(const Json& json) {
  for (const auto& [key, value] : json.members()) {
    if (key == "constant_value") continue;
    if (key != "references" || !value.IsArray()) return false;
  }
  return true;
}

// One expression object. An empty one is a constant that only evaluation could
// tell (a function over literals): is_constant with an unknown constant.
Expression DecodeExpression(const Json& json, Merger& merger) {
  Expression expression;
  if (const Json* constant = json.Find("constant_value")) {
    expression.is_constant = true;
    expression.constant = merger.Merge({constant});
    return expression;
  }
  const Json* references = json.Find("references");
  if (references != nullptr && references->IsArray()) {
    for (const Json& reference : references->elements()) {
      if (reference.IsString()) {
        expression.references.emplace_back(reference.text());
      }
    }
  }
  if (expression.references.empty()) {
    expression.is_constant = true;
    expression.constant = cty::Value::Unknown(cty::Type());
  }
  return expression;
}

// An expression at `key` of a block, if it is there.
std::optional<Expression> ExpressionAt(const Json& json, const char* key,
                                       Merger& merger) {
  const Json* value = json.Find(key);
  if (value == nullptr || !value->IsObject()) return std::nullopt;
  return DecodeExpression(*value, merger);
}

void Walk(const Json& json, const cty::Path& path, Merger& merger,
          std::map<cty::Path, Expression>& out) {
  if (json.IsArray()) {
    std::int64_t index = 0;
    for (const Json& element : json.elements()) {
      Walk(element, path.Index(index++), merger, out);
    }
    return;
  }
  if (!json.IsObject()) return;
  const bool in_list = !path.empty() && std::holds_alternative<cty::ListIndex>(
                                            path.steps().back());
  // An element of a list is always a block: attributes are never split up.
  if (!path.empty() && !in_list && IsExpression(json)) {
    out.emplace(path, DecodeExpression(json, merger));
    return;
  }
  for (const auto& [name, value] : json.members()) {
    Walk(value, path.Attr(std::string(name)), merger, out);
  }
}

// `expressions` of a resource or provider: nested blocks become path steps.
std::map<cty::Path, Expression> DecodeExpressions(const Json& json,
                                                  Merger& merger) {
  std::map<cty::Path, Expression> out;
  Walk(json, cty::Path(), merger, out);
  return out;
}

std::map<std::string, Expression> FlatExpressions(const Json* json,
                                                  Merger& merger) {
  std::map<std::string, Expression> out;
  if (json == nullptr || !json->IsObject()) return out;
  for (const auto& [name, value] : json->members()) {
    if (value.IsObject()) out.emplace(name, DecodeExpression(value, merger));
  }
  return out;
}

ResourceConfig DecodeResource(const Json& json, Merger& merger) {
  ResourceConfig config;
  config.provider_config = json.StringAt("provider_config_key");
  if (const Json* expressions = json.Find("expressions")) {
    config.expressions = Expressions(DecodeExpressions(*expressions, merger));
  }
  config.for_each = ExpressionAt(json, "for_each_expression", merger);
  config.count = ExpressionAt(json, "count_expression", merger);
  return config;
}

Variable DecodeVariable(const std::string& name, const std::string& module,
                        const Json& json, Merger& merger) {
  Variable variable;
  variable.name = name;
  variable.module = module;
  variable.description = json.StringAt("description");
  variable.sensitive = json.BoolAt("sensitive");
  if (const Json* value = json.Find("default")) {
    variable.has_default = true;
    variable.default_value =
        merger.Merge({value}).WithSensitive(variable.sensitive);
  }
  return variable;
}

// Reads modules; `path` is the configuration path so far, "module.a.module.b".
class ModuleReader {
 public:
  ModuleReader(Merger& merger, Plan& plan, Configuration& configuration)
      : merger_(merger), plan_(plan), configuration_(configuration) {}

  void Read(const Json& module, const std::string& path) {
    ReadResources(module, path);
    ReadOutputs(module, path);
    if (const Json* variables = module.Find("variables")) {
      for (const auto& [name, value] : variables->members()) {
        plan_.variables.push_back(
            DecodeVariable(std::string(name), path, value, merger_));
      }
    }
    if (const Json* calls = module.Find("module_calls")) {
      for (const auto& [name, call] : calls->members()) {
        ReadCall(call, Join(path, absl::StrCat("module.", name)));
      }
    }
  }

 private:
  static std::string Join(const std::string& path, absl::string_view step) {
    return path.empty() ? std::string(step) : absl::StrCat(path, ".", step);
  }

  void ReadResources(const Json& module, const std::string& path) {
    const Json* resources = module.Find("resources");
    if (resources == nullptr || !resources->IsArray()) return;
    for (const Json& resource : resources->elements()) {
      const std::string type = resource.StringAt("type");
      const std::string name = resource.StringAt("name");
      if (type.empty() || name.empty()) continue;
      const bool is_data = resource.StringAt("mode") == "data";
      configuration_.resources.emplace(
          Join(path, absl::StrCat(is_data ? "data." : "", type, ".", name)),
          DecodeResource(resource, merger_));
    }
  }

  void ReadOutputs(const Json& module, const std::string& path) {
    const Json* outputs = module.Find("outputs");
    if (outputs == nullptr) return;
    for (const auto& [name, value] : outputs->members()) {
      Expression expression =
          ExpressionAt(value, "expression", merger_).value_or(Expression());
      if (!path.empty()) {
        plan_.module_outputs[path].emplace(name, std::move(expression));
        continue;
      }
      Output output;
      output.name = std::string(name);
      output.description = value.StringAt("description");
      output.sensitive = value.BoolAt("sensitive");
      output.expression = std::move(expression);
      plan_.outputs.push_back(std::move(output));
    }
  }

  void ReadCall(const Json& call, const std::string& path) {
    plan_.module_inputs[path] =
        FlatExpressions(call.Find("expressions"), merger_);
    for (const char* key : {"for_each_expression", "count_expression"}) {
      if (std::optional<Expression> repeated =
              ExpressionAt(call, key, merger_)) {
        plan_.module_repetitions.emplace(path, *std::move(repeated));
      }
    }
    if (const Json* module = call.Find("module")) Read(*module, path);
  }

  Merger& merger_;
  Plan& plan_;
  Configuration& configuration_;
};

void ReadProviderConfigs(const Json& json, Merger& merger, Plan& plan) {
  const Json* providers = json.Find("provider_config");
  if (providers == nullptr) return;
  for (const auto& [key, value] : providers->members()) {
    ProviderConfig config;
    config.key = std::string(key);
    config.name = value.StringAt("name");
    config.alias = value.StringAt("alias");
    config.module = value.StringAt("module_address");
    config.full_name = FullProviderName(value.StringAt("full_name"));
    config.version_constraint = value.StringAt("version_constraint");
    if (const Json* expressions = value.Find("expressions")) {
      config.expressions = DecodeExpressions(*expressions, merger);
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

Configuration ReadConfiguration(const Json& json, Merger& merger, Plan& plan) {
  Configuration configuration;
  ReadProviderConfigs(json, merger, plan);
  if (const Json* root = json.Find("root_module")) {
    ModuleReader(merger, plan, configuration).Read(*root, "");
  }
  ResolveProviderKeys(plan, configuration);
  return configuration;
}

}  // namespace compliance::plan
