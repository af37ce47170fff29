#include "compliance/rules/shape.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "compliance/base/status_macros.h"
#include "compliance/base/text.h"
#include "compliance/cty/convert.h"

namespace compliance::rules {
namespace {

using schema::Block;
using schema::NestedBlock;
using schema::Nesting;

constexpr int kMaxTypeDepth = 32;

bool IsSingle(Nesting nesting) {
  return nesting == Nesting::kSingle || nesting == Nesting::kGroup;
}

cty::Type TypeOf(const NestedBlock& nested) {
  const cty::Type object = schema::ImpliedType(nested.block);
  switch (nested.nesting) {
    case Nesting::kSet:
      return cty::Type::Set(object);
    case Nesting::kMap:
      return cty::Type::Map(object);
    case Nesting::kList:
      return cty::Type::List(object);
    case Nesting::kSingle:
    case Nesting::kGroup:
      break;
  }
  return object;
}

cty::Value Absent(const NestedBlock& nested) {
  const cty::Type object = schema::ImpliedType(nested.block);
  switch (nested.nesting) {
    case Nesting::kSet:
      return cty::Value::Set(object, {});
    case Nesting::kMap:
      return cty::Value::Map(object, {});
    case Nesting::kList:
      return cty::Value::List(object, {});
    case Nesting::kSingle:
    case Nesting::kGroup:
      break;
  }
  return cty::Value::Null(object);
}

absl::StatusOr<cty::Value> ShapeObject(const cty::Value& loose,
                                       const Block& block);

absl::StatusOr<cty::Value> ShapeBlock(const cty::Value& loose,
                                      const NestedBlock& nested) {
  const cty::Type type = TypeOf(nested);
  if (loose.IsUnknown()) return cty::Value::Unknown(type, loose.refinement());
  if (loose.IsNull()) return Absent(nested);
  if (IsSingle(nested.nesting)) return ShapeObject(loose, nested.block);
  const cty::Type::Kind kind = loose.type().kind();
  const cty::Type object = schema::ImpliedType(nested.block);
  if (nested.nesting == Nesting::kMap) {
    if (kind != cty::Type::Kind::kMap && kind != cty::Type::Kind::kObject) {
      return absl::InvalidArgumentError(
          absl::StrCat("block ", nested.name, " must be a map of objects"));
    }
    cty::Value::Attributes entries;
    for (const auto& [key, value] : loose.AsAttributes()) {
      ASSIGN_OR_RETURN(cty::Value shaped, ShapeObject(value, nested.block));
      entries.emplace(key, std::move(shaped));
    }
    return cty::Value::Map(object, std::move(entries));
  }
  if (kind != cty::Type::Kind::kList && kind != cty::Type::Kind::kTuple &&
      kind != cty::Type::Kind::kSet) {
    return absl::InvalidArgumentError(absl::StrCat(
        "block ", nested.name, " must be a list of objects: [{…}]"));
  }
  cty::Value::Elements elements;
  for (const cty::Value& element : loose.AsElements()) {
    ASSIGN_OR_RETURN(cty::Value shaped, ShapeObject(element, nested.block));
    elements.push_back(std::move(shaped));
  }
  return nested.nesting == Nesting::kSet
             ? cty::Value::Set(object, std::move(elements))
             : cty::Value::List(object, std::move(elements));
}

absl::StatusOr<cty::Value> ShapeObject(const cty::Value& loose,
                                       const Block& block) {
  if (loose.IsUnknown()) {
    return cty::Value::Unknown(schema::ImpliedType(block), loose.refinement());
  }
  const cty::Type::Kind kind = loose.type().kind();
  if (loose.IsNull() ||
      (kind != cty::Type::Kind::kObject && kind != cty::Type::Kind::kMap)) {
    return absl::InvalidArgumentError("a block must be a mapping");
  }
  cty::Value::Attributes attributes;
  for (const auto& [name, value] : loose.AsAttributes()) {
    ASSIGN_OR_RETURN(cty::Value shaped, ShapeMember(name, value, block));
    attributes.emplace(name, std::move(shaped));
  }
  return Complete(cty::Value::Object(std::move(attributes)), block);
}

bool HasSensitive(const Block& block) {
  for (const schema::Attribute& attribute : block.attributes) {
    if (attribute.sensitive) return true;
  }
  for (const NestedBlock& nested : block.blocks) {
    if (HasSensitive(nested.block)) return true;
  }
  return false;
}

// Whether a provider of another version made the block.
bool LacksMembers(const cty::Value& value, const Block& block) {
  if (!value.HasContent()) return false;
  switch (value.type().kind()) {
    case cty::Type::Kind::kList:
    case cty::Type::Kind::kSet:
    case cty::Type::Kind::kTuple:
      return !value.AsElements().empty() &&
             LacksMembers(value.AsElements().front(), block);
    case cty::Type::Kind::kMap:
      return !value.AsAttributes().empty() &&
             LacksMembers(value.AsAttributes().begin()->second, block);
    case cty::Type::Kind::kObject:
      return value.AsAttributes().size() <
             block.attributes.size() + block.blocks.size();
    default:
      return false;
  }
}

// Spares most blocks the copy.
bool NeedsCompletion(const cty::Value& value, const NestedBlock& nested) {
  return value.HasContent() &&
         (HasSensitive(nested.block) || LacksMembers(value, nested.block));
}

cty::Value CompleteBlock(const cty::Value& value, const NestedBlock& nested) {
  if (!NeedsCompletion(value, nested)) return value;
  const cty::Type::Kind kind = value.type().kind();
  if (IsSingle(nested.nesting)) return Complete(value, nested.block);
  // Completed members may have more attributes than the type so far.
  const cty::Type agreed = cty::Type::Dynamic();
  cty::Value result = value;
  if (kind == cty::Type::Kind::kMap) {
    cty::Value::Attributes entries;
    for (const auto& [key, entry] : value.AsAttributes()) {
      entries.emplace(key, Complete(entry, nested.block));
    }
    result = cty::Value::Map(agreed, std::move(entries));
  } else if (kind == cty::Type::Kind::kList || kind == cty::Type::Kind::kSet ||
             kind == cty::Type::Kind::kTuple) {
    cty::Value::Elements elements;
    for (const cty::Value& element : value.AsElements()) {
      elements.push_back(Complete(element, nested.block));
    }
    if (kind == cty::Type::Kind::kList) {
      result = cty::Value::List(agreed, std::move(elements));
    } else if (kind == cty::Type::Kind::kSet) {
      result = cty::Value::Set(agreed, std::move(elements));
    } else {
      result = cty::Value::Tuple(std::move(elements));
    }
  }
  return result.WithSensitive(value.IsSensitive());
}

// Recursive descent over type expressions.
class TypeReader {
 public:
  explicit TypeReader(absl::string_view text) : text_(text) {}

