#include "provider/type_fit.h"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "compliance/base/status_macros.h"
#include "compliance/base/text.h"
#include "compliance/cty/convert.h"
#include "compliance/schema/facts.h"

namespace compliance::provider {
namespace {

using cty::Type;
using cty::Value;

// The attribute names of an object beside those of a type.
struct Census {
  std::vector<std::string> expected;
  std::vector<std::string> unexpected;  // in the object only
  std::size_t shared = 0;

  std::size_t missing() const { return expected.size() - shared; }
  // A reference to a resource has every attribute of its provider version; what
  // a person writes down has a few.
  bool IsReference() const { return missing() * 4 <= expected.size(); }
};

Census Count(const Type::Attributes& expected,
             const Value::Attributes& attributes) {
  Census census;
  census.expected.reserve(expected.size());
  for (const auto& [name, type] : expected) census.expected.push_back(name);
  for (const auto& [name, value] : attributes) {
    if (expected.count(name) != 0) {
      ++census.shared;
    } else {
      census.unexpected.push_back(name);
    }
  }
  return census;
}

// Other versions of the provider have some attributes more or fewer, so names
// that the facts lack are borne where the rest of the type is there.
absl::Status CheckNames(const std::string& type, const Census& census) {
  if (census.shared == 0) {
    return absl::InvalidArgumentError(absl::StrCat(
        "it has none of the attributes of type ", type,
        ". Is it an attribute of the resource, or another resource?"));
  }
  const bool newer = census.IsReference() &&
                     census.unexpected.size() <= census.expected.size();
  if (census.unexpected.empty() || newer) return absl::OkStatus();
  const std::string& name = census.unexpected.front();
  const std::string near = Nearest(name, census.expected);
  return absl::InvalidArgumentError(absl::StrCat(
      "type ", type, " has no attribute ", Quote(name), ".",
      near.empty() ? " Is it another resource?"
                   : absl::StrCat(" Did you mean ", Quote(near), "?")));
}

Value Absent(const Type& type, bool is_block) {
  if (!is_block) return Value::Null(type);
  switch (type.kind()) {
    case Type::Kind::kList:
      return Value::List(type.element(), {});
    case Type::Kind::kSet:
      return Value::Set(type.element(), {});
    case Type::Kind::kMap:
      return Value::Map(type.element(), {});
    default:
      return Value::Null(type);
  }
}

Value MarkSensitive(const Value& value, const schema::Block& block);

// Applies MarkSensitive to the objects that a nested block stands for.
Value MarkInstances(const Value& value, const schema::NestedBlock& nested) {
  if (!value.HasContent()) return value;
  switch (value.type().kind()) {
    case Type::Kind::kList:
    case Type::Kind::kSet: {
      Value::Elements elements;
      elements.reserve(value.AsElements().size());
      for (const Value& element : value.AsElements()) {
        elements.push_back(MarkSensitive(element, nested.block));
      }
      return value.type().kind() == Type::Kind::kList
                 ? Value::List(value.type().element(), std::move(elements))
                 : Value::Set(value.type().element(), std::move(elements));
    }
    case Type::Kind::kMap: {
      Value::Attributes entries = value.AsAttributes();
      for (auto& [key, entry] : entries) {
        entry = MarkSensitive(entry, nested.block);
      }
      return Value::Map(value.type().element(), std::move(entries));
    }
    case Type::Kind::kObject:
      return MarkSensitive(value, nested.block);
    default:
      return value;
  }
}

Value MarkSensitive(const Value& value, const schema::Block& block) {
  if (!value.HasContent() || value.type().kind() != Type::Kind::kObject) {
    return value;
  }
  Value::Attributes attributes = value.AsAttributes();
  for (const schema::Attribute& attribute : block.attributes) {
    const auto it = attributes.find(attribute.name);
    if (attribute.sensitive && it != attributes.end()) {
      it->second = it->second.WithSensitive();
    }
  }
  for (const schema::NestedBlock& nested : block.blocks) {
    const auto it = attributes.find(nested.name);
    if (it != attributes.end()) it->second = MarkInstances(it->second, nested);
  }
  return Value::Object(std::move(attributes));
}

}  // namespace

const schema::Block* FactsOf(const plan::Address& address) {
  const schema::TypeFacts* facts = address.mode == plan::Mode::kManaged
                                       ? schema::FindResource(address.type)
                                       : schema::FindDataSource(address.type);
  return facts == nullptr ? nullptr : &facts->schema.block;
}

absl::StatusOr<Value> FitToType(const plan::Address& address,
                                const Value& object) {
  Value::Attributes attributes = object.AsAttributes();
  const schema::Block* block = FactsOf(address);
  if (block == nullptr) return Value::Object(std::move(attributes));

  const Type implied = schema::ImpliedType(*block);
  const Census census = Count(implied.attributes(), attributes);
  RETURN_IF_ERROR(CheckNames(address.type, census));

  for (const auto& [name, type] : implied.attributes()) {
    const auto it = attributes.find(name);
    if (it == attributes.end() || it->second.IsNull()) {
      attributes[name] = Absent(type, block->FindBlock(name) != nullptr);
      continue;
    }
    absl::StatusOr<Value> converted = cty::Convert(it->second, type);
    if (converted.ok()) {
      it->second = *std::move(converted);
    } else if (!census.IsReference()) {
      // Only in what a person wrote: in a reference it is another version of
      // the provider that gave the attribute another type.
      return absl::InvalidArgumentError(
          absl::StrCat("its attribute ", Quote(name), " is of type ",
                       it->second.type().FriendlyName(), ", where type ",
                       address.type, " has ", type.FriendlyName(), "."));
    }
  }
  return MarkSensitive(Value::Object(std::move(attributes)), *block);
}

}  // namespace compliance::provider
