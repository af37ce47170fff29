// Unknown values in msgpack, with what is promised of them: extension 12.
#ifndef COMPLIANCE_CTY_REFINEMENT_CODEC_H_
#define COMPLIANCE_CTY_REFINEMENT_CODEC_H_

#include <string>

#include "absl/status/statusor.h"
#include "compliance/cty/number.h"
#include "compliance/cty/type.h"
#include "compliance/cty/value.h"
#include "cty/msgpack_token.h"

namespace compliance::cty {

// The value of `type` that an extension stands for: an unknown, or, where the
// refinement leaves but one value, that value. Keys that we do not know are
// passed over, as the protocol asks. Errors: INVALID_ARGUMENT for refinements
// that do not fit the type or contradict each other.
absl::StatusOr<Value> DecodeUnknown(const Token& extension, const Type& type);

// Appends an unknown of `type`.
void EncodeUnknown(const Type& type, const Refinement& refinement,
                   std::string* out);

// The number that a token stands for. Error: INVALID_ARGUMENT or OUT_OF_RANGE.
absl::StatusOr<Number> NumberOf(const Token& token);

}  // namespace compliance::cty

#endif  // COMPLIANCE_CTY_REFINEMENT_CODEC_H_
