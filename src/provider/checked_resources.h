// The `resources` argument: resource instance addresses -> resource objects.
#ifndef COMPLIANCE_PROVIDER_CHECKED_RESOURCES_H_
#define COMPLIANCE_PROVIDER_CHECKED_RESOURCES_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "compliance/cty/path.h"
#include "compliance/cty/value.h"
#include "compliance/diag/diagnostic.h"
#include "compliance/plan/plan.h"

namespace compliance::provider {

struct CheckedResources {
  std::vector<plan::Resource> resources;  // in address order
  // Instance address -> the key of the map entry that it came from.
  std::map<std::string, std::string> keys;
  // Addresses of entries whose instances are not known yet.
  std::vector<std::string> waiting;
  // Not even the keys are known.
  bool unknown = false;
  // Entries that are not right; each points to its entry.
  diag::Diagnostics diagnostics;
};

// The address in a key. Errors: INVALID_ARGUMENT saying what is wrong.
absl::StatusOr<plan::Address> ParseKey(absl::string_view module_path,
                                       absl::string_view key);

// Reads `resources`, which is not null. An entry of a resource with count or
// for_each holds a list or a map of objects and stands for all its instances.
// `module_path` ("module.db") comes before every address; "" for none. `at` is
// the argument's own path.
CheckedResources ReadCheckedResources(const cty::Value& resources,
                                      absl::string_view module_path,
                                      const cty::Path& at);

}  // namespace compliance::provider

#endif  // COMPLIANCE_PROVIDER_CHECKED_RESOURCES_H_
