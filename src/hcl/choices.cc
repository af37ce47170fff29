#include "hcl/choices.h"

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "compliance/cty/origin.h"
#include "compliance/cty/type.h"
#include "hcl/alternatives.h"

namespace compliance::hcl {
namespace {

using cty::Type;
using cty::Value;
using Values = std::vector<Value>;

Values ChoicesOfUnknown(const Value& value, Nulls nulls) {
  const cty::Origin* origin = value.origin();
  if (origin == nullptr) return {value};
  if (!origin->alternatives.empty()) {
    Values choices;
    for (const Value& alternative : AlternativesOf(value)) {
      const Values inside = ChoicesOf(alternative, nulls);
      choices.insert(choices.end(), inside.begin(), inside.end());
    }
    return choices;
  }
  if (nulls == Nulls::kOpen || IsNeverNull(value)) return {value};
  cty::Refinement refinement = value.refinement();
  refinement.not_null = true;
  const Value never_null =
      Value::Unknown(value.type(), std::move(refinement),
                     std::make_shared<const cty::Origin>(*origin));
  return {Value::Null(value.type()).WithSensitive(value.IsSensitive()),
          never_null.WithSensitive(value.IsSensitive())};
}

// Every row with every choice for its next column; as it was with the value
// itself where that would be too many.
void Extend(std::vector<Values>& rows, const Value& value, Nulls nulls) {
  Values choices = ChoicesOf(value, nulls);
  if (choices.size() * rows.size() > kMaxChoices) choices = {value};
  std::vector<Values> extended;
  for (const Values& row : rows) {
    for (const Value& choice : choices) {
      extended.push_back(row);
      extended.back().push_back(choice);
    }
  }
  rows = std::move(extended);
}

// The members in order, and the value that has others in their place.
Values MembersOf(const Value& value) {
  const Type::Kind kind = value.type().kind();
  if (kind != Type::Kind::kMap && kind != Type::Kind::kObject) {
    return value.AsElements();
  }
  Values members;
  for (const auto& [name, member] : value.AsAttributes()) {
    members.push_back(member);
  }
  return members;
}

Value WithMembers(const Value& value, Values members) {
  const Type& type = value.type();
  if (type.kind() == Type::Kind::kTuple) {
    return Value::Tuple(std::move(members));
  }
  if (type.kind() == Type::Kind::kList) {
    return Value::List(type.element(), std::move(members));
  }
  Value::Attributes attributes;
  auto next = members.begin();
  for (const auto& [name, member] : value.AsAttributes()) {
    attributes.emplace_hint(attributes.end(), name, std::move(*next++));
  }
  return type.kind() == Type::Kind::kMap
             ? Value::Map(type.element(), std::move(attributes))
             : Value::Object(std::move(attributes));
}

}  // namespace

Values ChoicesOf(const Value& value, Nulls nulls) {
  if (value.IsWhollyKnown()) return {value};
  if (value.IsUnknown()) return ChoicesOfUnknown(value, nulls);
  // Elements that are not known may make a set smaller.
  if (value.type().kind() == Type::Kind::kSet) return {value};
  std::vector<Values> rows = {{}};
  for (const Value& member : MembersOf(value)) Extend(rows, member, nulls);
  Values choices;
  for (Values& row : rows) {
    choices.push_back(
        WithMembers(value, std::move(row)).WithSensitive(value.IsSensitive()));
  }
  return choices;
}

}  // namespace compliance::hcl
