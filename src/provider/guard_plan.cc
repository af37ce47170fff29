// Planning and applying a guard.
#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <utility>

#include "absl/strings/str_format.h"
#include "provider/block.h"
#include "provider/guard.h"
#include "provider/outputs.h"

namespace compliance::provider {
namespace {

using cty::Type;
using cty::Value;

// 128 random bits: a guard has nothing else that would name it for good.
std::string NewId() {
  std::random_device device;
  std::string id;
  for (int i = 0; i < 4; ++i) absl::StrAppendFormat(&id, "%08x", device());
  return id;
}

bool IsSettled(const GuardVerdict& verdict) {
  return !verdict.undecided && !verdict.judgement.has_unknowns;
}

Value::Attributes Outputs(const GuardVerdict& verdict) {
  const engine::Evaluation& evaluation = verdict.judgement.evaluation;
  Value::Attributes outputs = {
      {"compliant", verdict.undecided ? Value::Unknown(Type::Bool())
                                      : Value::Bool(IsCompliant(evaluation))}};
  // What is planned as known must come out the same at apply, to the letter.
  if (!IsSettled(verdict)) {
    outputs["findings"] = Value::Unknown(FindingsType());
    outputs["summary"] = Value::Unknown(SummaryType());
  } else {
    outputs["findings"] = FindingsValue(evaluation);
    outputs["summary"] = SummaryValue(evaluation);
  }
  return outputs;
}

// `block` with nothing of what was checked.
Value::Attributes WithoutResources(const Value& block) {
  Value::Attributes attributes = block.AsAttributes();
  attributes["resources"] = Value::Null(Type::Dynamic());
  return attributes;
}

}  // namespace

tfplugin::PlanResult PlanGuard(const Context& context,
                               const tfplugin::PlanRequest& request) {
  tfplugin::PlanResult result;
  result.planned_private = request.prior_private;
  if (!request.proposed_new_state.HasContent()) {
    result.planned_state = request.proposed_new_state;
    return result;
  }
  GuardVerdict verdict = JudgeGuard(context, request.config);
  Value::Attributes planned = WithoutResources(request.proposed_new_state);
  // The same verdicts as in the prior state are the same values: no diff.
  for (auto& [name, value] : Outputs(verdict)) planned[name] = value;
  if (planned["id"].IsNull()) planned["id"] = Value::Unknown(Type::String());
  result.planned_state = Value::Object(std::move(planned));
  result.diagnostics = std::move(verdict.diagnostics);
  if (context.surroundings.takes_down) ToWarnings(result.diagnostics);
  return result;
}

// Terraform has planned once more just before, with the same values. Judging
// here too makes sure that no guard is created over a mandatory fail, whatever
// calls us.
tfplugin::StateResult ApplyGuard(const Context& context,
                                 const tfplugin::ApplyRequest& request) {
  tfplugin::StateResult result;
  result.private_data = request.planned_private;
  result.new_state = request.prior_state;
  if (!request.planned_state.HasContent()) {
    result.new_state = request.planned_state;
    return result;
  }
  GuardVerdict verdict = JudgeGuard(context, request.config);
  if (!IsSettled(verdict) && !diag::HasErrors(verdict.diagnostics)) {
    verdict.diagnostics.push_back(diag::Error(
        "Compliance could not be judged",
        "At apply every value must be known, but something that the guard "
        "checks, or that its provider block says, is not. Nothing is taken for "
        "compliant that was not judged.",
        PathTo("resources")));
  }
  result.diagnostics = std::move(verdict.diagnostics);
  if (diag::HasErrors(result.diagnostics)) return result;

  // Warnings were shown with the plan.
  result.diagnostics.clear();
  Value::Attributes state = WithoutResources(request.planned_state);
  for (auto& [name, value] : Outputs(verdict)) {
    if (state[name].IsUnknown()) state[name] = value;
  }
  if (state["id"].IsUnknown()) state["id"] = Value::String(NewId());
  result.new_state = Value::Object(std::move(state));
  return result;
}

}  // namespace compliance::provider
