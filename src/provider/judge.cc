#include "provider/judge.h"

#include <algorithm>
#include <utility>

#include "compliance/base/text.h"
#include "compliance/engine/diagnostics.h"

namespace compliance::provider {
namespace {

using engine::Enforcement;
using engine::Finding;
using engine::Verdict;

bool IsShown(const Finding& finding, Later later) {
  const bool binds = finding.enforcement == Enforcement::kMandatory ||
                     finding.enforcement == Enforcement::kAdvisory;
  switch (finding.verdict) {
    case Verdict::kError:
      return true;
    case Verdict::kFail:
      return binds;
    case Verdict::kUnknown:
      return binds && !(later == Later::kAtApply && WaitsForApply(finding));
    default:
      return false;
  }
}

// Who hands over some resources does not ask about the stack; that its outputs,
// variables and other resources are not seen goes without saying.
void DropUnseen(Judgement& judgement) {
  std::vector<Finding>& findings = judgement.evaluation.findings;
  const auto is_unseen = [&](const Finding& finding) {
    return finding.verdict == Verdict::kUnknown && finding.waits_for.empty() &&
           judgement.keys.count(finding.address) == 0;
  };
  findings.erase(std::remove_if(findings.begin(), findings.end(), is_unseen),
                 findings.end());
}

cty::Path PathTo(const Finding& finding, const Judgement& judgement,
                 const cty::Path& at) {
  const auto key = judgement.keys.find(finding.address);
  return key == judgement.keys.end() || !IsValidUtf8(key->second)
             ? at
             : at.Key(key->second);
}

}  // namespace

Judgement Judge(const rules::RuleSet& rule_set, const config::Config& config,
                CheckedResources checked, bool complete) {
  plan::Plan plan;
  plan.closed = complete && !checked.unknown;
  plan.has_configuration = false;
  plan.resources = std::move(checked.resources);
  plan.unknown_repetitions = checked.waiting;
  Judgement judgement = Judge(rule_set, config, std::move(plan));
  judgement.keys = std::move(checked.keys);
  if (!complete) DropUnseen(judgement);
  const bool waits = checked.unknown || !checked.waiting.empty();
  judgement.undecided = judgement.undecided || waits;
  judgement.has_unknowns = judgement.has_unknowns || waits;
  return judgement;
}

Judgement Judge(const rules::RuleSet& rule_set, const config::Config& config,
                plan::Plan plan) {
  Judgement judgement;
  judgement.plan = std::make_shared<const plan::Plan>(std::move(plan));
  judgement.evaluation = engine::Evaluate(rule_set, *judgement.plan, config);
  judgement.undecided =
      std::any_of(judgement.evaluation.findings.begin(),
                  judgement.evaluation.findings.end(), WaitsForApply);
  judgement.has_unknowns = std::any_of(
      judgement.plan->resources.begin(), judgement.plan->resources.end(),
      [](const plan::Resource& resource) {
        return !resource.planned.IsWhollyKnown();
      });
  return judgement;
}

bool WaitsForApply(const Finding& finding) {
  return finding.verdict == Verdict::kUnknown && !finding.waits_for.empty();
}

diag::Diagnostics FindingDiagnostics(const Judgement& judgement,
                                     const cty::Path& at, Later later) {
  diag::Diagnostics diagnostics;
  for (const Finding& finding : judgement.evaluation.findings) {
    if (!IsShown(finding, later)) continue;
    diagnostics.push_back(
        engine::ToDiagnostic(finding, PathTo(finding, judgement, at)));
  }
  return diagnostics;
}

void ToWarnings(diag::Diagnostics& diagnostics) {
  for (diag::Diagnostic& diagnostic : diagnostics) {
    diagnostic.severity = diag::Severity::kWarning;
  }
}

}  // namespace compliance::provider
