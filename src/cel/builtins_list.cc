// Functions of lists, and size().
#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "cel/builtins.h"
#include "cel/compare.h"
#include "cel/operators.h"
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

// Adds the members of `list` to `into`, those that are lists by their members,
// `depth` levels down. False when there are too many.
bool AppendFlat(Budget& budget, const List& list, bool certain,
                std::int64_t depth, List& into) {
  into.may_merge = into.may_merge || list.may_merge;
  into.why = Merge(into.why, list.why);
  for (const List::Item& item : list.items) {
    // What more there is of an inner list would stand before this one.
    into.may_merge = into.may_merge || into.open;
    if (!budget.Spend(4) || into.items.size() > kMaxMembers) return false;
    const bool sure = certain && item.certain;
    if (depth > 0 && item.value.kind() == Kind::kList) {
      if (!AppendFlat(budget, item.value.AsList(), sure, depth - 1, into)) {
        return false;
      }
    } else {
      into.items.push_back({item.value, sure});
    }
  }
  into.open = into.open || list.open;
  return true;
}

// Whether a member that may be a list is not known, `depth` levels down.
bool HidesMembers(const List& list, std::int64_t depth) {
  return std::any_of(list.items.begin(), list.items.end(),
                     [&](const List::Item& item) {
                       return item.value.IsUnknown() ||
                              (depth > 1 && item.value.kind() == Kind::kList &&
                               HidesMembers(item.value.AsList(), depth - 1));
                     });
}

Value Flatten(Budget& budget, Args args) {
  if (args[0].kind() != Kind::kList ||
      (args.size() > 1 && args[1].kind() != Kind::kInt)) {
    return NoOverload("flatten", args);
  }
  const std::int64_t depth = args.size() > 1 ? args[1].AsInt() : 1;
  if (depth < 0) return Value::MakeError("flatten(): negative depth");
  const List list = args[0].AsList();
  if (depth > 0 && HidesMembers(list, depth)) {
    return Value::MakeUnknown(args[0].UnknownInside());
  }
  List result;
  if (!AppendFlat(budget, list, /*certain=*/true, depth, result)) {
    return Value::MakeError("the list grows too long");
  }
  return Value::MakeList(std::move(result));
}

// Functions of positions: those of a list that is not sure are not sure.
Value Unsure(const Value& list) {
  return Value::MakeUnknown(ListView(list).why());
}

Value Slice(Budget& budget, Args args) {
  if (args[0].kind() != Kind::kList || args[1].kind() != Kind::kInt ||
      args[2].kind() != Kind::kInt) {
    return NoOverload("slice", args);
  }
  const std::int64_t from = args[1].AsInt();
  const std::int64_t to = args[2].AsInt();
  if (from < 0 || from > to) {
    return Value::MakeError("slice: index out of range");
  }
  const ListView list(args[0]);
  if (!list.exact()) return Unsure(args[0]);
  if (to > Signed(list.size())) {
    return Value::MakeError("slice: index out of range");
  }
  budget.Spend(static_cast<std::size_t>(to - from));
  std::vector<Value> members;
  for (std::int64_t i = from; i < to; ++i) {
    members.push_back(list.value(static_cast<std::size_t>(i)));
  }
  return Value::MakeList(std::move(members));
}

Value First(Budget&, Args args) {
  if (args[0].kind() != Kind::kList) return NoOverload("first", args);
  return OptionalIndex(args[0], Value::Int(0));
}

Value Last(Budget&, Args args) {
  if (args[0].kind() != Kind::kList) return NoOverload("last", args);
  const ListView list(args[0]);
  if (!list.exact()) return Unsure(args[0]);
  return OptionalIndex(args[0], Value::Int(Signed(list.size()) - 1));
}

Value ReverseList(Budget& budget, const Value& value) {
  List list = value.AsList();
  budget.Spend(list.items.size());
  std::reverse(list.items.begin(), list.items.end());
  list.unordered = false;
  if (!list.open) return Value::MakeList(std::move(list));
  // What more there is would come first, so that no position is sure.
  return Value::MakeUnknown(value.UnknownInside());
}

// Of texts and lists.
Value Reverse(Budget& budget, Args args) {
  if (args[0].kind() == Kind::kList) return ReverseList(budget, args[0]);
  if (args[0].kind() == Kind::kString) return ReverseText(budget, args[0]);
  return NoOverload("reverse", args);
}

// 0, 1, … below a number.
Value RangeOf(Budget& budget, Args args) {
  if (args[0].kind() != Kind::kInt) return NoOverload("lists.range", args);
  const std::int64_t end = args[0].AsInt();
  if (end > Signed(kMaxMembers) ||
      !budget.Spend(static_cast<std::size_t>(std::max<std::int64_t>(end, 0)))) {
    return Value::MakeError("the list grows too long");
  }
  std::vector<Value> numbers;
  for (std::int64_t i = 0; i < end; ++i) numbers.push_back(Value::Int(i));
  return Value::MakeList(std::move(numbers));
}

constexpr Builtin kBuiltins[] = {
    {"size", false, 1, 1, true, &Size},
    {"size", true, 1, 1, true, &Size},
    {"distinct", true, 1, 1, false, &Distinct},
    {"sort", true, 1, 1, false, &Sort},
    {"flatten", true, 1, 2, false, &Flatten},
    {"slice", true, 3, 3, false, &Slice},
    {"first", true, 1, 1, false, &First},
    {"last", true, 1, 1, false, &Last},
    {"reverse", true, 1, 1, false, &Reverse},
    {"lists.range", false, 1, 1, false, &RangeOf},
};

}  // namespace

absl::Span<const Builtin> ListBuiltins() { return kBuiltins; }

}  // namespace compliance::cel
