// Small helpers for reading a configuration block.
#ifndef COMPLIANCE_PROVIDER_BLOCK_H_
#define COMPLIANCE_PROVIDER_BLOCK_H_

#include "absl/strings/string_view.h"
#include "compliance/cty/path.h"
#include "compliance/cty/value.h"
#include "compliance/diag/diagnostic.h"

namespace compliance::provider {

// Attribute `name` of `block`; a null where it is not set.
cty::Value Argument(const cty::Value& block, absl::string_view name);

// The path of that attribute, for diagnostics.
cty::Path PathTo(absl::string_view name);

void Append(diag::Diagnostics more, diag::Diagnostics& to);

}  // namespace compliance::provider

#endif  // COMPLIANCE_PROVIDER_BLOCK_H_
