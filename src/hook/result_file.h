// The file that tells a machine how a run ended.
#ifndef COMPLIANCE_SRC_HOOK_RESULT_FILE_H_
#define COMPLIANCE_SRC_HOOK_RESULT_FILE_H_

#include <string>

#include "absl/status/status.h"
#include "hook/outcome.h"

namespace compliance::hook {

// The JSON object: exit_code (the precise one), terraform_exit_code or null,
// blocked, reason, judged_calls, findings.
std::string RenderOutcome(const Outcome& outcome);

// Replaces the file in one step; only its owner may read it. Errors name it.
absl::Status WriteResultFile(const std::string& path, const Outcome& outcome);

}  // namespace compliance::hook

#endif  // COMPLIANCE_SRC_HOOK_RESULT_FILE_H_
