#include "cel/operators.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "cel/compare.h"
#include "cel/value_access.h"

namespace compliance::cel {
namespace {

using Kind = Value::Kind;

// Neither error nor unknown: the common case, decided without a copy.
bool Settled(const Value& v) { return !v.IsError() && !v.IsUnknown(); }

bool AnySensitive(absl::Span<const Value> operands) {
  return std::any_of(operands.begin(), operands.end(),
                     [](const Value& v) { return v.IsSensitive(); });
}

absl::string_view Sign(Operator op) {
  switch (op) {
    case Operator::kSubtract:
      return "-";
    case Operator::kMultiply:
      return "*";
    case Operator::kDivide:
      return "/";
    case Operator::kModulo:
      return "%";
    default:
      return "+";
  }
}

template <typename T>
std::optional<T> Checked(Operator op, T a, T b) {
  T result{};
  bool overflow = false;
  switch (op) {
    case Operator::kAdd:
      overflow = __builtin_add_overflow(a, b, &result);
      break;
    case Operator::kSubtract:
      overflow = __builtin_sub_overflow(a, b, &result);
      break;
    case Operator::kMultiply:
      overflow = __builtin_mul_overflow(a, b, &result);
      break;
    case Operator::kDivide:
    case Operator::kModulo:
      if constexpr (std::numeric_limits<T>::is_signed) {
        if (a == std::numeric_limits<T>::min() && b == -1) return std::nullopt;
      }
      result = op == Operator::kDivide ? a / b : a % b;
      break;
    default:
      break;
  }
  if (overflow) return std::nullopt;
  return result;
}

template <typename T>
Value Integers(Operator op, T a, T b, Value (*make)(T)) {
  if (b == 0 && op == Operator::kDivide) {
    return Value::MakeError("divide by zero");
  }
  if (b == 0 && op == Operator::kModulo) {
    return Value::MakeError("modulus by zero");
  }
  const std::optional<T> result = Checked(op, a, b);
  if (!result.has_value()) return Value::MakeError("integer overflow");
  return make(*result);
}

std::optional<double> Doubles(Operator op, double a, double b) {
  switch (op) {
    case Operator::kAdd:
      return a + b;
    case Operator::kSubtract:
      return a - b;
    case Operator::kMultiply:
      return a * b;
    case Operator::kDivide:
      return a / b;
    default:
      return std::nullopt;  // no % of doubles
  }
}

Value Numbers(Operator op, const Value& a, const Value& b) {
  if (a.kind() == b.kind()) {
    if (a.kind() == Kind::kInt) {
      return Integers<std::int64_t>(op, a.AsInt(), b.AsInt(), &Value::Int);
    }
    if (a.kind() == Kind::kUint) {
      return Integers<std::uint64_t>(op, a.AsUint(), b.AsUint(), &Value::Uint);
    }
    if (a.kind() == Kind::kDouble) {
      const auto result = Doubles(op, a.AsDouble(), b.AsDouble());
      if (result.has_value()) return Value::Double(*result);
    }
  }
  return Value::MakeError(
      absl::StrCat("no matching overload: ", KindName(a.kind()), " ", Sign(op),
                   " ", KindName(b.kind())));
}

bool IsMoment(const Value& v) {
  return v.kind() == Kind::kTimestamp || v.kind() == Kind::kDuration;
}

// + and - of timestamps and durations.
Value Moments(Operator op, const Value& a, const Value& b) {
  const bool add = op == Operator::kAdd;
  const bool at_a = a.kind() == Kind::kTimestamp;
  const bool at_b = b.kind() == Kind::kTimestamp;
  if ((add || op == Operator::kSubtract) && IsMoment(a) && IsMoment(b)) {
    if (!at_a && !at_b) {
      return Value::Duration(add ? a.AsDuration() + b.AsDuration()
                                 : a.AsDuration() - b.AsDuration());
    }
    if (at_a && !at_b) {
      return Value::Timestamp(add ? a.AsTimestamp() + b.AsDuration()
                                  : a.AsTimestamp() - b.AsDuration());
    }
    if (at_a && !add) return Value::Duration(a.AsTimestamp() - b.AsTimestamp());
    if (!at_a && add) {
      return Value::Timestamp(b.AsTimestamp() + a.AsDuration());
    }
  }
  return Numbers(op, a, b);  // an error that names the kinds
}

Value Concatenate(Budget& budget, const Value& a, const Value& b) {
  const std::size_t size = a.AsString().size() + b.AsString().size();
  if (size > kMaxText || !budget.SpendBytes(size)) {
    return Value::MakeError("the text grows too long");
  }
  const std::string text = absl::StrCat(a.AsString(), b.AsString());
  return a.kind() == Kind::kString ? Value::String(text) : Value::Bytes(text);
}

Value ConcatenateLists(Budget& budget, const Value& a, const Value& b) {
  List list = a.AsList();
  List more = b.AsList();
  const std::size_t size = list.items.size() + more.items.size();
  if (size > kMaxMembers || !budget.Spend(4 * size)) {
    return Value::MakeError("the list grows too long");
  }
  // What more there is of the first list would stand between the two: each
  // member is where it was said to be, but its position is not sure.
  const bool shifts = list.open && !more.items.empty();
  list.open = list.open || more.open;
  list.unordered = false;
  list.may_merge = list.may_merge || more.may_merge || shifts;
  std::move(more.items.begin(), more.items.end(),
            std::back_inserter(list.items));
  list.why = Merge(list.why, more.why);
  return Value::MakeList(std::move(list));
}

Value InList(Budget& budget, const Value& element, const Value& container) {
  const ListView list(container);
  Comparison comparison(budget);
  bool undecided = false;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Truth equal = comparison.Equal(list.value(i), element);
    if (equal == Truth::kTrue && list.certain(i)) {
      return ValueAccess::Mark(Value::Bool(true), comparison.sensitive());
    }
    undecided = undecided || equal != Truth::kFalse;
  }
  const bool sensitive = comparison.sensitive() || container.IsSensitive();
  if (!undecided && !list.open()) {
    return ValueAccess::Mark(Value::Bool(false), sensitive);
  }
  return ValueAccess::Mark(
      Value::MakeUnknown(Merge(comparison.unknown(), list.why())), sensitive);
}

Value NoAttribute(const Value& base, absl::string_view name) {
  return Value::MakeError(absl::StrCat(
      "no attribute ", name, " of ", base.IsNull() ? "a null" : "a value",
      base.IsNull() ? "" : " of kind ",
      base.IsNull() ? "" : KindName(base.kind())));
}

Value NoneAt(TrailPtr trail) {
  return ValueAccess::WithTrail(Value::None(), std::move(trail));
}

// An optional around a member that is there: a null of a message is unset, and
// an unknown may yet turn out null.
Value SomeMember(const Value& base, Value member) {
  const TrailPtr trail = ValueAccess::TrailOf(member);
  const bool unset_when_null = base.IsMessage();
  if (member.IsNull() && unset_when_null) return NoneAt(trail);
  if (member.IsUnknown() && unset_when_null) {
    const cty::Refinement* promised = member.Promised();
    if (promised == nullptr || !promised->not_null) return member;
  }
  return ValueAccess::WithTrail(Value::Some(std::move(member)), trail);
}

// The position that an index of a numeric kind means.
std::optional<std::int64_t> Position(const Value& index) {
  switch (index.kind()) {
    case Kind::kInt:
      return index.AsInt();
    case Kind::kUint:
      return static_cast<std::int64_t>(std::min<std::uint64_t>(
          index.AsUint(), std::numeric_limits<std::int64_t>::max()));
    case Kind::kDouble: {
      const double d = index.AsDouble();
      if (d != std::trunc(d) || std::abs(d) > 1e15) return std::nullopt;
      return static_cast<std::int64_t>(d);
    }
    default:
      return std::nullopt;
  }
}

// What lies at a place: nothing there, surely or maybe, or a value.
struct Place {
  std::optional<Value> value;
  std::optional<Value> undecided;  // an error or an unknown
};

Place AtPosition(const Value& base, const Value& index) {
  const std::optional<std::int64_t> position = Position(index);
  if (!position.has_value()) {
    return {std::nullopt,
            Value::MakeError(absl::StrCat("a list has no index of kind ",
                                          KindName(index.kind())))};
  }
  const ListView list(base);
  if (*position < 0) return {};
  const auto at = static_cast<std::size_t>(*position);
  bool sure = !list.may_merge();
  for (std::size_t i = 0; i <= at && i < list.size() && sure; ++i) {
    sure = list.certain(i);
  }
  if (!sure || (at >= list.size() && list.open())) {
    return {std::nullopt, Value::MakeUnknown(list.why())};
  }
  if (at >= list.size()) return {};
  return {list.value(at), std::nullopt};
}

Place AtIndex(const Value& base, const Value& index) {
  if (base.kind() == Kind::kList) return AtPosition(base, index);
  if (base.kind() == Kind::kMap) {
    if (!IsMapKey(index)) {
      return {std::nullopt,
              Value::MakeError(absl::StrCat("a map has no keys of kind ",
                                            KindName(index.kind())))};
    }
    return {ValueAccess::FindKey(base, index), std::nullopt};
  }
  return {std::nullopt,
          Value::MakeError(absl::StrCat("no index into a value of kind ",
                                        KindName(base.kind())))};
}

}  // namespace

