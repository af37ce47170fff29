#include "cty/set_order.h"

#include <algorithm>
#include <compare>
#include <cstddef>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "cty/go_quote.h"

namespace compliance::cty {
namespace {

// Digits that go-cty compares numbers by inside compound elements.
constexpr int kKeyDigits = 10;

enum class Rank { kKnown, kUnknown, kNull };

Rank RankOf(const Value& value) {
  return value.IsNull()      ? Rank::kNull
         : value.IsUnknown() ? Rank::kUnknown
                             : Rank::kKnown;
}

std::strong_ordering Compare(const Value& a, const Value& b);

std::strong_ordering CompareAttributes(const Value::Attributes& a,
                                       const Value::Attributes& b) {
  auto other = b.begin();
  for (const auto& [name, value] : a) {
    if (other == b.end()) return std::strong_ordering::greater;
    if (const auto order = name <=> other->first; std::is_neq(order))
      return order;
    if (const auto order = Compare(value, other->second); std::is_neq(order)) {
      return order;
    }
    ++other;
  }
  return a.size() <=> b.size();
}

std::strong_ordering CompareElements(const Value::Elements& a,
                                     const Value::Elements& b) {
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    if (const auto order = Compare(a[i], b[i]); std::is_neq(order))
      return order;
  }
  return a.size() <=> b.size();
}

// A total order of values without regard to marks, to find equal ones.
std::strong_ordering Compare(const Value& a, const Value& b) {
  if (const auto order = RankOf(a) <=> RankOf(b); std::is_neq(order))
    return order;
  if (RankOf(a) != Rank::kKnown) return std::strong_ordering::equal;
  const Type::Kind kind = a.type().kind();
  if (const auto order = kind <=> b.type().kind(); std::is_neq(order))
    return order;
  switch (kind) {
    case Type::Kind::kBool:
      return a.AsBool() <=> b.AsBool();
    case Type::Kind::kNumber:
      return a.AsNumber() <=> b.AsNumber();
    case Type::Kind::kString:
      return a.AsString() <=> b.AsString();
    case Type::Kind::kMap:
    case Type::Kind::kObject:
      return CompareAttributes(a.AsAttributes(), b.AsAttributes());
    case Type::Kind::kDynamic:
    case Type::Kind::kList:
    case Type::Kind::kSet:
    case Type::Kind::kTuple:
      break;
  }
  return CompareElements(a.AsElements(), b.AsElements());
}

void AppendKey(const Value& value, std::string* key);

void AppendNumberKey(const Number& number, std::string* key) {
  if (number.IsInfinite()) {
    *key += number < Number() ? "-Inf" : "+Inf";
  } else {
    *key += number.ToGeneral(kKeyDigits);
  }
}

void AppendAttributesKey(const Value& value, std::string* key) {
  const bool map = value.type().kind() == Type::Kind::kMap;
  *key += map ? '{' : '<';
  for (const auto& [name, member] : value.AsAttributes()) {
    if (map) {
      AppendGoQuoted(name, key);
      *key += ':';
    }
    AppendKey(member, key);
    *key += ';';
  }
  *key += map ? '}' : '>';
}

void AppendElementsKey(const Value& value, std::string* key) {
  const bool tuple = value.type().kind() == Type::Kind::kTuple;
  *key += tuple ? '<' : '[';
  for (const Value& member : value.AsElements()) {
    AppendKey(member, key);
    *key += ';';
  }
  *key += tuple ? '>' : ']';
}

// The text by which go-cty orders compound elements.
void AppendKey(const Value& value, std::string* key) {
  if (!value.HasContent()) {
    *key += value.IsUnknown() ? '?' : '~';
    return;
  }
  switch (value.type().kind()) {
    case Type::Kind::kBool:
      *key += value.AsBool() ? 'T' : 'F';
      return;
    case Type::Kind::kNumber:
      AppendNumberKey(value.AsNumber(), key);
      return;
    case Type::Kind::kString:
      AppendGoQuoted(value.AsString(), key);
      return;
    case Type::Kind::kMap:
    case Type::Kind::kObject:
      AppendAttributesKey(value, key);
      return;
    case Type::Kind::kDynamic:
    case Type::Kind::kList:
    case Type::Kind::kSet:
    case Type::Kind::kTuple:
      AppendElementsKey(value, key);
  }
}

// Keeps the first of equal elements, in the order given.
Value::Elements WithoutDuplicates(Value::Elements elements) {
  std::vector<std::size_t> order(elements.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) {
    return std::is_lt(Compare(elements[a], elements[b]));
  });
  std::vector<bool> duplicate(elements.size());
  std::size_t first = 0;
  for (std::size_t i = 1; i < order.size(); ++i) {
    const Value& value = elements[order[i]];
    Value& kept = elements[order[first]];
    if (value.IsWhollyKnown() && kept.IsWhollyKnown() &&
        std::is_eq(Compare(kept, value))) {
      duplicate[order[i]] = true;
      if (value.ContainsSensitive()) kept = kept.WithSensitive();
    } else {
      first = i;
    }
  }
  Value::Elements unique;
  for (std::size_t i = 0; i < elements.size(); ++i) {
    if (!duplicate[i]) unique.push_back(std::move(elements[i]));
  }
  return unique;
}

bool IsKnownPrimitive(const Value& value) {
  return value.HasContent() && value.type().IsPrimitive();
}

struct Keyed {
  Value value;
  std::string key;  // of a compound
};

bool Precedes(const Keyed& a, const Keyed& b) {
  if (RankOf(a.value) != RankOf(b.value)) {
    return RankOf(a.value) < RankOf(b.value);
  }
  if (IsKnownPrimitive(a.value) && IsKnownPrimitive(b.value)) {
    return std::is_lt(Compare(a.value, b.value));
  }
  return a.key < b.key;
}

// One order both finds equal primitives and is the order of the set.
Value::Elements CanonicalPrimitives(Value::Elements elements) {
  const auto precedes = [](const Value& a, const Value& b) {
    return std::is_lt(Compare(a, b));
  };
  if (!std::is_sorted(elements.begin(), elements.end(), precedes)) {
    std::stable_sort(elements.begin(), elements.end(), precedes);
  }
  Value::Elements unique;
  unique.reserve(elements.size());
  for (Value& value : elements) {
    if (!unique.empty() && value.IsWhollyKnown() &&
        std::is_eq(Compare(unique.back(), value))) {
      if (value.IsSensitive()) unique.back() = unique.back().WithSensitive();
    } else {
      unique.push_back(std::move(value));
    }
  }
  return unique;
}

}  // namespace

Value::Elements CanonicalSet(Value::Elements elements) {
  if (elements.size() < 2) return elements;
  const bool primitives =
      std::all_of(elements.begin(), elements.end(), [&](const Value& value) {
        return value.type().IsPrimitive() &&
               value.type() == elements.front().type();
      });
  if (primitives) return CanonicalPrimitives(std::move(elements));
  std::vector<Keyed> keyed;
  for (Value& value : WithoutDuplicates(std::move(elements))) {
    std::string key;
    if (!value.type().IsPrimitive()) AppendKey(value, &key);
    keyed.push_back({std::move(value), std::move(key)});
  }
  std::stable_sort(keyed.begin(), keyed.end(), Precedes);
  Value::Elements sorted;
  sorted.reserve(keyed.size());
  for (Keyed& element : keyed) sorted.push_back(std::move(element.value));
  return sorted;
}

}  // namespace compliance::cty
