// What every feature of the provider works with.
#ifndef COMPLIANCE_PROVIDER_CONTEXT_H_
#define COMPLIANCE_PROVIDER_CONTEXT_H_

#include "compliance/rules/rule_set.h"
#include "provider/settings.h"
#include "provider/surroundings.h"

namespace compliance::provider {

// References that live as long as the call.
struct Context {
  const rules::RuleSet& rule_set;
  const Settings& settings;
  const Surroundings& surroundings;
};

}  // namespace compliance::provider

#endif  // COMPLIANCE_PROVIDER_CONTEXT_H_
