#include "shape.h"

#include <algorithm>
#include <utility>

namespace compliance::plan {
namespace {

using Kind = cty::Type::Kind;

// The place of `name` among members in order.
template <typename Members>
auto PlaceOf(Members& members, absl::string_view name) {
  return std::lower_bound(
      members.begin(), members.end(), name,
      [](const Shape::Member& member, absl::string_view wanted) {
        return member.name < wanted;
      });
}

}  // namespace

Shape::Shape(cty::Type of)
    : type(std::move(of)),
      null(cty::Value::Null(type)),
      unknown(cty::Value::Unknown(type)) {
  if (type.IsCollection()) elements.emplace_back(type.element());
  if (type.kind() == Kind::kTuple) {
    for (const cty::Type& element : type.elements()) {
      elements.emplace_back(element);
    }
  }
  if (type.kind() == Kind::kObject) {
    for (const auto& [name, member] : type.attributes()) {
      members.push_back({name, Shape(member)});
    }
  }
}

Shape::Shape(const schema::Block& block) : Shape(schema::ImpliedType(block)) {
  is_block = true;
  for (const schema::Attribute& attribute : block.attributes) {
    if (!attribute.sensitive) continue;
    const auto it = PlaceOf(members, attribute.name);
    it->shape.MarkSensitive();
  }
  for (const schema::NestedBlock& nested : block.blocks) {
    PlaceOf(members, nested.name)->shape.Nest(nested);
  }
}

const Shape& Shape::At(absl::string_view name) const {
  const auto it = PlaceOf(members, name);
  if (it != members.end() && it->name == name) return it->shape;
  if (elements.size() != 1) return AnyShape();
  if (type.kind() == Kind::kMap) return elements.front();
  // A block that used to be in a list.
  return elements.front().is_block ? elements.front().At(name) : AnyShape();
}

const Shape& Shape::At(std::size_t index) const {
  if (type.kind() == Kind::kTuple) {
    return index < elements.size() ? elements[index] : AnyShape();
  }
  if (type.kind() != Kind::kMap && !elements.empty()) return elements.front();
  return is_block ? *this : AnyShape();
}

void Shape::MarkSensitive() {
  sensitive = true;
  null = null.WithSensitive();
  unknown = unknown.WithSensitive();
}

// Fills in what the schema says of the blocks at this member. Where a block
// makes its list dynamic, the sensitive marks must still be found: the block's
// shape then stands for its elements, without a type for the whole.
void Shape::Nest(const schema::NestedBlock& nested) {
  Shape block(nested.block);
  if (nested.nesting == schema::Nesting::kSingle ||
      nested.nesting == schema::Nesting::kGroup) {
    *this = std::move(block);
    return;
  }
  elements.clear();
  elements.push_back(std::move(block));
}

const Shape& AnyShape() {
  static const auto& any = *new Shape;
  return any;
}

}  // namespace compliance::plan
