// Plans a resource as its provider does.
#ifndef COMPLIANCE_SANDBOX_PLANNER_H_
#define COMPLIANCE_SANDBOX_PLANNER_H_

#include <vector>

#include "compliance/cty/path.h"
#include "compliance/cty/value.h"
#include "compliance/schema/facts.h"
#include "sandbox/provider_settings.h"

namespace compliance::sandbox {

struct PlannedResource {
  cty::Value value;
  std::vector<cty::Path> requires_replace;
};

// What becomes of `config` over `prior` (null: create): configured values as
// they are; what is left out as the facts say, else kept, else unknown.
PlannedResource PlanResource(const schema::TypeFacts& facts,
                             const cty::Value& config, const cty::Value& prior,
                             const ProviderSettings& settings);

}  // namespace compliance::sandbox

#endif  // COMPLIANCE_SANDBOX_PLANNER_H_
