#include "compliance/hcl/evaluate.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "compliance/cty/convert.h"
#include "compliance/cty/origin.h"
#include "compliance/cty/unify.h"
#include "hcl/alternatives.h"
#include "hcl/evaluator.h"
#include "hcl/operators.h"
#include "hcl/reference.h"

namespace compliance::hcl {
namespace {

using cty::Type;
using cty::Value;

// How much a value holds, its alternatives included; counts no further than
// `limit`.
std::size_t Weight(const Value& value, std::size_t limit) {
  constexpr std::size_t kBytesPerStep = 64;
  std::size_t weight = 1;
  const auto add = [&](const Value& member) {
    if (weight < limit) weight += Weight(member, limit - weight);
  };
  if (value.IsUnknown()) {
    if (value.origin() == nullptr) return weight;
    for (const Value& one : value.origin()->alternatives) add(one);
    return weight + value.origin()->pieces.size();
  }
  if (value.IsNull()) return weight;
  if (value.type() == Type::String()) {
    return weight + value.AsString().size() / kBytesPerStep;
  }
  if (!IsIterable(value.type())) return weight;
  const Type::Kind kind = value.type().kind();
  if (kind == Type::Kind::kMap || kind == Type::Kind::kObject) {
    for (const auto& [name, member] : value.AsAttributes()) add(member);
  } else {
    for (const Value& element : value.AsElements()) add(element);
  }
  return weight;
}

bool IsPlainNull(const Value& value) {
  return value.IsNull() && value.type().IsDynamic();
}

// Whether what arms have in common depends on values that are not known.
bool IsOpen(const Value& a, const Value& b) {
  return !IsPlainNull(a) && !IsPlainNull(b) &&
         (a.type().HasDynamic() || b.type().HasDynamic()) && a != b;
}

// The type of both arms of a conditional; nullopt where they have none.
std::optional<Type> CommonType(const Value& a, const Value& b) {
  if (IsPlainNull(a)) return b.type();
  if (IsPlainNull(b)) return a.type();
  if (a.type().IsDynamic() || b.type().IsDynamic()) return Type::Dynamic();
  return cty::Unify({a.type(), b.type()});
}

// Whether a condition that is not known may come to `wanted`.
bool MayBe(const Value& condition, bool wanted) {
  const std::vector<Value> all = AlternativesOf(condition);
  return std::any_of(all.begin(), all.end(), [wanted](const Value& one) {
    const absl::StatusOr<Value> truth = cty::Convert(one, Type::Bool());
    return truth.ok() && !truth->IsNull() &&
           (truth->IsUnknown() || truth->AsBool() == wanted);
  });
}

// What a conditional is of which the arm is not decided.
Value EitherOf(const Value& condition, const Result& then_value,
               const Result& else_value, const Type& type) {
  if (then_value.value.IsNull() && else_value.value.IsNull()) {
    return Value::Null(type);
  }
  // Whatever arms without a type come to, it is converted to what both have in
  // common then.
  if (IsOpen(then_value.value, else_value.value)) return Value::Unknown(type);
  std::vector<Value> arms;
  for (const bool wanted : {true, false}) {
    const Result& arm = wanted ? then_value : else_value;
    if (!MayBe(condition, wanted)) continue;
    absl::StatusOr<Value> converted = cty::Convert(arm.value, type);
    if (arm.refused || !converted.ok()) return Value::Unknown(type);
    arms.push_back(*std::move(converted));
  }
  return arms.empty() ? Value::Unknown(type) : Undecided(arms);
}

}  // namespace

Result Evaluator::Evaluate(const Expression& expression, const Scope& scope) {
  if (!Spend()) return Unknown();
  return std::visit(
      [&](const auto& node) { return Of(node, scope); },
      static_cast<const ExpressionNode::variant&>(expression.node()));
}

bool Evaluator::Spend(std::size_t steps) {
  if (steps_left_ < steps) {
    steps_left_ = 0;
    met_unknown_ = true;
    return false;
  }
  steps_left_ -= steps;
  return true;
}

bool Evaluator::SpendOn(const Value& value, std::size_t share) {
  const std::size_t weight = Weight(value, (steps_left_ + 1) * share);
  return Spend(weight / share);
}

Result Evaluator::Charged(Result result) {
  return SpendOn(result.value, 1) ? result : Unknown(result.value.type());
}

void Evaluator::Meet(const Value& operand) {
  if (!operand.IsWhollyKnown()) met_unknown_ = true;
}

Result Evaluator::Of(const Invalid& /*invalid*/, const Scope& /*scope*/) {
  met_unknown_ = true;
  return Unknown();
}

Result Evaluator::Of(const Literal& literal, const Scope& /*scope*/) {
  Meet(literal.value);
  return Known(literal.value);
}

Result Evaluator::Of(const Parentheses& parentheses, const Scope& scope) {
  return Evaluate(parentheses.inner, scope);
}

Result Evaluator::Of(const Binary& binary, const Scope& scope) {
  const Result left = Evaluate(binary.left, scope);
  const Result right = Evaluate(binary.right, scope);
  const bool is_equality = binary.op == BinaryOperator::kEqual ||
                           binary.op == BinaryOperator::kNotEqual;
  if (!is_equality) {
    Meet(left.value);
    Meet(right.value);
  } else if (!SpendOn(left.value, 1) || !SpendOn(right.value, 1)) {
    return Unknown(Type::Bool());  // it looks at all that is inside
  }
  return Apply(binary.op, left, right, trials_ > 0);
}

Result Evaluator::Of(const Unary& unary, const Scope& scope) {
  const Result operand = Evaluate(unary.operand, scope);
  Meet(operand.value);
  return Apply(unary.op, operand);
}

Result Evaluator::Of(const Conditional& conditional, const Scope& scope) {
  return Decide(
      conditional.condition, scope,
      [&] { return Evaluate(conditional.then_value, scope); },
      [&] { return Evaluate(conditional.else_value, scope); });
}

// Terraform evaluates both arms, for their types; what one that is not chosen
// met does not matter.
Result Evaluator::Decide(const Expression& condition, const Scope& scope,
                         const std::function<Result()>& then_value,
                         const std::function<Result()>& else_value) {
  const bool met_before = std::exchange(met_unknown_, false);
  const Result then_result = then_value();
  const bool met_then = std::exchange(met_unknown_, false);
  const Result else_result = else_value();
  const bool met_else = std::exchange(met_unknown_, met_before);
  const Result truth = Evaluate(condition, scope);
  Meet(truth.value);
  met_unknown_ = met_unknown_ || (met_then && MayBe(truth.value, true)) ||
                 (met_else && MayBe(truth.value, false));
  return Choose(truth, then_result, else_result);
}

Result Evaluator::Choose(const Result& condition, const Result& then_value,
                         const Result& else_value) {
  const std::optional<Type> type =
      CommonType(then_value.value, else_value.value);
  if (!type.has_value()) return Refused();
  if (condition.refused || condition.value.IsNull()) return Refused(*type);
  const auto marked = [&](Result result) {
    return MarkedAs(condition.value,
                    MarkedAs(then_value.value,
                             MarkedAs(else_value.value, std::move(result))));
  };
  if (condition.value.IsUnknown()) {
    return Charged(marked(
        Known(EitherOf(condition.value, then_value, else_value, *type))));
  }
  const absl::StatusOr<Value> truth =
      cty::Convert(condition.value, Type::Bool());
  if (!truth.ok()) return Refused(*type);
  const Result& chosen = truth->AsBool() ? then_value : else_value;
  Meet(chosen.value.type() == *type ? Value() : chosen.value);
  absl::StatusOr<Value> converted = cty::Convert(chosen.value, *type);
  if (!converted.ok()) return Refused(*type);
  if (converted->IsUnknown() && type->IsDynamic() &&
      IsOpen(then_value.value, else_value.value)) {
    return marked({Value::Unknown(*type), chosen.refused});
  }
  return marked({*std::move(converted), chosen.refused});
}

Result Evaluator::Of(const Tuple& tuple, const Scope& scope) {
  Value::Elements elements;
  bool refused = false;
  for (const Expression& expression : tuple.elements) {
    Result element = Evaluate(expression, scope);
    refused = refused || element.refused;
    elements.push_back(std::move(element.value));
  }
  return Charged({Value::Tuple(std::move(elements)), refused});
}

// A key that is unknown or refused leaves open which attributes there are.
Result Evaluator::Of(const Object& object, const Scope& scope) {
  Value::Attributes attributes;
  bool refused = false;
  bool known = true;
  bool sensitive = false;
  for (const ObjectItem& item : object.items) {
    Result value = Evaluate(item.value, scope);
    const Result key = KeyOf(item, scope);
    refused = refused || value.refused || key.refused;
    sensitive = sensitive || key.value.IsSensitive();
    if (key.value.IsUnknown()) {
      known = false;
      continue;
    }
    attributes.insert_or_assign(key.value.AsString(), std::move(value.value));
  }
  if (!known) {
    met_unknown_ = true;
    return {Unknown().value, refused};
  }
  Result made{Value::Object(std::move(attributes)), refused};
  if (sensitive) made.value = made.value.WithSensitive();
  return Charged(std::move(made));
}

// A bare word is a name. A traversal that stands there bare is neither that nor
// clearly a reference; Terraform refuses it.
Result Evaluator::KeyOf(const ObjectItem& item, const Scope& scope) {
  if (item.name.has_value()) return Known(Value::String(*item.name));
  const auto* traversal = item.key.As<Traversal>();
  if (traversal != nullptr && IsReference(*traversal)) {
    return Refused(Type::String());
  }
  const Result key = Evaluate(item.key, scope);
  absl::StatusOr<Value> text = cty::Convert(key.value, Type::String());
  if (!text.ok() || text->IsNull()) return Refused(Type::String());
  return {*std::move(text), key.refused};
}

Value Evaluate(const Expression& expression, const Names& names) {
  Result result = Evaluator(names).Evaluate(expression, Scope());
  if (result.refused) return Value::Unknown(result.value.type());
  return std::move(result.value);
}

}  // namespace compliance::hcl
