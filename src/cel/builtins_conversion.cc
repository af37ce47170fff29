// Conversions between kinds, and the kind itself as a value.
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "cel/builtins.h"
#include "cel/moment.h"
#include "cel/text_form.h"
#include "cel/type_name.h"
#include "compliance/base/text.h"

namespace compliance::cel {
namespace {

using Args = absl::Span<const Value>;
using Kind = Value::Kind;

Value OutOfRange(absl::string_view type) {
  return Value::MakeError(absl::StrCat(type, "(): value out of range"));
}

Value NotConvertible(absl::string_view type) {
  return Value::MakeError(
      absl::StrCat(type, "(): the text is not of that kind"));
}

// absl reads leading and trailing space, and signs where CEL has none.
bool IsPlainNumber(const std::string& text) {
  return !text.empty() && text[0] != '+' &&
         !absl::ascii_isspace(static_cast<unsigned char>(text.front())) &&
         !absl::ascii_isspace(static_cast<unsigned char>(text.back()));
}

Value ToInt(Budget&, Args args) {
  const Value& value = args[0];
  switch (value.kind()) {
    case Kind::kInt:
      return value;
    case Kind::kUint:
      if (value.AsUint() > std::uint64_t{INT64_MAX}) return OutOfRange("int");
      return Value::Int(static_cast<std::int64_t>(value.AsUint()));
    case Kind::kDouble: {
      const double d = value.AsDouble();
      // Both ends are left out: the nearest doubles stand for more than they.
      if (!(d > -9223372036854775808.0 && d < 9223372036854775808.0)) {
        return OutOfRange("int");
      }
      return Value::Int(static_cast<std::int64_t>(d));
    }
    case Kind::kString: {
      std::int64_t n = 0;
      if (!IsPlainNumber(value.AsString()) ||
          !absl::SimpleAtoi(value.AsString(), &n)) {
        return NotConvertible("int");
      }
      return Value::Int(n);
    }
    case Kind::kTimestamp:
      return Value::Int(absl::ToUnixSeconds(value.AsTimestamp()));
    default:
      return NoOverload("int", args);
  }
}

Value ToUint(Budget&, Args args) {
  const Value& value = args[0];
  switch (value.kind()) {
    case Kind::kUint:
      return value;
    case Kind::kInt:
      if (value.AsInt() < 0) return OutOfRange("uint");
      return Value::Uint(static_cast<std::uint64_t>(value.AsInt()));
    case Kind::kDouble: {
      const double d = value.AsDouble();
      if (!(d >= 0.0 && d < 18446744073709551616.0)) return OutOfRange("uint");
      return Value::Uint(static_cast<std::uint64_t>(d));
    }
    case Kind::kString: {
      std::uint64_t n = 0;
      if (!IsPlainNumber(value.AsString()) ||
          !absl::SimpleAtoi(value.AsString(), &n)) {
        return NotConvertible("uint");
      }
      return Value::Uint(n);
    }
    default:
      return NoOverload("uint", args);
  }
}

Value ToDouble(Budget&, Args args) {
  const Value& value = args[0];
  switch (value.kind()) {
    case Kind::kDouble:
      return value;
    case Kind::kInt:
      return Value::Double(static_cast<double>(value.AsInt()));
    case Kind::kUint:
      return Value::Double(static_cast<double>(value.AsUint()));
    case Kind::kString: {
      double d = 0;
      if (!IsPlainNumber(value.AsString()) ||
          !absl::SimpleAtod(value.AsString(), &d)) {
        return NotConvertible("double");
      }
      return Value::Double(d);
    }
    default:
      return NoOverload("double", args);
  }
}

Value ToString(Budget&, Args args) {
  const Value& value = args[0];
  switch (value.kind()) {
    case Kind::kString:
      return value;
    case Kind::kBool:
      return Value::String(value.AsBool() ? "true" : "false");
    case Kind::kInt:
      return Value::String(absl::StrCat(value.AsInt()));
    case Kind::kUint:
      return Value::String(absl::StrCat(value.AsUint()));
    case Kind::kDouble:
      return Value::String(DoubleText(value.AsDouble()));
    case Kind::kTimestamp:
      return Value::String(TimestampText(value.AsTimestamp()));
    case Kind::kDuration:
      return Value::String(DurationText(value.AsDuration()));
    case Kind::kIp:
    case Kind::kCidr:
      return Value::String(value.AsString());
    case Kind::kBytes:
      if (!IsValidUtf8(value.AsString())) {
        return Value::MakeError("string(): the bytes are not UTF-8");
      }
      return Value::String(value.AsString());
    default:
      return NoOverload("string", args);
  }
}

Value ToBytes(Budget&, Args args) {
  if (args[0].kind() == Kind::kBytes) return args[0];
  if (args[0].kind() != Kind::kString) return NoOverload("bytes", args);
  return Value::Bytes(args[0].AsString());
}

Value ToBool(Budget&, Args args) {
  if (args[0].kind() == Kind::kBool) return args[0];
  if (args[0].kind() != Kind::kString) return NoOverload("bool", args);
  const std::string& text = args[0].AsString();
  for (absl::string_view word : {"true", "True", "TRUE", "t", "1"}) {
    if (text == word) return Value::Bool(true);
  }
  for (absl::string_view word : {"false", "False", "FALSE", "f", "0"}) {
    if (text == word) return Value::Bool(false);
  }
  return NotConvertible("bool");
}

Value ToTimestamp(Budget&, Args args) {
  const Value& value = args[0];
  switch (value.kind()) {
    case Kind::kTimestamp:
      return value;
    case Kind::kInt:
      return Value::Timestamp(absl::FromUnixSeconds(value.AsInt()));
    case Kind::kString: {
      const auto time = ParseTimestamp(value.AsString());
      return time.has_value() ? Value::Timestamp(*time)
                              : NotConvertible("timestamp");
    }
    default:
      return NoOverload("timestamp", args);
  }
}

Value ToDuration(Budget& budget, Args args) {
  const Value& value = args[0];
  if (value.kind() == Kind::kDuration) return value;
  if (value.kind() != Kind::kString) return NoOverload("duration", args);
  budget.SpendBytes(value.AsString().size());
  const auto duration = ParseDuration(value.AsString());
  return duration.has_value() ? Value::Duration(*duration)
                              : NotConvertible("duration");
}

Value TypeOf(Budget&, Args args) { return Value::Type(TypeName(args[0])); }

// Marks a value as one whose kind is seen at evaluation only; all of ours are.
Value Dyn(Budget&, Args args) { return args[0]; }

constexpr Builtin kBuiltins[] = {
    {"int", false, 1, 1, false, &ToInt},
    {"uint", false, 1, 1, false, &ToUint},
    {"double", false, 1, 1, false, &ToDouble},
    {"string", false, 1, 1, false, &ToString},
    {"bytes", false, 1, 1, false, &ToBytes},
    {"bool", false, 1, 1, false, &ToBool},
    {"type", false, 1, 1, false, &TypeOf},
    {"timestamp", false, 1, 1, false, &ToTimestamp},
    {"duration", false, 1, 1, false, &ToDuration},
    {"dyn", false, 1, 1, true, &Dyn},
};

}  // namespace

absl::Span<const Builtin> ConversionBuiltins() { return kBuiltins; }

}  // namespace compliance::cel
