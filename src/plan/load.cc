#include "compliance/plan/load.h"

#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "changes.h"
#include "compliance/base/status_macros.h"
#include "configuration.h"
#include "document.h"
#include "json_access.h"
#include "merged_value.h"

namespace compliance::plan {
namespace {

using Json = nlohmann::json;

void ReadVariables(const Json& document, Plan& plan) {
  const Json* values = Find(document, "variables");
  for (Variable& variable : plan.variables) {
    if (!variable.module.empty()) continue;
    const Json* entry =
        values != nullptr ? Find(*values, variable.name.c_str()) : nullptr;
    const Json* value = entry != nullptr ? Find(*entry, "value") : nullptr;
    if (value != nullptr) {
      variable.value = Merge({value}, cty::Type());
    } else if (variable.has_default) {
      variable.value = variable.default_value;
    } else {
      variable.value = cty::Value::Unknown(cty::Type());
    }
    variable.value = variable.value.WithSensitive(variable.sensitive);
  }
}

// The planned value of an output: from its change, where the plan lists one,
// else from the planned values.
cty::Value OutputValue(const Json& document, const std::string& name) {
  if (const Json* changes = Find(document, "output_changes")) {
    if (const Json* change = Find(*changes, name.c_str())) {
      return Merge({Find(*change, "after"), Find(*change, "after_unknown"),
                    Find(*change, "after_sensitive")},
                   cty::Type());
    }
  }
  const Json* planned = Find(document, "planned_values");
  const Json* outputs =
      planned != nullptr ? Find(*planned, "outputs") : nullptr;
  const Json* output =
      outputs != nullptr ? Find(*outputs, name.c_str()) : nullptr;
  const Json* value = output != nullptr ? Find(*output, "value") : nullptr;
  if (value == nullptr) return cty::Value::Unknown(cty::Type());
  return Merge({value}, cty::Type());
}

void ReadOutputs(const Json& document, Plan& plan) {
  const Json* planned = Find(document, "planned_values");
  const Json* outputs =
      planned != nullptr ? Find(*planned, "outputs") : nullptr;
  if (!plan.has_configuration && outputs != nullptr && outputs->is_object()) {
    for (const auto& [name, value] : outputs->items()) {
      Output output;
      output.name = name;
      output.sensitive = BoolAt(value, "sensitive");
      plan.outputs.push_back(std::move(output));
    }
  }
  for (Output& output : plan.outputs) {
    cty::Value value = OutputValue(document, output.name);
    output.value = output.sensitive ? value.WithSensitive() : value;
  }
}

absl::StatusOr<Plan> Load(absl::string_view text) {
  ASSIGN_OR_RETURN(const Json document, ParseDocument(text));
  Plan plan;
  plan.closed = true;
  plan.terraform_version = StringAt(document, "terraform_version");
  Configuration configuration;
  if (const Json* json = Find(document, "configuration")) {
    plan.has_configuration = Find(*json, "root_module") != nullptr;
    configuration = ReadConfiguration(*json, plan);
  }
  ReadVariables(document, plan);
  ReadOutputs(document, plan);
  RETURN_IF_ERROR(ReadResources(document, configuration, plan));
  return plan;
}

}  // namespace

absl::StatusOr<Plan> LoadPlanJson(absl::string_view json) {
  try {
    return Load(json);
  } catch (const Json::exception&) {
    // Its own text may quote the document.
    return absl::InvalidArgumentError(
        "the plan JSON has an unexpected shape; make it anew with: terraform "
        "show -json tfplan > plan.json");
  }
}

}  // namespace compliance::plan
