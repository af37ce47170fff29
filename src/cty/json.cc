#include "compliance/cty/json.h"

#include <cstddef>
#include <optional>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "compliance/base/status_macros.h"
#include "compliance/base/text.h"
#include "compliance/cty/msgpack.h"
#include "cty/json_node.h"
#include "cty/json_text.h"
#include "cty/normalize.h"
#include "cty/path_error.h"
#include "cty/set_order.h"
#include "cty/type_json.h"

namespace compliance::cty {
namespace {

using Kind = JsonNode::Kind;

// A value, or where and why there is none.
using Decoded = std::variant<Value, PathError>;

PathError* ErrorOf(Decoded* decoded) { return std::get_if<PathError>(decoded); }

absl::StatusOr<Value> Finish(Decoded decoded) {
  if (const PathError* error = ErrorOf(&decoded)) {
    return error->ToStatus("value");
  }
  return std::get<Value>(std::move(decoded));
}

PathError TooDeep() {
  return PathError(
      absl::StrCat("values nest deeper than ", kMaxDepth, " levels"),
      absl::StatusCode::kResourceExhausted);
}

Decoded Decode(const JsonNode& node, const Type& type, int depth);

Decoded DecodeNumber(const JsonNode& node) {
  if (node.kind != Kind::kNumber && node.kind != Kind::kString) {
    return PathError("a number is required");
  }
  absl::StatusOr<Number> number = Number::Parse(node.text);
  if (!number.ok()) return PathError(number.status());
  return Value::Number(*std::move(number));
}

// Old states hold primitives as strings, and newer schemas read them still.
Decoded DecodeBool(const JsonNode& node) {
  if (node.kind == Kind::kBool) return Value::Bool(node.boolean);
  const bool text = node.kind == Kind::kString;
  if (text && (node.text == "true" || node.text == "1")) {
    return Value::Bool(true);
  }
  if (text && (node.text == "false" || node.text == "0")) {
    return Value::Bool(false);
  }
  return PathError("a bool is required");
}

Decoded DecodeString(const JsonNode& node) {
  switch (node.kind) {
    case Kind::kString:
    case Kind::kNumber:
      return Value::String(node.text);
    case Kind::kBool:
      return Value::String(node.boolean ? "true" : "false");
    default:
      return PathError("a string is required");
  }
}

// {"type": T, "value": V}, in either order.
Decoded DecodeDynamic(const JsonNode& node, int depth) {
  const JsonNode* type_node = nullptr;
  const JsonNode* value_node = nullptr;
  for (std::size_t i = 0; i < node.names.size(); ++i) {
    if (node.names[i] == "type") {
      type_node = &node.items[i];
    } else if (node.names[i] == "value") {
      value_node = &node.items[i];
    } else {
      return PathError("a value of any type has the keys type and value only");
    }
  }
  if (type_node == nullptr || value_node == nullptr) {
    return PathError(
        "an object of a type and a value is required where any type may be");
  }
  const absl::StatusOr<Type> type = TypeFromJson(*type_node);
  if (!type.ok()) return PathError(type.status());
  return Decode(*value_node, *type, depth + 1);
}

Decoded DecodeSequence(const JsonNode& node, const Type& type, int depth) {
  const bool set = type.kind() == Type::Kind::kSet;
  if (node.kind != Kind::kArray) {
    return PathError(set ? "a set is required" : "a list is required");
  }
  Value::Elements elements;
  elements.reserve(node.items.size());
  for (const JsonNode& item : node.items) {
    Decoded element = Decode(item, type.element(), depth + 1);
    if (PathError* error = ErrorOf(&element)) {
      return std::move(*error).Within(
          ListIndex{static_cast<std::int64_t>(elements.size())});
    }
    elements.push_back(std::get<Value>(std::move(element)));
  }
  if (!set) return Value::List(type.element(), std::move(elements));
  return Value::Set(type.element(), CanonicalSet(std::move(elements)));
}

Decoded DecodeTuple(const JsonNode& node, const Type& type, int depth) {
  if (node.kind != Kind::kArray) return PathError("a tuple is required");
  if (node.items.size() != type.elements().size()) {
    return PathError(absl::StrCat("a tuple of ", type.elements().size(),
                                  " elements is required, it has ",
                                  node.items.size()));
  }
  Value::Elements elements;
  for (const JsonNode& item : node.items) {
    const std::size_t index = elements.size();
    Decoded element = Decode(item, type.elements()[index], depth + 1);
    if (PathError* error = ErrorOf(&element)) {
      return std::move(*error).Within(
          ListIndex{static_cast<std::int64_t>(index)});
    }
    elements.push_back(std::get<Value>(std::move(element)));
  }
  return Value::Tuple(std::move(elements));
}

Decoded DecodeMap(const JsonNode& node, const Type& type, int depth) {
  if (node.kind != Kind::kObject) return PathError("a map is required");
  Value::Attributes entries;
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    std::string key = NormalizeNfc(node.names[i]);
    Decoded entry = Decode(node.items[i], type.element(), depth + 1);
    if (PathError* error = ErrorOf(&entry)) {
      return std::move(*error).Within(MapKey{std::move(key)});
    }
    entries.insert_or_assign(std::move(key), std::get<Value>(std::move(entry)));
  }
  return Value::Map(type.element(), std::move(entries));
}

// Attributes that are not there are null: a state may be older than the schema.
Decoded DecodeObject(const JsonNode& node, const Type& type, int depth) {
  if (node.kind != Kind::kObject) return PathError("an object is required");
  Value::Attributes attributes;
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    std::string name = NormalizeNfc(node.names[i]);
    const auto attribute_type = type.attributes().find(name);
    if (attribute_type == type.attributes().end()) {
      return PathError(absl::StrCat("unsupported attribute ", Quote(name)));
    }
    Decoded attribute =
        Decode(node.items[i], attribute_type->second, depth + 1);
    if (PathError* error = ErrorOf(&attribute)) {
      return std::move(*error).Within(AttributeName{std::move(name)});
    }
    attributes.insert_or_assign(std::move(name),
                                std::get<Value>(std::move(attribute)));
  }
  for (const auto& [name, attribute_type] : type.attributes()) {
    attributes.try_emplace(
        name, Value::Null(attribute_type.WithoutOptionalAttributes()));
  }
  return Value::Object(std::move(attributes));
}

