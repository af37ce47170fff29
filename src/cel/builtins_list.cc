// Functions of lists, and size().
#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "cel/builtins.h"
#include "cel/compare.h"
#include "cel/value_access.h"

namespace compliance::cel {
namespace {

using Args = absl::Span<const Value>;
using Kind = Value::Kind;

std::int64_t Signed(std::size_t n) { return static_cast<std::int64_t>(n); }

std::int64_t CountCodePoints(const std::string& text) {
  return std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  });
}

// How many members of a set with unknown members are surely different.
std::size_t DifferentMembers(Budget& budget, const ListView& list) {
  std::vector<Value> different;
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (!list.certain(i)) continue;
    const Value member = list.value(i);
    const bool is_new =
        std::all_of(different.begin(), different.end(), [&](const Value& v) {
          return Comparison(budget).Equal(v, member) == Truth::kFalse;
        });
    if (is_new) different.push_back(member);
    if (budget.exhausted()) break;
  }
  return different.size();
}

Value SizeOfList(Budget& budget, const Value& value) {
  const ListView list(value);
  if (list.exact()) return Value::Int(Signed(list.size()));
  cty::Refinement promised;
  promised.not_null = true;
  const std::size_t least =
      list.may_merge() ? DifferentMembers(budget, list) : list.certain_count();
  promised.lower = {cty::Number(Signed(least)), true};
  if (!list.open()) {
    promised.upper = {cty::Number(Signed(list.size())), true};
    if (least == list.size()) return Value::Int(Signed(least));
  }
  return Value::MakeUnknown(list.why(), std::move(promised));
}

Value SizeOfUnknown(const Value& value) {
  const cty::Refinement* known = value.Promised();
  cty::Refinement promised;
  if (known != nullptr && known->not_null) {
    promised.not_null = true;
    if (known->length_min.has_value()) {
      promised.lower = {cty::Number(*known->length_min), true};
    }
    if (known->length_max.has_value()) {
      promised.upper = {cty::Number(*known->length_max), true};
    }
  }
  return Value::MakeUnknown(value.AsUnknown(), std::move(promised));
}

Value Size(Budget& budget, Args args) {
  const Value& value = args[0];
  switch (value.kind()) {
    case Kind::kString:
      budget.SpendBytes(value.AsString().size());
      return Value::Int(CountCodePoints(value.AsString()));
    case Kind::kBytes:
      return Value::Int(Signed(value.AsString().size()));
    case Kind::kList:
      return SizeOfList(budget, value);
    case Kind::kMap:
      return Value::Int(Signed(ValueAccess::MapSize(value)));
    case Kind::kUnknown:
      return SizeOfUnknown(value);
    default:
      return NoOverload("size", args);
  }
}

// The members without repetitions. One that may equal an earlier one stays, and
// how many there are is not sure then.
Value Distinct(Budget& budget, Args args) {
  if (args[0].kind() != Kind::kList) return NoOverload("distinct", args);
  const List list = args[0].AsList();
  List result;
  result.open = list.open;
  result.unordered = list.unordered;
  result.may_merge = list.may_merge;
  result.why = list.why;
  Comparison comparison(budget);
  for (const List::Item& item : list.items) {
    bool repeated = false;
    bool unsure = false;
    for (List::Item& earlier : result.items) {
      const Truth equal = comparison.Equal(earlier.value, item.value);
      unsure = unsure || equal == Truth::kUnknown;
      if (equal != Truth::kTrue) continue;
      repeated = true;
      earlier.certain = earlier.certain || item.certain;
      break;
    }
    if (budget.exhausted()) break;
    if (repeated) continue;
    result.may_merge = result.may_merge || unsure;
    result.items.push_back(item);
  }
  result.why = Merge(result.why, comparison.unknown());
  return Value::MakeList(std::move(result));
}

Value Sort(Budget& budget, Args args) {
  if (args[0].kind() != Kind::kList) return NoOverload("sort", args);
  if (args[0].HoldsUnknown()) {
    return Value::MakeUnknown(args[0].UnknownInside());
  }
  List list = args[0].AsList();
  budget.Spend(list.items.size() * 32);
  // Everything is compared with the first before sorting, since a comparator
  // cannot fail half-way.
  for (const List::Item& item : list.items) {
    const Value ordered =
        Ordering(Order::kLess, list.items.front().value, item.value);
    if (ordered.IsError()) return ordered;
  }
  std::stable_sort(list.items.begin(), list.items.end(),
                   [](const List::Item& a, const List::Item& b) {
                     return Ordering(Order::kLess, a.value, b.value).AsBool();
                   });
  list.unordered = false;
  return Value::MakeList(std::move(list));
}

// One level: members that are lists give way to their members.
Value Flatten(Budget& budget, Args args) {
  if (args[0].kind() != Kind::kList) return NoOverload("flatten", args);
  const List list = args[0].AsList();
  List result;
  result.open = list.open;
  result.may_merge = list.may_merge;
  result.why = list.why;
  for (const List::Item& item : list.items) {
    if (item.value.IsUnknown()) {
      return Value::MakeUnknown(args[0].UnknownInside());
    }
    if (item.value.kind() != Kind::kList) {
      result.items.push_back(item);
      continue;
    }
    const List inner = item.value.AsList();
    if (!budget.Spend(4 * inner.items.size()) ||
        result.items.size() > kMaxMembers) {
      return Value::MakeError("the list grows too long");
    }
    for (const List::Item& member : inner.items) {
      result.items.push_back({member.value, item.certain && member.certain});
    }
    result.open = result.open || inner.open;
    result.may_merge = result.may_merge || inner.may_merge;
    result.why = Merge(result.why, inner.why);
  }
  return Value::MakeList(std::move(result));
}

constexpr Builtin kBuiltins[] = {
    {"size", false, 1, 1, true, &Size},
    {"size", true, 1, 1, true, &Size},
    {"distinct", true, 1, 1, false, &Distinct},
    {"sort", true, 1, 1, false, &Sort},
    {"flatten", true, 1, 1, false, &Flatten},
};

}  // namespace

absl::Span<const Builtin> ListBuiltins() { return kBuiltins; }

}  // namespace compliance::cel
