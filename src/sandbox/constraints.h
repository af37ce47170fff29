// What a provider checks of a configuration beyond its schema.
#ifndef COMPLIANCE_SANDBOX_CONSTRAINTS_H_
#define COMPLIANCE_SANDBOX_CONSTRAINTS_H_

#include "compliance/cty/value.h"
#include "compliance/diag/diagnostic.h"
#include "compliance/schema/facts.h"

namespace compliance::sandbox {

// Conflicts, alternatives, allowed values, ranges and JSON documents, for a
// configuration that may have unknowns: those decide nothing.
diag::Diagnostics CheckConfig(const schema::TypeFacts& facts,
                              const cty::Value& config);

// Arguments that a planned value makes necessary: they are configured, or have
// a value from a default or from before.
diag::Diagnostics CheckPlanned(const schema::TypeFacts& facts,
                               const cty::Value& config,
                               const cty::Value& planned);

}  // namespace compliance::sandbox

#endif  // COMPLIANCE_SANDBOX_CONSTRAINTS_H_
