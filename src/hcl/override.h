// Override files: what they change in a module's blocks.
#ifndef COMPLIANCE_SRC_HCL_OVERRIDE_H_
#define COMPLIANCE_SRC_HCL_OVERRIDE_H_

#include <vector>

#include "compliance/hcl/ast.h"

namespace compliance::hcl {

// Merges the blocks of one override file into those of a module, as Terraform
// does (language documentation, "Override Files"). Blocks that override nothing
// give a problem, as Terraform refuses them.
void ApplyOverrides(const std::vector<Block>& overrides,
                    std::vector<Block>& blocks, std::vector<Problem>& problems);

}  // namespace compliance::hcl

#endif  // COMPLIANCE_SRC_HCL_OVERRIDE_H_
