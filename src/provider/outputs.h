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
cty::Type RequirementsType();  // of one rule: list(object({...}))

// No mandatory finding: none that fails, and no mandatory rule that broke. What
// stayed unknown does not count; the summary shows it.
bool IsCompliant(const engine::Evaluation& evaluation);

// Findings that fail, that stayed unknown, that are waived, or whose rule
// broke; in the engine's stable order. Passes are in the summary only.
cty::Value FindingsValue(const engine::Evaluation& evaluation);

cty::Value SummaryValue(const engine::Evaluation& evaluation);

cty::Value RequirementsValue(const rules::Rule& rule);

// A list of strings.
cty::Value Strings(const std::vector<std::string>& texts);

}  // namespace compliance::provider

#endif  // COMPLIANCE_PROVIDER_OUTPUTS_H_
