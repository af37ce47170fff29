// Plan JSON keeps a value in three mirrored trees: the value with unknowns left
// out, what is unknown, and what is sensitive. This joins them again.
#ifndef COMPLIANCE_SRC_PLAN_MERGED_VALUE_H_
#define COMPLIANCE_SRC_PLAN_MERGED_VALUE_H_

#include "compliance/cty/value.h"
#include "json.h"
#include "shape.h"
#include "value_pool.h"

namespace compliance::plan {

// The trees; each may be nullptr.
struct Trees {
  const Json* value = nullptr;
  const Json* unknown = nullptr;
  const Json* sensitive = nullptr;
};

// Joins trees into values that share what they have in common.
class Merger {
 public:
  // The value, of the shape's type as far as the JSON fits it. Where it does
  // not (another version of the provider), the JSON's own type is taken: a plan
  // is never refused for that. What the shape has as sensitive is marked, too:
  // plans of old Terraform versions lack the third tree. Parts equal to those
  // of `like`, which may be nullptr, are shared with it.
  cty::Value Merge(const Trees& trees, const Shape& shape,
                   const cty::Value* like = nullptr);
  // A value of no known type.
  cty::Value Merge(const Trees& trees) { return Merge(trees, AnyShape()); }

 private:
  cty::Value Unmarked(const Trees& trees, const Shape& shape,
                      const cty::Value* like);
  cty::Value Sequence(const Trees& trees, const Shape& shape,
                      const cty::Value* like);
  cty::Value Mapping(const Trees& trees, const Shape& shape,
                     const cty::Value* like);
  cty::Value Scalar(const Json& json, const cty::Type& type);

  ValuePool pool_;
};

}  // namespace compliance::plan

#endif  // COMPLIANCE_SRC_PLAN_MERGED_VALUE_H_
