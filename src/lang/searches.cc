#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "compliance/base/graphemes.h"
#include "compliance/base/status_macros.h"
#include "compliance/base/truth.h"
#include "compliance/cty/convert.h"
#include "compliance/cty/equals.h"
#include "compliance/cty/origin.h"
#include "compliance/cty/unify.h"
#include "lang/characters.h"
#include "lang/families.h"
#include "lang/unknown.h"

namespace compliance::lang {
namespace {

using cty::Number;
using cty::Type;
using cty::Value;
using Kind = Type::Kind;

// More numbers than this range() refuses to give.
constexpr std::size_t kMaxRange = 1024;

const Type& AnyList() {
  static const Type& type = *new Type(Type::List(Type::Dynamic()));
  return type;
}

bool IsSequence(const Type& type) {
  return type.kind() == Kind::kList || type.kind() == Kind::kSet ||
         type.kind() == Kind::kTuple;
}

absl::StatusOr<Type> LengthType(const Arguments& arguments) {
  const Kind kind = arguments[0].type().kind();
  if (kind == Kind::kBool || kind == Kind::kNumber) {
    return ArgumentError(0, "a string, list, set, map or object is required");
  }
  return Type::Number();
}

Value AtLeast(std::int64_t lower) {
  cty::Refinement refinement;
  refinement.not_null = true;
  refinement.lower = cty::Refinement::Bound{Number(lower), true};
  return Value::Unknown(Type::Number(), std::move(refinement));
}

Value LengthOfAny(const Value& value) {
  if (const std::optional<std::size_t> length = LengthOf(value)) {
    return Value::Number(static_cast<std::int64_t>(*length));
  }
  if (value.type().IsDynamic()) return Value::Unknown(Type::Number());
  if (value.type() != Type::String()) {
    const bool set = !value.IsUnknown();  // with elements that are not known
    return AtLeast(set ? 1 : value.refinement().length_min.value_or(0));
  }
  const std::string& text =
      value.IsUnknown() ? value.refinement().prefix : value.AsString();
  const auto count = static_cast<std::int64_t>(CountGraphemes(text));
  return value.IsUnknown() ? AtLeast(count) : Value::Number(count);
}

Result Length(const Arguments& arguments, const Type&) {
  return LengthOfAny(arguments[0]).WithSensitive(arguments[0].IsSensitive());
}

Value OfTruth(Truth truth) {
  return truth == Truth::kUnknown ? Value::Unknown(Type::Bool())
                                  : Value::Bool(truth == Truth::kTrue);
}

Result Contains(const Arguments& arguments, const Type&) {
  if (!IsSequence(arguments[0].type())) {
    return ArgumentError(0, "a list, tuple or set is required");
  }
  Truth found = Truth::kFalse;
  for (const Value& element : arguments[0].AsElements()) {
    found = Or(found, cty::Equals(arguments[1], element));
  }
  return OfTruth(found);
}

Result Index(const Arguments& arguments, const Type& type) {
  const Kind kind = arguments[0].type().kind();
  if (kind != Kind::kList && kind != Kind::kTuple) {
    return ArgumentError(0, "a list or tuple is required");
  }
  const Value::Elements& elements = arguments[0].AsElements();
  for (std::size_t i = 0; i < elements.size(); ++i) {
    const Truth equal = cty::Equals(elements[i], arguments[1]);
    if (equal == Truth::kUnknown) return Value::Unknown(type);
    if (equal == Truth::kTrue) {
      return Value::Number(static_cast<std::int64_t>(i));
    }
  }
  return ArgumentError(1, "is not in the list");
}

absl::StatusOr<Type> CoalesceType(const Arguments& arguments) {
  std::vector<Type> types;
  for (const Value& argument : arguments) types.push_back(argument.type());
  std::optional<Type> common = cty::Unify(types);
  if (!common.has_value()) {
    return absl::InvalidArgumentError(
        "the arguments must have a type in common");
  }
  return *std::move(common);
}

// Whether an unknown value is the one that coalesce gives, whatever it comes
// to.
bool IsCertain(const Value& value) {
  return cty::IsNeverNull(value) &&
         (value.type() != Type::String() || !value.refinement().prefix.empty());
}

// An unknown argument may be passed over: the result is one of it and those
// that follow, up to the first that is certain.
Result Coalesce(const Arguments& arguments, const Type& type) {
  std::vector<Value> candidates;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    Result value = cty::Convert(arguments[i], type);
    if (!value.ok()) return ArgumentError(i, value.status().message());
    if (value->IsNull()) continue;
    if (type == Type::String() && !value->IsUnknown() &&
        value->AsString().empty()) {
      continue;
    }
    candidates.push_back(*value);
    if (!value->IsUnknown() || IsCertain(*value)) break;
  }
  if (candidates.empty()) {
    return absl::InvalidArgumentError("every argument is null or empty");
  }
  if (type.IsDynamic() && candidates.front().IsUnknown()) {
    return Value::Unknown(type);
  }
  return cty::OneOf(std::move(candidates));
}

absl::StatusOr<Type> CoalesceListType(const Arguments& arguments) {
  if (arguments.empty()) {
    return absl::InvalidArgumentError("at least one argument is required");
  }
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i].IsUnknown()) return Type::Dynamic();
    const Kind kind = arguments[i].type().kind();
    if (kind != Kind::kList && kind != Kind::kTuple) {
      return ArgumentError(i, "a list or tuple is required");
    }
  }
  const Type& first = arguments[0].type();
  const bool alike =
      std::all_of(arguments.begin(), arguments.end(),
                  [&](const Value& value) { return value.type() == first; });
  return alike ? first : Type::Dynamic();
}

