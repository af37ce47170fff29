#include "compliance/hcl/type_constraint.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "compliance/cty/convert.h"
#include "compliance/hcl/evaluate.h"

namespace compliance::hcl {
namespace {

using cty::Type;
using cty::Value;

std::optional<Type> NamedType(absl::string_view name) {
  if (name == "string") return Type::String();
  if (name == "number") return Type::Number();
  if (name == "bool") return Type::Bool();
  if (name == "any") return Type::Dynamic();
  // Terraform still takes the words alone.
  if (name == "list") return Type::List(Type::Dynamic());
  if (name == "set") return Type::Set(Type::Dynamic());
  if (name == "map") return Type::Map(Type::Dynamic());
  return std::nullopt;
}

// The call of that name with one to `most` arguments; nullptr for anything
// else.
const Call* CallOf(const Expression& expression, absl::string_view name,
                   std::size_t most = 1) {
  const Call* call = expression.As<Call>();
  const bool is_one = call != nullptr && call->name == name &&
                      !call->arguments.empty() &&
                      call->arguments.size() <= most;
  return is_one ? call : nullptr;
}

std::optional<std::string> KeyOf(const ObjectItem& item) {
  if (item.name.has_value()) return item.name;
  const Template* text = item.key.As<Template>();
  return text == nullptr ? std::nullopt : text->AsText();
}

std::optional<Type> ObjectTypeOf(const Object& object) {
  Type::Attributes attributes;
  std::set<std::string> optional;
  for (const ObjectItem& item : object.items) {
    const std::optional<std::string> name = KeyOf(item);
    if (!name.has_value()) return std::nullopt;
    const Call* call = CallOf(item.value, "optional", 2);
    if (call != nullptr) optional.insert(*name);
    std::optional<Type> type =
        TypeOf(call == nullptr ? item.value : call->arguments.front());
    if (!type.has_value()) return std::nullopt;
    attributes.emplace(*name, *std::move(type));
  }
  return Type::Object(std::move(attributes), std::move(optional));
}

std::optional<Type> TupleTypeOf(const Tuple& tuple) {
  std::vector<Type> elements;
  for (const Expression& element : tuple.elements) {
    std::optional<Type> type = TypeOf(element);
    if (!type.has_value()) return std::nullopt;
    elements.push_back(*std::move(type));
  }
  return Type::Tuple(std::move(elements));
}

// The constraint of the elements of list(…), set(…) or map(…).
const Expression* ElementOf(const Expression& constraint) {
  for (const char* name : {"list", "set", "map"}) {
    if (const Call* call = CallOf(constraint, name)) {
      return &call->arguments.front();
    }
  }
  return nullptr;
}

Value WithDefaults(const Value& value, const Expression& constraint);

Value ObjectWithDefaults(const Value& value, const Object& object) {
  if (value.type().kind() != Type::Kind::kObject &&
      value.type().kind() != Type::Kind::kMap) {
    return value;
  }
  Value::Attributes attributes = value.AsAttributes();
  for (const ObjectItem& item : object.items) {
    const std::optional<std::string> name = KeyOf(item);
    if (!name.has_value()) continue;
    const Call* call = CallOf(item.value, "optional", 2);
    const auto given = attributes.find(*name);
    const bool is_given = given != attributes.end() && !given->second.IsNull();
    if (is_given) {
      given->second = WithDefaults(
          given->second, call == nullptr ? item.value : call->arguments[0]);
    } else if (call != nullptr && call->arguments.size() == 2) {
      attributes.insert_or_assign(
          *name, WithDefaults(Evaluate(call->arguments[1], Names()),
                              call->arguments[0]));
    }
  }
  return Value::Object(std::move(attributes));
}

// Of a collection: each member with its defaults. Their types may differ until
// they are converted.
Value MembersWithDefaults(const Value& value, const Expression& element) {
  switch (value.type().kind()) {
    case Type::Kind::kMap:
    case Type::Kind::kObject: {
      Value::Attributes members;
      for (const auto& [key, member] : value.AsAttributes()) {
        members.emplace(key, WithDefaults(member, element));
      }
      return Value::Object(std::move(members));
    }
    case Type::Kind::kList:
    case Type::Kind::kSet:
    case Type::Kind::kTuple: {
      Value::Elements members;
      for (const Value& member : value.AsElements()) {
        members.push_back(WithDefaults(member, element));
      }
      return Value::Tuple(std::move(members));
    }
    default:
      return value;
  }
}

Value TupleWithDefaults(const Value& value, const Tuple& tuple) {
  if (value.type().kind() != Type::Kind::kTuple ||
      value.AsElements().size() != tuple.elements.size()) {
    return value;
  }
  Value::Elements members;
  for (std::size_t i = 0; i < tuple.elements.size(); ++i) {
    members.push_back(WithDefaults(value.AsElements()[i], tuple.elements[i]));
  }
  return Value::Tuple(std::move(members));
}

Value WithDefaults(const Value& value, const Expression& constraint) {
  if (!value.HasContent() || value.type().IsPrimitive()) return value;
  Value filled = value;
  if (const Call* object = CallOf(constraint, "object")) {
    const Object* shape = object->arguments.front().As<Object>();
    if (shape != nullptr) filled = ObjectWithDefaults(value, *shape);
  } else if (const Call* tuple = CallOf(constraint, "tuple")) {
    const Tuple* shape = tuple->arguments.front().As<Tuple>();
    if (shape != nullptr) filled = TupleWithDefaults(value, *shape);
  } else if (const Expression* element = ElementOf(constraint)) {
    filled = MembersWithDefaults(value, *element);
  }
  return filled.WithSensitive(value.IsSensitive());
}

}  // namespace

std::optional<Type> TypeOf(const Expression& constraint) {
  if (const Variable* name = constraint.As<Variable>()) {
    return NamedType(name->name);
  }
  if (const Call* object = CallOf(constraint, "object")) {
    const Object* shape = object->arguments.front().As<Object>();
    return shape == nullptr ? std::nullopt : ObjectTypeOf(*shape);
  }
  if (const Call* tuple = CallOf(constraint, "tuple")) {
    const Tuple* shape = tuple->arguments.front().As<Tuple>();
    return shape == nullptr ? std::nullopt : TupleTypeOf(*shape);
  }
  const Expression* inner = ElementOf(constraint);
  if (inner == nullptr) return std::nullopt;
  std::optional<Type> element = TypeOf(*inner);
  if (!element.has_value()) return std::nullopt;
  const std::string& name = constraint.As<Call>()->name;
  if (name == "list") return Type::List(*std::move(element));
  if (name == "set") return Type::Set(*std::move(element));
  return Type::Map(*std::move(element));
}

Value Constrain(const Value& value, const Expression& constraint) {
  const std::optional<Type> type = TypeOf(constraint);
  if (!type.has_value()) return Value::Unknown(Type::Dynamic());
  absl::StatusOr<Value> converted =
      cty::Convert(WithDefaults(value, constraint), *type);
  return converted.ok() ? *std::move(converted) : Value::Unknown(*type);
}

}  // namespace compliance::hcl
