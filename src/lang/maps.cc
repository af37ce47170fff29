#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "compliance/base/status_macros.h"
#include "compliance/cty/convert.h"
#include "lang/families.h"

namespace compliance::lang {
namespace {

using cty::Type;
using cty::Value;
using Kind = Type::Kind;

bool IsMapping(const Type& type) {
  return type.kind() == Kind::kMap || type.kind() == Kind::kObject;
}

absl::Status MapRequired(std::size_t argument) {
  return ArgumentError(argument, "a map or object is required");
}

absl::StatusOr<Type> KeysType(const Arguments& arguments) {
  const Type& type = arguments[0].type();
  if (!IsMapping(type)) return MapRequired(0);
  if (type.kind() == Kind::kMap) return Type::List(Type::String());
  return Type::Tuple(
      std::vector<Type>(type.attributes().size(), Type::String()));
}

// The names of an object are in its type, so it need not be known.
Result Keys(const Arguments& arguments, const Type& type) {
  const Value& map = arguments[0];
  Value::Elements keys;
  if (map.type().kind() == Kind::kObject) {
    for (const auto& [name, attribute] : map.type().attributes()) {
      keys.push_back(Value::String(name));
    }
    return Value::Tuple(std::move(keys)).WithSensitive(map.IsSensitive());
  }
  if (map.IsUnknown()) {
    return Value::Unknown(type).WithSensitive(map.IsSensitive());
  }
  for (const auto& [key, value] : map.AsAttributes()) {
    keys.push_back(Value::String(key));
  }
  return Value::List(Type::String(), std::move(keys))
      .WithSensitive(map.IsSensitive());
}

absl::StatusOr<Type> ValuesType(const Arguments& arguments) {
  const Type& type = arguments[0].type();
  if (!IsMapping(type)) return MapRequired(0);
  if (type.kind() == Kind::kMap) return Type::List(type.element());
  std::vector<Type> types;
  for (const auto& [name, attribute] : type.attributes()) {
    types.push_back(attribute);
  }
  return Type::Tuple(std::move(types));
}

Result Values(const Arguments& arguments, const Type& type) {
  const Value& map = arguments[0];
  Value::Elements values;
  for (const auto& [key, value] : map.AsAttributes()) values.push_back(value);
  const Value result = type.kind() == Kind::kList
                           ? Value::List(type.element(), std::move(values))
                           : Value::Tuple(std::move(values));
  return result.WithSensitive(map.IsSensitive());
}

absl::StatusOr<Type> LookupType(const Arguments& arguments) {
  constexpr std::size_t kMost = 3;
  if (arguments.size() > kMost) {
    return absl::InvalidArgumentError("two or three arguments are required");
  }
  const bool has_default = arguments.size() == kMost;
  const Type& type = arguments[0].type();
  if (!IsMapping(type)) return MapRequired(0);
  if (type.kind() == Kind::kMap) {
    if (has_default && !cty::Convert(arguments[2], type.element()).ok()) {
      return ArgumentError(2, "must be of the type of the map's elements");
    }
    return type.element();
  }
  if (arguments[1].IsUnknown()) return Type::Dynamic();
  const auto attribute = type.attributes().find(arguments[1].AsString());
  if (attribute != type.attributes().end()) return attribute->second;
  if (!has_default) return ArgumentError(1, "is no attribute of the object");
  return arguments[2].type();
}

Result Lookup(const Arguments& arguments, const Type& type) {
  const Value& map = arguments[0];
  const Value& key = arguments[1];
  const bool sensitive = map.IsSensitive() || key.IsSensitive();
  if (map.IsUnknown() || key.IsUnknown()) {
    return Value::Unknown(type).WithSensitive(sensitive);
  }
  if (const Value* found = map.Find(key.AsString())) {
    return sensitive ? found->WithSensitive() : *found;
  }
  if (arguments.size() < 3) return ArgumentError(1, "is no key of the map");
  ASSIGN_OR_RETURN(const Value value, cty::Convert(arguments[2], type));
  return sensitive ? value.WithSensitive() : value;
}

// The type of one argument of merge as it counts: null objects have nothing.
Type MergedType(const Value& argument) {
  const bool nothing =
      argument.IsNull() && argument.type().kind() == Kind::kObject;
  return nothing ? Type::Object({}) : argument.type();
}

// One type where all are of it, else an object of all that they hold.
absl::StatusOr<Type> MergeType(const Arguments& arguments) {
  if (arguments.empty()) return Type::Object({});
  Type::Attributes attributes;
  bool alike = true;
  bool names_known = true;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const Value& argument = arguments[i];
    if (argument.type().IsDynamic()) return Type::Dynamic();
    if (!IsMapping(argument.type())) return MapRequired(i);
    const Type type = MergedType(argument);
    alike &= type == MergedType(arguments[0]);
    if (type.kind() == Kind::kObject) {
      for (const auto& [name, attribute] : type.attributes()) {
        attributes.insert_or_assign(name, attribute);
      }
    } else if (argument.IsUnknown()) {
      names_known = false;
    } else if (!argument.IsNull()) {
      for (const auto& [key, value] : argument.AsAttributes()) {
        attributes.insert_or_assign(key, type.element());
      }
    }
  }
  if (alike) return MergedType(arguments[0]);
  if (!names_known) return Type::Dynamic();
  return Type::Object(std::move(attributes));
}

Result Merge(const Arguments& arguments, const Type& type) {
  Value::Attributes merged;
  bool sensitive = false;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const Value& argument = arguments[i];
    if (argument.IsNull()) continue;
    // Behind one of unknown type, types have not been looked at.
    if (!IsMapping(argument.type())) return MapRequired(i);
    sensitive |= argument.IsSensitive();
    for (const auto& [key, value] : argument.AsAttributes()) {
      merged.insert_or_assign(key, value);
    }
  }
  const Value result = type.kind() == Kind::kMap
                           ? Value::Map(type.element(), std::move(merged))
                           : Value::Object(std::move(merged));
  return result.WithSensitive(sensitive);
}

