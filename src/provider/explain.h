// Findings as a text without any value of a resource.
#ifndef COMPLIANCE_PROVIDER_EXPLAIN_H_
#define COMPLIANCE_PROVIDER_EXPLAIN_H_

#include <string>

#include "compliance/engine/evaluate.h"

namespace compliance::provider {

// One paragraph per finding that fails or could not be decided, failures first;
// one sentence when there is none.
std::string Explain(const engine::Evaluation& evaluation);

}  // namespace compliance::provider

#endif  // COMPLIANCE_PROVIDER_EXPLAIN_H_
