#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
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

const Type& AnyList() {
  static const Type& type = *new Type(Type::List(Type::Dynamic()));
  return type;
}

bool IsListOrTuple(const Type& type) {
  return type.kind() == Kind::kList || type.kind() == Kind::kTuple;
}

// A list or a tuple, as the type says.
Value Sequence(const Type& type, Value::Elements elements) {
  if (type.kind() == Kind::kList) {
    return Value::List(type.element(), std::move(elements));
  }
  return Value::Tuple(std::move(elements));
}

absl::StatusOr<Type> TypeOfFirst(const Arguments& arguments) {
  return arguments[0].type();
}

// The position in a list of `size` that an index means, which may be beyond
// either end.
std::size_t Wrapped(std::int64_t index, std::size_t size) {
  const auto modulus = static_cast<std::int64_t>(size);
  return static_cast<std::size_t>((index % modulus + modulus) % modulus);
}

absl::Status EmptyList() { return ArgumentError(0, "must not be empty"); }

absl::StatusOr<Type> ElementType(const Arguments& arguments) {
  const Type& type = arguments[0].type();
  if (type.kind() == Kind::kList) return type.element();
  if (type.kind() != Kind::kTuple) {
    return ArgumentError(0, "a list or tuple is required");
  }
  if (arguments[1].IsUnknown()) return Type::Dynamic();
  ASSIGN_OR_RETURN(const std::int64_t index, WholeNumber(arguments, 1));
  if (type.elements().empty()) return EmptyList();
  return type.elements()[Wrapped(index, type.elements().size())];
}

Result Element(const Arguments& arguments, const Type&) {
  const Value& list = arguments[0];
  ASSIGN_OR_RETURN(const std::int64_t index, WholeNumber(arguments, 1));
  const Value::Elements& elements = list.AsElements();
  if (elements.empty()) return EmptyList();
  const Value& element = elements[Wrapped(index, elements.size())];
  return list.IsSensitive() ? element.WithSensitive() : element;
}

Result Compact(const Arguments& arguments, const Type& type) {
  if (!arguments[0].IsWhollyKnown()) return Value::Unknown(type);
  Value::Elements kept;
  for (const Value& element : arguments[0].AsElements()) {
    if (!element.IsNull() && !element.AsString().empty()) {
      kept.push_back(element);
    }
  }
  return Value::List(Type::String(), std::move(kept));
}

Result Distinct(const Arguments& arguments, const Type& type) {
  if (!arguments[0].IsWhollyKnown()) return Value::Unknown(type);
  Value::Elements distinct;
  for (const Value& element : arguments[0].AsElements()) {
    const bool seen = std::any_of(
        distinct.begin(), distinct.end(), [&](const Value& earlier) {
          return cty::Equals(earlier, element) == Truth::kTrue;
        });
    if (!seen) distinct.push_back(element);
  }
  return Value::List(type.element(), std::move(distinct));
}

absl::StatusOr<Type> ChunkListType(const Arguments& arguments) {
  return Type::List(arguments[0].type());
}

// A size of zero asks for one chunk.
Result ChunkList(const Arguments& arguments, const Type& type) {
  const Value& list = arguments[0];
  ASSIGN_OR_RETURN(const std::int64_t size, WholeNumber(arguments, 1));
  if (size < 0) return ArgumentError(1, "must not be negative");
  const Value::Elements& elements = list.AsElements();
  const std::size_t step =
      size == 0 ? elements.size() : static_cast<std::size_t>(size);
  Value::Elements chunks;
  for (std::size_t i = 0; i < elements.size();) {
    const std::size_t count = std::min(step, elements.size() - i);
    const auto begin = elements.begin() + static_cast<std::ptrdiff_t>(i);
    chunks.push_back(Value::List(
        list.type().element(),
        Value::Elements(begin, begin + static_cast<std::ptrdiff_t>(count))));
    i += count;
  }
  return Value::List(type.element(), std::move(chunks))
      .WithSensitive(list.IsSensitive() || arguments[1].IsSensitive());
}

// A list where all are lists with a type in common, else a tuple.
absl::StatusOr<Type> ConcatType(const Arguments& arguments) {
  if (arguments.empty()) {
    return absl::InvalidArgumentError("at least one argument is required");
  }
  std::vector<Type> types;
  for (const Value& argument : arguments) types.push_back(argument.type());
  const bool lists =
      std::all_of(types.begin(), types.end(),
                  [](const Type& type) { return type.kind() == Kind::kList; });
  if (lists) {
    if (std::optional<Type> common = cty::Unify(types)) return *common;
  }
  std::vector<Type> elements;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const Type& type = types[i];
    if (!IsListOrTuple(type)) {
      return ArgumentError(i, "a list or tuple is required");
    }
    if (type.kind() == Kind::kTuple) {
      elements.insert(elements.end(), type.elements().begin(),
                      type.elements().end());
    } else if (arguments[i].IsUnknown()) {
      return Type::Dynamic();
    } else {
      elements.insert(elements.end(), arguments[i].AsElements().size(),
                      type.element());
    }
  }
  return Type::Tuple(std::move(elements));
}

Result Concat(const Arguments& arguments, const Type& type) {
  Value::Elements all;
  bool sensitive = false;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    Value sequence = arguments[i];
    if (type.kind() == Kind::kList) {
      Result converted = cty::Convert(sequence, type);
      if (!converted.ok()) {
        return ArgumentError(i, converted.status().message());
      }
      sequence = *std::move(converted);
    }
    sensitive |= sequence.IsSensitive();
    all.insert(all.end(), sequence.AsElements().begin(),
               sequence.AsElements().end());
  }
  return Sequence(type, std::move(all)).WithSensitive(sensitive);
}

