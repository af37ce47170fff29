// resource "compliance_guard": fails a plan whose resources break a rule.
#ifndef COMPLIANCE_PROVIDER_GUARD_H_
#define COMPLIANCE_PROVIDER_GUARD_H_

#include <string>

#include "absl/strings/string_view.h"
#include "compliance/cty/value.h"
#include "compliance/diag/diagnostic.h"
#include "compliance/schema/schema.h"
#include "compliance/tfplugin/provider.h"
#include "provider/context.h"
#include "provider/judge.h"

namespace compliance::provider {

schema::Schema GuardSchema();

// Says what is malformed; gives no verdict. In the validate walk the provider
// block is not known, so a verdict there could contradict the plan's (a waiver
// not seen, a framework not chosen), and in the plan walk each finding would be
// said twice.
diag::Diagnostics ValidateGuard(const Context& context,
                                const cty::Value& config);

tfplugin::PlanResult PlanGuard(const Context& context,
                               const tfplugin::PlanRequest& request);
tfplugin::StateResult ApplyGuard(const Context& context,
                                 const tfplugin::ApplyRequest& request);
tfplugin::ValueResult ImportGuard(absl::string_view id);

// State without the outputs of a guard, which the next plan judges anew; for
// state of a version that stored them in another shape. Not JSON: as it is.
std::string WithoutOutputs(const std::string& state_json);

// What the arguments of a guard come to. An error among the diagnostics means
// that the rest does not count.
struct GuardVerdict {
  bool undecided = true;  // then `judgement` is not to be given out
  Judgement judgement;
  diag::Diagnostics diagnostics;
};
GuardVerdict JudgeGuard(const Context& context, const cty::Value& config);

}  // namespace compliance::provider

#endif  // COMPLIANCE_PROVIDER_GUARD_H_
