// The arguments that guard and check share beside `resources`: complete,
// module_path, as_of.
#ifndef COMPLIANCE_PROVIDER_SCOPE_H_
#define COMPLIANCE_PROVIDER_SCOPE_H_

#include <string>

#include "compliance/config/config.h"
#include "compliance/cty/value.h"
#include "compliance/diag/diagnostic.h"
#include "compliance/rules/rule_set.h"

namespace compliance::provider {

struct Scope {
  bool complete = false;
  std::string module_path;
  // One of the three is not known yet: nothing can be judged.
  bool unknown = false;
  diag::Diagnostics diagnostics;
};

// Reads the three from a resource's `block`; as_of goes into `config`.
Scope ReadScope(const cty::Value& block, const rules::RuleSet& rule_set,
                config::Config& config);

}  // namespace compliance::provider

#endif  // COMPLIANCE_PROVIDER_SCOPE_H_
