#include "compliance/cty/marks.h"

#include <utility>

namespace compliance::cty {
namespace {

Value WithElementsUnmarked(const Value& value) {
  Value::Elements elements;
  for (const Value& element : value.AsElements()) {
    elements.push_back(WithoutMarks(element));
  }
  switch (value.type().kind()) {
    case Type::Kind::kList:
      return Value::List(value.type().element(), std::move(elements));
    case Type::Kind::kSet:
      return Value::Set(value.type().element(), std::move(elements));
    default:
      return Value::Tuple(std::move(elements));
  }
}

Value WithAttributesUnmarked(const Value& value) {
  Value::Attributes attributes;
  for (const auto& [name, attribute] : value.AsAttributes()) {
    attributes.emplace_hint(attributes.end(), name, WithoutMarks(attribute));
  }
  if (value.type().kind() == Type::Kind::kMap) {
    return Value::Map(value.type().element(), std::move(attributes));
  }
  return Value::Object(value.type(), std::move(attributes));
}

}  // namespace

Value WithoutMarks(const Value& value) {
  if (!value.ContainsSensitive()) return value;
  if (value.type().IsPrimitive() || !value.HasContent()) {
    return value.WithSensitive(false);
  }
  const bool mapping = value.type().kind() == Type::Kind::kMap ||
                       value.type().kind() == Type::Kind::kObject;
  return mapping ? WithAttributesUnmarked(value) : WithElementsUnmarked(value);
}

}  // namespace compliance::cty
