#include "compliance/cty/convert.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "compliance/base/text.h"
#include "compliance/cty/origin.h"
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

bool MayConvert(const Type& from, const Type& to);

bool MayConvertPrimitive(const Type& from, const Type& to) {
  return from.IsPrimitive() &&
         (from == to || from == Type::String() || to == Type::String());
}

bool MayConvertSequence(const Type& from, const Type& to) {
  if (!IsSequence(from)) return false;
  if (from.kind() != Type::Kind::kTuple) {
    return MayConvert(from.element(), to.element());
  }
  return std::all_of(
      from.elements().begin(), from.elements().end(),
      [&to](const Type& element) { return MayConvert(element, to.element()); });
}

bool MayConvertTuple(const Type& from, const Type& to) {
  return from.kind() == Type::Kind::kTuple &&
         std::equal(from.elements().begin(), from.elements().end(),
                    to.elements().begin(), to.elements().end(), MayConvert);
}

bool MayConvertMap(const Type& from, const Type& to) {
  if (from.kind() == Type::Kind::kMap) {
    return MayConvert(from.element(), to.element());
  }
  if (from.kind() != Type::Kind::kObject) return false;
  return std::all_of(from.attributes().begin(), from.attributes().end(),
                     [&to](const auto& attribute) {
                       return MayConvert(attribute.second, to.element());
                     });
}

bool MayConvertObject(const Type& from, const Type& to) {
  if (!IsMapping(from)) return false;
  for (const auto& [name, type] : to.attributes()) {
    if (from.kind() == Type::Kind::kMap) {
      if (!MayConvert(from.element(), type)) return false;
      continue;
    }
    const auto attribute = from.attributes().find(name);
    if (attribute == from.attributes().end()) {
      if (to.optional_attributes().count(name) == 0) return false;
    } else if (!MayConvert(attribute->second, type)) {
      return false;
    }
  }
  return true;
}

// Whether some value of `from` converts: what is known of an unknown.
bool MayConvert(const Type& from, const Type& to) {
  if (from.IsDynamic()) return true;
  switch (to.kind()) {
    case Type::Kind::kDynamic:
      return true;
    case Type::Kind::kBool:
    case Type::Kind::kNumber:
    case Type::Kind::kString:
      return MayConvertPrimitive(from, to);
    case Type::Kind::kList:
    case Type::Kind::kSet:
      return MayConvertSequence(from, to);
    case Type::Kind::kMap:
      return MayConvertMap(from, to);
    case Type::Kind::kTuple:
      return MayConvertTuple(from, to);
    case Type::Kind::kObject:
      return MayConvertObject(from, to);
  }
  return false;
}

// The type that all can become: themselves where they agree, string where
// primitives differ; dynamic where there is none.
Type Unify(const std::vector<Type>& types) {
  Type unified;
  for (const Type& type : types) {
    if (type.IsDynamic() || type == unified) continue;
    if (unified.IsDynamic()) {
      unified = type;
    } else if (type.IsPrimitive() && unified.IsPrimitive()) {
      unified = Type::String();
    } else {
      return Type::Dynamic();
    }
  }
  return unified;
}

// What elements of a collection become when its element type says "any".
Type ElementTarget(const Type& element, const std::vector<Type>& given) {
  return element.IsDynamic() ? Unify(given) : element;
}

Converted ConvertValue(const Value& value, const Type& type);

Converted ConvertPrimitive(const Value& value, const Type& type) {
  if (type == Type::String()) {
    if (value.type() == Type::Bool()) {
      return Value::String(value.AsBool() ? "true" : "false");
    }
    if (value.type() == Type::Number()) {
      return Value::String(value.AsNumber().ToString());
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

Converted ConvertSequence(const Value& value, const Type& type) {
  if (!IsSequence(value.type())) return Required(type);
  std::vector<Type> given;
  for (const Value& element : value.AsElements()) {
    given.push_back(element.type());
  }
  const Type target = ElementTarget(type.element(), given);
  Value::Elements elements;
  for (const Value& element : value.AsElements()) {
    Converted converted = ConvertValue(element, target);
    if (PathError* error = ErrorOf(&converted)) {
      return std::move(*error).Within(
          ListIndex{static_cast<std::int64_t>(elements.size())});
    }
    elements.push_back(std::get<Value>(std::move(converted)));
  }
  const Type element_type = target.WithoutOptionalAttributes();
  if (type.kind() == Type::Kind::kList) {
    return Value::List(element_type, std::move(elements));
  }
  return Value::Set(element_type, CanonicalSet(std::move(elements)));
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

Converted ConvertMap(const Value& value, const Type& type) {
  if (!IsMapping(value.type())) return Required(type);
  std::vector<Type> given;
  for (const auto& [key, entry] : value.AsAttributes()) {
    given.push_back(entry.type());
  }
  const Type target = ElementTarget(type.element(), given);
  Value::Attributes entries;
  for (const auto& [key, entry] : value.AsAttributes()) {
    Converted converted = ConvertValue(entry, target);
    if (PathError* error = ErrorOf(&converted)) {
      return std::move(*error).Within(MemberStep(value, key));
    }
    entries.emplace_hint(entries.end(), key,
                         std::get<Value>(std::move(converted)));
  }
  return Value::Map(target.WithoutOptionalAttributes(), std::move(entries));
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
  if (!MayConvert(value.type(), type)) return Required(type);
  // What else is promised may not hold of the value in its new type.
  Refinement refinement;
  refinement.not_null = value.refinement().not_null;
  return Value::Unknown(type.WithoutOptionalAttributes(), std::move(refinement),
                        ConvertOrigin(value.origin(), type));
}

Converted ConvertContent(const Value& value, const Type& type) {
  if (value.IsNull() && MayConvert(value.type(), type)) {
    return Value::Null(type.WithoutOptionalAttributes());
  }
  if (value.IsNull()) return Required(type);
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
