// What the domain functions share: reading a call, answering with members.
#ifndef COMPLIANCE_RULES_CALL_H_
#define COMPLIANCE_RULES_CALL_H_

#include "absl/strings/string_view.h"
#include "compliance/cel/library.h"
#include "compliance/cel/value.h"
#include "compliance/plan/query.h"
#include "compliance/rules/functions.h"

namespace compliance::rules {

const Host& HostOf(const cel::Call& call);

// The resource that argument 0 was read from; nullptr for other subjects.
const plan::Resource* ResourceOf(const cel::Call& call);

cel::Value ToList(const Host& host, const plan::Members& members);

// An unknown because the way in cannot see `what`.
cel::Value NeedsToSee(absl::string_view what);

// An error: "NAME() takes WANT".
cel::Value WrongArgument(absl::string_view name, absl::string_view want);

// The groups that make up Functions().
void AddPathFunctions(cel::Library& library);
void AddPlanFunctions(cel::Library& library);
void AddTextFunctions(cel::Library& library);
void AddNetworkFunctions(cel::Library& library);
void AddPolicyFunctions(cel::Library& library);
void AddJsonFunction(cel::Library& library);

}  // namespace compliance::rules

#endif  // COMPLIANCE_RULES_CALL_H_
