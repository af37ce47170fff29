#include "cty/type_json.h"

#include <cstddef>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "compliance/base/text.h"
#include "compliance/cty/msgpack.h"
#include "cty/json_text.h"
#include "cty/normalize.h"

namespace compliance::cty {
namespace {

using Kind = JsonNode::Kind;

// A place 128 levels down is no help, so that error keeps its text.
absl::Status Prefixed(absl::string_view place, const absl::Status& status) {
  if (absl::IsResourceExhausted(status)) return status;
  return absl::Status(status.code(),
                      absl::StrCat(place, ": ", status.message()));
}

absl::StatusOr<Type> TypeOf(const JsonNode& json, int depth);

absl::StatusOr<Type> PrimitiveOf(const std::string& name) {
  if (name == "string") return Type::String();
  if (name == "number") return Type::Number();
  if (name == "bool") return Type::Bool();
  if (name == "dynamic") return Type::Dynamic();
  return absl::InvalidArgumentError(
      absl::StrCat("unknown type name ", Quote(name),
                   "; string, number, bool or dynamic is expected"));
}

// Go writes the types of an empty tuple as null.
absl::StatusOr<Type> TupleOf(const JsonNode& json, int depth) {
  std::vector<Type> elements;
  if (json.kind != Kind::kArray && json.kind != Kind::kNull) {
    return absl::InvalidArgumentError(
        "tuple: an array of element types is expected");
  }
  for (const JsonNode& item : json.items) {
    absl::StatusOr<Type> element = TypeOf(item, depth);
    if (!element.ok()) {
      return Prefixed(absl::StrCat("tuple element ", elements.size()),
                      element.status());
    }
    elements.push_back(*std::move(element));
  }
  return Type::Tuple(std::move(elements));
}

absl::StatusOr<Type> ObjectOf(const JsonNode& types, const JsonNode& optional,
                              int depth) {
  if (types.kind != Kind::kObject && types.kind != Kind::kNull) {
    return absl::InvalidArgumentError(
        "object: a map of attribute types is expected");
  }
  if (optional.kind != Kind::kArray && optional.kind != Kind::kNull) {
    return absl::InvalidArgumentError(
        "object: an array of optional attributes is expected");
  }
  Type::Attributes attributes;
  for (std::size_t i = 0; i < types.items.size(); ++i) {
    const std::string& name = types.names[i];
    absl::StatusOr<Type> attribute = TypeOf(types.items[i], depth);
    if (!attribute.ok()) {
      return Prefixed(absl::StrCat("attribute ", Quote(name)),
                      attribute.status());
    }
    attributes.insert_or_assign(NormalizeNfc(name), *std::move(attribute));
  }
  std::set<std::string> optional_names;
  for (const JsonNode& name : optional.items) {
    if (name.kind != Kind::kString) {
      return absl::InvalidArgumentError(
          "object: the name of an optional attribute must be a string");
    }
    std::string normal = NormalizeNfc(name.text);
    if (attributes.count(normal) == 0) {
      return absl::InvalidArgumentError(
          absl::StrCat("object: optional attribute ", Quote(normal),
                       " is not among the attributes"));
    }
    optional_names.insert(std::move(normal));
  }
  return Type::Object(std::move(attributes), std::move(optional_names));
}

absl::StatusOr<Type> CollectionOf(const std::string& name, const JsonNode& json,
                                  int depth) {
  absl::StatusOr<Type> element = TypeOf(json, depth);
  if (!element.ok()) {
    return Prefixed(absl::StrCat(name, " element"), element.status());
  }
  if (name == "list") return Type::List(*std::move(element));
  if (name == "set") return Type::Set(*std::move(element));
  return Type::Map(*std::move(element));
}

absl::StatusOr<Type> CompoundOf(const JsonNode& json, int depth) {
  if (json.items.empty() || json.items[0].kind != Kind::kString) {
    return absl::InvalidArgumentError(
        "the first item of a compound type must be its kind");
  }
  const std::string& kind = json.items[0].text;
  const bool collection = kind == "list" || kind == "set" || kind == "map";
  if (!collection && kind != "tuple" && kind != "object") {
    return absl::InvalidArgumentError(
        absl::StrCat("unknown kind of type ", Quote(kind),
                     "; list, set, map, tuple or object is expected"));
  }
  const std::size_t most = kind == "object" ? 3 : 2;
  if (json.items.size() < 2 || json.items.size() > most) {
    return absl::InvalidArgumentError(
        absl::StrCat(kind, " has ", json.items.size(), " items, ",
                     most == 3 ? "2 or 3 are" : "2 are", " expected"));
  }
  if (collection) return CollectionOf(kind, json.items[1], depth);
  if (kind == "tuple") return TupleOf(json.items[1], depth);
  return ObjectOf(json.items[1],
                  json.items.size() == 3 ? json.items[2] : JsonNode(), depth);
}

absl::StatusOr<Type> TypeOf(const JsonNode& json, int depth) {
  if (depth > kMaxDepth) {
    return absl::ResourceExhaustedError(
        absl::StrCat("types nest deeper than ", kMaxDepth, " levels"));
  }
  if (json.kind == Kind::kString) return PrimitiveOf(json.text);
  if (json.kind == Kind::kArray) return CompoundOf(json, depth + 1);
  return absl::InvalidArgumentError(
      "a type is a string or an array, this is neither");
}

void AppendJson(const Type& type, std::string* out);

void AppendObjectJson(const Type& type, std::string* out) {
  *out += '{';
  absl::string_view comma = "";
  for (const auto& [name, attribute] : type.attributes()) {
    absl::StrAppend(out, comma);
    AppendJsonString(name, out);
    *out += ':';
    AppendJson(attribute, out);
    comma = ",";
  }
  *out += '}';
  if (type.optional_attributes().empty()) return;
  comma = ",[";
  for (const std::string& name : type.optional_attributes()) {
    absl::StrAppend(out, comma);
    AppendJsonString(name, out);
    comma = ",";
  }
  *out += ']';
}

void AppendTupleJson(const Type& type, std::string* out) {
  absl::string_view comma = "";
  *out += '[';
  for (const Type& element : type.elements()) {
    absl::StrAppend(out, comma);
    AppendJson(element, out);
    comma = ",";
  }
  *out += ']';
}

void AppendJson(const Type& type, std::string* out) {
  const absl::string_view name = TypeKindName(type.kind());
  if (type.IsDynamic() || type.IsPrimitive()) {
    absl::StrAppend(out, "\"", name, "\"");
    return;
  }
  absl::StrAppend(out, "[\"", name, "\",");
  if (type.IsCollection()) {
    AppendJson(type.element(), out);
  } else if (type.kind() == Type::Kind::kTuple) {
    AppendTupleJson(type, out);
  } else {
    AppendObjectJson(type, out);
  }
  *out += ']';
}

}  // namespace

absl::StatusOr<Type> TypeFromJson(const JsonNode& node) {
  return TypeOf(node, 0);
}

absl::StatusOr<Type> Type::FromJson(absl::string_view json) {
  const absl::StatusOr<JsonNode> node = ParseJson(json);
  if (!node.ok()) return Prefixed("type", node.status());
  absl::StatusOr<Type> type = TypeOf(*node, 0);
  if (!type.ok()) return Prefixed("type", type.status());
  return type;
}

std::string Type::ToJson() const {
  std::string json;
  AppendJson(*this, &json);
  return json;
}

}  // namespace compliance::cty
