// Source addresses of providers: registry.terraform.io/hashicorp/aws.
#ifndef COMPLIANCE_SRC_TERRAFORM_PROVIDER_ADDRESS_H_
#define COMPLIANCE_SRC_TERRAFORM_PROVIDER_ADDRESS_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace compliance::terraform {

// The whole address in the form of lock files: "aws" and "hashicorp/AWS" are
// registry.terraform.io/hashicorp/aws, or OpenTofu's registry.opentofu.org.
// nullopt for what Terraform refuses, so that the parts are safe in a path.
std::optional<std::string> ProviderAddress(absl::string_view source,
                                           bool open_tofu);

// "aws" of registry.terraform.io/hashicorp/aws.
std::string ProviderType(absl::string_view address);

}  // namespace compliance::terraform

#endif  // COMPLIANCE_SRC_TERRAFORM_PROVIDER_ADDRESS_H_
