// aws_iam_policy_document: merges statements and renders them as the provider
// does, byte for byte.
#ifndef COMPLIANCE_SANDBOX_POLICY_DOCUMENT_H_
#define COMPLIANCE_SANDBOX_POLICY_DOCUMENT_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "compliance/cty/value.h"

namespace compliance::sandbox {

// The attribute `json` for a wholly known configuration. Errors:
// INVALID_ARGUMENT for a Sid used twice and for a source or override document
// that cannot be read.
absl::StatusOr<std::string> RenderPolicyDocument(const cty::Value& config);

// The id that the provider derives from a text: its CRC-32, in decimal.
std::string TextId(absl::string_view text);

}  // namespace compliance::sandbox

#endif  // COMPLIANCE_SANDBOX_POLICY_DOCUMENT_H_
