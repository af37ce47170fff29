#include "hook/plan_check.h"

#include <cstddef>
#include <map>
#include <set>
#include <utility>

#include "compliance/base/status_macros.h"
#include "compliance/engine/positions.h"
#include "compliance/plan/load.h"

namespace compliance::hook {
namespace {

using engine::Enforcement;
using engine::Finding;
using engine::Verdict;

bool Binds(const Finding& finding) {
  return finding.enforcement == Enforcement::kMandatory ||
         finding.enforcement == Enforcement::kAdvisory;
}

bool WantsShowing(const Finding& finding) {
  switch (finding.verdict) {
    case Verdict::kError:
      return true;
    case Verdict::kFail:
    case Verdict::kUnknown:
      return Binds(finding);
    default:
      return false;
  }
}

bool IsChange(const plan::Resource& resource) {
  switch (resource.action) {
    case plan::Action::kCreate:
    case plan::Action::kUpdate:
    case plan::Action::kReplace:
    case plan::Action::kDelete:
      return resource.address.mode == plan::Mode::kManaged;
    default:
      return false;
  }
}

void NoteChanges(PlanCheck& check) {
  std::set<std::string> types;
  for (const plan::Resource& resource : check.plan->resources) {
    if (IsChange(resource)) types.insert(resource.address.type);
  }
  check.has_changes = !types.empty();
  check.changed_types.assign(types.begin(), types.end());
}

void NoteVerdict(const Finding& finding, PlanCheck& check) {
  const bool mandatory = finding.enforcement == Enforcement::kMandatory;
  const bool undecided = mandatory && finding.verdict == Verdict::kUnknown;
  const bool fails = mandatory && finding.verdict == Verdict::kFail;
  check.blocks = check.blocks || fails || undecided;
  check.undecided = check.undecided || undecided;
  check.broken = check.broken || finding.verdict == Verdict::kError;
}

// What findings at an address were keyed by in the hook.
std::map<std::string, const cty::Value*> PlannedValues(const plan::Plan& plan) {
  std::map<std::string, const cty::Value*> planned;
  for (const plan::Resource& resource : plan.resources) {
    planned[resource.address.ToString()] = &resource.planned;
  }
  return planned;
}

// Whether as many findings of a key were said as there are.
bool TakeAllSaid(const std::string& key, std::size_t count, Ledger& ledger) {
  std::size_t said = 0;
  while (said < count && ledger.TakeSaid(key)) ++said;
  return said == count;
}

// Resources alike in what the key is made of share it: if not all of them were
// said, nobody knows which were, and all are shown.
void ChooseWhatToShow(Ledger& ledger, PlanCheck& check) {
  const auto planned = PlannedValues(*check.plan);
  std::vector<std::pair<const Finding*, std::string>> keys;
  std::map<std::string, std::size_t> counts;
  for (const Finding& finding : check.evaluation.findings) {
    if (!WantsShowing(finding)) continue;
    const auto found = planned.find(finding.address);
    const cty::Value value =
        found == planned.end() ? cty::Value() : *found->second;
    keys.emplace_back(&finding, FindingKey(finding, value));
    ++counts[keys.back().second];
  }
  std::map<std::string, bool> said;
  for (const auto& [key, count] : counts) {
    said[key] = TakeAllSaid(key, count, ledger);
  }
  for (const auto& [finding, key] : keys) {
    if (!said[key]) check.to_show.push_back(finding);
  }
}

}  // namespace

absl::StatusOr<PlanCheck> CheckPlan(absl::string_view plan_json,
                                    const std::string& directory,
                                    const engine::Evaluator& evaluator,
                                    bool takes_down, Ledger& ledger) {
  ASSIGN_OR_RETURN(plan::Plan loaded, plan::LoadPlanJson(plan_json));
  const engine::Sources sources = engine::ReadSources(directory, "");
  engine::FillFromSources(sources, loaded);
  PlanCheck check;
  check.plan = std::make_unique<const plan::Plan>(std::move(loaded));
  check.evaluation = evaluator.Evaluate(*check.plan);
  engine::RefinePositions(sources, *check.plan, check.evaluation.findings);
  NoteChanges(check);
  for (const Finding& finding : check.evaluation.findings) {
    if (finding.verdict != Verdict::kFail) continue;
    ledger.NoteDecided(finding.rule->id, finding.address);
  }
  if (takes_down) return check;
  for (const Finding& finding : check.evaluation.findings) {
    NoteVerdict(finding, check);
  }
  ChooseWhatToShow(ledger, check);
  return check;
}

}  // namespace compliance::hook
