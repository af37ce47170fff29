// The `configuration` part of plan JSON: expressions by attribute path.
#ifndef COMPLIANCE_SRC_PLAN_CONFIGURATION_H_
#define COMPLIANCE_SRC_PLAN_CONFIGURATION_H_

#include <map>
#include <optional>
#include <string>

#include "compliance/cty/path.h"
#include "compliance/plan/plan.h"
#include "json.h"
#include "merged_value.h"

namespace compliance::plan {

// What a block of a resource says, whatever its instances.
struct ResourceConfig {
  std::string provider_config;
  Expressions expressions;
  std::optional<Expression> for_each, count;
};

struct Configuration {
  // By configuration address: "module.db.aws_db_instance.main".
  std::map<std::string, ResourceConfig> resources;
};

// Reads the configuration into `plan` (variables without values, outputs,
// provider configurations, module inputs and outputs) and returns the resource
// blocks. Odd shapes are skipped: the planned values remain.
Configuration ReadConfiguration(const Json& json, Merger& merger, Plan& plan);

}  // namespace compliance::plan

#endif  // COMPLIANCE_SRC_PLAN_CONFIGURATION_H_
