#include "hook/judged_resource.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "compliance/base/status_macros.h"
#include "compliance/cty/type.h"
#include "compliance/cty/value.h"

namespace compliance::hook {
namespace {

using cty::Type;
using cty::Value;
using plan::Action;

// The same value with other parts, of the same type.
Value WithElements(const Value& value, Value::Elements elements) {
  switch (value.type().kind()) {
    case Type::Kind::kList:
      return Value::List(value.type().element(), std::move(elements));
    case Type::Kind::kSet:
      return Value::Set(value.type().element(), std::move(elements));
    default:
      return Value::Tuple(std::move(elements));
  }
}

Value WithEntries(const Value& value, Value::Attributes entries) {
  return value.type().kind() == Type::Kind::kMap
             ? Value::Map(value.type().element(), std::move(entries))
             : Value::Object(std::move(entries));
}

bool HasElements(const Value& value) {
  const Type::Kind kind = value.type().kind();
  return value.HasContent() &&
         (kind == Type::Kind::kList || kind == Type::Kind::kSet ||
          kind == Type::Kind::kTuple);
}

bool IsMap(const Value& value) {
  return value.HasContent() && value.type().kind() == Type::Kind::kMap;
}

bool IsObject(const Value& value) {
  return value.HasContent() && value.type().kind() == Type::Kind::kObject;
}

// Applies `change` to each element of a collection, as it lies between the
// names of a path without indexes; to the value itself where it is none.
template <typename Change>
Value OnEach(const Value& value, const Change& change) {
  if (HasElements(value)) {
    Value::Elements elements;
    for (const Value& element : value.AsElements()) {
      elements.push_back(OnEach(element, change));
    }
    return WithElements(value, std::move(elements))
        .WithSensitive(value.IsSensitive());
  }
  if (IsMap(value)) {
    Value::Attributes entries;
    for (const auto& [key, entry] : value.AsAttributes()) {
      entries.emplace(key, OnEach(entry, change));
    }
    return WithEntries(value, std::move(entries))
        .WithSensitive(value.IsSensitive());
  }
  return change(value);
}

// Marks what lies at a path from its step `depth` on.
Value Marked(const Value& value, const cty::Path& path, std::size_t depth) {
  if (depth == path.steps().size()) return value.WithSensitive();
  const auto* name = std::get_if<cty::AttributeName>(&path.steps()[depth]);
  if (name == nullptr) return value;
  return OnEach(value, [&](const Value& object) {
    if (!IsObject(object)) return object;
    Value::Attributes attributes = object.AsAttributes();
    const auto found = attributes.find(name->name);
    if (found == attributes.end()) return object;
    found->second = Marked(found->second, path, depth + 1);
    return Value::Object(std::move(attributes))
        .WithSensitive(object.IsSensitive());
  });
}

Value Marked(Value value, const std::vector<cty::Path>& sensitive) {
  for (const cty::Path& path : sensitive) value = Marked(value, path, 0);
  return value;
}

absl::StatusOr<Value> Decode(absl::string_view what,
                             const tfplugin::WireValue& wire,
                             const Type& type) {
  absl::StatusOr<Value> value = wire.Decode(type);
  if (!value.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat("the ", what, ": ", value.status().message()));
  }
  if (value->IsUnknown()) {
    return absl::InvalidArgumentError(
        absl::StrCat("the ", what, " is unknown as a whole"));
  }
  return value;
}

// As Terraform decides it: a value that is not known yet may be another.
bool Differs(const cty::Path& path, const Value& prior, const Value& planned) {
  const Value* before = prior.Find(path);
  const Value* after = planned.Find(path);
  if (before == nullptr || after == nullptr) return before != after;
  return !after->IsWhollyKnown() || *before != *after;
}

Action ActionOf(const Value& prior, const Value& planned,
                const std::vector<cty::Path>& requires_replace) {
  if (prior.IsNull()) return planned.IsNull() ? Action::kNoOp : Action::kCreate;
  if (planned.IsNull()) return Action::kDelete;
  const bool replaces = std::any_of(
      requires_replace.begin(), requires_replace.end(),
      [&](const cty::Path& path) { return Differs(path, prior, planned); });
  if (replaces) return Action::kReplace;
  return prior == planned ? Action::kNoOp : Action::kUpdate;
}

// What is left out inside an argument may be filled in too: of nested
// attributes the schema that we keep does not say.
Value WithUnknownParts(const Value& value) {
  if (value.IsNull()) return Value::Unknown(value.type());
  if (HasElements(value)) {
    Value::Elements elements;
    for (const Value& element : value.AsElements()) {
      elements.push_back(WithUnknownParts(element));
    }
    return WithElements(value, std::move(elements));
  }
  if (IsMap(value) || IsObject(value)) {
    Value::Attributes entries;
    for (const auto& [key, entry] : value.AsAttributes()) {
      entries.emplace(key, WithUnknownParts(entry));
    }
    return WithEntries(value, std::move(entries));
  }
  return value;
}

Value PlannedAtLeast(const schema::Attribute& attribute, const Value& value) {
  if (attribute.write_only) return Value::Null(attribute.type);
  if (!value.IsNull()) return WithUnknownParts(value);
  return attribute.computed ? Value::Unknown(attribute.type) : value;
}

Value PlannedAtLeast(const schema::Block& block, const Value& config) {
  if (!IsObject(config)) return config;
  Value::Attributes members = config.AsAttributes();
  for (const schema::Attribute& attribute : block.attributes) {
    const auto found = members.find(attribute.name);
    if (found == members.end()) continue;
    found->second = PlannedAtLeast(attribute, found->second);
  }
  for (const schema::NestedBlock& nested : block.blocks) {
    const auto found = members.find(nested.name);
    if (found == members.end()) continue;
    found->second = OnEach(found->second, [&](const Value& element) {
      return PlannedAtLeast(nested.block, element);
    });
  }
  return Value::Object(std::move(members));
}

}  // namespace

absl::StatusOr<plan::Resource> PlannedResource(
    const tfplugin::ObservedPlan& call,
    const tfplugin::ObservedSchema& schema) {
  ASSIGN_OR_RETURN(const Value prior,
                   Decode("prior state", call.prior, schema.type));
  ASSIGN_OR_RETURN(const Value planned,
                   Decode("planned state", call.planned, schema.type));
  ASSIGN_OR_RETURN(const Value config,
                   Decode("configuration", call.config, schema.type));
  if (planned.IsNull() && !config.IsNull()) {
    return absl::InvalidArgumentError(
        "nothing is planned for what is configured");
  }
  plan::Resource resource;
  resource.address.type = call.type_name;
  resource.action = ActionOf(prior, planned, call.requires_replace);
  resource.before = Marked(prior, schema.sensitive);
  resource.planned = Marked(planned, schema.sensitive);
  if (!config.IsNull()) resource.config = Marked(config, schema.sensitive);
  return resource;
}

absl::StatusOr<plan::Resource> ValidatedResource(
    const tfplugin::ObservedConfig& call,
    const tfplugin::ObservedSchema& schema) {
  ASSIGN_OR_RETURN(const Value config,
                   Decode("configuration", call.config, schema.type));
  plan::Resource resource;
  resource.address.type = call.type_name;
  resource.action = Action::kUpdate;
  resource.before = Value::Unknown(schema.type);
  resource.planned =
      Marked(PlannedAtLeast(schema.schema.block, config), schema.sensitive);
  resource.config = Marked(config, schema.sensitive);
  return resource;
}

}  // namespace compliance::hook