Decoded Decode(const JsonNode& node, const Type& type, int depth) {
  if (depth > kMaxDepth) return TooDeep();
  if (node.kind == Kind::kNull) return Value::Null(type);
  switch (type.kind()) {
    case Type::Kind::kDynamic:
      return DecodeDynamic(node, depth);
    case Type::Kind::kBool:
      return DecodeBool(node);
    case Type::Kind::kNumber:
      return DecodeNumber(node);
    case Type::Kind::kString:
      return DecodeString(node);
    case Type::Kind::kList:
    case Type::Kind::kSet:
      return DecodeSequence(node, type, depth);
    case Type::Kind::kMap:
      return DecodeMap(node, type, depth);
    case Type::Kind::kTuple:
      return DecodeTuple(node, type, depth);
    case Type::Kind::kObject:
      return DecodeObject(node, type, depth);
  }
  return PathError("unsupported type");
}

Decoded DecodeImplied(const JsonNode& node, int depth);

Decoded DecodeImpliedTuple(const JsonNode& node, int depth) {
  Value::Elements elements;
  elements.reserve(node.items.size());
  for (const JsonNode& item : node.items) {
    Decoded element = DecodeImplied(item, depth + 1);
    if (PathError* error = ErrorOf(&element)) {
      return std::move(*error).Within(
          ListIndex{static_cast<std::int64_t>(elements.size())});
    }
    elements.push_back(std::get<Value>(std::move(element)));
  }
  return Value::Tuple(std::move(elements));
}

Decoded DecodeImpliedObject(const JsonNode& node, int depth) {
  Value::Attributes attributes;
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    std::string name = NormalizeNfc(node.names[i]);
    Decoded attribute = DecodeImplied(node.items[i], depth + 1);
    if (PathError* error = ErrorOf(&attribute)) {
      return std::move(*error).Within(AttributeName{std::move(name)});
    }
    attributes.insert_or_assign(std::move(name),
                                std::get<Value>(std::move(attribute)));
  }
  return Value::Object(std::move(attributes));
}