  absl::StatusOr<cty::Type> ReadAll() {
    ASSIGN_OR_RETURN(cty::Type type, Read(0));
    SkipSpace();
    if (!text_.empty()) return Bad();
    return type;
  }

 private:
  absl::StatusOr<cty::Type> Read(int depth) {
    if (depth > kMaxTypeDepth) return Bad();
    const std::string word = Word();
    if (word == "bool") return cty::Type::Bool();
    if (word == "number") return cty::Type::Number();
    if (word == "string") return cty::Type::String();
    if (word == "any") return cty::Type::Dynamic();
    if (word == "object") return ReadObject(depth);
    if (word != "list" && word != "set" && word != "map") return Bad();
    if (!Eat('(')) return Bad();
    ASSIGN_OR_RETURN(cty::Type element, Read(depth + 1));
    if (!Eat(')')) return Bad();
    if (word == "list") return cty::Type::List(std::move(element));
    if (word == "set") return cty::Type::Set(std::move(element));
    return cty::Type::Map(std::move(element));
  }

  absl::StatusOr<cty::Type> ReadObject(int depth) {
    if (!Eat('(') || !Eat('{')) return Bad();
    cty::Type::Attributes attributes;
    while (!Eat('}')) {
      const std::string name = Word();
      if (name.empty() || !Eat('=')) return Bad();
      ASSIGN_OR_RETURN(cty::Type type, Read(depth + 1));
      attributes.emplace(name, std::move(type));
      Eat(',');
    }
    if (!Eat(')')) return Bad();
    return cty::Type::Object(std::move(attributes));
  }

  static absl::Status Bad() {
    return absl::InvalidArgumentError(
        "not a type; use bool, number, string, any, list(…), set(…), map(…) or "
        "object({name = type})");
  }

  void SkipSpace() { text_ = absl::StripLeadingAsciiWhitespace(text_); }

  std::string Word() {
    SkipSpace();
    std::size_t size = 0;
    while (size < text_.size() &&
           (absl::ascii_isalnum(text_[size]) || text_[size] == '_')) {
      ++size;
    }
    const std::string word(text_.substr(0, size));
    text_.remove_prefix(size);
    return word;
  }

  bool Eat(char c) {
    SkipSpace();
    if (text_.empty() || text_.front() != c) return false;
    text_.remove_prefix(1);
    return true;
  }

