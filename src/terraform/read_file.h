// Whole files of configuration.
#ifndef COMPLIANCE_SRC_TERRAFORM_READ_FILE_H_
#define COMPLIANCE_SRC_TERRAFORM_READ_FILE_H_

#include <string>

#include "absl/status/statusor.h"

namespace compliance::terraform {

// Symbolic links are followed. Errors: NOT_FOUND where there is none,
// INVALID_ARGUMENT naming the file where it is no regular file, cannot be read
// or is larger than configuration ever is.
absl::StatusOr<std::string> ReadFile(const std::string& path);

}  // namespace compliance::terraform

#endif  // COMPLIANCE_SRC_TERRAFORM_READ_FILE_H_
