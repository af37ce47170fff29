// How indexes of the plan name a module and the blocks in it.
#ifndef COMPLIANCE_SRC_PLAN_MODULE_PATH_H_
#define COMPLIANCE_SRC_PLAN_MODULE_PATH_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "compliance/plan/plan.h"

namespace compliance::plan {

// The call, without instance keys: "module.net.module.db", "" for the root.
std::string ConfigPath(const std::vector<ModuleStep>& module);

// The instance: "module.net[\"eu\"].module.db", "" for the root.
std::string ModuleText(const std::vector<ModuleStep>& module);

// A block of a module instance (ModuleText).
std::string BlockKey(const std::string& module, Mode mode,
                     absl::string_view type, absl::string_view name);

}  // namespace compliance::plan

#endif  // COMPLIANCE_SRC_PLAN_MODULE_PATH_H_
