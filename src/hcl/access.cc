#include "hcl/access.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "compliance/cty/convert.h"
#include "compliance/cty/origin.h"
#include "compliance/cty/path.h"
#include "compliance/cty/type.h"
#include "hcl/alternatives.h"

namespace compliance::hcl {
namespace {

using cty::Type;
using cty::Value;
using Kind = Type::Kind;

// A member of an unknown. Its own type is not asked: a string has no members.
Result MemberOfUnknown(const Value& whole, cty::Step step, const Type& type) {
  const cty::Origin* origin = whole.origin();
  const bool is_atom = origin != nullptr && origin->pieces.size() == 1 &&
                       origin->pieces.front().atom.has_value();
  if (!is_atom) return Unknown(type);
  cty::Atom atom = *origin->pieces.front().atom;
  std::vector<cty::Step> steps = atom.path.steps();
  steps.push_back(std::move(step));
  atom.path = cty::Path(std::move(steps));
  return Known(UnknownOf(type, std::move(atom)));
}

Result KnownMember(const Value& whole, const cty::Step& step) {
  const Value* member = whole.Find(step);
  return member == nullptr ? Refused() : Known(*member);
}

Result AttributeOfObject(const Value& object, const std::string& name) {
  const Type::Attributes& attributes = object.type().attributes();
  const auto found = attributes.find(name);
  if (found == attributes.end()) return Refused();
  const cty::AttributeName step{name};
  if (object.IsUnknown()) return MemberOfUnknown(object, step, found->second);
  return KnownMember(object, step);
}

Result AttributeOf(const Value& object, const std::string& name) {
  if (object.IsNull()) return Refused();
  switch (object.type().kind()) {
    case Kind::kObject:
      return AttributeOfObject(object, name);
    case Kind::kMap:
      if (object.IsUnknown()) {
        return MemberOfUnknown(object, cty::MapKey{name},
                               object.type().element());
      }
      return KnownMember(object, cty::MapKey{name});
    case Kind::kDynamic:
      return MemberOfUnknown(object, cty::AttributeName{name}, Type::Dynamic());
    case Kind::kBool:
    case Kind::kNumber:
    case Kind::kString:
    case Kind::kList:
    case Kind::kSet:
    case Kind::kTuple:
      break;
  }
  return Refused();
}

bool IsSequence(const Type& type) {
  return type.kind() == Kind::kList || type.kind() == Kind::kTuple;
}

// One of all members, for a key that is not known.
Result AnyMember(const Value& collection) {
  const Type& type = collection.type();
  const Type member = type.IsCollection() ? type.element() : Type::Dynamic();
  const bool mapping =
      type.kind() == Kind::kMap || type.kind() == Kind::kObject;
  if (collection.IsUnknown() || (!mapping && !IsSequence(type))) {
    return Unknown(member);
  }
  std::vector<Value> members;
  if (!mapping) {
    members = collection.AsElements();
  } else {
    for (const auto& [name, value] : collection.AsAttributes()) {
      members.push_back(value);
    }
  }
  if (members.empty() || members.size() > kMaxAlternatives) {
    return Unknown(member);
  }
  return Known(Undecided(members));
}

Result ElementAt(const Value& sequence, const cty::Number& position) {
  const std::optional<std::int64_t> index = position.AsInt64();
  const bool tuple = sequence.type().kind() == Kind::kTuple;
  const Type element = tuple ? Type::Dynamic() : sequence.type().element();
  if (!tuple && sequence.IsUnknown()) {
    if (!index.has_value() || *index < 0) return Unknown(element);
    return MemberOfUnknown(sequence, cty::ListIndex{*index}, element);
  }
  if (!index.has_value() || *index < 0) return Refused();
  const cty::ListIndex step{*index};
  if (!sequence.IsUnknown()) return KnownMember(sequence, step);
  const std::vector<Type>& types = sequence.type().elements();
  if (*index >= static_cast<std::int64_t>(types.size())) return Refused();
  return MemberOfUnknown(sequence, step,
                         types[static_cast<std::size_t>(*index)]);
}

// The member of a value without a type, for what is known of the key.
Result MemberOfDynamic(const Value& whole, const Value& key) {
  if (!key.HasContent()) return Unknown();
  if (key.type() == Type::String()) {
    return MemberOfUnknown(whole, cty::MapKey{key.AsString()}, Type::Dynamic());
  }
  if (key.type() == Type::Number()) {
    if (const auto index = key.AsNumber().AsInt64()) {
      return MemberOfUnknown(whole, cty::ListIndex{*index}, Type::Dynamic());
    }
  }
  return Unknown();
}

Result IndexByKnown(const Value& collection, const Value& key) {
  if (IsSequence(collection.type())) {
    return ElementAt(collection, key.AsNumber());
  }
  return AttributeOf(collection, key.AsString());
}

// With any marks set aside.
Result IndexOf(const Value& collection, const Value& key) {
  if (collection.IsNull() || key.IsNull()) return Refused();
  const Type& type = collection.type();
  if (type.IsDynamic()) return MemberOfDynamic(collection, key);
  if (key.type().IsDynamic()) return AnyMember(collection);
  const bool by_name =
      type.kind() == Kind::kMap || type.kind() == Kind::kObject;
  if (!by_name && !IsSequence(type)) return Refused();
  const absl::StatusOr<Value> wanted =
      cty::Convert(key, by_name ? Type::String() : Type::Number());
  if (!wanted.ok()) return Refused();
  if (!wanted->IsUnknown()) return IndexByKnown(collection, *wanted);
  std::optional<Value> one_of =
      MapAlternatives(*wanted, [&](const Value& chosen) {
        return chosen.HasContent() ? IndexByKnown(collection, chosen)
                                   : Refused();
      });
  if (one_of.has_value()) return Known(*std::move(one_of));
  return AnyMember(collection);
}

}  // namespace

Result GetAttribute(const Value& object, absl::string_view name) {
  const std::string text(name);
  std::optional<Value> mapped = MapAlternatives(
      object, [&](const Value& one) { return AttributeOf(one, text); });
  if (mapped.has_value()) return Known(*std::move(mapped));
  return MarkedAs(object, AttributeOf(object, text));
}

Result GetIndex(const Value& collection, const Value& key) {
  std::optional<Value> mapped = MapAlternatives(
      collection, [&](const Value& one) { return IndexOf(one, key); });
  Result result =
      mapped.has_value() ? Known(*std::move(mapped)) : IndexOf(collection, key);
  return MarkedAs(collection, MarkedAs(key, std::move(result)));
}

}  // namespace compliance::hcl
