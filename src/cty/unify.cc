#include "compliance/cty/unify.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <utility>

#include "cty/type_order.h"

namespace compliance::cty {
namespace {

using Kind = Type::Kind;
using Types = std::vector<Type>;

bool IsSequence(const Type& type) {
  return type.kind() == Kind::kList || type.kind() == Kind::kSet;
}

Types AttributeTypes(const Type& object) {
  Types types;
  for (const auto& [name, type] : object.attributes()) types.push_back(type);
  return types;
}

// The types inside a tuple or an object become one that fits `element`.
bool MembersConvert(const Types& members, const Type& element, bool sequence) {
  if (members.empty()) return true;
  Type target = element;
  if (element.IsDynamic()) {
    const std::optional<Type> unified = Unify(members);
    if (!unified.has_value()) return false;
    target = *unified;
    // A list of anything needs elements of one type, and these have several.
    if (sequence && target.IsDynamic()) {
      return std::all_of(members.begin(), members.end(),
                         [](const Type& type) { return type.IsDynamic(); });
    }
  }
  return std::all_of(members.begin(), members.end(), [&](const Type& type) {
    return IsConvertible(type, target);
  });
}

bool ConvertsToSequence(const Type& from, const Type& to) {
  if (IsSequence(from)) return IsConvertible(from.element(), to.element());
  return from.kind() == Kind::kTuple &&
         MembersConvert(from.elements(), to.element(), /*sequence=*/true);
}

bool ConvertsToMap(const Type& from, const Type& to) {
  if (from.kind() == Kind::kMap) {
    return IsConvertible(from.element(), to.element());
  }
  return from.kind() == Kind::kObject &&
         MembersConvert(AttributeTypes(from), to.element(), /*sequence=*/false);
}

bool ConvertsToTuple(const Type& from, const Type& to) {
  return from.kind() == Kind::kTuple &&
         std::equal(from.elements().begin(), from.elements().end(),
                    to.elements().begin(), to.elements().end(), IsConvertible);
}

bool ConvertsToObject(const Type& from, const Type& to) {
  if (from.kind() != Kind::kMap && from.kind() != Kind::kObject) return false;
  const auto converts = [&](const std::string& name, const Type& type) {
    const bool optional = to.optional_attributes().count(name) > 0;
    if (from.kind() == Kind::kMap) {
      return IsConvertible(from.element(), type) || optional;
    }
    const auto found = from.attributes().find(name);
    return found == from.attributes().end()
               ? optional
               : IsConvertible(found->second, type);
  };
  return std::all_of(to.attributes().begin(), to.attributes().end(),
                     [&](const auto& attribute) {
                       return converts(attribute.first, attribute.second);
                     });
}

// How many of the types are of the kind.
std::size_t Count(const Types& types, Kind kind) {
  return static_cast<std::size_t>(
      std::count_if(types.begin(), types.end(),
                    [kind](const Type& type) { return type.kind() == kind; }));
}

std::optional<Type> UnifyCollections(const Types& types,
                                     Type (*collection)(Type)) {
  Types elements;
  for (const Type& type : types) {
    // What will become of this one cannot be told yet.
    if (type.IsDynamic()) return Type::Dynamic();
    elements.push_back(type.element());
  }
  std::optional<Type> element = Unify(elements);
  if (!element.has_value()) return std::nullopt;
  return collection(*std::move(element));
}

// A map or a list that holds what is inside the objects or tuples.
std::optional<Type> UnifyMembers(const Types& types, Type (*collection)(Type)) {
  Types members;
  for (const Type& type : types) {
    const Types inside =
        type.kind() == Kind::kObject ? AttributeTypes(type) : type.elements();
    members.insert(members.end(), inside.begin(), inside.end());
  }
  std::optional<Type> member = Unify(members);
  if (!member.has_value()) return std::nullopt;
  const Type unified = collection(*std::move(member));
  const bool converts = std::all_of(
      types.begin(), types.end(),
      [&](const Type& type) { return IsConvertible(type, unified); });
  if (!converts) return std::nullopt;
  return unified;
}

std::set<std::string> Names(const Type& object) {
  std::set<std::string> names;
  for (const auto& [name, type] : object.attributes()) names.insert(name);
  return names;
}

std::optional<Type> UnifyObjects(const Types& types) {
  const std::set<std::string> names = Names(types.front());
  for (const Type& type : types) {
    if (Names(type) != names) return UnifyMembers(types, &Type::Map);
  }
  Type::Attributes attributes;
  for (const std::string& name : names) {
    Types across;
    for (const Type& type : types) {
      across.push_back(type.attributes().at(name));
    }
    std::optional<Type> unified = Unify(across);
    if (!unified.has_value()) return std::nullopt;
    attributes.emplace(name, *std::move(unified));
  }
  return Type::Object(std::move(attributes));
}

std::optional<Type> UnifyTuples(const Types& types) {
  const std::size_t size = types.front().elements().size();
  for (const Type& type : types) {
    if (type.elements().size() != size) {
      return UnifyMembers(types, &Type::List);
    }
  }
  Types elements;
  for (std::size_t i = 0; i < size; ++i) {
    Types across;
    for (const Type& type : types) across.push_back(type.elements()[i]);
    std::optional<Type> unified = Unify(across);
    if (!unified.has_value()) return std::nullopt;
    elements.push_back(*std::move(unified));
  }
  return Type::Tuple(std::move(elements));
}

// Objects among maps are often maps in disguise, tuples among lists lists:
// unifies with what the ones of `kind` have in common in their place.
std::optional<Type> UnifyDisguised(const Types& types, Kind kind,
                                   Type (*collection)(Type)) {
  Types disguised;
  for (const Type& type : types) {
    if (type.kind() == kind) disguised.push_back(type);
  }
  const std::optional<Type> common = UnifyMembers(disguised, collection);
  if (!common.has_value()) return std::nullopt;
  Types plain = types;
  for (Type& type : plain) {
    if (type.kind() == kind) type = *common;
  }
  std::optional<Type> unified = Unify(plain);
  if (!unified.has_value() || unified->kind() != common->kind()) {
    return std::nullopt;
  }
  return unified;
}

// The first, from the most general on, that all others convert to.
std::optional<Type> UnifyByPreference(const Types& types) {
  for (const std::size_t wanted : PreferenceOrder(types)) {
    const bool converts =
        std::all_of(types.begin(), types.end(), [&](const Type& type) {
          return type == types[wanted] || IsConvertible(type, types[wanted]);
        });
    if (converts) return types[wanted];
  }
  return std::nullopt;
}

}  // namespace

std::optional<Type> Unify(const Types& types) {
  if (types.empty()) return std::nullopt;
  if (std::all_of(types.begin(), types.end(),
                  [&](const Type& type) { return type == types.front(); })) {
    return types.front();
  }
  const std::size_t dynamic = Count(types, Kind::kDynamic);
  const std::size_t maps = Count(types, Kind::kMap);
  const std::size_t lists = Count(types, Kind::kList);
  const std::size_t sets = Count(types, Kind::kSet);
  const std::size_t objects = Count(types, Kind::kObject);
  const std::size_t tuples = Count(types, Kind::kTuple);
  const auto only = [&](std::size_t count) {
    return count + dynamic == types.size();
  };
  if (maps > 0 && only(maps)) return UnifyCollections(types, &Type::Map);
  if (maps > 0 && only(maps + objects)) {
    if (auto unified = UnifyDisguised(types, Kind::kObject, &Type::Map)) {
      return unified;
    }
  } else if (lists > 0 && only(lists)) {
    return UnifyCollections(types, &Type::List);
  } else if (lists > 0 && only(lists + tuples)) {
    if (auto unified = UnifyDisguised(types, Kind::kTuple, &Type::List)) {
      return unified;
    }
  } else if (sets > 0 && only(sets)) {
    return UnifyCollections(types, &Type::Set);
  } else if (objects > 0 && only(objects)) {
    if (dynamic > 0) return Type::Dynamic();
    return UnifyObjects(types);
  } else if (tuples > 0 && only(tuples)) {
    if (dynamic > 0) return Type::Dynamic();
    return UnifyTuples(types);
  } else if (objects > 0 && tuples > 0) {
    return std::nullopt;
  }
  return UnifyByPreference(types);
}

bool IsConvertible(const Type& from, const Type& to) {
  if (from.IsDynamic() || to.IsDynamic() || from == to) return true;
  switch (to.kind()) {
    case Kind::kDynamic:
      return true;
    case Kind::kBool:
    case Kind::kNumber:
      return from.kind() == Kind::kString;
    case Kind::kString:
      return from.IsPrimitive();
    case Kind::kList:
    case Kind::kSet:
      return ConvertsToSequence(from, to);
    case Kind::kMap:
      return ConvertsToMap(from, to);
    case Kind::kTuple:
      return ConvertsToTuple(from, to);
    case Kind::kObject:
      return ConvertsToObject(from, to);
  }
  return false;
}

namespace {

// What the members of a collection, tuple or object have in common.
Type CommonMember(const Type& type) {
  if (type.IsCollection()) return type.element();
  const Types members = type.kind() == Kind::kTuple    ? type.elements()
                        : type.kind() == Kind::kObject ? AttributeTypes(type)
                                                       : Types{};
  return Unify(members).value_or(Type::Dynamic());
}

Type FillObject(const Type& constraint, const Type& given) {
  Type::Attributes attributes;
  for (const auto& [name, type] : constraint.attributes()) {
    if (given.kind() == Kind::kMap) {
      attributes.emplace(name, FillDynamic(type, given.element()));
    } else if (given.kind() != Kind::kObject ||
               given.attributes().count(name) == 0) {
      attributes.emplace(name, type);
    } else {
      attributes.emplace(name, FillDynamic(type, given.attributes().at(name)));
    }
  }
  return Type::Object(std::move(attributes));
}

Type FillTuple(const Type& constraint, const Type& given) {
  if (given.kind() != Kind::kTuple ||
      given.elements().size() != constraint.elements().size()) {
    return constraint;
  }
  Types elements;
  for (std::size_t i = 0; i < constraint.elements().size(); ++i) {
    elements.push_back(
        FillDynamic(constraint.elements()[i], given.elements()[i]));
  }
  return Type::Tuple(std::move(elements));
}

}  // namespace

Type FillDynamic(const Type& constraint, const Type& given) {
  if (given.IsDynamic() || !constraint.HasDynamic()) return constraint;
  const auto element = [&] {
    return FillDynamic(constraint.element(), CommonMember(given));
  };
  switch (constraint.kind()) {
    case Kind::kDynamic:
      return given;
    case Kind::kList:
      return Type::List(element());
    case Kind::kSet:
      return Type::Set(element());
    case Kind::kMap:
      return Type::Map(element());
    case Kind::kTuple:
      return FillTuple(constraint, given);
    case Kind::kObject:
      return FillObject(constraint, given);
    case Kind::kBool:
    case Kind::kNumber:
    case Kind::kString:
      break;
  }
  return constraint;
}

}  // namespace compliance::cty
