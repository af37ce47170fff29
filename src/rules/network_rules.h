// Security groups and network ACLs in one form, whichever way they are written.
#ifndef COMPLIANCE_SRC_RULES_NETWORK_RULES_H_
#define COMPLIANCE_SRC_RULES_NETWORK_RULES_H_

#include "compliance/cel/value.h"
#include "compliance/plan/plan.h"
#include "compliance/rules/functions.h"

namespace compliance::rules {

// Whether network.rules() can read it.
bool HoldsNetworkRules(const plan::Resource& resource);

// The rules that the resource itself holds, as docs/design/network.md lists
// their fields; each has the origin of the block that it came from.
// Precondition: HoldsNetworkRules.
cel::List NetworkRulesOf(const Host& host, const plan::Resource& resource);

// With those that the plan attaches to the same group or ACL.
cel::List GroupRulesOf(const Host& host, const plan::Resource& resource);

}  // namespace compliance::rules

#endif  // COMPLIANCE_SRC_RULES_NETWORK_RULES_H_
