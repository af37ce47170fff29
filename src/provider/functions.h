// provider::compliance::compliant, findings and explain. Terraform calls them
// on a provider that it never configured, and holds them to the same result for
// the same arguments: all that they go by is in their arguments.
#ifndef COMPLIANCE_PROVIDER_FUNCTIONS_H_
#define COMPLIANCE_PROVIDER_FUNCTIONS_H_

#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "compliance/cty/value.h"
#include "compliance/rules/rule_set.h"
#include "compliance/schema/schema.h"
#include "compliance/tfplugin/provider.h"

namespace compliance::provider {

std::map<std::string, schema::Function> FunctionSchemas();

// `name` is one of FunctionSchemas().
tfplugin::FunctionResult CallFunction(const rules::RuleSet& rule_set,
                                      absl::string_view name,
                                      const std::vector<cty::Value>& arguments);

}  // namespace compliance::provider

#endif  // COMPLIANCE_PROVIDER_FUNCTIONS_H_
