#include "provider/check.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "compliance/plan/load.h"
#include "provider/attributes.h"
#include "provider/block.h"
#include "provider/checked_resources.h"
#include "provider/judge.h"
#include "provider/outputs.h"
#include "provider/scope.h"

namespace compliance::provider {
namespace {

using cty::Value;

// The ways to say what is checked; exactly one is used.
constexpr const char* kInputs[] = {"resources", "plan_json", "plan_file"};

// The input that is set. An unknown one counts: it will be set, or null.
struct Input {
  std::string name;
  bool settled = true;
  diag::Diagnostics diagnostics;
};

Input ChosenInput(const Value& config) {
  Input input;
  std::vector<std::string> set;
  for (const char* name : kInputs) {
    const Value value = Argument(config, name);
    if (value.IsUnknown()) input.settled = false;
    if (value.HasContent()) set.push_back(name);
  }
  if (set.size() == 1) input.name = set.front();
  if (set.size() > 1 || (set.empty() && input.settled)) {
    input.diagnostics.push_back(diag::Error(
        set.empty() ? "Nothing to check" : "Too much to check",
        "Exactly one of `resources`, `plan_json` and `plan_file` says what is "
        "checked.",
        set.empty() ? cty::Path() : PathTo(set.back())));
  }
  return input;
}

absl::StatusOr<std::string> PlanText(const Context& context,
                                     const Value& config,
                                     const std::string& input) {
  const std::string text = Argument(config, input).AsString();
  if (input == "plan_json") return text;
  return context.surroundings.read_file(
      absl::StartsWith(text, "/")
          ? text
          : absl::StrCat(context.surroundings.working_directory, "/", text));
}

struct CheckVerdict {
  std::optional<Judgement> judgement;  // nullopt after an error
  diag::Diagnostics diagnostics;
};

CheckVerdict JudgePlan(const Context& context, const Value& config,
                       const config::Config& chosen, const std::string& input) {
  CheckVerdict verdict;
  absl::StatusOr<std::string> text = PlanText(context, config, input);
  absl::StatusOr<plan::Plan> plan =
      text.ok() ? plan::LoadPlanJson(*text) : text.status();
  if (!plan.ok()) {
    verdict.diagnostics.push_back(
        diag::Error("The plan cannot be read",
                    std::string(plan.status().message()), PathTo(input)));
    return verdict;
  }
  verdict.judgement = Judge(context.rule_set, chosen, *std::move(plan));
  return verdict;
}

CheckVerdict JudgeCheck(const Context& context, const Value& config) {
  CheckVerdict verdict;
  Input input = ChosenInput(config);
  config::Config chosen = context.settings.config;
  Scope scope = ReadScope(config, context.rule_set, chosen);
  verdict.diagnostics = std::move(input.diagnostics);
  Append(std::move(scope.diagnostics), verdict.diagnostics);
  if (!config.IsWhollyKnown()) {
    verdict.diagnostics.push_back(diag::Error(
        "Compliance cannot be judged yet",
        "Something in the arguments is known only after apply. Use the "
        "resource compliance_guard, which is judged again at apply."));
  }
  if (diag::HasErrors(verdict.diagnostics)) return verdict;

  if (!context.settings.unknown_arguments.empty()) {
    verdict.diagnostics.push_back(diag::Error(
        "Compliance cannot be judged yet",
        absl::StrCat(WaitsForProvider(context.settings),
                     ", and a data source must answer now. Use the resource "
                     "compliance_guard, which is judged again at apply, or "
                     "give the provider values that are known.")));
    return verdict;
  }
  if (input.name != "resources" && !input.name.empty()) {
    return JudgePlan(context, config, chosen, input.name);
  }
  CheckedResources checked = ReadCheckedResources(
      Argument(config, "resources"), scope.module_path, PathTo("resources"));
  verdict.diagnostics = std::move(checked.diagnostics);
  if (diag::HasErrors(verdict.diagnostics)) return verdict;
  verdict.judgement =
      Judge(context.rule_set, chosen, std::move(checked), scope.complete);
  return verdict;
}

// Outputs over `block`, and the diagnostics that the verdict asks for.
tfplugin::ValueResult Answer(const Context& context, const Value& config,
                             Value::Attributes block) {
  CheckVerdict verdict = JudgeCheck(context, config);
  tfplugin::ValueResult result;
  result.diagnostics = std::move(verdict.diagnostics);
  if (!verdict.judgement) return result;
  const engine::Evaluation& evaluation = verdict.judgement->evaluation;
  const Value report_only = Argument(config, "report_only");
  if (!(report_only.HasContent() && report_only.AsBool())) {
    const Input input = ChosenInput(config);
    diag::Diagnostics findings = FindingDiagnostics(
        *verdict.judgement, PathTo(input.name), Later::kNever);
    if (context.surroundings.takes_down) ToWarnings(findings);
    Append(std::move(findings), result.diagnostics);
  }
  block["compliant"] = Value::Bool(IsCompliant(evaluation));
  block["findings"] = FindingsValue(evaluation);
  block["summary"] = SummaryValue(evaluation);
  result.value = Value::Object(std::move(block));
  return result;
}

std::vector<schema::Attribute> CheckAttributes() {
  std::vector<schema::Attribute> attributes = {
      Optional("resources", cty::Type::Dynamic(),
               "What is checked: a map from resource addresses to the "
               "resources themselves, such as `{ \"aws_s3_bucket.logs\" = "
               "aws_s3_bucket.logs }`."),
      Optional("plan_json", cty::Type::String(),
               "What is checked: the text of a plan in JSON, as `terraform "
               "show -json` writes it."),
      Optional("plan_file", cty::Type::String(),
               "What is checked: the path of a file with a plan in JSON, from "
               "Terraform's working directory."),
      Optional("report_only", cty::Type::Bool(),
               "Whether findings come back in `findings` only, and not as "
               "errors and warnings too. Defaults to `false`."),
  };
  attributes[1].sensitive = true;
  Append(ScopeAttributes(), attributes);
  Append(VerdictAttributes(), attributes);
  return attributes;
}

}  // namespace

schema::Schema CheckDataSourceSchema() {
  schema::Schema result;
  result.block.description =
      "Checks resources whose values are known, or a plan in JSON. Mandatory "
      "findings are errors, advisory ones warnings; in a `check` block "
      "Terraform turns errors into warnings.\n\n"
      "Terraform reads a data source at plan only when everything in its "
      "arguments is known and no resource that it refers to changes. "
      "Otherwise it reads it at apply, after those resources are there. Where "
      "the plan itself is to fail, use the resource `compliance_guard`.\n\n"
      "`resources` and `plan_json` are null in the state, so that nothing of "
      "what was checked is stored there. When the read is put off until "
      "apply, the plan file holds them.";
  result.block.attributes = CheckAttributes();
  return result;
}

schema::Schema CheckEphemeralSchema() {
  schema::Schema result;
  result.block.description =
      "The same as the data source `compliance_check`, with nothing stored: "
      "neither what was checked nor what was found is in a plan file or a "
      "state. Terraform opens it once everything in its arguments is known.";
  result.block.attributes = CheckAttributes();
  return result;
}

diag::Diagnostics ValidateCheck(const Context& context, const Value& config) {
  config::Config ignored;
  Scope scope = ReadScope(config, context.rule_set, ignored);
  Input input = ChosenInput(config);
  diag::Diagnostics diagnostics = std::move(input.diagnostics);
  Append(std::move(scope.diagnostics), diagnostics);
  if (input.name == "resources" && !diag::HasErrors(diagnostics)) {
    Append(ReadCheckedResources(Argument(config, "resources"),
                                scope.module_path, PathTo("resources"))
               .diagnostics,
           diagnostics);
  }
  return diagnostics;
}

tfplugin::ValueResult ReadCheck(const Context& context, const Value& config) {
  Value::Attributes state = config.AsAttributes();
  state["resources"] = Value::Null(cty::Type::Dynamic());
  state["plan_json"] = Value::Null(cty::Type::String());
  return Answer(context, config, std::move(state));
}

tfplugin::ValueResult OpenCheck(const Context& context, const Value& config) {
  return Answer(context, config, config.AsAttributes());
}

}  // namespace compliance::provider
