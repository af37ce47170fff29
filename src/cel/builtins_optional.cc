// Functions of optionals that need no laziness.
#include "cel/builtins.h"
#include "cel/value_access.h"

namespace compliance::cel {
namespace {

using Args = absl::Span<const Value>;
using Kind = Value::Kind;

Value None(Budget&, Args) { return Value::None(); }

Value Of(Budget&, Args args) { return Value::Some(args[0]); }

bool IsZero(const Value& value) {
  switch (value.kind()) {
    case Kind::kNull:
      return true;
    case Kind::kBool:
      return !value.AsBool();
    case Kind::kInt:
      return value.AsInt() == 0;
    case Kind::kUint:
      return value.AsUint() == 0;
    case Kind::kDouble:
      return value.AsDouble() == 0.0;
    case Kind::kString:
    case Kind::kBytes:
      return value.AsString().empty();
    case Kind::kMap:
      return ValueAccess::MapSize(value) == 0;
    default:
      return false;
  }
}

Value OfNonZero(Budget&, Args args) {
  if (args[0].kind() == Kind::kList) {
    const ListView list(args[0]);
    if (list.certain_count() > 0) return Value::Some(args[0]);
    if (!list.exact()) return Value::MakeUnknown(list.why());
    return Value::None();
  }
  return IsZero(args[0]) ? Value::None() : Value::Some(args[0]);
}

Value HasValue(Budget&, Args args) {
  if (args[0].kind() != Kind::kOptional) return NoOverload("hasValue", args);
  return Value::Bool(args[0].HasValue());
}

Value Unwrap(Budget&, Args args) {
  if (args[0].kind() != Kind::kOptional) return NoOverload("value", args);
  if (!args[0].HasValue()) {
    return Value::MakeError("value() of an optional that has none");
  }
  return args[0].Inner();
}

constexpr Builtin kBuiltins[] = {
    {"optional.none", false, 0, 0, false, &None},
    {"optional.of", false, 1, 1, true, &Of},
    {"optional.ofNonZeroValue", false, 1, 1, false, &OfNonZero},
    {"hasValue", true, 1, 1, false, &HasValue},
    {"value", true, 1, 1, false, &Unwrap},
};

}  // namespace

absl::Span<const Builtin> OptionalBuiltins() { return kBuiltins; }

}  // namespace compliance::cel
