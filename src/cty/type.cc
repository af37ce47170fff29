#include "compliance/cty/type.h"

#include <algorithm>
#include <cassert>
#include <nlohmann/json.hpp>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "compliance/base/status_macros.h"
#include "compliance/base/text.h"
#include "compliance/cty/msgpack.h"
#include "cty/json_text.h"
#include "cty/normalize.h"

namespace compliance::cty {

struct Type::Rep {
  Kind kind = Kind::kDynamic;
  std::vector<Type> elements;  // one for a collection
  Attributes attributes;
  std::set<std::string> optional;
  bool has_dynamic = false;
  bool has_optional = false;  // anywhere inside
};

namespace {

using Json = nlohmann::json;

absl::Status Prefixed(absl::string_view place, const absl::Status& status) {
  return absl::Status(status.code(),
                      absl::StrCat(place, ": ", status.message()));
}

absl::StatusOr<Type> TypeOf(const Json& json, int depth);

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
absl::StatusOr<Type> TupleOf(const Json& json, int depth) {
  std::vector<Type> elements;
  if (!json.is_array() && !json.is_null()) {
    return absl::InvalidArgumentError(
        "tuple: an array of element types is expected");
  }
  for (const Json& item : json) {
    absl::StatusOr<Type> element = TypeOf(item, depth);
    if (!element.ok()) {
      return Prefixed(absl::StrCat("tuple element ", elements.size()),
                      element.status());
    }
    elements.push_back(*std::move(element));
  }
  return Type::Tuple(std::move(elements));
}

absl::StatusOr<Type> ObjectOf(const Json& types, const Json& optional,
                              int depth) {
  if (!types.is_object() && !types.is_null()) {
    return absl::InvalidArgumentError(
        "object: a map of attribute types is expected");
  }
  if (!optional.is_array() && !optional.is_null()) {
    return absl::InvalidArgumentError(
        "object: an array of optional attributes is expected");
  }
  Type::Attributes attributes;
  for (const auto& [name, json] : types.items()) {
    absl::StatusOr<Type> attribute = TypeOf(json, depth);
    if (!attribute.ok()) {
      return Prefixed(absl::StrCat("attribute ", Quote(name)),
                      attribute.status());
    }
    attributes.insert_or_assign(NormalizeNfc(name), *std::move(attribute));
  }
  std::set<std::string> optional_names;
  for (const Json& name : optional) {
    if (!name.is_string()) {
      return absl::InvalidArgumentError(
          "object: the name of an optional attribute must be a string");
    }
    std::string normal = NormalizeNfc(name.get_ref<const std::string&>());
    if (attributes.count(normal) == 0) {
      return absl::InvalidArgumentError(
          absl::StrCat("object: optional attribute ", Quote(normal),
                       " is not among the attributes"));
    }
    optional_names.insert(std::move(normal));
  }
  return Type::Object(std::move(attributes), std::move(optional_names));
}

absl::StatusOr<Type> CollectionOf(const std::string& name, const Json& json,
                                  int depth) {
  absl::StatusOr<Type> element = TypeOf(json, depth);
  if (!element.ok()) {
    return Prefixed(absl::StrCat(name, " element"), element.status());
  }
  if (name == "list") return Type::List(*std::move(element));
  if (name == "set") return Type::Set(*std::move(element));
  return Type::Map(*std::move(element));
}

absl::StatusOr<Type> CompoundOf(const Json& json, int depth) {
  if (json.empty() || !json[0].is_string()) {
    return absl::InvalidArgumentError(
        "the first item of a compound type must be its kind");
  }
  const std::string& kind = json[0].get_ref<const std::string&>();
  const bool collection = kind == "list" || kind == "set" || kind == "map";
  if (!collection && kind != "tuple" && kind != "object") {
    return absl::InvalidArgumentError(
        absl::StrCat("unknown kind of type ", Quote(kind),
                     "; list, set, map, tuple or object is expected"));
  }
  const std::size_t most = kind == "object" ? 3 : 2;
  if (json.size() < 2 || json.size() > most) {
    return absl::InvalidArgumentError(
        absl::StrCat(kind, " has ", json.size(), " items, ",
                     most == 3 ? "2 or 3 are" : "2 are", " expected"));
  }
  if (collection) return CollectionOf(kind, json[1], depth);
  if (kind == "tuple") return TupleOf(json[1], depth);
  return ObjectOf(json[1], json.size() == 3 ? json[2] : Json(), depth);
}

absl::StatusOr<Type> TypeOf(const Json& json, int depth) {
  if (depth > kMaxDepth) {
    return absl::InvalidArgumentError(
        absl::StrCat("types nest deeper than ", kMaxDepth, " levels"));
  }
  if (json.is_string()) return PrimitiveOf(json.get_ref<const std::string&>());
  if (json.is_array()) return CompoundOf(json, depth + 1);
  return absl::InvalidArgumentError(
      "a type is a string or an array, this is neither");
}

absl::string_view KindName(Type::Kind kind) {
  switch (kind) {
    case Type::Kind::kDynamic:
      return "dynamic";
    case Type::Kind::kBool:
      return "bool";
    case Type::Kind::kNumber:
      return "number";
    case Type::Kind::kString:
      return "string";
    case Type::Kind::kList:
      return "list";
    case Type::Kind::kSet:
      return "set";
    case Type::Kind::kMap:
      return "map";
    case Type::Kind::kTuple:
      return "tuple";
    case Type::Kind::kObject:
      return "object";
  }
  return "";
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
  const absl::string_view name = KindName(type.kind());
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

std::string FriendlyObject(const Type& type) {
  std::vector<std::string> items;
  for (const auto& [name, attribute] : type.attributes()) {
    const bool optional = type.optional_attributes().count(name) != 0;
    items.push_back(absl::StrCat(name, " = ", optional ? "optional(" : "",
                                 attribute.FriendlyName(),
                                 optional ? ")" : ""));
  }
  return absl::StrCat("object({", absl::StrJoin(items, ", "), "})");
}

}  // namespace

Type Type::Dynamic() { return Type(); }

Type Type::Primitive(Kind kind) {
  auto rep = std::make_shared<Rep>();
  rep->kind = kind;
  return Type(std::move(rep));
}

// Function-local and never destroyed: safe to use while statics come and go.
Type Type::Bool() {
  static const auto& type = *new Type(Primitive(Kind::kBool));
  return type;
}
Type Type::Number() {
  static const auto& type = *new Type(Primitive(Kind::kNumber));
  return type;
}
Type Type::String() {
  static const auto& type = *new Type(Primitive(Kind::kString));
  return type;
}

Type Type::Compound(Kind kind, std::vector<Type> elements,
                    Attributes attributes, std::set<std::string> optional) {
  auto rep = std::make_shared<Rep>();
  rep->kind = kind;
  rep->has_optional = !optional.empty();
  const auto add = [&rep](const Type& type) {
    rep->has_dynamic |= type.HasDynamic();
    rep->has_optional |= type.rep_ != nullptr && type.rep_->has_optional;
  };
  for (const Type& element : elements) add(element);
  for (const auto& [name, attribute] : attributes) add(attribute);
  rep->elements = std::move(elements);
  rep->attributes = std::move(attributes);
  rep->optional = std::move(optional);
  return Type(std::move(rep));
}

Type Type::List(Type element) {
  return Compound(Kind::kList, {std::move(element)}, {}, {});
}
Type Type::Set(Type element) {
  return Compound(Kind::kSet, {std::move(element)}, {}, {});
}
Type Type::Map(Type element) {
  return Compound(Kind::kMap, {std::move(element)}, {}, {});
}
Type Type::Tuple(std::vector<Type> elements) {
  return Compound(Kind::kTuple, std::move(elements), {}, {});
}
Type Type::Object(Attributes attributes, std::set<std::string> optional) {
  return Compound(Kind::kObject, {}, std::move(attributes),
                  std::move(optional));
}

Type::Kind Type::kind() const {
  return rep_ == nullptr ? Kind::kDynamic : rep_->kind;
}
bool Type::IsPrimitive() const {
  return kind() == Kind::kBool || kind() == Kind::kNumber ||
         kind() == Kind::kString;
}
bool Type::IsCollection() const {
  return kind() == Kind::kList || kind() == Kind::kSet || kind() == Kind::kMap;
}

const Type& Type::element() const {
  assert(IsCollection());
  return rep_->elements.front();
}
const std::vector<Type>& Type::elements() const {
  assert(kind() == Kind::kTuple);
  return rep_->elements;
}
const Type::Attributes& Type::attributes() const {
  assert(kind() == Kind::kObject);
  return rep_->attributes;
}
const std::set<std::string>& Type::optional_attributes() const {
  assert(kind() == Kind::kObject);
  return rep_->optional;
}

bool Type::HasDynamic() const { return rep_ == nullptr || rep_->has_dynamic; }

Type Type::WithoutOptionalAttributes() const {
  if (rep_ == nullptr || !rep_->has_optional) return *this;
  std::vector<Type> elements = rep_->elements;
  for (Type& element : elements) element = element.WithoutOptionalAttributes();
  Attributes attributes = rep_->attributes;
  for (auto& [name, attribute] : attributes) {
    attribute = attribute.WithoutOptionalAttributes();
  }
  return Compound(kind(), std::move(elements), std::move(attributes), {});
}

absl::StatusOr<Type> Type::FromJson(absl::string_view json) {
  const Json parsed = Json::parse(json.begin(), json.end(), nullptr,
                                  /*allow_exceptions=*/false);
  if (parsed.is_discarded()) {
    return absl::InvalidArgumentError("type: not well-formed JSON");
  }
  absl::StatusOr<Type> type = TypeOf(parsed, 0);
  if (!type.ok()) return Prefixed("type", type.status());
  return type;
}

std::string Type::ToJson() const {
  std::string json;
  AppendJson(*this, &json);
  return json;
}

std::string Type::FriendlyName() const {
  switch (kind()) {
    case Kind::kDynamic:
      return "any";
    case Kind::kBool:
    case Kind::kNumber:
    case Kind::kString:
      return std::string(KindName(kind()));
    case Kind::kList:
    case Kind::kSet:
    case Kind::kMap:
      return absl::StrCat(KindName(kind()), "(", element().FriendlyName(), ")");
    case Kind::kTuple:
      return absl::StrCat("tuple([",
                          absl::StrJoin(elements(), ", ",
                                        [](std::string* out, const Type& type) {
                                          absl::StrAppend(out,
                                                          type.FriendlyName());
                                        }),
                          "])");
    case Kind::kObject:
      return FriendlyObject(*this);
  }
  return "";
}

bool operator==(const Type& a, const Type& b) {
  if (a.rep_ == b.rep_) return true;
  if (a.kind() != b.kind()) return false;
  if (a.rep_ == nullptr || b.rep_ == nullptr) return true;  // both dynamic
  return a.rep_->elements == b.rep_->elements &&
         a.rep_->attributes == b.rep_->attributes &&
         a.rep_->optional == b.rep_->optional;
}

std::ostream& operator<<(std::ostream& out, const Type& type) {
  return out << type.FriendlyName();
}

}  // namespace compliance::cty
