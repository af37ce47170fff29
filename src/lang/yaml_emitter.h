// YAML as Terraform writes it.
#ifndef COMPLIANCE_LANG_YAML_EMITTER_H_
#define COMPLIANCE_LANG_YAML_EMITTER_H_

#include <string>

#include "compliance/cty/value.h"

namespace compliance::lang {

// The document of a wholly known value: block style, strings in double quotes,
// or as literal blocks when they have several lines. Folds long strings where
// libyaml's emitter does.
std::string EmitYaml(const cty::Value& value);

}  // namespace compliance::lang

#endif  // COMPLIANCE_LANG_YAML_EMITTER_H_
