// compliance shim: programs named terraform and tofu that go through the hook,
// for tools that start Terraform themselves.
#ifndef COMPLIANCE_HOOK_SHIM_H_
#define COMPLIANCE_HOOK_SHIM_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "compliance/terraform/command_line.h"

namespace compliance::hook {

struct ShimOptions {
  std::string directory;  // where to write them; made if it is not there
  // The program that they stand for; "" for terraform and tofu, as far as they
  // are on PATH.
  std::string program;
  terraform::Environment environment;
};

// Writes the shims and returns their names. Only shims are overwritten. Errors:
// NOT_FOUND when there is no program to stand for; a file in the way or that
// cannot be written, by name.
absl::StatusOr<std::vector<std::string>> WriteShims(const ShimOptions& options);

}  // namespace compliance::hook

#endif  // COMPLIANCE_HOOK_SHIM_H_
