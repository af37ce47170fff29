// data "compliance_rules" and "compliance_requirements": what the rules are and
// what they give evidence for.
#ifndef COMPLIANCE_PROVIDER_CATALOGUE_H_
#define COMPLIANCE_PROVIDER_CATALOGUE_H_

#include "compliance/cty/value.h"
#include "compliance/diag/diagnostic.h"
#include "compliance/rules/rule_set.h"
#include "compliance/schema/schema.h"
#include "compliance/tfplugin/provider.h"

namespace compliance::provider {

schema::Schema RulesSchema();
schema::Schema RequirementsSchema();

// Checks the filters, as far as they are known.
diag::Diagnostics ValidateCatalogue(const cty::Value& config);

tfplugin::ValueResult ReadRules(const rules::RuleSet& rule_set,
                                const cty::Value& config);
tfplugin::ValueResult ReadRequirements(const rules::RuleSet& rule_set,
                                       const cty::Value& config);

}  // namespace compliance::provider

#endif  // COMPLIANCE_PROVIDER_CATALOGUE_H_
