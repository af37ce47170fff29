// Values of examples: YAML plus the tags that say what a plan may not know.
#ifndef COMPLIANCE_RULES_EXAMPLE_VALUE_H_
#define COMPLIANCE_RULES_EXAMPLE_VALUE_H_

#include <set>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "compliance/cty/path.h"
#include "compliance/cty/value.h"
#include "compliance/rules/yaml.h"

namespace compliance::rules {

struct ExampleValue {
  cty::Value value;
  // Unknown because nobody set it (!computed): paths inside `value`.
  std::set<cty::Path> computed;
};

// !unknown TYPE, !unknown {type: …, not_null: true, prefix: "arn:"},
// !computed TYPE, !sensitive VALUE, and plain values, in any nesting. Lists are
// tuples and mappings objects: the schema gives them their types.
absl::StatusOr<ExampleValue> ReadExampleValue(absl::string_view file,
                                              const YAML::Node& node);

}  // namespace compliance::rules

#endif  // COMPLIANCE_RULES_EXAMPLE_VALUE_H_
