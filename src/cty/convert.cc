#include "compliance/cty/convert.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "compliance/base/text.h"
#include "compliance/cty/marks.h"
#include "compliance/cty/origin.h"
#include "compliance/cty/unify.h"
#include "cty/path_error.h"
#include "cty/set_order.h"

namespace compliance::cty {
namespace {

// A value, or where and why there is none.
using Converted = std::variant<Value, PathError>;

PathError* ErrorOf(Converted* converted) {
  return std::get_if<PathError>(converted);
}

PathError Required(const Type& type) {
  return PathError(absl::StrCat(type.FriendlyName(), " is required"));
}

bool IsSequence(const Type& type) {
  return type.kind() == Type::Kind::kList || type.kind() == Type::Kind::kSet ||
         type.kind() == Type::Kind::kTuple;
}

bool IsMapping(const Type& type) {
  return type.kind() == Type::Kind::kMap || type.kind() == Type::Kind::kObject;
}

std::vector<Type> TypesOf(const Value::Elements& elements) {
  std::vector<Type> types;
  for (const Value& element : elements) types.push_back(element.type());
  return types;
}

std::vector<Type> TypesOf(const Value::Attributes& attributes) {
  std::vector<Type> types;
  for (const auto& [name, member] : attributes) types.push_back(member.type());
  return types;
}

// What members become when the element type leaves it open: what they have in
// common. Members of a collection are of one type already. nullopt when they
// have nothing in common.
template <typename Members>
std::optional<Type> ElementTarget(const Type& type, const Value& value,
                                  const Members& members) {
  if (!type.element().IsDynamic()) return type.element();
  if (value.type().IsCollection()) return value.type().element();
  if (members.empty()) return Type::Dynamic();
  if (!IsConvertible(value.type(), type)) return std::nullopt;
  return Unify(TypesOf(members));
}

Converted ConvertValue(const Value& value, const Type& type);

std::string NumberText(const Number& number) {
  if (!number.IsInfinite()) return number.ToString();
  return number < Number() ? "-Inf" : "+Inf";
}

Converted ConvertPrimitive(const Value& value, const Type& type) {
  if (type == Type::String()) {
    if (value.type() == Type::Bool()) {
      return Value::String(value.AsBool() ? "true" : "false");
    }
    if (value.type() == Type::Number()) {
      return Value::String(NumberText(value.AsNumber()));
    }
  }
  if (value.type() != Type::String()) return Required(type);
  const std::string& text = value.AsString();
  if (type == Type::Number()) {
    absl::StatusOr<Number> number = Number::Parse(text);
    if (!number.ok()) return PathError("a string that is a number is required");
    return Value::Number(*std::move(number));
  }
  if (type == Type::Bool()) {
    if (text == "true" || text == "1") return Value::Bool(true);
    if (text == "false" || text == "0") return Value::Bool(false);
    return PathError(
        "a bool, or the string \"true\" or \"false\", is required");
  }
  return Required(type);
}

PathError NothingInCommon() {
  return PathError("all elements must have a type in common");
}

// A set has no place for the mark of one element: it is marked as a whole.
Value SetOf(const Type& element, Value::Elements elements) {
  bool sensitive = false;
  for (Value& value : elements) {
    sensitive |= value.ContainsSensitive();
    value = WithoutMarks(value);
  }
  return Value::Set(element, CanonicalSet(std::move(elements)))
      .WithSensitive(sensitive);
}

// Whether a collection can hold members of these types: any number of no type
// yet, beside others of one.
bool AreAlike(const std::vector<Type>& types) {
  const Type* first = nullptr;
  for (const Type& type : types) {
    if (type.IsDynamic()) continue;
    if (first == nullptr) first = &type;
    if (*first != type) return false;
  }
  return true;
}

// Members whose element type was open in some part may differ there still.
Converted Together(const Value::Elements& elements, const Type& type) {
  const bool list = type.kind() == Type::Kind::kList;
  const std::optional<Type> common = Unify(TypesOf(elements));
  if (!common.has_value()) return NothingInCommon();
  Value::Elements alike;
  for (const Value& element : elements) {
    Converted converted = ConvertValue(element, *common);
    if (ErrorOf(&converted) != nullptr) return converted;
    alike.push_back(std::get<Value>(std::move(converted)));
  }
  if (!AreAlike(TypesOf(alike))) return NothingInCommon();
  return list ? Value::List(*common, std::move(alike))
              : SetOf(*common, std::move(alike));
}

// Unknown elements of a set may yet turn out to be one.
bool HasCertainLength(const Value& value) {
  return value.type().kind() != Type::Kind::kSet || value.IsWhollyKnown() ||
         value.AsElements().size() < 2;
}

Converted ConvertSequence(const Value& value, const Type& type) {
  if (!IsSequence(value.type())) return Required(type);
  const bool list = type.kind() == Type::Kind::kList;
  if (list && !HasCertainLength(value)) {
    return Value::Unknown(FillDynamic(type, value.type()));
  }
  const std::optional<Type> target =
      ElementTarget(type, value, value.AsElements());
  if (!target.has_value()) return NothingInCommon();
  Value::Elements elements;
  for (const Value& element : value.AsElements()) {
    Converted converted = ConvertValue(element, *target);
    if (PathError* error = ErrorOf(&converted)) {
      return std::move(*error).Within(
          ListIndex{static_cast<std::int64_t>(elements.size())});
    }
    elements.push_back(std::get<Value>(std::move(converted)));
  }
  if (target->HasDynamic() && !elements.empty()) {
    return Together(elements, type);
  }
  const Type element_type = target->WithoutOptionalAttributes();
  if (list) return Value::List(element_type, std::move(elements));
  return SetOf(element_type, std::move(elements));
}

Converted ConvertTuple(const Value& value, const Type& type) {
  if (value.type().kind() != Type::Kind::kTuple ||
      value.AsElements().size() != type.elements().size()) {
    return Required(type);
  }
  Value::Elements elements;
  for (const Value& element : value.AsElements()) {
    const std::size_t index = elements.size();
    Converted converted = ConvertValue(element, type.elements()[index]);
    if (PathError* error = ErrorOf(&converted)) {
      return std::move(*error).Within(
          ListIndex{static_cast<std::int64_t>(index)});
    }
    elements.push_back(std::get<Value>(std::move(converted)));
  }
  return Value::Tuple(std::move(elements));
}

Step MemberStep(const Value& container, const std::string& name) {
  if (container.type().kind() == Type::Kind::kMap) return MapKey{name};
  return AttributeName{name};
}

// As Together, for the entries of a map.
Converted EntriesTogether(const Value::Attributes& entries) {
  const std::optional<Type> common = Unify(TypesOf(entries));
  if (!common.has_value()) return NothingInCommon();
  Value::Attributes alike;
  for (const auto& [key, entry] : entries) {
    Converted converted = ConvertValue(entry, *common);
    if (ErrorOf(&converted) != nullptr) return converted;
    alike.emplace_hint(alike.end(), key, std::get<Value>(std::move(converted)));
  }
  if (!AreAlike(TypesOf(alike))) return NothingInCommon();
  return Value::Map(*common, std::move(alike));
}

Converted ConvertMap(const Value& value, const Type& type) {
  if (!IsMapping(value.type())) return Required(type);
  const std::optional<Type> target =
      ElementTarget(type, value, value.AsAttributes());
  if (!target.has_value()) return NothingInCommon();
  Value::Attributes entries;
  for (const auto& [key, entry] : value.AsAttributes()) {
    Converted converted = ConvertValue(entry, *target);
    if (PathError* error = ErrorOf(&converted)) {
      return std::move(*error).Within(MemberStep(value, key));
    }
    entries.emplace_hint(entries.end(), key,
                         std::get<Value>(std::move(converted)));
  }
  if (target->HasDynamic() && !entries.empty()) return EntriesTogether(entries);
  return Value::Map(target->WithoutOptionalAttributes(), std::move(entries));
}

Converted ConvertObject(const Value& value, const Type& type) {
  if (!IsMapping(value.type())) return Required(type);
  Value::Attributes attributes;
  for (const auto& [name, attribute_type] : type.attributes()) {
    const Value* given = value.Find(name);
    if (given == nullptr) {
      if (type.optional_attributes().count(name) == 0) {
        return PathError(
            absl::StrCat("attribute ", Quote(name), " is required"));
      }
      attributes.emplace(
          name, Value::Null(attribute_type.WithoutOptionalAttributes()));
      continue;
    }
    Converted converted = ConvertValue(*given, attribute_type);
    if (PathError* error = ErrorOf(&converted)) {
      return std::move(*error).Within(MemberStep(value, name));
    }
    attributes.emplace(name, std::get<Value>(std::move(converted)));
  }
  return Value::Object(std::move(attributes));
}

// What the value is made of in its new type: an atom stays that atom, whose
// value is converted as well; alternatives are converted one by one.
std::shared_ptr<const Origin> ConvertOrigin(const Origin* origin,
                                            const Type& type) {
  if (origin == nullptr) return nullptr;
  if (origin->pieces.size() > 1) return nullptr;  // a string no more
  Origin converted{origin->pieces, {}};
  for (const Value& alternative : origin->alternatives) {
    Converted value = ConvertValue(alternative, type);
    if (ErrorOf(&value) != nullptr) return nullptr;
    converted.alternatives.push_back(std::get<Value>(std::move(value)));
  }
  return std::make_shared<const Origin>(std::move(converted));
}

Converted ConvertUnknown(const Value& value, const Type& type) {
  // What else is promised may not hold of the value in its new type.
  Refinement refinement;
  refinement.not_null = value.refinement().not_null;
  return Value::Unknown(
      FillDynamic(type.WithoutOptionalAttributes(), value.type()),
      std::move(refinement), ConvertOrigin(value.origin(), type));
}

Converted ConvertContent(const Value& value, const Type& type) {
  if (!value.HasContent() && !IsConvertible(value.type(), type)) {
    return Required(type);
  }
  if (value.IsNull()) {
    return Value::Null(
        FillDynamic(type.WithoutOptionalAttributes(), value.type()));
  }
  if (value.IsUnknown()) return ConvertUnknown(value, type);
  switch (type.kind()) {
    case Type::Kind::kDynamic:
      return value;
    case Type::Kind::kBool:
    case Type::Kind::kNumber:
    case Type::Kind::kString:
      return ConvertPrimitive(value, type);
    case Type::Kind::kList:
    case Type::Kind::kSet:
      return ConvertSequence(value, type);
    case Type::Kind::kMap:
      return ConvertMap(value, type);
    case Type::Kind::kTuple:
      return ConvertTuple(value, type);
    case Type::Kind::kObject:
      return ConvertObject(value, type);
  }
  return Required(type);
}

Converted ConvertValue(const Value& value, const Type& type) {
  if (type.IsDynamic() || value.type() == type) return value;
  Converted converted = ConvertContent(value, type);
  if (ErrorOf(&converted) != nullptr || !value.IsSensitive()) return converted;
  return std::get<Value>(converted).WithSensitive();
}

}  // namespace

absl::StatusOr<Value> Convert(const Value& value, const Type& type) {
  Converted converted = ConvertValue(value, type);
  if (const PathError* error = ErrorOf(&converted)) {
    return error->ToStatus("value");
  }
  return std::get<Value>(std::move(converted));
}

}  // namespace compliance::cty
