// Showing what plugins log, as Terraform shows it of plugins that it starts.
#ifndef COMPLIANCE_TFPLUGIN_PLUGIN_LOG_H_
#define COMPLIANCE_TFPLUGIN_PLUGIN_LOG_H_

#include <functional>
#include <optional>
#include <string>

#include "compliance/tfplugin/forward.h"

namespace compliance::tfplugin {

// A sink that writes lines at the level of TF_LOG_PROVIDER, else TF_LOG, and
// above: to the end of the file TF_LOG_PATH, else to stderr; as JSON under
// TF_LOG=JSON. Empty when neither variable asks for anything. `environment`
// reads a variable, and is not kept.
PluginLogSink PluginLog(
    const std::function<std::optional<std::string>(const std::string& name)>&
        environment);

}  // namespace compliance::tfplugin

#endif  // COMPLIANCE_TFPLUGIN_PLUGIN_LOG_H_
