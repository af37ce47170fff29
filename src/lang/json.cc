#include "compliance/cty/json.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "compliance/base/status_macros.h"
#include "compliance/cty/origin.h"
#include "lang/families.h"
#include "lang/json_pieces.h"
#include "lang/limits.h"
#include "lang/unknown.h"

namespace compliance::lang {
namespace {

using cty::Type;
using cty::Value;
using Kind = Type::Kind;

// The kind of value that is known tells how its JSON starts.
Value JsonOfUnknown(const Value& value) {
  if (!cty::IsNeverNull(value)) return Value::Unknown(Type::String());
  switch (value.type().kind()) {
    case Kind::kString:
      return UnknownWithPrefix("\"");
    case Kind::kMap:
    case Kind::kObject:
      return UnknownWithPrefix("{");
    case Kind::kList:
    case Kind::kSet:
    case Kind::kTuple:
      return UnknownWithPrefix("[");
    default:
      return Value::Unknown(Type::String());
  }
}

Result JsonEncode(const Arguments& arguments, const Type&) {
  const Value& value = arguments[0];
  RETURN_IF_ERROR(CheckMembers(value));
  if (!value.IsWhollyKnown()) {
    std::optional<std::vector<cty::Piece>> pieces = JsonPieces(value);
    if (!pieces.has_value()) return JsonOfUnknown(value);
    return cty::StringOf(*std::move(pieces));
  }
  ASSIGN_OR_RETURN(const std::string json,
                   cty::EncodeJson(value, value.type()));
  return Value::String(json);
}

// The first character of a text of JSON tells its type, unless it is null or
// has members.
absl::StatusOr<Type> TypeOfJsonFrom(const std::string& prefix) {
  const absl::string_view text = absl::StripLeadingAsciiWhitespace(prefix);
  if (text.empty()) return Type::Dynamic();
  switch (text[0]) {
    case '{':
    case '[':
    case 'n':
      return Type::Dynamic();
    case '"':
      return Type::String();
    case 't':
    case 'f':
      return Type::Bool();
    default:
      break;
  }
  if (absl::ascii_isdigit(text[0]) || text[0] == '-' || text[0] == '.') {
    return Type::Number();
  }
  return ArgumentError(0, "JSON does not start so");
}

absl::StatusOr<Type> JsonDecodeType(const Arguments& arguments) {
  if (!arguments[0].IsUnknown()) return Type::Dynamic();
  return TypeOfJsonFrom(arguments[0].refinement().prefix);
}

Result JsonDecode(const Arguments& arguments, const Type&) {
  Result value = cty::DecodeImpliedJson(arguments[0].AsString());
  if (absl::IsInvalidArgument(value.status())) {
    return ArgumentError(0, "is not JSON");
  }
  return value;
}

}  // namespace

std::vector<Function> JsonFunctions() {
  return {
      {.name = "jsonencode",
       .parameters = {{"val", Type::Dynamic(), kNull | kUnknown | kUntyped}},
       .type = Always(Type::String()),
       .body = &JsonEncode},
      {.name = "jsondecode",
       .parameters = {{"str", Type::String()}},
       .type = &JsonDecodeType,
       .body = &JsonDecode,
       .never_null = false},
  };
}

}  // namespace compliance::lang
