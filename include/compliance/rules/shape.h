// Loose values and paths -> what a provider would hold: the types and the
// attributes of its schema.
#ifndef COMPLIANCE_RULES_SHAPE_H_
#define COMPLIANCE_RULES_SHAPE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "compliance/cty/path.h"
#include "compliance/cty/type.h"
#include "compliance/cty/value.h"
#include "compliance/schema/schema.h"

namespace compliance::rules {

// string, list(string), object({a = string}), any. Error: INVALID_ARGUMENT.
absl::StatusOr<cty::Type> ParseType(absl::string_view text);

// versioning[0].enabled, tags["Name"]. Error: INVALID_ARGUMENT.
absl::StatusOr<cty::Path> ParsePath(absl::string_view text);

// One attribute or nested block of `block`, converted to its type. Blocks must
// be lists of objects (single and group ones: objects). Errors:
// INVALID_ARGUMENT for a name that the block lacks, with a suggestion, and for
// a value that does not convert.
absl::StatusOr<cty::Value> ShapeMember(absl::string_view name,
                                       const cty::Value& loose,
                                       const schema::Block& block);

// An object of a resource as rules may read it: attributes that its provider
// version lacks are null, absent blocks empty, and what the facts call
// sensitive carries the mark, which not every way in knows. `more`: names that
// the block does not have, and that are null as well. An element that stands
// for any number of blocks, since only apply tells how often a dynamic one is
// repeated, becomes unknown as a whole. Nulls and unknowns are returned as they
// are.
cty::Value Complete(const cty::Value& object, const schema::Block& block,
                    const std::vector<std::string>& more = {});

// Whether the schema has something at `path`; indexes and keys are free.
bool HasPath(const schema::Block& block, const cty::Path& path);

}  // namespace compliance::rules

#endif  // COMPLIANCE_RULES_SHAPE_H_