Result CoalesceList(const Arguments& arguments, const Type& type) {
  for (const Value& argument : arguments) {
    if (argument.IsUnknown()) return Value::Unknown(type);
    if (!argument.IsNull() && !argument.AsElements().empty()) return argument;
  }
  return absl::InvalidArgumentError("every argument is null or empty");
}

absl::Status NotOne() {
  return ArgumentError(0,
                       "a list, set or tuple of no or one element is required");
}

absl::StatusOr<Type> OneType(const Arguments& arguments) {
  const Type& type = arguments[0].type();
  if (type.kind() == Kind::kList || type.kind() == Kind::kSet) {
    return type.element();
  }
  if (type.kind() != Kind::kTuple || type.elements().size() > 1) {
    return NotOne();
  }
  return type.elements().empty() ? Type::Dynamic() : type.elements().front();
}

Result One(const Arguments& arguments, const Type& type) {
  const std::optional<std::size_t> length = LengthOf(arguments[0]);
  if (!length.has_value()) return Value::Unknown(type);
  if (*length > 1) return NotOne();
  if (*length == 0) return Value::Null(type);
  return arguments[0].AsElements().front();
}

absl::StatusOr<Type> MatchKeysType(const Arguments& arguments) {
  if (!cty::Unify({arguments[1].type(), arguments[2].type()}).has_value()) {
    return absl::InvalidArgumentError(
        "keys and searchset must have a type in common");
  }
  return arguments[0].type();
}

Result MatchKeys(const Arguments& arguments, const Type& type) {
  const Value::Elements& values = arguments[0].AsElements();
  const Type common =
      cty::Unify({arguments[1].type(), arguments[2].type()}).value_or(type);
  ASSIGN_OR_RETURN(const Value keys, cty::Convert(arguments[1], common));
  ASSIGN_OR_RETURN(const Value wanted, cty::Convert(arguments[2], common));
  if (values.size() != keys.AsElements().size()) {
    return ArgumentError(1, "must be as long as the values");
  }
  Value::Elements matched;
  if (wanted.AsElements().empty()) {
    return Value::List(type.element(), std::move(matched));
  }
  if (!arguments[0].IsWhollyKnown() || !keys.IsWhollyKnown() ||
      !wanted.IsWhollyKnown()) {
    return Value::Unknown(type);
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    const Value& key = keys.AsElements()[i];
    const bool matches =
        std::any_of(wanted.AsElements().begin(), wanted.AsElements().end(),
                    [&](const Value& one) {
                      return cty::Equals(key, one) == Truth::kTrue;
                    });
    if (matches) matched.push_back(values[i]);
  }
  return Value::List(type.element(), std::move(matched));
}

// An unknown that comes before a false leaves it open, one that comes after
// does not matter.
Result AllTrue(const Arguments& arguments, const Type& type) {
  for (const Value& element : arguments[0].AsElements()) {
    if (element.IsUnknown()) return Value::Unknown(type);
    if (element.IsNull() || !element.AsBool()) return Value::Bool(false);
  }
  return Value::Bool(true);
}

Result AnyTrue(const Arguments& arguments, const Type&) {
  Truth any = Truth::kFalse;
  for (const Value& element : arguments[0].AsElements()) {
    any = Or(any, element.IsUnknown()
                      ? Truth::kUnknown
                      : TruthOf(!element.IsNull() && element.AsBool()));
  }
  return OfTruth(any);
}

