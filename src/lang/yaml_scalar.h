// What scalars of YAML mean.
#ifndef COMPLIANCE_LANG_YAML_SCALAR_H_
#define COMPLIANCE_LANG_YAML_SCALAR_H_

#include <string>

#include "absl/status/statusor.h"
#include "compliance/cty/value.h"

namespace compliance::lang {

// The value of a scalar that is not in quotes, by YAML 1.1 as Terraform reads
// it: yes and on are true, dates are timestamps as text. `tag` is empty, or
// what the document says of the type (tag:yaml.org,2002:int). Error: the text
// is not of the type that the tag says, or the tag is none of YAML's own.
absl::StatusOr<cty::Value> ResolveScalar(const std::string& text,
                                         const std::string& tag);

}  // namespace compliance::lang

#endif  // COMPLIANCE_LANG_YAML_SCALAR_H_
