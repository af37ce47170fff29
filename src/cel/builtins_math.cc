// The functions of math.
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "cel/builtins.h"
#include "cel/compare.h"
#include "cel/value_access.h"

namespace compliance::cel {
namespace {

using Args = absl::Span<const Value>;
using Kind = Value::Kind;

// The operands of greatest() and least(): the arguments, or the one list.
std::optional<std::vector<Value>> Operands(Args args) {
  if (args.size() > 1 || args[0].kind() != Kind::kList) {
    return std::vector<Value>(args.begin(), args.end());
  }
  if (args[0].HoldsUnknown()) return std::nullopt;
  std::vector<Value> operands;
  const ListView list(args[0]);
  for (std::size_t i = 0; i < list.size(); ++i) {
    operands.push_back(list.value(i));
  }
  return operands;
}

Value Extreme(absl::string_view name, Args args, bool greatest) {
  const auto operands = Operands(args);
  if (!operands.has_value()) {
    return Value::MakeUnknown(args[0].UnknownInside());
  }
  if (operands->empty()) {
    return Value::MakeError(absl::StrCat(name, "() of an empty list"));
  }
  const Value* best = &operands->front();
  bool sensitive = false;
  for (const Value& operand : *operands) {
    if (!IsNumber(operand)) return NoOverload(name, *operands);
    sensitive = sensitive || operand.IsSensitive();
    const auto order = CompareNumbers(operand, *best);
    if (greatest ? order > 0 : order < 0) best = &operand;
  }
  return ValueAccess::Mark(*best, sensitive);
}

Value Greatest(Budget&, Args args) {
  return Extreme("math.greatest", args, true);
}

Value Least(Budget&, Args args) { return Extreme("math.least", args, false); }

// Functions of doubles alone.
template <typename Result>
Value OfDouble(absl::string_view name, Args args, Value (*make)(Result),
               Result (*apply)(double)) {
  if (args[0].kind() != Kind::kDouble) return NoOverload(name, args);
  return make(apply(args[0].AsDouble()));
}

Value Ceil(Budget&, Args args) {
  return OfDouble<double>("math.ceil", args, &Value::Double,
                          [](double d) { return std::ceil(d); });
}

Value Floor(Budget&, Args args) {
  return OfDouble<double>("math.floor", args, &Value::Double,
                          [](double d) { return std::floor(d); });
}

// Ties go away from zero.
Value Round(Budget&, Args args) {
  return OfDouble<double>("math.round", args, &Value::Double,
                          [](double d) { return std::round(d); });
}

Value Trunc(Budget&, Args args) {
  return OfDouble<double>("math.trunc", args, &Value::Double,
                          [](double d) { return std::trunc(d); });
}

Value IsNan(Budget&, Args args) {
  return OfDouble<bool>("math.isNaN", args, &Value::Bool,
                        [](double d) { return std::isnan(d); });
}

Value IsInf(Budget&, Args args) {
  return OfDouble<bool>("math.isInf", args, &Value::Bool,
                        [](double d) { return std::isinf(d); });
}

Value IsFinite(Budget&, Args args) {
  return OfDouble<bool>("math.isFinite", args, &Value::Bool,
                        [](double d) { return std::isfinite(d); });
}

Value Sqrt(Budget&, Args args) {
  const Value& value = args[0];
  switch (value.kind()) {
    case Kind::kInt:
      return Value::Double(std::sqrt(static_cast<double>(value.AsInt())));
    case Kind::kUint:
      return Value::Double(std::sqrt(static_cast<double>(value.AsUint())));
    case Kind::kDouble:
      return Value::Double(std::sqrt(value.AsDouble()));
    default:
      return NoOverload("math.sqrt", args);
  }
}

Value Abs(Budget&, Args args) {
  const Value& value = args[0];
  switch (value.kind()) {
    case Kind::kUint:
      return value;
    case Kind::kInt:
      if (value.AsInt() == std::numeric_limits<std::int64_t>::min()) {
        return Value::MakeError("integer overflow");
      }
      return Value::Int(value.AsInt() < 0 ? -value.AsInt() : value.AsInt());
    case Kind::kDouble:
      return Value::Double(std::abs(value.AsDouble()));
    default:
      return NoOverload("math.abs", args);
  }
}

Value SignOf(Budget&, Args args) {
  const Value& value = args[0];
  switch (value.kind()) {
    case Kind::kUint:
      return Value::Uint(value.AsUint() == 0 ? 0 : 1);
    case Kind::kInt:
      return Value::Int((value.AsInt() > 0 ? 1 : 0) -
                        (value.AsInt() < 0 ? 1 : 0));
    case Kind::kDouble: {
      const double d = value.AsDouble();
      if (std::isnan(d) || d == 0.0) return value;
      return Value::Double(d > 0 ? 1.0 : -1.0);
    }
    default:
      return NoOverload("math.sign", args);
  }
}

// Both ints or both uints, as bits.
template <typename Operation>
Value Bits(absl::string_view name, Args args, Operation apply) {
  if (args[0].kind() != args.back().kind()) return NoOverload(name, args);
  switch (args[0].kind()) {
    case Kind::kInt:
      return Value::Int(static_cast<std::int64_t>(
          apply(static_cast<std::uint64_t>(args[0].AsInt()),
                static_cast<std::uint64_t>(args.back().AsInt()))));
    case Kind::kUint:
      return Value::Uint(apply(args[0].AsUint(), args.back().AsUint()));
    default:
      return NoOverload(name, args);
  }
}

Value BitAnd(Budget&, Args args) {
  return Bits("math.bitAnd", args,
              [](std::uint64_t a, std::uint64_t b) { return a & b; });
}

Value BitOr(Budget&, Args args) {
  return Bits("math.bitOr", args,
              [](std::uint64_t a, std::uint64_t b) { return a | b; });
}

Value BitXor(Budget&, Args args) {
  return Bits("math.bitXor", args,
              [](std::uint64_t a, std::uint64_t b) { return a ^ b; });
}

Value BitNot(Budget&, Args args) {
  return Bits("math.bitNot", args,
              [](std::uint64_t a, std::uint64_t) { return ~a; });
}

// Both directions shift zeros in, also into negative ints.
template <typename Operation>
Value Shift(absl::string_view name, Args args, Operation apply) {
  if (args[1].kind() != Kind::kInt) return NoOverload(name, args);
  const std::int64_t offset = args[1].AsInt();
  if (offset < 0) {
    return Value::MakeError(absl::StrCat(name, "(): negative offset"));
  }
  return Bits(name, args.subspan(0, 1), [&](std::uint64_t bits, std::uint64_t) {
    return offset > 63 ? 0 : apply(bits, offset);
  });
}

Value ShiftLeft(Budget&, Args args) {
  return Shift("math.bitShiftLeft", args,
               [](std::uint64_t a, std::int64_t n) { return a << n; });
}

Value ShiftRight(Budget&, Args args) {
  return Shift("math.bitShiftRight", args,
               [](std::uint64_t a, std::int64_t n) { return a >> n; });
}

constexpr int kManyArgs = 64;

constexpr Builtin kBuiltins[] = {
    {"math.greatest", false, 1, kManyArgs, false, &Greatest},
    {"math.least", false, 1, kManyArgs, false, &Least},
    {"math.ceil", false, 1, 1, false, &Ceil},
    {"math.floor", false, 1, 1, false, &Floor},
    {"math.round", false, 1, 1, false, &Round},
    {"math.trunc", false, 1, 1, false, &Trunc},
    {"math.abs", false, 1, 1, false, &Abs},
    {"math.sign", false, 1, 1, false, &SignOf},
    {"math.sqrt", false, 1, 1, false, &Sqrt},
    {"math.isNaN", false, 1, 1, false, &IsNan},
    {"math.isInf", false, 1, 1, false, &IsInf},
    {"math.isFinite", false, 1, 1, false, &IsFinite},
    {"math.bitAnd", false, 2, 2, false, &BitAnd},
    {"math.bitOr", false, 2, 2, false, &BitOr},
    {"math.bitXor", false, 2, 2, false, &BitXor},
    {"math.bitNot", false, 1, 1, false, &BitNot},
    {"math.bitShiftLeft", false, 2, 2, false, &ShiftLeft},
    {"math.bitShiftRight", false, 2, 2, false, &ShiftRight},
};

}  // namespace

absl::Span<const Builtin> MathBuiltins() { return kBuiltins; }

}  // namespace compliance::cel
