// Fills in what a service decides: ids, ARNs, addresses.
#ifndef COMPLIANCE_SANDBOX_FILL_H_
#define COMPLIANCE_SANDBOX_FILL_H_

#include "compliance/cty/value.h"
#include "compliance/schema/facts.h"
#include "sandbox/identifiers.h"
#include "sandbox/provider_settings.h"

namespace compliance::sandbox {

// `planned` without unknowns. What is known stays; the rest comes from the
// templates of the facts, from what the attribute's name suggests, or is empty.
cty::Value Fill(const schema::TypeFacts& facts, const cty::Value& planned,
                const ProviderSettings& settings, Identifiers& identifiers);

}  // namespace compliance::sandbox

#endif  // COMPLIANCE_SANDBOX_FILL_H_
