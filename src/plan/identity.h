// The attributes by which others name a resource: its id, arn, name.
#ifndef COMPLIANCE_SRC_PLAN_IDENTITY_H_
#define COMPLIANCE_SRC_PLAN_IDENTITY_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "compliance/cty/path.h"
#include "compliance/plan/plan.h"

namespace compliance::plan {

// Whether the attribute of this type names the resource itself. `bucket` of a
// bucket does, `bucket` of a bucket's policy names another.
bool IsIdentity(absl::string_view type, absl::string_view attribute);

// The attributes of the type that hold a name: its identity but for the id and
// the arn.
std::vector<std::string> NameAttributes(absl::string_view type);

// The known values by which others may name the resource.
std::vector<std::string> IdentityValues(const Resource& resource);

// Whether the attribute, unknown now, surely comes out as something: ids, arns,
// required arguments, and what only the provider sets on a resource of this
// plan. A data source may find nothing in most attributes.
bool IsNeverNull(const Resource& resource, const cty::Path& attribute);

}  // namespace compliance::plan

#endif  // COMPLIANCE_SRC_PLAN_IDENTITY_H_
