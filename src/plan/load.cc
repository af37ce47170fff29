#include "compliance/plan/load.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"
#include "changes.h"
#include "checks.h"
#include "compliance/base/status_macros.h"
#include "configuration.h"
#include "document.h"
#include "json.h"
#include "merged_value.h"
#include "spent_text.h"

namespace compliance::plan {
namespace {

void ReadVariables(const Json& values, Merger& merger, Plan& plan) {
  for (Variable& variable : plan.variables) {
    if (!variable.module.empty()) continue;
    const Json* entry = values.Find(variable.name);
    const Json* value = entry != nullptr ? entry->Find("value") : nullptr;
    if (value != nullptr) {
      variable.value = merger.Merge({value});
    } else if (variable.has_default) {
      variable.value = variable.default_value;
    } else {
      variable.value = cty::Value::Unknown(cty::Type());
    }
    // A mark that the value has of itself stays.
    if (variable.sensitive) variable.value = variable.value.WithSensitive();
  }
}

// The planned value of each output: from its change, where the plan lists one,
// else from the planned values.
void ReadPlannedOutputs(const Json& planned, Merger& merger, Plan& plan) {
  if (!plan.has_configuration) {
    for (const auto& [name, value] : planned.members()) {
      Output output;
      output.name = std::string(name);
      output.sensitive = value.BoolAt("sensitive");
      plan.outputs.push_back(std::move(output));
    }
  }
  for (Output& output : plan.outputs) {
    const Json* entry = planned.Find(output.name);
    const Json* value = entry != nullptr ? entry->Find("value") : nullptr;
    output.value = value != nullptr ? merger.Merge({value})
                                    : cty::Value::Unknown(cty::Type());
  }
}

void ReadOutputChanges(const Json& changes, Merger& merger, Plan& plan) {
  for (Output& output : plan.outputs) {
    if (const Json* change = changes.Find(output.name)) {
      output.value =
          merger.Merge({change->Find("after"), change->Find("after_unknown"),
                        change->Find("after_sensitive")});
    }
    if (output.sensitive) output.value = output.value.WithSensitive();
  }
}

std::optional<bool> FlagAt(const Document& document, absl::string_view name) {
  const absl::string_view member = document.Member(name);
  if (member == "true") return true;
  if (member == "false") return false;
  return std::nullopt;
}

// One part of the document is a tree at a time; each is gone when the next is
// read.
absl::StatusOr<Plan> Load(const Document& document, const SpentText& spent) {
  JsonReader reader;
  const auto read = [&](absl::string_view member) -> const Json& {
    return reader.Read(document.Member(member));
  };
  Merger merger;
  Plan plan;
  plan.closed = true;
  plan.format_version = std::string(read("format_version").text());
  plan.terraform_version = std::string(read("terraform_version").text());
  plan.complete = FlagAt(document, "complete");
  plan.applyable = FlagAt(document, "applyable");
  const Json& json = read("configuration");
  plan.has_configuration = json.Find("root_module") != nullptr;
  const Configuration configuration = ReadConfiguration(json, merger, plan);
  spent.Forget(document.Member("configuration"));
  ReadVariables(read("variables"), merger, plan);
  ReadPlannedOutputs(read("planned_values.outputs"), merger, plan);
  spent.Forget(document.planned_values);
  ReadOutputChanges(read("output_changes"), merger, plan);
  ReadChecks(read("checks"), plan);
  RETURN_IF_ERROR(
      ReadResources(document, configuration, spent, reader, merger, plan));
  return plan;
}

}  // namespace

absl::StatusOr<Plan> LoadPlanJson(absl::string_view json) {
  ASSIGN_OR_RETURN(const Document document, ParseDocument(json));
  return Load(document, SpentText());
}

absl::StatusOr<Plan> TakePlanJson(std::string json) {
  ASSIGN_OR_RETURN(const Document document, ParseDocument(json));
  if (document.converted == nullptr) return Load(document, SpentText(json));
  std::string().swap(json);
  return Load(document, SpentText(*document.converted));
}

}  // namespace compliance::plan
