// Paths that Terraform finds in the source, of paths that rules speak of.
#ifndef COMPLIANCE_SRC_HOOK_DIAGNOSTIC_PATH_H_
#define COMPLIANCE_SRC_HOOK_DIAGNOSTIC_PATH_H_

#include "compliance/cty/path.h"
#include "compliance/cty/value.h"
#include "compliance/schema/schema.h"

namespace compliance::hook {

// Terraform looks for the path of a diagnostic in the body of the resource:
// nested blocks by their order, of which it sees no dynamic ones, then one
// attribute, then at most one key or index inside its expression. What it does
// not find it takes for the header of the block that it got to.
//
// `path` leads to what decided, in a value of `block`; `config` is what the
// source says. The result is as much of it as is certain to be in the source;
// empty, which stands for the resource's header, where nothing is: elements of
// a set have no order, unless there is only one. `attributes_as_blocks`: lists
// and sets of objects among the attributes are written as blocks, as with
// providers of the old SDK.
cty::Path DiagnosticPath(const cty::Path& path, const schema::Block& block,
                         const cty::Value& config, bool attributes_as_blocks);

}  // namespace compliance::hook

#endif  // COMPLIANCE_SRC_HOOK_DIAGNOSTIC_PATH_H_
