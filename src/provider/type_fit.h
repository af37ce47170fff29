// Whether an object is one of the resource type that its address names.
#ifndef COMPLIANCE_PROVIDER_TYPE_FIT_H_
#define COMPLIANCE_PROVIDER_TYPE_FIT_H_

#include "absl/status/statusor.h"
#include "compliance/cty/value.h"
#include "compliance/plan/plan.h"
#include "compliance/schema/schema.h"

namespace compliance::provider {

// The schema of the type in an address; nullptr where the facts have none.
const schema::Block* FactsOf(const plan::Address& address);

// `object` (known, an object or map) in the shape of the type: attributes that
// it leaves out are null, as in a resource block that does not set them, blocks
// that it leaves out are empty, and what the provider calls sensitive is marked
// so. A type without facts is taken as it comes. Errors: INVALID_ARGUMENT
// saying which attribute does not fit; no value of the object is in the text.
absl::StatusOr<cty::Value> FitToType(const plan::Address& address,
                                     const cty::Value& object);

}  // namespace compliance::provider

#endif  // COMPLIANCE_PROVIDER_TYPE_FIT_H_
