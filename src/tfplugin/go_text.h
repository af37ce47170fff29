// Values as Go's fmt and hclog write them.
#ifndef COMPLIANCE_SRC_TFPLUGIN_GO_TEXT_H_
#define COMPLIANCE_SRC_TFPLUGIN_GO_TEXT_H_

#include <string>

#include "absl/strings/string_view.h"
#include "nlohmann/json.hpp"

namespace compliance::tfplugin {

// fmt's %v of what encoding/json makes of `value`.
std::string GoText(const nlohmann::json& value);

// " key=value", as hclog's plain format has it; a value of several lines is
// indented below its key.
std::string HclogField(absl::string_view key, const nlohmann::json& value);

}  // namespace compliance::tfplugin

#endif  // COMPLIANCE_SRC_TFPLUGIN_GO_TEXT_H_