Result Sum(const Arguments& arguments, const Type& type) {
  const Value& list = arguments[0];
  if (!IsSequence(list.type())) {
    return ArgumentError(0, "a list, set or tuple is required");
  }
  if (list.AsElements().empty()) return ArgumentError(0, "must not be empty");
  if (!list.IsWhollyKnown()) return Value::Unknown(type);
  Number sum;
  for (const Value& element : list.AsElements()) {
    const Result number = cty::Convert(element, Type::Number());
    if (!number.ok() || number->IsNull()) {
      return ArgumentError(0, "all elements must be numbers");
    }
    ASSIGN_OR_RETURN(sum, Number::Add(sum, number->AsNumber()));
  }
  return Value::Number(sum);
}

// Where a range starts, ends, and how it gets there.
struct Steps {
  Number start, end, step;
};

absl::StatusOr<Steps> StepsOf(const Arguments& arguments) {
  Steps steps;
  if (arguments.size() == 1) {
    steps.end = arguments[0].AsNumber();
  } else if (arguments.size() == 2 || arguments.size() == 3) {
    steps.start = arguments[0].AsNumber();
    steps.end = arguments[1].AsNumber();
  } else {
    return absl::InvalidArgumentError("one to three arguments are required");
  }
  steps.step = arguments.size() == 3
                   ? arguments[2].AsNumber()
                   : Number(std::int64_t{steps.end < steps.start ? -1 : 1});
  const bool down = steps.step < Number();
  if (down ? steps.end > steps.start : steps.end < steps.start) {
    return ArgumentError(1, "the step leads away from it");
  }
  return steps;
}

Result Range(const Arguments& arguments, const Type&) {
  ASSIGN_OR_RETURN(const Steps steps, StepsOf(arguments));
  const bool down = steps.step < Number();
  Value::Elements numbers;
  for (Number number = steps.start;
       down ? number > steps.end : number < steps.end;) {
    if (numbers.size() == kMaxRange) {
      return absl::InvalidArgumentError("more than 1024 numbers");
    }
    numbers.push_back(Value::Number(number));
    ASSIGN_OR_RETURN(number, Number::Add(number, steps.step));
  }
  return Value::List(Type::Number(), std::move(numbers));
}

Function OfList(std::string name, const Type& list, const Type& result,
                Result (*body)(const Arguments&, const Type&)) {
  return {.name = std::move(name),
          .parameters = {{"list", list}},
          .type = Always(result),
          .body = body};
}

// Of a sequence and a value to look for in it.
Function Search(std::string name, unsigned takes, const Type& result,
                Result (*body)(const Arguments&, const Type&)) {
  return {.name = std::move(name),
          .parameters = {{"list", Type::Dynamic()},
                         {"value", Type::Dynamic(), takes}},
          .type = Always(result),
          .body = body};
}

}  // namespace

std::vector<Function> SearchFunctions() {
  const unsigned open = kNull | kUnknown | kUntyped;
  const Type bools = Type::List(Type::Bool());
  return {
      OfList("alltrue", bools, Type::Bool(), &AllTrue),
      OfList("anytrue", bools, Type::Bool(), &AnyTrue),
      OfList("sum", Type::Dynamic(), Type::Number(), &Sum),
      {.name = "length",
       .parameters = {{"value", Type::Dynamic(),
                       kUnknown | kUntyped | kMarked}},
       .type = &LengthType,
       .body = &Length},
      Search("contains", kNull, Type::Bool(), &Contains),
      Search("index", kNothingElse, Type::Number(), &Index),
      {.name = "coalesce",
       .variadic = Parameter{"vals", Type::Dynamic(), open},
       .type = &CoalesceType,
       .body = &Coalesce},
      {.name = "coalescelist",
       .variadic = Parameter{"vals", Type::Dynamic(), open},
       .type = &CoalesceListType,
       .body = &CoalesceList},
      {.name = "one",
       .parameters = {{"list", Type::Dynamic()}},
       .type = &OneType,
       .body = &One,
       .never_null = false},
      {.name = "matchkeys",
       .parameters = {{"values", AnyList()},
                      {"keys", AnyList()},
                      {"searchset", AnyList()}},
       .type = &MatchKeysType,
       .body = &MatchKeys},
      {.name = "range",
       .variadic = Parameter{"params", Type::Number()},
       .type = Always(Type::List(Type::Number())),
       .body = &Range},
  };
}

}  // namespace compliance::lang