TrailPtr AttributeTrail(const Value& base, absl::string_view name) {
  const TrailPtr& trail = ValueAccess::TrailOf(base);
  if (trail == nullptr) return nullptr;
  if (base.cty() != nullptr &&
      base.cty()->type().kind() == cty::Type::Kind::kMap) {
    return Extend(trail, cty::MapKey{std::string(name)});
  }
  return Extend(trail, cty::AttributeName{std::string(name)});
}

std::optional<Value> Undecided(absl::Span<const Value> operands) {
  const Value* first = nullptr;
  bool several = false;
  for (const Value& operand : operands) {
    if (operand.IsError()) return operand;
    if (!operand.IsUnknown()) continue;
    several = first != nullptr;
    if (first == nullptr) first = &operand;
  }
  if (first == nullptr) return std::nullopt;
  Unknown all = first->AsUnknown();
  if (several) {
    for (const Value& operand : operands) {
      if (operand.IsUnknown()) all = Merge(all, operand.AsUnknown());
    }
  }
  // Made anew: what is promised of an operand does not hold for the result.
  return ValueAccess::Mark(Value::MakeUnknown(std::move(all)),
                           AnySensitive(operands));
}

Value Add(Budget& budget, const Value& a, const Value& b) {
  if (!Settled(a) || !Settled(b)) return *Undecided({a, b});
  Value result;
  if (a.kind() == b.kind() &&
      (a.kind() == Kind::kString || a.kind() == Kind::kBytes)) {
    result = Concatenate(budget, a, b);
  } else if (a.kind() == Kind::kList && b.kind() == Kind::kList) {
    result = ConcatenateLists(budget, a, b);
  } else if (IsMoment(a) || IsMoment(b)) {
    result = Moments(Operator::kAdd, a, b);
  } else {
    result = Numbers(Operator::kAdd, a, b);
  }
  return ValueAccess::Mark(std::move(result),
                           a.IsSensitive() || b.IsSensitive());
}

