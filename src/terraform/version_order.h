// The order of semantic versions.
#ifndef COMPLIANCE_SRC_TERRAFORM_VERSION_ORDER_H_
#define COMPLIANCE_SRC_TERRAFORM_VERSION_ORDER_H_

#include "absl/strings/string_view.h"

namespace compliance::terraform {

// Whether `a` comes before `b`: 5.9.0 before 5.10.0, 1.0.0-rc1 before 1.0.0.
// Never fails: what is no version comes first.
bool IsOlderVersion(absl::string_view a, absl::string_view b);

}  // namespace compliance::terraform

#endif  // COMPLIANCE_SRC_TERRAFORM_VERSION_ORDER_H_
