#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "compliance/base/status_macros.h"
#include "compliance/base/truth.h"
#include "compliance/cty/convert.h"
#include "compliance/cty/equals.h"
#include "compliance/cty/unify.h"
#include "lang/families.h"
#include "lang/unknown.h"

namespace compliance::lang {
namespace {

using cty::Type;
using cty::Value;
using Kind = Type::Kind;

// Products beyond this are slips, and would fill the memory.
constexpr std::size_t kMaxProduct = 1000000;

bool Holds(const Value::Elements& elements, const Value& wanted) {
  return std::any_of(elements.begin(), elements.end(),
                     [&](const Value& element) {
                       return cty::Equals(element, wanted) == Truth::kTrue;
                     });
}

// The set of the elements: equal ones once, in the order of sets.
Result SetOf(const Type& type, Value::Elements elements) {
  return cty::Convert(Value::List(type.element(), std::move(elements)), type);
}

// Empty sets of anything fit every other.
absl::StatusOr<Type> CommonSetType(const Arguments& arguments) {
  std::vector<Type> elements;
  for (const Value& argument : arguments) {
    const Type& element = argument.type().element();
    const bool open = element.IsDynamic() && argument.HasContent() &&
                      argument.AsElements().empty();
    if (!open) elements.push_back(element);
  }
  if (elements.empty()) return Type::Set(Type::Dynamic());
  std::optional<Type> common = cty::Unify(elements);
  if (!common.has_value()) {
    return absl::InvalidArgumentError(
        "the sets must have a type of element in common");
  }
  return Type::Set(*std::move(common));
}

absl::StatusOr<std::vector<Value::Elements>> ConvertSets(
    const Arguments& arguments, const Type& type) {
  std::vector<Value::Elements> sets;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    Result set = cty::Convert(arguments[i], type);
    if (!set.ok()) return ArgumentError(i, set.status().message());
    sets.push_back(set->AsElements());
  }
  return sets;
}

Result Union(const Arguments& arguments, const Type& type) {
  ASSIGN_OR_RETURN(const auto sets, ConvertSets(arguments, type));
  Value::Elements all;
  for (const Value::Elements& set : sets) {
    all.insert(all.end(), set.begin(), set.end());
  }
  return SetOf(type, std::move(all));
}

// The elements of the first set that are in each of the others (`wanted`), or
// in none. Unknown elements may make the result smaller or larger.
Result Select(const Arguments& arguments, const Type& type, bool wanted) {
  const bool known =
      std::all_of(arguments.begin(), arguments.end(),
                  [](const Value& set) { return set.IsWhollyKnown(); });
  if (!known) return Value::Unknown(type);
  ASSIGN_OR_RETURN(const auto sets, ConvertSets(arguments, type));
  Value::Elements selected;
  for (const Value& element : sets[0]) {
    const bool stays = std::all_of(
        sets.begin() + 1, sets.end(),
        [&](const auto& set) { return Holds(set, element) == wanted; });
    if (stays) selected.push_back(element);
  }
  return SetOf(type, std::move(selected));
}

Result Intersection(const Arguments& arguments, const Type& type) {
  return Select(arguments, type, /*wanted=*/true);
}

Result Subtract(const Arguments& arguments, const Type& type) {
  return Select(arguments, type, /*wanted=*/false);
}

absl::StatusOr<Type> FactorType(const Arguments& arguments, std::size_t i) {
  const Type& type = arguments[i].type();
  if (type.kind() == Kind::kList || type.kind() == Kind::kSet) {
    return type.element();
  }
  if (type.kind() != Kind::kTuple) {
    return ArgumentError(i, "a set or list is required");
  }
  if (type.elements().empty()) return Type::Dynamic();
  std::optional<Type> common = cty::Unify(type.elements());
  if (!common.has_value()) {
    return ArgumentError(i, "all elements must have a type in common");
  }
  return *std::move(common);
}

// A list where no argument is a set.
absl::StatusOr<Type> ProductType(const Arguments& arguments) {
  if (arguments.size() < 2) {
    return absl::InvalidArgumentError("at least two arguments are required");
  }
  std::vector<Type> factors;
  bool ordered = true;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    ASSIGN_OR_RETURN(Type factor, FactorType(arguments, i));
    factors.push_back(std::move(factor));
    ordered &= arguments[i].type().kind() != Kind::kSet;
  }
  Type element = Type::Tuple(std::move(factors));
  return ordered ? Type::List(std::move(element))
                 : Type::Set(std::move(element));
}

// The tuples of one element of each argument; the last changes fastest.
absl::StatusOr<Value::Elements> Tuples(const Arguments& arguments,
                                       const std::vector<Type>& types) {
  std::vector<Value::Elements> tuples(1);
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    std::vector<Value::Elements> longer;
    for (const Value::Elements& tuple : tuples) {
      for (const Value& element : arguments[i].AsElements()) {
        ASSIGN_OR_RETURN(Value converted, cty::Convert(element, types[i]));
        longer.push_back(tuple);
        longer.back().push_back(std::move(converted));
      }
    }
    tuples = std::move(longer);
  }
  Value::Elements product;
  for (Value::Elements& tuple : tuples) {
    product.push_back(Value::Tuple(std::move(tuple)));
  }
  return product;
}

Result Product(const Arguments& arguments, const Type& type) {
  bool sensitive = false;
  bool known = true;
  std::size_t size = 1;
  for (const Value& argument : arguments) {
    sensitive |= argument.IsSensitive();
    const std::optional<std::size_t> length = LengthOf(argument);
    known &= !argument.IsUnknown() && length.has_value();
    size *= length.value_or(1);
    if (size > kMaxProduct) {
      return absl::ResourceExhaustedError("the product is too large");
    }
  }
  if (!known) return Value::Unknown(type).WithSensitive(sensitive);
  Value::Elements tuples;
  if (size > 0) {
    ASSIGN_OR_RETURN(tuples, Tuples(arguments, type.element().elements()));
  }
  if (type.kind() == Kind::kList) {
    return Value::List(type.element(), std::move(tuples))
        .WithSensitive(sensitive);
  }
  ASSIGN_OR_RETURN(const Value product, SetOf(type, std::move(tuples)));
  return product.WithSensitive(sensitive);
}

}  // namespace

std::vector<Function> SetFunctions() {
  const Type any = Type::Set(Type::Dynamic());
  return {
      {.name = "setunion",
       .parameters = {{"first_set", any}},
       .variadic = Parameter{"other_sets", any},
       .type = &CommonSetType,
       .body = &Union},
      {.name = "setintersection",
       .parameters = {{"first_set", any}},
       .variadic = Parameter{"other_sets", any},
       .type = &CommonSetType,
       .body = &Intersection},
      {.name = "setsubtract",
       .parameters = {{"a", any}, {"b", any}},
       .type = &CommonSetType,
       .body = &Subtract},
      {.name = "setproduct",
       .variadic = Parameter{"sets", Type::Dynamic(), kUnknown | kMarked},
       .type = &ProductType,
       .body = &Product},
  };
}

}  // namespace compliance::lang
