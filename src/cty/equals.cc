#include "compliance/cty/equals.h"

#include <algorithm>
#include <cstddef>
#include <string>

#include "absl/strings/match.h"
#include "compliance/cty/unify.h"

namespace compliance::cty {
namespace {

bool IsBelow(const Number& number, const Refinement::Bound& lower) {
  return number < lower.value || (number == lower.value && !lower.inclusive);
}

bool IsAbove(const Number& number, const Refinement::Bound& upper) {
  return number > upper.value || (number == upper.value && !upper.inclusive);
}

// Whether what is promised of an unknown rules the known value out.
bool RulesOut(const Refinement& promised, const Value& known) {
  if (known.IsNull()) return promised.not_null;
  if (known.type() == Type::String()) {
    return !absl::StartsWith(known.AsString(), promised.prefix);
  }
  if (known.type() == Type::Number()) {
    const Number& number = known.AsNumber();
    return (promised.lower.has_value() && IsBelow(number, *promised.lower)) ||
           (promised.upper.has_value() && IsAbove(number, *promised.upper));
  }
  return false;
}

Truth EqualsUnknown(const Value& unknown, const Value& known) {
  if (unknown.type() == known.type() || known.IsNull()) {
    return RulesOut(unknown.refinement(), known) ? Truth::kFalse
                                                 : Truth::kUnknown;
  }
  return unknown.type().HasDynamic() ? Truth::kUnknown : Truth::kFalse;
}

Truth ElementsEqual(const Value::Elements& a, const Value::Elements& b) {
  if (a.size() != b.size()) return Truth::kFalse;
  Truth truth = Truth::kTrue;
  for (std::size_t i = 0; i < a.size(); ++i) {
    truth = And(truth, Equals(a[i], b[i]));
  }
  return truth;
}

Truth AttributesEqual(const Value::Attributes& a, const Value::Attributes& b) {
  if (a.size() != b.size()) return Truth::kFalse;
  Truth truth = Truth::kTrue;
  for (auto i = a.begin(), j = b.begin(); i != a.end(); ++i, ++j) {
    if (i->first != j->first) return Truth::kFalse;
    truth = And(truth, Equals(i->second, j->second));
  }
  return truth;
}

bool Holds(const Value::Elements& set, const Value& wanted) {
  return std::any_of(set.begin(), set.end(), [&](const Value& element) {
    return Equals(element, wanted) == Truth::kTrue;
  });
}

// An unknown element may turn out to be any other.
Truth SetsEqual(const Value& a, const Value& b) {
  if (!a.IsWhollyKnown() || !b.IsWhollyKnown()) return Truth::kUnknown;
  const Value::Elements& others = b.AsElements();
  return TruthOf(
      a.AsElements().size() == others.size() &&
      std::all_of(a.AsElements().begin(), a.AsElements().end(),
                  [&](const Value& value) { return Holds(others, value); }));
}

Truth ContentsEqual(const Value& a, const Value& b) {
  switch (a.type().kind()) {
    case Type::Kind::kBool:
      return TruthOf(a.AsBool() == b.AsBool());
    case Type::Kind::kNumber:
      return TruthOf(a.AsNumber() == b.AsNumber());
    case Type::Kind::kString:
      return TruthOf(a.AsString() == b.AsString());
    case Type::Kind::kSet:
      return SetsEqual(a, b);
    case Type::Kind::kMap:
    case Type::Kind::kObject:
      return AttributesEqual(a.AsAttributes(), b.AsAttributes());
    case Type::Kind::kDynamic:
    case Type::Kind::kList:
    case Type::Kind::kTuple:
      break;
  }
  return ElementsEqual(a.AsElements(), b.AsElements());
}

}  // namespace

Truth Equals(const Value& a, const Value& b) {
  if (a.IsUnknown() && b.IsUnknown()) return Truth::kUnknown;
  if (a.IsUnknown()) return EqualsUnknown(a, b);
  if (b.IsUnknown()) return EqualsUnknown(b, a);
  if (a.IsNull() || b.IsNull()) return TruthOf(a.IsNull() && b.IsNull());
  // A null in a tuple has no type either, but that is known of it.
  const bool known = a.IsWhollyKnown() && b.IsWhollyKnown();
  if (!known && (a.type().HasDynamic() || b.type().HasDynamic())) {
    const bool may_conform = FillDynamic(a.type(), b.type()) == b.type() ||
                             FillDynamic(b.type(), a.type()) == a.type();
    return may_conform ? Truth::kUnknown : Truth::kFalse;
  }
  if (a.type() != b.type()) return Truth::kFalse;
  return ContentsEqual(a, b);
}

}  // namespace compliance::cty
