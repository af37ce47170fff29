#include "merged_value.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"

namespace compliance::plan {
namespace {

using Json = nlohmann::json;
using cty::Type;
using cty::Value;
using Kind = cty::Type::Kind;

const Json* Member(const Json* tree, const std::string& name) {
  if (tree == nullptr || !tree->is_object()) return nullptr;
  const auto it = tree->find(name);
  return it == tree->end() ? nullptr : &*it;
}

const Json* Element(const Json* tree, std::size_t index) {
  if (tree == nullptr || !tree->is_array() || index >= tree->size()) {
    return nullptr;
  }
  return &(*tree)[index];
}

Trees Member(const Trees& trees, const std::string& name) {
  return {Member(trees.value, name), Member(trees.unknown, name),
          Member(trees.sensitive, name)};
}

Trees Element(const Trees& trees, std::size_t index) {
  return {Element(trees.value, index), Element(trees.unknown, index),
          Element(trees.sensitive, index)};
}

bool IsTrue(const Json* tree) {
  return tree != nullptr && tree->is_boolean() && tree->get<bool>();
}

Type ImpliedElement(const Type& type, std::size_t index) {
  if (type.kind() == Kind::kTuple) {
    return index < type.elements().size() ? type.elements()[index] : Type();
  }
  return type.kind() == Kind::kList || type.kind() == Kind::kSet
             ? type.element()
             : Type();
}

Type ImpliedMember(const Type& type, const std::string& name) {
  if (type.kind() == Kind::kMap) return type.element();
  if (type.kind() != Kind::kObject) return Type();
  const auto it = type.attributes().find(name);
  return it == type.attributes().end() ? Type() : it->second;
}

// Whether the members may stand in a collection of `element`.
bool AllOf(const Value::Elements& members, const Type& element) {
  return element.HasDynamic() ||
         std::all_of(members.begin(), members.end(), [&](const Value& member) {
           return member.type() == element;
         });
}

cty::Number NumberOf(const Json& json) {
  if (json.is_number_unsigned() &&
      json.get<std::uint64_t>() > static_cast<std::uint64_t>(INT64_MAX)) {
    return cty::Number::Parse(json.dump()).value_or(cty::Number());
  }
  if (json.is_number_integer()) return cty::Number(json.get<std::int64_t>());
  // The shortest decimal that reads back as this double: 0.1 stays 0.1.
  absl::StatusOr<cty::Number> number = cty::Number::Parse(json.dump());
  return number.ok() ? *number : cty::Number(json.get<double>());
}

Value Scalar(const Json& json, const Type& type) {
  if (json.is_boolean()) {
    if (type.kind() == Kind::kString) {
      return Value::String(json.get<bool>() ? "true" : "false");
    }
    return Value::Bool(json.get<bool>());
  }
  if (json.is_number()) {
    cty::Number number = NumberOf(json);
    return type.kind() == Kind::kString ? Value::String(number.ToString())
                                        : Value::Number(std::move(number));
  }
  const auto& text = json.get_ref<const std::string&>();
  if (type.kind() == Kind::kNumber) {
    absl::StatusOr<cty::Number> number = cty::Number::Parse(text);
    if (number.ok()) return Value::Number(*std::move(number));
  }
  if (type.kind() == Kind::kBool && (text == "true" || text == "false")) {
    return Value::Bool(text == "true");
  }
  return Value::String(text);
}

Value Sequence(const Trees& trees, const Type& type) {
  // A provider that rejects unknown blocks plans them as one tuple of unknowns;
  // either tree may be the longer one in odd documents.
  std::size_t size = trees.value->size();
  if (trees.unknown != nullptr && trees.unknown->is_array()) {
    size = std::max(size, trees.unknown->size());
  }
  Value::Elements elements;
  elements.reserve(size);
  for (std::size_t i = 0; i < size; ++i) {
    elements.push_back(Merge(Element(trees, i), ImpliedElement(type, i)));
  }
  if (type.kind() == Kind::kList && AllOf(elements, type.element())) {
    return Value::List(type.element(), std::move(elements));
  }
  if (type.kind() == Kind::kSet && AllOf(elements, type.element())) {
    return Value::Set(type.element(), std::move(elements));
  }
  return Value::Tuple(std::move(elements));
}

void AddMembers(const Trees& trees, const Json* names, const Type& type,
                Value::Attributes& members) {
  if (names == nullptr || !names->is_object()) return;
  for (const auto& [name, unused] : names->items()) {
    if (members.count(name) != 0) continue;
    members.emplace(name,
                    Merge(Member(trees, name), ImpliedMember(type, name)));
  }
}

Value Mapping(const Trees& trees, const Type& type) {
  Value::Attributes members;
  AddMembers(trees, trees.value, type, members);
  // Unknown members are absent from the value, and true here.
  AddMembers(trees, trees.unknown, type, members);
  if (type.kind() == Kind::kMap) {
    const bool fits =
        type.element().HasDynamic() ||
        std::all_of(members.begin(), members.end(), [&](const auto& member) {
          return member.second.type() == type.element();
        });
    if (fits) return Value::Map(type.element(), std::move(members));
  }
  if (type.kind() == Kind::kObject) {
    for (const auto& [name, member_type] : type.attributes()) {
      if (members.count(name) == 0) {
        members.emplace(name, Value::Null(member_type));
      }
    }
  }
  return Value::Object(std::move(members));
}

// The trees without regard to the mark of the value itself.
Value Unmarked(const Trees& trees, const Type& type) {
  if (IsTrue(trees.unknown)) return Value::Unknown(type);
  static const Json empty_object = Json::object();
  static const Json empty_array = Json::array();
  const Json* value = trees.value;
  const bool absent = value == nullptr || value->is_null();
  if (absent) {
    // A container whose members are all unknown may be left out as a whole.
    const Json* unknown = trees.unknown;
    if (unknown != nullptr && unknown->is_object() && !unknown->empty()) {
      return Mapping({&empty_object, unknown, trees.sensitive}, type);
    }
    if (unknown != nullptr && unknown->is_array() && !unknown->empty()) {
      return Sequence({&empty_array, unknown, trees.sensitive}, type);
    }
    return Value::Null(type);
  }
  if (value->is_array()) return Sequence(trees, type);
  if (value->is_object()) return Mapping(trees, type);
  return Scalar(*value, type);
}

Value Remake(const Value& like, Value::Elements elements) {
  const bool sensitive = like.IsSensitive();
  switch (like.type().kind()) {
    case Kind::kList:
      return Value::List(like.type().element(), std::move(elements))
          .WithSensitive(sensitive);
    case Kind::kSet:
      return Value::Set(like.type().element(), std::move(elements))
          .WithSensitive(sensitive);
    default:
      return Value::Tuple(std::move(elements)).WithSensitive(sensitive);
  }
}

Value MarkNested(const Value& value, const schema::NestedBlock& nested) {
  if (!value.HasContent()) return value;
  if (nested.nesting == schema::Nesting::kSingle ||
      nested.nesting == schema::Nesting::kGroup) {
    return MarkSensitive(value, nested.block);
  }
  if (value.type().kind() == Kind::kMap) {
    Value::Attributes entries = value.AsAttributes();
    for (auto& [name, entry] : entries) {
      entry = MarkSensitive(entry, nested.block);
    }
    return Value::Map(value.type().element(), std::move(entries))
        .WithSensitive(value.IsSensitive());
  }
  if (value.type().kind() == Kind::kObject) {
    return MarkSensitive(value, nested.block);
  }
  if (value.type().IsPrimitive()) return value;
  Value::Elements elements = value.AsElements();
  for (Value& element : elements) {
    element = MarkSensitive(element, nested.block);
  }
  return Remake(value, std::move(elements));
}

}  // namespace

Value Merge(const Trees& trees, const Type& type) {
  Value value = Unmarked(trees, type);
  return IsTrue(trees.sensitive) ? value.WithSensitive() : value;
}

Value MarkSensitive(const Value& value, const schema::Block& block) {
  if (!value.HasContent() || value.type().kind() != Kind::kObject) return value;
  Value::Attributes members = value.AsAttributes();
  for (const schema::Attribute& attribute : block.attributes) {
    const auto it = members.find(attribute.name);
    if (attribute.sensitive && it != members.end()) {
      it->second = it->second.WithSensitive();
    }
  }
  for (const schema::NestedBlock& nested : block.blocks) {
    const auto it = members.find(nested.name);
    if (it != members.end()) it->second = MarkNested(it->second, nested);
  }
  return Value::Object(std::move(members)).WithSensitive(value.IsSensitive());
}

}  // namespace compliance::plan
