#include "compliance/schema/schema.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace compliance::schema {
namespace {

template <typename Named>
const Named* FindByName(const std::vector<Named>& items,
                        const std::string& name) {
  const auto it = std::find_if(items.begin(), items.end(),
                               [&](const Named& n) { return n.name == name; });
  return it == items.end() ? nullptr : &*it;
}

// Lists and maps need one element type; where each element may have another,
// Terraform sends a tuple or an object, so the type is dynamic.
cty::Type ImpliedType(const NestedBlock& nested) {
  cty::Type element = ImpliedType(nested.block);
  switch (nested.nesting) {
    case Nesting::kList:
      return element.HasDynamic() ? cty::Type::Dynamic()
                                  : cty::Type::List(std::move(element));
    case Nesting::kMap:
      return element.HasDynamic() ? cty::Type::Dynamic()
                                  : cty::Type::Map(std::move(element));
    case Nesting::kSet:
      return cty::Type::Set(std::move(element));
    case Nesting::kSingle:
    case Nesting::kGroup:
      break;
  }
  return element;
}

}  // namespace

const Attribute* Block::FindAttribute(const std::string& name) const {
  return FindByName(attributes, name);
}

const NestedBlock* Block::FindBlock(const std::string& name) const {
  return FindByName(blocks, name);
}

cty::Type ImpliedType(const Block& block) {
  cty::Type::Attributes members;
  for (const Attribute& attribute : block.attributes) {
    members.emplace(attribute.name, attribute.type.WithoutOptionalAttributes());
  }
  for (const NestedBlock& nested : block.blocks) {
    members.emplace(nested.name, ImpliedType(nested));
  }
  return cty::Type::Object(std::move(members));
}

}  // namespace compliance::schema
