// Whether a source is what a plan was made of.
#ifndef COMPLIANCE_SRC_PLAN_SOURCE_STEPS_H_
#define COMPLIANCE_SRC_PLAN_SOURCE_STEPS_H_

#include <set>
#include <string>

#include "compliance/hcl/configuration.h"
#include "compliance/plan/plan.h"

namespace compliance::plan {

// The modules, by configuration path, that are out of step: their source sets
// other arguments than the plan's configuration, or sets them to other
// constants or references. A change of a local value alone is not seen.
std::set<std::string> OutOfStep(const hcl::Configuration& configuration,
                                const Plan& plan);

}  // namespace compliance::plan

#endif  // COMPLIANCE_SRC_PLAN_SOURCE_STEPS_H_
