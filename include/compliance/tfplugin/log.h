// Log lines on stderr in hclog's JSON form, which Terraform shows under
// TF_LOG_PROVIDER (protocol section 3). No value of a resource is ever logged.
#ifndef COMPLIANCE_TFPLUGIN_LOG_H_
#define COMPLIANCE_TFPLUGIN_LOG_H_

#include <cstdint>
#include <initializer_list>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"

namespace compliance::tfplugin {

enum class LogLevel : std::uint8_t { kTrace, kDebug, kInfo, kWarn, kError };

using LogField = std::pair<absl::string_view, std::string>;

// One line, written with a single write(2); safe from any thread. Lines below
// the level of TF_LOG_PROVIDER, else TF_LOG, are dropped, as the host would do;
// where neither is set, lines below a warning are.
void Log(LogLevel level, absl::string_view message,
         std::initializer_list<LogField> fields = {});

}  // namespace compliance::tfplugin

#endif  // COMPLIANCE_TFPLUGIN_LOG_H_