Decoded DecodeImplied(const JsonNode& node, int depth) {
  if (depth > kMaxDepth) return TooDeep();
  switch (node.kind) {
    case Kind::kNull:
      return Value();
    case Kind::kBool:
      return Value::Bool(node.boolean);
    case Kind::kNumber:
      return DecodeNumber(node);
    case Kind::kString:
      return Value::String(node.text);
    case Kind::kArray:
      return DecodeImpliedTuple(node, depth);
    case Kind::kObject:
      return DecodeImpliedObject(node, depth);
  }
  return PathError("unsupported JSON");
}

// Appends JSON; the error says what cannot be written, and where.
using Failure = std::optional<PathError>;

Failure Encode(const Value& value, const Type& type, std::string* out);

Failure EncodeDynamic(const Value& value, std::string* out) {
  *out += "{\"value\":";
  if (Failure failure = Encode(value, value.type(), out)) return failure;
  absl::StrAppend(out, ",\"type\":", value.type().ToJson(), "}");
  return std::nullopt;
}

Failure EncodeElements(const Value::Elements& elements, const Type& type,
                       std::string* out) {
  const bool tuple = type.kind() == Type::Kind::kTuple;
  *out += '[';
  for (std::size_t i = 0; i < elements.size(); ++i) {
    if (i > 0) *out += ',';
    Failure failure =
        Encode(elements[i], tuple ? type.elements()[i] : type.element(), out);
    if (failure.has_value()) {
      return std::move(*failure).Within(
          ListIndex{static_cast<std::int64_t>(i)});
    }
  }
  *out += ']';
  return std::nullopt;
}

Failure EncodeAttributes(const Value& value, const Type& type,
                         std::string* out) {
  const bool map = type.kind() == Type::Kind::kMap;
  absl::string_view comma = "";
  *out += '{';
  for (const auto& [name, member] : value.AsAttributes()) {
    absl::StrAppend(out, comma);
    comma = ",";
    AppendJsonString(name, out);
    *out += ':';
    Failure failure =
        Encode(member, map ? type.element() : type.attributes().at(name), out);
    if (!failure.has_value()) continue;
    return map ? std::move(*failure).Within(MapKey{name})
               : std::move(*failure).Within(AttributeName{name});
  }
  *out += '}';
  return std::nullopt;
}

Failure Encode(const Value& value, const Type& type, std::string* out) {
  if (value.IsUnknown()) {
    return PathError("JSON cannot carry a value that is not known yet");
  }
  if (type.IsDynamic() && !value.type().IsDynamic()) {
    return EncodeDynamic(value, out);
  }
  if (value.IsNull()) {
    *out += "null";
    return std::nullopt;
  }
  switch (type.kind()) {
    case Type::Kind::kDynamic:
      break;  // null, written above
    case Type::Kind::kBool:
      *out += value.AsBool() ? "true" : "false";
      break;
    case Type::Kind::kNumber:
      if (value.AsNumber().IsInfinite()) {
        return PathError("JSON cannot carry an infinite number");
      }
      *out += value.AsNumber().ToString();
      break;
    case Type::Kind::kString:
      AppendJsonString(value.AsString(), out);
      break;
    case Type::Kind::kSet:
      return EncodeElements(CanonicalSet(value.AsElements()), type, out);
    case Type::Kind::kList:
    case Type::Kind::kTuple:
      return EncodeElements(value.AsElements(), type, out);
    case Type::Kind::kMap:
    case Type::Kind::kObject:
      return EncodeAttributes(value, type, out);
  }
  return std::nullopt;
}

}  // namespace

absl::StatusOr<Value> DecodeJson(absl::string_view json, const Type& type) {
  ASSIGN_OR_RETURN(const JsonNode node, ParseJson(json));
  return Finish(Decode(node, type, 0));
}

absl::StatusOr<std::string> EncodeJson(const Value& value, const Type& type) {
  std::string json;
  if (const Failure failure = Encode(value, type, &json)) {
    return failure->ToStatus("value");
  }
  return json;
}

absl::StatusOr<Value> DecodeImpliedJson(absl::string_view json) {
  ASSIGN_OR_RETURN(const JsonNode node, ParseJson(json));
  return Finish(DecodeImplied(node, 0));
}

}  // namespace compliance::cty
