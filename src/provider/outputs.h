// What guards and checks give back: verdicts, never values of a resource and
// never a rendered message.
#ifndef COMPLIANCE_PROVIDER_OUTPUTS_H_
#define COMPLIANCE_PROVIDER_OUTPUTS_H_

#include "compliance/cty/type.h"
#include "compliance/cty/value.h"
#include "compliance/engine/evaluate.h"

namespace compliance::provider {

cty::Type FindingsType();
cty::Type SummaryType();
cty::Type RequirementsType();  // of one rule or finding

// No mandatory finding: none that fails, and no mandatory rule that broke. What
// stayed unknown counts only where the user made `unknown` mandatory; the
// summary shows it in any case.
bool IsCompliant(const engine::Evaluation& evaluation);

// Findings that fail, that stayed unknown, that are waived, or whose rule
// broke; in the engine's stable order. Passes are in the summary only.
cty::Value FindingsValue(const engine::Evaluation& evaluation);

cty::Value SummaryValue(const engine::Evaluation& evaluation);

cty::Value RequirementsValue(
    const std::vector<rules::Requirement>& requirements);

// A list of strings.
cty::Value Strings(const std::vector<std::string>& texts);

}  // namespace compliance::provider

#endif  // COMPLIANCE_PROVIDER_OUTPUTS_H_
