#include "hcl/operators.h"

#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "absl/status/statusor.h"
#include "compliance/base/truth.h"
#include "compliance/cty/convert.h"
#include "compliance/cty/equals.h"
#include "compliance/cty/number.h"
#include "compliance/cty/origin.h"
#include "compliance/cty/type.h"
#include "compliance/cty/value.h"
#include "hcl/alternatives.h"

namespace compliance::hcl {
namespace {

using cty::Number;
using cty::Type;
using cty::Value;

// An unknown that is never null, as all operators promise.
Value UnknownOperation(const Type& type) {
  cty::Refinement refinement;
  refinement.not_null = true;
  return Value::Unknown(type, std::move(refinement));
}

// The operand as `type`; nullopt where Terraform refuses it.
std::optional<Value> Operand(const Result& operand, const Type& type) {
  absl::StatusOr<Value> converted = cty::Convert(operand.value, type);
  if (!converted.ok() || converted->IsNull()) return std::nullopt;
  return *std::move(converted);
}

Result Marked(const Value& left, const Value& right, Value value) {
  return MarkedAs(left, MarkedAs(right, Known(std::move(value))));
}

Result Arithmetic(const Result& left, const Result& right,
                  absl::StatusOr<Number> (*compute)(const Number&,
                                                    const Number&)) {
  const std::optional<Value> a = Operand(left, Type::Number());
  const std::optional<Value> b = Operand(right, Type::Number());
  if (!a || !b || left.refused || right.refused) return Refused(Type::Number());
  if (a->IsUnknown() || b->IsUnknown()) {
    return Marked(*a, *b, UnknownOperation(Type::Number()));
  }
  absl::StatusOr<Number> number = compute(a->AsNumber(), b->AsNumber());
  if (number.ok()) return Marked(*a, *b, Value::Number(*std::move(number)));
  return absl::IsInvalidArgument(number.status()) ? Refused(Type::Number())
                                                  : Unknown(Type::Number());
}

Result Comparison(
    const Result& left, const Result& right,
    const std::function<bool(const Number&, const Number&)>& holds) {
  const std::optional<Value> a = Operand(left, Type::Number());
  const std::optional<Value> b = Operand(right, Type::Number());
  if (!a || !b || left.refused || right.refused) return Refused(Type::Bool());
  if (a->IsUnknown() || b->IsUnknown()) {
    return Marked(*a, *b, UnknownOperation(Type::Bool()));
  }
  return Marked(*a, *b, Value::Bool(holds(a->AsNumber(), b->AsNumber())));
}

Result Equality(const Result& left, const Result& right, bool wanted) {
  if (left.refused || right.refused) return Refused(Type::Bool());
  const Value& a = left.value;
  const Value& b = right.value;
  const Truth equal = cty::Equals(a, b);
  Value result = UnknownOperation(Type::Bool());
  if (equal != Truth::kUnknown) {
    result = Value::Bool((equal == Truth::kTrue) == wanted);
    // What follows from members although others are unknown is more than the
    // plan says.
    const bool known = a.IsWhollyKnown() && b.IsWhollyKnown();
    const bool whole = a.IsUnknown() || b.IsUnknown();
    if (!known && (!whole || equal == Truth::kTrue)) {
      result = Undecided({result});
    }
  }
  return Known(
      result.WithSensitive(a.ContainsSensitive() || b.ContainsSensitive()));
}

// `controlling`: what decides alone, true of || and false of &&.
Result Logic(const Result& left, const Result& right, bool controlling,
             bool inside_try) {
  const absl::StatusOr<Value> a = cty::Convert(left.value, Type::Bool());
  const absl::StatusOr<Value> b = cty::Convert(right.value, Type::Bool());
  if (!a.ok() || !b.ok()) return Refused(Type::Bool());
  const auto decides = [controlling](const Value& side) {
    return side.HasContent() && side.AsBool() == controlling;
  };
  const bool decided = decides(*a) || decides(*b);
  const bool refused =
      left.refused || right.refused || a->IsNull() || b->IsNull();
  if (refused) {
    if (!decided) return Refused(Type::Bool());
    return inside_try ? Unknown(Type::Bool())
                      : Marked(*a, *b, Value::Bool(controlling));
  }
  if (a->IsUnknown() || b->IsUnknown()) {
    return Marked(*a, *b,
                  decided ? Undecided({Value::Bool(controlling)})
                          : UnknownOperation(Type::Bool()));
  }
  return Marked(*a, *b, Value::Bool(decided == controlling));
}

}  // namespace

Result Apply(BinaryOperator op, const Result& left, const Result& right,
             bool inside_try) {
  switch (op) {
    case BinaryOperator::kOr:
      return Logic(left, right, /*controlling=*/true, inside_try);
    case BinaryOperator::kAnd:
      return Logic(left, right, /*controlling=*/false, inside_try);
    case BinaryOperator::kEqual:
      return Equality(left, right, /*wanted=*/true);
    case BinaryOperator::kNotEqual:
      return Equality(left, right, /*wanted=*/false);
    case BinaryOperator::kLess:
      return Comparison(left, right, std::less<>());
    case BinaryOperator::kLessOrEqual:
      return Comparison(left, right, std::less_equal<>());
    case BinaryOperator::kGreater:
      return Comparison(left, right, std::greater<>());
    case BinaryOperator::kGreaterOrEqual:
      return Comparison(left, right, std::greater_equal<>());
    case BinaryOperator::kAdd:
      return Arithmetic(left, right, &Number::Add);
    case BinaryOperator::kSubtract:
      return Arithmetic(left, right, &Number::Subtract);
    case BinaryOperator::kMultiply:
      return Arithmetic(left, right, &Number::Multiply);
    case BinaryOperator::kDivide:
      return Arithmetic(left, right, &Number::Divide);
    case BinaryOperator::kModulo:
      return Arithmetic(left, right, &Number::Modulo);
  }
  return Unknown();
}

Result Apply(UnaryOperator op, const Result& operand) {
  const Type type = op == UnaryOperator::kNot ? Type::Bool() : Type::Number();
  const std::optional<Value> value = Operand(operand, type);
  if (!value.has_value() || operand.refused) return Refused(type);
  if (value->IsUnknown()) {
    return MarkedAs(*value, Known(UnknownOperation(type)));
  }
  return MarkedAs(*value,
                  Known(op == UnaryOperator::kNot
                            ? Value::Bool(!value->AsBool())
                            : Value::Number(value->AsNumber().Negated())));
}

}  // namespace compliance::hcl