// What is in sequences, of any depth, and whether all of it can be told.
struct Flat {
  Value::Elements elements;
  bool sensitive = false;
  bool known = true;
};

bool IsSequence(const Type& type) {
  return IsListOrTuple(type) || type.kind() == Kind::kSet;
}

void FlattenInto(const Value& sequence, Flat* flat) {
  flat->sensitive |= sequence.IsSensitive();
  if (sequence.IsUnknown() || !LengthOf(sequence).has_value()) {
    flat->known = false;
    return;
  }
  for (const Value& element : sequence.AsElements()) {
    if (element.IsUnknown() && element.type().IsDynamic()) flat->known = false;
    if (!element.IsNull() && IsSequence(element.type())) {
      FlattenInto(element, flat);
    } else {
      flat->elements.push_back(element);
    }
  }
}

absl::StatusOr<Type> FlattenType(const Arguments& arguments) {
  if (!IsSequence(arguments[0].type()) && !arguments[0].type().IsDynamic()) {
    return ArgumentError(0, "a list, set or tuple is required");
  }
  return Type::Dynamic();
}

Result Flatten(const Arguments& arguments, const Type& type) {
  Flat flat;
  FlattenInto(arguments[0], &flat);
  if (!flat.known) {
    return Value::Unknown(type).WithSensitive(flat.sensitive);
  }
  return Value::Tuple(std::move(flat.elements)).WithSensitive(flat.sensitive);
}

absl::StatusOr<Type> ReverseType(const Arguments& arguments) {
  const Type& type = arguments[0].type();
  if (type.kind() == Kind::kTuple) {
    return Type::Tuple({type.elements().rbegin(), type.elements().rend()});
  }
  if (!IsSequence(type)) {
    return ArgumentError(0, "a list or tuple is required");
  }
  return Type::List(type.element());
}

Result Reverse(const Arguments& arguments, const Type& type) {
  const Value::Elements& elements = arguments[0].AsElements();
  return Sequence(type, {elements.rbegin(), elements.rend()})
      .WithSensitive(arguments[0].IsSensitive());
}

// A part of a list; the ends are unknown where their arguments are.
struct Slice {
  std::optional<std::size_t> begin, end;
};

absl::StatusOr<std::optional<std::size_t>> SliceIndex(
    const Arguments& arguments, std::size_t which) {
  if (arguments[which].IsUnknown()) return std::nullopt;
  ASSIGN_OR_RETURN(const std::int64_t index, WholeNumber(arguments, which));
  if (index < 0) return ArgumentError(which, "must not be negative");
  const auto position = static_cast<std::size_t>(index);
  if (position > LengthOf(arguments[0]).value_or(position)) {
    return ArgumentError(which, "is greater than the length of the list");
  }
  return position;
}

absl::StatusOr<Slice> SliceOf(const Arguments& arguments) {
  Slice slice;
  ASSIGN_OR_RETURN(slice.begin, SliceIndex(arguments, 1));
  ASSIGN_OR_RETURN(slice.end, SliceIndex(arguments, 2));
  if (slice.begin.has_value() && slice.end.has_value() &&
      *slice.begin > *slice.end) {
    return ArgumentError(1, "must not be greater than the end");
  }
  return slice;
}

template <typename T>
std::vector<T> Part(const std::vector<T>& all, const Slice& slice) {
  return {all.begin() + static_cast<std::ptrdiff_t>(*slice.begin),
          all.begin() + static_cast<std::ptrdiff_t>(*slice.end)};
}

absl::StatusOr<Type> SliceType(const Arguments& arguments) {
  const Type& type = arguments[0].type();
  if (!IsListOrTuple(type)) {
    return ArgumentError(0, "a list or tuple is required");
  }
  ASSIGN_OR_RETURN(const Slice slice, SliceOf(arguments));
  if (type.kind() == Kind::kList) return type;
  if (!slice.begin.has_value() || !slice.end.has_value()) {
    return Type::Dynamic();
  }
  return Type::Tuple(Part(type.elements(), slice));
}

Result SliceBody(const Arguments& arguments, const Type& type) {
  ASSIGN_OR_RETURN(const Slice slice, SliceOf(arguments));
  return Sequence(type, Part(arguments[0].AsElements(), slice))
      .WithSensitive(arguments[0].IsSensitive());
}

Function OfList(std::string name, const Type& list,
                Result (*body)(const Arguments&, const Type&)) {
  return {.name = std::move(name),
          .parameters = {{"list", list}},
          .type = &TypeOfFirst,
          .body = body};
}

}  // namespace

std::vector<Function> ListFunctions() {
  const Parameter list = {"list", Type::Dynamic(), kMarked};
  return {
      OfList("compact", Type::List(Type::String()), &Compact),
      OfList("distinct", AnyList(), &Distinct),
      {.name = "element",
       .parameters = {list, {"index", Type::Number()}},
       .type = &ElementType,
       .body = &Element,
       .never_null = false},
      {.name = "chunklist",
       .parameters = {{"list", AnyList(), kMarked},
                      {"size", Type::Number(), kMarked}},
       .type = &ChunkListType,
       .body = &ChunkList},
      {.name = "concat",
       .variadic = Parameter{"seqs", Type::Dynamic(), kMarked},
       .type = &ConcatType,
       .body = &Concat},
      {.name = "flatten",
       .parameters = {list},
       .type = &FlattenType,
       .body = &Flatten},
      {.name = "reverse",
       .parameters = {list},
       .type = &ReverseType,
       .body = &Reverse},
      {.name = "slice",
       .parameters = {list,
                      {"start_index", Type::Number()},
                      {"end_index", Type::Number()}},
       .type = &SliceType,
       .body = &SliceBody},
  };
}

}  // namespace compliance::lang
