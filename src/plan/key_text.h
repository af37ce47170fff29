// Instance keys in square brackets, as Terraform writes them in addresses and
// references: [0], ["eu"].
#ifndef COMPLIANCE_SRC_PLAN_KEY_TEXT_H_
#define COMPLIANCE_SRC_PLAN_KEY_TEXT_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "compliance/cty/path.h"

namespace compliance::plan {

// Takes a bracketed key off the front of `text`. Errors: INVALID_ARGUMENT.
absl::StatusOr<cty::Step> ConsumeKey(absl::string_view& text);

// Takes an identifier (letters, digits, _ and -) off the front of `text`; ""
// when there is none. Bytes above 127 count as letters.
std::string ConsumeName(absl::string_view& text);

// The bracketed form of a key, with HCL's escapes.
std::string KeyText(const cty::Step& key);

}  // namespace compliance::plan

#endif  // COMPLIANCE_SRC_PLAN_KEY_TEXT_H_