Value Arithmetic(Operator op, const Value& a, const Value& b) {
  if (!Settled(a) || !Settled(b)) return *Undecided({a, b});
  return ValueAccess::Mark(
      IsMoment(a) || IsMoment(b) ? Moments(op, a, b) : Numbers(op, a, b),
      a.IsSensitive() || b.IsSensitive());
}

Value Negate(const Value& a) {
  if (!Settled(a)) return *Undecided({a});
  if (a.kind() == Kind::kInt) {
    return ValueAccess::Mark(
        Integers<std::int64_t>(Operator::kSubtract, 0, a.AsInt(), &Value::Int),
        a.IsSensitive());
  }
  if (a.kind() == Kind::kDouble) {
    return ValueAccess::Mark(Value::Double(-a.AsDouble()), a.IsSensitive());
  }
  return NoOverload("-", {a});
}

Value In(Budget& budget, const Value& element, const Value& container) {
  if (container.IsUnknown()) return *Undecided({element, container});
  if (container.kind() == Kind::kList) {
    return InList(budget, element, container);
  }
  if (container.kind() != Kind::kMap) {
    return NoOverload("in", {element, container});
  }
  if (element.IsUnknown()) {
    if (ValueAccess::MapSize(container) == 0) return Value::Bool(false);
    return *Undecided({element});
  }
  const bool sensitive = element.IsSensitive() || container.IsSensitive();
  if (container.IsMessage()) {
    if (element.kind() != Kind::kString) return Value::Bool(false);
    return Has(container, element.AsString());
  }
  return ValueAccess::Mark(
      Value::Bool(ValueAccess::FindKey(container, element).has_value()),
      sensitive);
}

