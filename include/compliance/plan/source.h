// What the source of a configuration adds to a plan that was made of it.
#ifndef COMPLIANCE_PLAN_SOURCE_H_
#define COMPLIANCE_PLAN_SOURCE_H_

#include <string>
#include <vector>

#include "compliance/hcl/configuration.h"
#include "compliance/plan/plan.h"

namespace compliance::plan {

// Fills gaps of the plan: planned values that are unknown say what they will be
// made of (cty/origin.h) where the source tells, and unknown collections get
// the members that it shows. What the plan knows is never touched. Call it
// before a Query is made.
//
// Modules whose source is not what the plan was made of are left out: those
// that set other arguments, constants or references than the plan says.
// Returns their configuration paths ("" is the root, "module.db").
std::vector<std::string> FillFromSource(const hcl::Configuration& configuration,
                                        Plan& plan);

}  // namespace compliance::plan

#endif  // COMPLIANCE_PLAN_SOURCE_H_
