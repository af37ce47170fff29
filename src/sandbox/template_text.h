// Expands the templates of facts: "arn:{partition}:s3:::{bucket}".
#ifndef COMPLIANCE_SANDBOX_TEMPLATE_TEXT_H_
#define COMPLIANCE_SANDBOX_TEMPLATE_TEXT_H_

#include <string>

#include "absl/strings/string_view.h"
#include "compliance/cty/value.h"
#include "sandbox/identifiers.h"
#include "sandbox/provider_settings.h"

namespace compliance::sandbox {

// Words in braces are replaced as facts/README.md says; braces around anything
// else, as in JSON, stay. An attribute that is null or unknown is "".
std::string Expand(absl::string_view text, const cty::Value::Attributes& object,
                   const ProviderSettings& settings, Identifiers& identifiers);

}  // namespace compliance::sandbox

#endif  // COMPLIANCE_SANDBOX_TEMPLATE_TEXT_H_
