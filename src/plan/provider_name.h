// Names of providers, as plans of all versions write them.
#ifndef COMPLIANCE_SRC_PLAN_PROVIDER_NAME_H_
#define COMPLIANCE_SRC_PLAN_PROVIDER_NAME_H_

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace compliance::plan {

// Terraform 0.12 knows no registries and writes "aws" alone; later versions
// have moved its state to the name that is given here.
inline std::string FullProviderName(std::string name) {
  if (name.empty() || name.find('/') != std::string::npos) return name;
  return absl::StrCat("registry.terraform.io/hashicorp/", name);
}

}  // namespace compliance::plan

#endif  // COMPLIANCE_SRC_PLAN_PROVIDER_NAME_H_
