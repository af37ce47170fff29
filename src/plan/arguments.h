// Where the configuration speaks of an attribute of a planned value. Blocks of
// the configuration and elements of the value need not have the same indexes:
// sets have no order, and dynamic blocks are not shown at all.
#ifndef COMPLIANCE_SRC_PLAN_ARGUMENTS_H_
#define COMPLIANCE_SRC_PLAN_ARGUMENTS_H_

#include <vector>

#include "compliance/cty/path.h"
#include "compliance/cty/value.h"
#include "compliance/plan/plan.h"

namespace compliance::plan {

struct Arguments {
  struct Item {
    const Expression* expression = nullptr;
    cty::Path rest;  // of the path asked for, below the expression's own
  };
  std::vector<Item> items;
  // The only item is surely the one asked for, not one of several blocks.
  bool exact = true;
  // The value has blocks that the configuration does not show.
  bool hidden = false;
};

// The expressions that may set the attribute at `path`, whose list indexes may
// be left out.
Arguments FindArguments(const Resource& resource, const cty::Path& path);

// The parts of a value at `path`; where it leads through lists without naming
// an index, those of every element.
std::vector<const cty::Value*> FindAll(const cty::Value& value,
                                       const cty::Path& path);

}  // namespace compliance::plan

#endif  // COMPLIANCE_SRC_PLAN_ARGUMENTS_H_
