// The real Terraform behind a name that may lead to a shim of ours.
#ifndef COMPLIANCE_SRC_HOOK_REAL_PROGRAM_H_
#define COMPLIANCE_SRC_HOOK_REAL_PROGRAM_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "compliance/terraform/command_line.h"

namespace compliance::hook {

// The second line of every shim.
inline constexpr absl::string_view kShimMark =
    "# Written by compliance shim: goes through the hook.";

bool IsShim(const std::string& file);

// This binary, under which shims and stand-ins start it again. "" where the
// system does not tell.
std::string OwnBinary();

// As terraform::FindProgram, passing over shims as well.
absl::StatusOr<std::string> FindRealProgram(
    const std::string& name, const terraform::Environment& environment,
    std::vector<std::string> passed_over);

}  // namespace compliance::hook

#endif  // COMPLIANCE_SRC_HOOK_REAL_PROGRAM_H_