Value Select(const Value& base, absl::string_view name) {
  switch (base.kind()) {
    case Kind::kMap: {
      auto field = ValueAccess::FindField(base, name);
      return field.has_value() ? *std::move(field) : base.Field(name);
    }
    case Kind::kOptional:
      return OptionalSelect(base, name);
    case Kind::kUnknown:
      return ValueAccess::WithTrail(*Undecided({base}),
                                    AttributeTrail(base, name));
    case Kind::kError:
      return base;
    default:
      return NoAttribute(base, name);
  }
}

Value OptionalSelect(const Value& base, absl::string_view name) {
  switch (base.kind()) {
    case Kind::kMap: {
      auto field = ValueAccess::FindField(base, name);
      if (!field.has_value()) return NoneAt(AttributeTrail(base, name));
      return SomeMember(base, *std::move(field));
    }
    case Kind::kOptional:
      if (base.HasValue()) return OptionalSelect(base.Inner(), name);
      return NoneAt(AttributeTrail(base, name));
    case Kind::kNull:
      // An object that is not set has nothing set inside.
      if (ValueAccess::TrailOf(base) != nullptr) {
        return NoneAt(AttributeTrail(base, name));
      }
      return NoAttribute(base, name);
    default:
      return Select(base, name);
  }
}

Value Has(const Value& base, absl::string_view name) {
  switch (base.kind()) {
    case Kind::kMap: {
      const auto field = ValueAccess::FindField(base, name);
      if (!field.has_value()) return Value::Bool(false);
      if (!base.IsMessage()) return Value::Bool(true);
      if (!field->IsUnknown()) return Value::Bool(!field->IsNull());
      const cty::Refinement* promised = field->Promised();
      if (promised != nullptr && promised->not_null) return Value::Bool(true);
      return *Undecided({*field});
    }
    case Kind::kOptional:
      return base.HasValue() ? Has(base.Inner(), name) : Value::Bool(false);
    case Kind::kNull:
      return Value::Bool(false);
    default:
      return Select(base, name);
  }
}

Value Index(const Value& base, const Value& index) {
  if (base.kind() == Kind::kOptional) return OptionalIndex(base, index);
  if (!Settled(base) || !Settled(index)) return *Undecided({base, index});
  Place place = AtIndex(base, index);
  if (place.undecided.has_value()) return *std::move(place.undecided);
  if (place.value.has_value()) {
    return ValueAccess::Mark(*std::move(place.value), index.IsSensitive());
  }
  // The index is data and may be secret, so it is not named.
  return Value::MakeError(base.kind() == Kind::kList ? "index out of range"
                                                     : "no such key");
}

Value OptionalIndex(const Value& base, const Value& index) {
  if (base.kind() == Kind::kOptional) {
    return base.HasValue() ? OptionalIndex(base.Inner(), index) : Value::None();
  }
  if (base.IsNull() && ValueAccess::TrailOf(base) != nullptr) {
    return Value::None();
  }
  if (!Settled(base) || !Settled(index)) return *Undecided({base, index});
  Place place = AtIndex(base, index);
  if (place.undecided.has_value()) return *std::move(place.undecided);
  if (!place.value.has_value()) return Value::None();
  Value member =
      ValueAccess::Mark(*std::move(place.value), index.IsSensitive());
  if (base.kind() == Kind::kMap) return SomeMember(base, std::move(member));
  const TrailPtr trail = ValueAccess::TrailOf(member);
  return ValueAccess::WithTrail(Value::Some(std::move(member)), trail);
}

}  // namespace compliance::cel
