// Plan JSON keeps a value in three mirrored trees: the value with unknowns left
// out, what is unknown, and what is sensitive. This joins them again.
#ifndef COMPLIANCE_SRC_PLAN_MERGED_VALUE_H_
#define COMPLIANCE_SRC_PLAN_MERGED_VALUE_H_

#include <nlohmann/json.hpp>

#include "compliance/cty/type.h"
#include "compliance/cty/value.h"
#include "compliance/schema/schema.h"

namespace compliance::plan {

// The trees; each may be nullptr.
struct Trees {
  const nlohmann::json* value = nullptr;
  const nlohmann::json* unknown = nullptr;
  const nlohmann::json* sensitive = nullptr;
};

// The value, of `type` as far as the JSON fits it. Where it does not (another
// version of the provider), the JSON's own type is taken: a plan is never
// refused for that.
cty::Value Merge(const Trees& trees, const cty::Type& type);

// `value` with the sensitive marks of the schema: plans of old Terraform
// versions lack them.
cty::Value MarkSensitive(const cty::Value& value, const schema::Block& block);

}  // namespace compliance::plan

#endif  // COMPLIANCE_SRC_PLAN_MERGED_VALUE_H_
