// Requirements that a plan can give no evidence for, though catalogues like to
// claim them. Refusing them keeps reports honest.
#ifndef COMPLIANCE_RULES_MAPPINGS_H_
#define COMPLIANCE_RULES_MAPPINGS_H_

#include <string>

#include "compliance/rules/rule.h"

namespace compliance::rules {

// Why a rule of this intent may not claim the requirement, or "".
std::string WhyRefused(const Requirement& requirement, Intent intent);

}  // namespace compliance::rules

#endif  // COMPLIANCE_RULES_MAPPINGS_H_
