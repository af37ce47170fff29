// The msgpack form of values on Terraform's plugin wire (DynamicValue.msgpack).
#ifndef COMPLIANCE_CTY_MSGPACK_H_
#define COMPLIANCE_CTY_MSGPACK_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "compliance/cty/type.h"
#include "compliance/cty/value.h"

namespace compliance::cty {

// Decodes one value of the given type; every byte must be used. Errors:
// INVALID_ARGUMENT with the path and what is wrong there; RESOURCE_EXHAUSTED
// for nesting deeper than kMaxDepth. Never allocates more than a small multiple
// of bytes.size(), whatever the lengths inside claim.
absl::StatusOr<Value> DecodeMsgpack(absl::string_view bytes, const Type& type);

// The bytes that go-cty writes for the same value: shortest integer forms,
// sorted keys, refinements included. Preconditions: value conforms to type.
std::string EncodeMsgpack(const Value& value, const Type& type);

// How deep values may nest, in either codec.
inline constexpr int kMaxDepth = 128;

}  // namespace compliance::cty

#endif  // COMPLIANCE_CTY_MSGPACK_H_
