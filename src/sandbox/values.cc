#include "sandbox/values.h"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <variant>

namespace compliance::sandbox {
namespace {

using cty::Type;
using cty::Value;

bool SameUnordered(const Value::Elements& a, const Value::Elements& b) {
  std::vector<bool> taken(b.size());
  for (const Value& element : a) {
    std::size_t i = 0;
    while (i < b.size() && (taken[i] || !SameValue(element, b[i]))) ++i;
    if (i == b.size()) return false;
    taken[i] = true;
  }
  return true;
}

bool SameContent(const Value& a, const Value& b) {
  switch (a.type().kind()) {
    case Type::Kind::kSet:
      return a.AsElements().size() == b.AsElements().size() &&
             SameUnordered(a.AsElements(), b.AsElements());
    case Type::Kind::kList:
    case Type::Kind::kTuple:
      return std::equal(a.AsElements().begin(), a.AsElements().end(),
                        b.AsElements().begin(), b.AsElements().end(),
                        SameValue);
    case Type::Kind::kMap:
    case Type::Kind::kObject:
      return std::equal(a.AsAttributes().begin(), a.AsAttributes().end(),
                        b.AsAttributes().begin(), b.AsAttributes().end(),
                        [](const auto& x, const auto& y) {
                          return x.first == y.first &&
                                 SameValue(x.second, y.second);
                        });
    default:
      return a == b;
  }
}

void Collect(const Value& value, const std::vector<cty::Step>& steps,
             std::size_t next, std::vector<Value>& found) {
  if (next == steps.size()) {
    found.push_back(value);
    return;
  }
  if (!value.HasContent()) return;
  const Type::Kind kind = value.type().kind();
  if (kind == Type::Kind::kObject) {
    if (const Value* member = value.Find(steps[next])) {
      Collect(*member, steps, next + 1, found);
    }
  } else if (kind == Type::Kind::kMap) {
    for (const auto& [key, entry] : value.AsAttributes()) {
      Collect(entry, steps, next, found);
    }
  } else if (kind == Type::Kind::kList || kind == Type::Kind::kSet ||
             kind == Type::Kind::kTuple) {
    for (const Value& element : value.AsElements()) {
      Collect(element, steps, next, found);
    }
  }
}

bool IsSequence(const Value& value) {
  const Type::Kind kind = value.type().kind();
  return kind == Type::Kind::kList || kind == Type::Kind::kSet ||
         kind == Type::Kind::kTuple;
}

bool IsText(const Value& value) {
  return value.HasContent() && value.type().kind() == Type::Kind::kString;
}

Value::Elements AsValues(const std::vector<std::string>& strings) {
  Value::Elements elements;
  for (const std::string& s : strings) elements.push_back(Value::String(s));
  return elements;
}

}  // namespace

bool SameValue(const Value& a, const Value& b) {
  if (!a.HasContent() || !b.HasContent()) {
    return a.IsNull() == b.IsNull() && a.IsUnknown() == b.IsUnknown();
  }
  return a.type().kind() == b.type().kind() && SameContent(a, b);
}

std::vector<Value> MembersAt(const Value& value, const cty::Path& path) {
  std::vector<Value> found;
  Collect(value, path.steps(), 0, found);
  return found;
}

bool IsSet(const Value& value) {
  if (value.IsNull()) return false;
  if (value.IsUnknown()) return true;
  return !IsSequence(value) || !value.AsElements().empty();
}

std::string TextOf(const Value& object, absl::string_view name) {
  if (!object.HasContent()) return "";
  const Value* member = object.Find(name);
  return member != nullptr && IsText(*member) ? member->AsString() : "";
}

std::vector<std::string> TextsOf(const Value& collection) {
  std::vector<std::string> texts;
  if (!collection.HasContent() || !IsSequence(collection)) return texts;
  for (const Value& element : collection.AsElements()) {
    if (IsText(element)) texts.push_back(element.AsString());
  }
  return texts;
}

std::map<std::string, std::string> TextMapOf(const Value& map) {
  std::map<std::string, std::string> texts;
  if (!map.HasContent()) return texts;
  for (const auto& [key, entry] : map.AsAttributes()) {
    if (IsText(entry)) texts.emplace(key, entry.AsString());
  }
  return texts;
}

Value StringSet(const std::vector<std::string>& strings) {
  return Value::Set(Type::String(), AsValues(strings));
}

Value StringList(const std::vector<std::string>& strings) {
  return Value::List(Type::String(), AsValues(strings));
}

Value StringMap(const std::map<std::string, std::string>& strings) {
  Value::Attributes entries;
  for (const auto& [key, text] : strings) {
    entries.emplace(key, Value::String(text));
  }
  return Value::Map(Type::String(), std::move(entries));
}

Value ZeroOf(const Type& type) {
  switch (type.kind()) {
    case Type::Kind::kBool:
      return Value::Bool(false);
    case Type::Kind::kNumber:
      return Value::Number(std::int64_t{0});
    case Type::Kind::kString:
      return Value::String("");
    case Type::Kind::kList:
      return Value::List(type.element(), {});
    case Type::Kind::kSet:
      return Value::Set(type.element(), {});
    case Type::Kind::kMap:
      return Value::Map(type.element(), {});
    case Type::Kind::kDynamic:
    case Type::Kind::kTuple:
    case Type::Kind::kObject:
      break;
  }
  return Value::Null(type);
}

Value EmptyObject(const schema::Block& block) {
  const Type type = schema::ImpliedType(block);
  Value::Attributes members;
  for (const auto& [name, member] : type.attributes()) {
    const schema::NestedBlock* nested = block.FindBlock(name);
    const bool collection =
        nested != nullptr && (nested->nesting == schema::Nesting::kList ||
                              nested->nesting == schema::Nesting::kSet ||
                              nested->nesting == schema::Nesting::kMap);
    members.emplace(name, collection ? ZeroOf(member) : Value::Null(member));
  }
  return Value::Object(std::move(members));
}

}  // namespace compliance::sandbox
