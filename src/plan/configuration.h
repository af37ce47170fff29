// The `configuration` part of plan JSON: expressions by attribute path.
#ifndef COMPLIANCE_SRC_PLAN_CONFIGURATION_H_
#define COMPLIANCE_SRC_PLAN_CONFIGURATION_H_

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "compliance/cty/path.h"
#include "compliance/plan/plan.h"

namespace compliance::plan {

// One expression object. An empty one is a constant that only evaluation could
// tell (a function over literals): is_constant with an unknown constant.
Expression DecodeExpression(const nlohmann::json& json);

// `expressions` of a resource or provider: nested blocks become path steps.
std::map<cty::Path, Expression> DecodeExpressions(const nlohmann::json& json);

// An expression at `key` of a block, if it is there.
std::optional<Expression> ExpressionAt(const nlohmann::json& json,
                                       const char* key);

// What a block of a resource says, whatever its instances.
struct ResourceConfig {
  std::string provider_config;
  std::map<cty::Path, Expression> expressions;
  std::optional<Expression> for_each, count;
};

struct Configuration {
  // By configuration address: "module.db.aws_db_instance.main".
  std::map<std::string, ResourceConfig> resources;
};

// Reads the configuration into `plan` (variables without values, outputs,
// provider configurations, module inputs and outputs) and returns the resource
// blocks. Odd shapes are skipped: the planned values remain.
Configuration ReadConfiguration(const nlohmann::json& json, Plan& plan);

}  // namespace compliance::plan

#endif  // COMPLIANCE_SRC_PLAN_CONFIGURATION_H_
