// The examples of a rule file -> plans.
#ifndef COMPLIANCE_RULES_LOAD_EXAMPLE_H_
#define COMPLIANCE_RULES_LOAD_EXAMPLE_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "compliance/rules/rule.h"
#include "compliance/rules/yaml.h"

namespace compliance::rules {

// `map` is the rule's file. Errors: INVALID_ARGUMENT "FILE:LINE: …".
absl::StatusOr<std::vector<Example>> LoadExamples(absl::string_view file,
                                                  const YamlMap& map,
                                                  const Rule& rule);

}  // namespace compliance::rules

#endif  // COMPLIANCE_RULES_LOAD_EXAMPLE_H_