  absl::string_view text_;
};

absl::Status BadPath(absl::string_view text) {
  return absl::InvalidArgumentError(
      absl::StrCat(Quote(text),
                   " is not an attribute path; write it as "
                   "versioning[0].enabled"));
}

// Blocks that are attributes for the provider, such as aws_security_group's
// ingress: what a block leaves out is null.
cty::Type AsBlocks(const cty::Type& type) {
  const cty::Type::Kind kind = type.kind();
  if ((kind != cty::Type::Kind::kList && kind != cty::Type::Kind::kSet) ||
      type.element().kind() != cty::Type::Kind::kObject) {
    return type;
  }
  std::set<std::string> names;
  for (const auto& [name, member] : type.element().attributes()) {
    names.insert(name);
  }
  const cty::Type object =
      cty::Type::Object(type.element().attributes(), std::move(names));
  return kind == cty::Type::Kind::kList ? cty::Type::List(object)
                                        : cty::Type::Set(object);
}

}  // namespace

absl::StatusOr<cty::Type> ParseType(absl::string_view text) {
  return TypeReader(text).ReadAll();
}

absl::StatusOr<cty::Path> ParsePath(absl::string_view text) {
  cty::Path path;
  absl::string_view rest = text;
  while (!rest.empty()) {
    if (rest.front() == '[') {
      const std::size_t close = rest.find(']');
      std::int64_t index = 0;
      if (close == absl::string_view::npos) return BadPath(text);
      const absl::string_view key = rest.substr(1, close - 1);
      if (absl::SimpleAtoi(key, &index)) {
        path = path.Index(index);
      } else if (key.size() >= 2 && key.front() == '"' && key.back() == '"') {
        path = path.Key(std::string(key.substr(1, key.size() - 2)));
      } else {
        return BadPath(text);
      }
      rest.remove_prefix(close + 1);
      continue;
    }
    if (!path.empty()) {
      if (rest.front() != '.') return BadPath(text);
      rest.remove_prefix(1);
    }
    const std::size_t end = std::min(rest.find_first_of(".["), rest.size());
    if (end == 0) return BadPath(text);
    path = path.Attr(std::string(rest.substr(0, end)));
    rest.remove_prefix(end);
  }
  if (path.empty()) return BadPath(text);
  return path;
}

absl::StatusOr<cty::Value> ShapeMember(absl::string_view name,
                                       const cty::Value& loose,
                                       const Block& block) {
  const std::string key(name);
  if (const schema::Attribute* attribute = block.FindAttribute(key)) {
    if (loose.IsUnknown()) {
      return cty::Value::Unknown(attribute->type, loose.refinement())
          .WithSensitive(loose.IsSensitive() || attribute->sensitive);
    }
    ASSIGN_OR_RETURN(cty::Value value,
                     cty::Convert(loose, AsBlocks(attribute->type)));
    return attribute->sensitive ? value.WithSensitive() : value;
  }
  if (const NestedBlock* nested = block.FindBlock(key)) {
    return ShapeBlock(loose, *nested);
  }
  std::vector<std::string> names;
  for (const schema::Attribute& attribute : block.attributes) {
    names.push_back(attribute.name);
  }
  for (const NestedBlock& nested : block.blocks) names.push_back(nested.name);
  const std::string nearest = Nearest(name, names);
  return absl::InvalidArgumentError(absl::StrCat(
      "no attribute or block ", Quote(name),
      nearest.empty() ? ""
                      : absl::StrCat("; did you mean ", Quote(nearest), "?")));
}

namespace {

bool IsEmpty(const cty::Value& value) {
  if (value.IsUnknown()) return false;
  if (value.IsNull()) return true;
  switch (value.type().kind()) {
    case cty::Type::Kind::kString:
      return value.AsString().empty();
    case cty::Type::Kind::kBool:
      return !value.AsBool();
    case cty::Type::Kind::kNumber:
      return value.AsNumber() == cty::Number(std::int64_t{0});
    case cty::Type::Kind::kList:
    case cty::Type::Kind::kSet:
    case cty::Type::Kind::kTuple:
      return value.AsElements().empty();
    default:
      return value.AsAttributes().empty();
  }
}

// Whether all that a block sets is unknown. Where the block is an attribute to
// the provider, a dynamic one that is repeated by something unknown is planned
// as a single one of this kind, however many apply makes of it.
bool MayBeAnyNumber(const cty::Value& element) {
  if (!element.HasContent() ||
      element.type().kind() != cty::Type::Kind::kObject) {
    return false;
  }
  const cty::Value::Attributes& members = element.AsAttributes();
  const auto is_unknown = [](const auto& member) {
    return member.second.IsUnknown();
  };
  return std::any_of(members.begin(), members.end(), is_unknown) &&
         std::all_of(members.begin(), members.end(), [&](const auto& member) {
           return is_unknown(member) || IsEmpty(member.second);
         });
}

bool IsWrittenAsBlocks(const schema::Attribute& attribute) {
  const cty::Type::Kind kind = attribute.type.kind();
  return (attribute.optional || attribute.required) &&
         (kind == cty::Type::Kind::kList || kind == cty::Type::Kind::kSet) &&
         attribute.type.element().kind() == cty::Type::Kind::kObject;
}

// The elements of which apply may make any number, as unknown ones; nothing
// where there are none.
std::optional<cty::Value> WithoutCount(const cty::Value& value) {
  const cty::Type::Kind kind = value.type().kind();
  if (!value.HasContent() ||
      (kind != cty::Type::Kind::kList && kind != cty::Type::Kind::kSet) ||
      std::none_of(value.AsElements().begin(), value.AsElements().end(),
                   MayBeAnyNumber)) {
    return std::nullopt;
  }
  cty::Value::Elements elements = value.AsElements();
  for (cty::Value& element : elements) {
    if (!MayBeAnyNumber(element)) continue;
    element = cty::Value::Unknown(element.type())
                  .WithSensitive(element.ContainsSensitive());
  }
  const cty::Type& type = value.type().element();
  return (kind == cty::Type::Kind::kList
              ? cty::Value::List(type, std::move(elements))
              : cty::Value::Set(type, std::move(elements)))
      .WithSensitive(value.IsSensitive());
}

}  // namespace

cty::Value Complete(const cty::Value& object, const Block& block,
                    const std::vector<std::string>& more) {
  if (!object.HasContent() ||
      (object.type().kind() != cty::Type::Kind::kObject &&
       object.type().kind() != cty::Type::Kind::kMap)) {
    return object;
  }
  const cty::Value::Attributes& given = object.AsAttributes();
  std::vector<std::pair<std::string, cty::Value>> changes;
  for (const schema::Attribute& attribute : block.attributes) {
    const auto found = given.find(attribute.name);
    if (found == given.end()) {
      changes.emplace_back(attribute.name, cty::Value::Null(attribute.type));
    } else if (attribute.sensitive && !found->second.IsSensitive()) {
      changes.emplace_back(attribute.name, found->second.WithSensitive());
    } else if (IsWrittenAsBlocks(attribute)) {
      std::optional<cty::Value> uncounted = WithoutCount(found->second);
      if (uncounted) changes.emplace_back(attribute.name, *uncounted);
    }
  }
  for (const NestedBlock& nested : block.blocks) {
    const auto found = given.find(nested.name);
    if (found == given.end()) {
      changes.emplace_back(nested.name, Absent(nested));
    } else if (NeedsCompletion(found->second, nested)) {
      changes.emplace_back(nested.name, CompleteBlock(found->second, nested));
    }
  }
  for (const std::string& name : more) {
    if (given.count(name) == 0) {
      changes.emplace_back(name, cty::Value::Null(cty::Type::Dynamic()));
    }
  }
  if (changes.empty()) return object;
  cty::Value::Attributes attributes = given;
  for (auto& [name, value] : changes) attributes[name] = std::move(value);
  return cty::Value::Object(std::move(attributes))
      .WithSensitive(object.IsSensitive());
}

namespace {

bool TypeHasPath(const cty::Type& type, const std::vector<cty::Step>& steps,
                 std::size_t at) {
  if (at == steps.size() || type.IsDynamic()) return true;
  const auto* name = std::get_if<cty::AttributeName>(&steps[at]);
  const auto* key = std::get_if<cty::MapKey>(&steps[at]);
  switch (type.kind()) {
    case cty::Type::Kind::kObject: {
      if (name == nullptr && key == nullptr) return false;
      const auto found = type.attributes().find(name ? name->name : key->key);
      return found != type.attributes().end() &&
             TypeHasPath(found->second, steps, at + 1);
    }
    case cty::Type::Kind::kMap:
      return TypeHasPath(type.element(), steps, at + 1);
    case cty::Type::Kind::kList:
    case cty::Type::Kind::kSet:
      return std::holds_alternative<cty::ListIndex>(steps[at]) &&
             TypeHasPath(type.element(), steps, at + 1);
    default:
      return false;
  }
}

}  // namespace

bool HasPath(const Block& block, const cty::Path& path) {
  return TypeHasPath(schema::ImpliedType(block), path.steps(), 0);
}

}  // namespace compliance::rules
