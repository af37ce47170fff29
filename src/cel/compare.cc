#include "cel/compare.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "cel/value_access.h"
#include "compliance/cty/number.h"

namespace compliance::cel {
namespace {

using Kind = Value::Kind;

std::partial_ordering CompareUintInt(std::uint64_t a, std::int64_t b) {
  if (b < 0) return std::partial_ordering::greater;
  return a <=> static_cast<std::uint64_t>(b);
}

// CEL compares an integer with a double as doubles, so that an int64 next to
// 2^63 equals 2^63.
std::partial_ordering CompareIntDouble(std::int64_t a, double b) {
  return static_cast<double>(a) <=> b;
}

std::partial_ordering CompareUintDouble(std::uint64_t a, double b) {
  return static_cast<double>(a) <=> b;
}

std::partial_ordering Reverse(std::partial_ordering order) {
  return 0 <=> order;
}

// An interval that a number lies in. An absent bound promises nothing.
using Bound = cty::Refinement::Bound;
struct Range {
  std::optional<Bound> lower;
  std::optional<Bound> upper;
};

std::optional<Range> RangeOf(const Value& value) {
  switch (value.kind()) {
    case Kind::kInt: {
      const Bound exact{cty::Number(value.AsInt()), true};
      return Range{exact, exact};
    }
    case Kind::kUint: {
      auto number = cty::Number::Parse(absl::StrCat(value.AsUint()));
      if (!number.ok()) return std::nullopt;
      const Bound exact{*std::move(number), true};
      return Range{exact, exact};
    }
    case Kind::kDouble: {
      if (std::isnan(value.AsDouble())) return std::nullopt;
      const Bound exact{cty::Number(value.AsDouble()), true};
      return Range{exact, exact};
    }
    case Kind::kUnknown: {
      const cty::Refinement* promised = value.Promised();
      if (promised == nullptr) return std::nullopt;
      return Range{promised->lower, promised->upper};
    }
    default:
      return std::nullopt;
  }
}

// Whether everything in `a` is surely below everything in `b` (or equal).
bool SurelyLess(const Range& a, const Range& b) {
  if (!a.upper.has_value() || !b.lower.has_value()) return false;
  const auto order = a.upper->value <=> b.lower->value;
  return order < 0 ||
         (order == 0 && !(a.upper->inclusive && b.lower->inclusive));
}

bool SurelyLessEqual(const Range& a, const Range& b) {
  return a.upper.has_value() && b.lower.has_value() &&
         a.upper->value <= b.lower->value;
}

bool SurelyNotNull(const Value& value) {
  if (!value.IsUnknown()) return !value.IsNull();
  const cty::Refinement* promised = value.Promised();
  return promised != nullptr && promised->not_null;
}

// Whether what is promised of `unknown` rules out that it is `other`.
bool RulesOut(const Value& unknown, const Value& other) {
  const cty::Refinement* promised = unknown.Promised();
  if (promised == nullptr) return false;
  if (other.IsNull()) return promised->not_null;
  if (IsNumber(other)) {
    const auto range = RangeOf(unknown);
    const auto exact = RangeOf(other);
    return range.has_value() && exact.has_value() &&
           (SurelyLess(*range, *exact) || SurelyLess(*exact, *range));
  }
  if (other.kind() == Kind::kString) {
    return !absl::StartsWith(other.AsString(), promised->prefix);
  }
  std::optional<std::size_t> size;
  if (other.kind() == Kind::kMap) size = ValueAccess::MapSize(other);
  if (other.kind() == Kind::kList && ListView(other).exact()) {
    size = ListView(other).size();
  }
  if (!size.has_value()) return false;
  const auto length = static_cast<std::int64_t>(*size);
  return (promised->length_min.has_value() && length < *promised->length_min) ||
         (promised->length_max.has_value() && length > *promised->length_max);
}

// Set fields of a message, all entries of a map.
Entries SetEntries(const Value& map) {
  Entries entries = map.AsMap();
  if (map.IsMessage()) {
    std::erase_if(entries,
                  [](const auto& entry) { return entry.second.IsNull(); });
  }
  return entries;
}

template <typename T>
std::partial_ordering Compare(const T& a, const T& b) {
  if (a < b) return std::partial_ordering::less;
  return a == b ? std::partial_ordering::equivalent
                : std::partial_ordering::greater;
}

std::optional<std::partial_ordering> CompareKnown(const Value& a,
                                                  const Value& b) {
  if (IsNumber(a) && IsNumber(b)) return CompareNumbers(a, b);
  if (a.kind() != b.kind()) return std::nullopt;
  switch (a.kind()) {
    case Kind::kBool:
      return static_cast<int>(a.AsBool()) <=> static_cast<int>(b.AsBool());
    case Kind::kString:
    case Kind::kBytes:
      return a.AsString().compare(b.AsString()) <=> 0;
    case Kind::kTimestamp:
      return Compare(a.AsTimestamp(), b.AsTimestamp());
    case Kind::kDuration:
      return Compare(a.AsDuration(), b.AsDuration());
    default:
      return std::nullopt;
  }
}

bool Holds(Order order, std::partial_ordering compared) {
  switch (order) {
    case Order::kLess:
      return compared < 0;
    case Order::kLessEqual:
      return compared <= 0;
    case Order::kGreater:
      return compared > 0;
    case Order::kGreaterEqual:
      return compared >= 0;
  }
  return false;
}

absl::string_view Sign(Order order) {
  switch (order) {
    case Order::kLess:
      return "<";
    case Order::kLessEqual:
      return "<=";
    case Order::kGreater:
      return ">";
    case Order::kGreaterEqual:
      return ">=";
  }
  return "";
}

// What the bounds of two numbers decide of a < b (or a <= b), if anything.
std::optional<bool> LessByRange(const Value& a, const Value& b, bool or_equal) {
  // A null would make the comparison an error.
  if (!SurelyNotNull(a) || !SurelyNotNull(b)) return std::nullopt;
  const auto left = RangeOf(a);
  const auto right = RangeOf(b);
  if (!left.has_value() || !right.has_value()) return std::nullopt;
  if (or_equal ? SurelyLessEqual(*left, *right) : SurelyLess(*left, *right)) {
    return true;
  }
  if (or_equal ? SurelyLess(*right, *left) : SurelyLessEqual(*right, *left)) {
    return false;
  }
  return std::nullopt;
}

Unknown Reasons(const Value& a, const Value& b) {
  if (!a.IsUnknown()) return b.AsUnknown();
  if (!b.IsUnknown()) return a.AsUnknown();
  return Merge(a.AsUnknown(), b.AsUnknown());
}

Value OrderingUnknown(Order order, const Value& a, const Value& b) {
  const bool swap = order == Order::kGreater || order == Order::kGreaterEqual;
  const bool or_equal =
      order == Order::kLessEqual || order == Order::kGreaterEqual;
  const std::optional<bool> decided =
      LessByRange(swap ? b : a, swap ? a : b, or_equal);
  if (decided.has_value()) return Value::Bool(*decided);
  return Value::MakeUnknown(Reasons(a, b));
}

}  // namespace

bool IsNumber(const Value& value) {
  return value.kind() == Kind::kInt || value.kind() == Kind::kUint ||
         value.kind() == Kind::kDouble;
}

std::partial_ordering CompareNumbers(const Value& a, const Value& b) {
  switch (a.kind()) {
    case Kind::kInt:
      if (b.kind() == Kind::kInt) return a.AsInt() <=> b.AsInt();
      if (b.kind() == Kind::kUint) {
        return Reverse(CompareUintInt(b.AsUint(), a.AsInt()));
      }
      return CompareIntDouble(a.AsInt(), b.AsDouble());
    case Kind::kUint:
      if (b.kind() == Kind::kUint) return a.AsUint() <=> b.AsUint();
      if (b.kind() == Kind::kInt) return CompareUintInt(a.AsUint(), b.AsInt());
      return CompareUintDouble(a.AsUint(), b.AsDouble());
    default:
      if (b.kind() == Kind::kDouble) return a.AsDouble() <=> b.AsDouble();
      return Reverse(CompareNumbers(b, a));
  }
}

bool IsMapKey(const Value& value) {
  switch (value.kind()) {
    case Kind::kBool:
    case Kind::kInt:
    case Kind::kUint:
    case Kind::kString:
      return true;
    case Kind::kDouble:  // looks up the equal integer
      return !std::isnan(value.AsDouble());
    default:
      return false;
  }
}

bool KeyLess(const Value& a, const Value& b) {
  const auto rank = [](const Value& key) {
    if (key.kind() == Kind::kBool) return 0;
    return key.kind() == Kind::kString ? 2 : 1;
  };
  if (rank(a) != rank(b)) return rank(a) < rank(b);
  const auto compared = CompareKnown(a, b);
  return compared.has_value() && *compared < 0;
}

Truth Comparison::Equal(const Value& a, const Value& b) {
  sensitive_ = sensitive_ || a.IsSensitive() || b.IsSensitive();
  if (!budget_.Spend(1)) return Truth::kUnknown;
  if (a.IsUnknown() || b.IsUnknown()) return EqualUnknown(a, b);
  if (IsNumber(a) && IsNumber(b)) return TruthOf(CompareNumbers(a, b) == 0);
  if (a.kind() != b.kind()) return Truth::kFalse;
  switch (a.kind()) {
    case Kind::kNull:
      return Truth::kTrue;
    case Kind::kBool:
      return TruthOf(a.AsBool() == b.AsBool());
    case Kind::kString:
    case Kind::kBytes:
    case Kind::kType:
    case Kind::kIp:
    case Kind::kCidr:
      return TruthOf(a.AsString() == b.AsString());
    case Kind::kTimestamp:
      return TruthOf(a.AsTimestamp() == b.AsTimestamp());
    case Kind::kDuration:
      return TruthOf(a.AsDuration() == b.AsDuration());
    case Kind::kList:
      return EqualLists(a, b);
    case Kind::kMap:
      return EqualMaps(a, b);
    case Kind::kOptional:
      return EqualOptionals(a, b);
    default:
      return Truth::kFalse;
  }
}

Truth Comparison::EqualUnknown(const Value& a, const Value& b) {
  if ((a.IsUnknown() && RulesOut(a, b)) || (b.IsUnknown() && RulesOut(b, a))) {
    return Truth::kFalse;
  }
  unknown_ = Merge(unknown_, Reasons(a, b));
  return Truth::kUnknown;
}

Truth Comparison::EqualLists(const Value& a, const Value& b) {
  const ListView left(a);
  const ListView right(b);
  if (!left.exact() || !right.exact()) {
    unknown_ = Merge(unknown_, Merge(left.why(), right.why()));
    return Truth::kUnknown;
  }
  if (left.size() != right.size()) return Truth::kFalse;
  Truth all = Truth::kTrue;
  if (!left.unordered() && !right.unordered()) {
    for (std::size_t i = 0; i < left.size() && all != Truth::kFalse; ++i) {
      all = And(all, Equal(left.value(i), right.value(i)));
    }
    return all;
  }
  // Sets: each member on the left has a partner on the right.
  std::vector<bool> taken(right.size());
  for (std::size_t i = 0; i < left.size() && all != Truth::kFalse; ++i) {
    Truth found = Truth::kFalse;
    for (std::size_t j = 0; j < right.size() && found != Truth::kTrue; ++j) {
      if (taken[j]) continue;
      const Truth equal = Equal(left.value(i), right.value(j));
      if (equal == Truth::kTrue) taken[j] = true;
      found = Or(found, equal);
    }
    all = And(all, found);
  }
  return all;
}

Truth Comparison::EqualMaps(const Value& a, const Value& b) {
  const Entries left = SetEntries(a);
  const Entries right = SetEntries(b);
  const bool messages = a.IsMessage() || b.IsMessage();
  // An unknown field of a message may turn out unset, so sizes decide only
  // between maps.
  if (!messages && left.size() != right.size()) return Truth::kFalse;
  Truth all = Truth::kTrue;
  const auto compare = [&](const Entries& from, const Value& other) {
    for (const auto& [key, value] : from) {
      if (all == Truth::kFalse) return;
      const auto partner = ValueAccess::FindKey(other, key);
      if (partner.has_value()) {
        all = And(all, Equal(value, *partner));
      } else {
        all = And(all, messages ? Equal(value, Value::Null()) : Truth::kFalse);
      }
    }
  };
  compare(left, b);
  if (messages) compare(right, a);
  return all;
}

Truth Comparison::EqualOptionals(const Value& a, const Value& b) {
  if (a.HasValue() != b.HasValue()) return Truth::kFalse;
  return a.HasValue() ? Equal(a.Inner(), b.Inner()) : Truth::kTrue;
}

Value Equality(Budget& budget, const Value& a, const Value& b) {
  Comparison comparison(budget);
  const Truth equal = comparison.Equal(a, b);
  Value result = equal == Truth::kUnknown
                     ? Value::MakeUnknown(comparison.unknown())
                     : Value::Bool(equal == Truth::kTrue);
  return ValueAccess::Mark(std::move(result), comparison.sensitive());
}

Value Ordering(Order order, const Value& a, const Value& b) {
  const bool sensitive = a.IsSensitive() || b.IsSensitive();
  if (a.IsUnknown() || b.IsUnknown()) {
    return ValueAccess::Mark(OrderingUnknown(order, a, b), sensitive);
  }
  const auto compared = CompareKnown(a, b);
  if (!compared.has_value()) {
    return Value::MakeError(
        absl::StrCat("no order between ", KindName(a.kind()), " and ",
                     KindName(b.kind()), " (", Sign(order), ")"));
  }
  return ValueAccess::Mark(Value::Bool(Holds(order, *compared)), sensitive);
}

Value SortedMap(std::vector<std::pair<Value, Value>> entries) {
  std::stable_sort(
      entries.begin(), entries.end(),
      [](const auto& a, const auto& b) { return KeyLess(a.first, b.first); });
  const auto repeated = std::adjacent_find(
      entries.begin(), entries.end(),
      [](const auto& a, const auto& b) { return !KeyLess(a.first, b.first); });
  if (repeated != entries.end()) return Value::MakeError("repeated map key");
  return Value::Map(std::move(entries));
}

}  // namespace compliance::cel
