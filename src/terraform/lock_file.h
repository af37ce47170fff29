// The text of .terraform.lock.hcl.
#ifndef COMPLIANCE_SRC_TERRAFORM_LOCK_FILE_H_
#define COMPLIANCE_SRC_TERRAFORM_LOCK_FILE_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "compliance/terraform/providers.h"

namespace compliance::terraform {

// As ReadLockFile: as strict as Terraform, so that no entry is ever read in
// another way than it reads it. Addresses and versions are safe in a path.
absl::StatusOr<std::vector<LockedProvider>> ParseLockFile(
    absl::string_view file_name, absl::string_view text);

}  // namespace compliance::terraform

#endif  // COMPLIANCE_SRC_TERRAFORM_LOCK_FILE_H_