absl::Status CheckZipped(std::size_t keys, std::size_t values) {
  if (keys == values) return absl::OkStatus();
  return ArgumentError(1, "there must be as many values as keys");
}

absl::StatusOr<Type> ZipMapType(const Arguments& arguments) {
  const Value& keys = arguments[0];
  const Type& values = arguments[1].type();
  if (values.kind() == Kind::kList) return Type::Map(values.element());
  if (values.kind() != Kind::kTuple) {
    return ArgumentError(1, "a list or tuple is required");
  }
  if (!keys.IsWhollyKnown()) return Type::Dynamic();
  RETURN_IF_ERROR(
      CheckZipped(keys.AsElements().size(), values.elements().size()));
  Type::Attributes attributes;
  for (std::size_t i = 0; i < values.elements().size(); ++i) {
    const Value& key = keys.AsElements()[i];
    if (key.IsNull()) return ArgumentError(0, "keys must not be null");
    attributes.insert_or_assign(key.AsString(), values.elements()[i]);
  }
  return Type::Object(std::move(attributes));
}

Result ZipMap(const Arguments& arguments, const Type& type) {
  const Value& keys = arguments[0];
  const Value& values = arguments[1];
  bool sensitive = keys.IsSensitive() || values.IsSensitive();
  if (!keys.IsWhollyKnown()) {
    return Value::Unknown(type).WithSensitive(sensitive);
  }
  RETURN_IF_ERROR(
      CheckZipped(keys.AsElements().size(), values.AsElements().size()));
  Value::Attributes zipped;
  for (std::size_t i = 0; i < keys.AsElements().size(); ++i) {
    const Value& key = keys.AsElements()[i];
    if (key.IsNull()) return ArgumentError(0, "keys must not be null");
    sensitive |= key.IsSensitive();
    zipped.insert_or_assign(key.AsString(), values.AsElements()[i]);
  }
  const Value result = type.kind() == Kind::kMap
                           ? Value::Map(type.element(), std::move(zipped))
                           : Value::Object(std::move(zipped));
  return result.WithSensitive(sensitive);
}

Result Transpose(const Arguments& arguments, const Type& type) {
  if (!arguments[0].IsWhollyKnown()) return Value::Unknown(type);
  std::map<std::string, std::vector<std::string>> keys_of;
  for (const auto& [key, list] : arguments[0].AsAttributes()) {
    if (list.IsNull()) return ArgumentError(0, "lists must not be null");
    for (const Value& element : list.AsElements()) {
      if (element.IsNull()) return ArgumentError(0, "texts must not be null");
      keys_of[element.AsString()].push_back(key);
    }
  }
  Value::Attributes transposed;
  for (const auto& [text, keys] : keys_of) {
    Value::Elements elements;
    for (const std::string& key : keys) elements.push_back(Value::String(key));
    transposed.emplace_hint(transposed.end(), text,
                            Value::List(Type::String(), std::move(elements)));
  }
  return Value::Map(type.element(), std::move(transposed));
}

}  // namespace

std::vector<Function> MapFunctions() {
  const Type lists = Type::Map(Type::List(Type::String()));
  return {
      {.name = "keys",
       .parameters = {{"inputMap", Type::Dynamic(), kUnknown | kMarked}},
       .type = &KeysType,
       .body = &Keys},
      {.name = "values",
       .parameters = {{"mapping", Type::Dynamic(), kMarked}},
       .type = &ValuesType,
       .body = &Values},
      {.name = "lookup",
       .parameters = {{"inputMap", Type::Dynamic(), kUnknown | kMarked},
                      {"key", Type::String(), kUnknown | kMarked}},
       .variadic = Parameter{"default", Type::Dynamic(),
                             kNull | kUnknown | kUntyped | kMarked},
       .type = &LookupType,
       .body = &Lookup,
       .never_null = false},
      {.name = "merge",
       .variadic =
           Parameter{"maps", Type::Dynamic(), kNull | kUntyped | kMarked},
       .type = &MergeType,
       .body = &Merge},
      {.name = "zipmap",
       .parameters = {{"keys", Type::List(Type::String()), kMarked},
                      {"values", Type::Dynamic(), kMarked}},
       .type = &ZipMapType,
       .body = &ZipMap},
      {.name = "transpose",
       .parameters = {{"values", lists}},
       .type = Always(lists),
       .body = &Transpose},
  };
}

}  // namespace compliance::lang
