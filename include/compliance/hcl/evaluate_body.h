// What the body of a block comes to: its arguments and the blocks in it.
#ifndef COMPLIANCE_HCL_EVALUATE_BODY_H_
#define COMPLIANCE_HCL_EVALUATE_BODY_H_

#include <map>
#include <set>
#include <string>

#include "compliance/cty/path.h"
#include "compliance/cty/value.h"
#include "compliance/hcl/ast.h"
#include "compliance/hcl/evaluate.h"
#include "compliance/hcl/source_range.h"

namespace compliance::hcl {

struct EvaluatedBody {
  // An object: each argument under its name, and under each type of block a
  // tuple of the objects that the blocks of the type come to, in order; where
  // they have labels, an object of them by label. `dynamic` blocks stand for
  // the blocks that they make; where it is not known how many, what stands
  // under their type is unknown.
  cty::Value value;
  // Where what is in `value` is written, by its path: arguments from their
  // name on, blocks by their header (those that a dynamic one makes by that of
  // its `content`), and inside arguments that are written as objects or tuples
  // each member, from its key on. Members of objects are AttributeName steps.
  std::map<cty::Path, SourceRange> places;
};

// The arguments and blocks of resources and data sources that Terraform itself
// reads, and no provider sees: count, lifecycle, provider …
const std::set<std::string>& MetaArguments();

// Evaluates all but what `left_out` names. Never fails, and is as bounded as
// Evaluate; `names` say what `each` and `count` are.
EvaluatedBody EvaluateBody(const Body& body, const Names& names,
                           const std::set<std::string>& left_out = {});

}  // namespace compliance::hcl

#endif  // COMPLIANCE_HCL_EVALUATE_BODY_H_
