#include "compliance/cty/type.h"

#include <cassert>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cty/type_json.h"

namespace compliance::cty {

struct Type::Rep {
  Kind kind = Kind::kDynamic;
  std::vector<Type> elements;  // one for a collection
  Attributes attributes;
  std::set<std::string> optional;
  bool has_dynamic = false;
  bool has_optional = false;  // anywhere inside
};

absl::string_view TypeKindName(Type::Kind kind) {
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

namespace {

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

std::string Type::FriendlyName() const {
  switch (kind()) {
    case Kind::kDynamic:
      return "any";
    case Kind::kBool:
    case Kind::kNumber:
    case Kind::kString:
      return std::string(TypeKindName(kind()));
    case Kind::kList:
    case Kind::kSet:
    case Kind::kMap:
      return absl::StrCat(TypeKindName(kind()), "(", element().FriendlyName(),
                          ")");
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
