// The values that travel in the protocol's DynamicValue message.
#ifndef COMPLIANCE_SRC_TFPLUGIN_DYNAMIC_VALUE_H_
#define COMPLIANCE_SRC_TFPLUGIN_DYNAMIC_VALUE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "compliance/cty/type.h"
#include "compliance/cty/value.h"

namespace compliance::tfplugin {

// The two fields of a DynamicValue as a value of `type`. msgpack is looked at
// first; with neither it is null. Errors: as cty::DecodeMsgpack, DecodeJson.
absl::StatusOr<cty::Value> DecodeDynamicValue(absl::string_view msgpack,
                                              absl::string_view json,
                                              const cty::Type& type);

// The msgpack bytes of a value that a provider answered. Errors: INTERNAL with
// the path where the value does not have the type that the schema declares.
absl::StatusOr<std::string> EncodeDynamicValue(const cty::Value& value,
                                               const cty::Type& type);

}  // namespace compliance::tfplugin

#endif  // COMPLIANCE_SRC_TFPLUGIN_DYNAMIC_VALUE_H_
