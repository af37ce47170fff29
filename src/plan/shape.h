// What is known of a value before it is read: its type and what in it is
// sensitive, by the provider's schema.
#ifndef COMPLIANCE_SRC_PLAN_SHAPE_H_
#define COMPLIANCE_SRC_PLAN_SHAPE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "compliance/cty/type.h"
#include "compliance/cty/value.h"
#include "compliance/schema/schema.h"

namespace compliance::plan {

// Made once for each resource type; all values of the shape share its types,
// nulls and unknowns, of which plans are full.
struct Shape {
  struct Member;

  Shape() = default;
  explicit Shape(cty::Type of);
  // A resource, or a block of one.
  explicit Shape(const schema::Block& block);

  // The shape of a member or element; of no type where this has none there.
  const Shape& At(absl::string_view name) const;
  const Shape& At(std::size_t index) const;

  cty::Type type;
  bool sensitive = false;
  cty::Value null, unknown = cty::Value::Unknown(cty::Type());
  std::vector<Member> members;  // of an object, by name
  // Of a tuple; of a collection, one that holds for all.
  std::vector<Shape> elements;
  // One block: its shape holds for what stands in a list, too, should another
  // version of the provider nest it otherwise.
  bool is_block = false;

 private:
  void MarkSensitive();
  void Nest(const schema::NestedBlock& nested);
};

struct Shape::Member {
  std::string name;
  Shape shape;
};

// Of any type, nothing known of it.
const Shape& AnyShape();

}  // namespace compliance::plan

#endif  // COMPLIANCE_SRC_PLAN_SHAPE_H_
