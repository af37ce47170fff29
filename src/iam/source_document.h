// A document as data.aws_iam_policy_document takes it from its sources.
#ifndef COMPLIANCE_SRC_IAM_SOURCE_DOCUMENT_H_
#define COMPLIANCE_SRC_IAM_SOURCE_DOCUMENT_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "compliance/iam/document.h"

namespace compliance::iam {

// As ParseDocument, but for conditions whose value is a JSON number: the
// provider loses them without a word.
absl::StatusOr<Document> ParseSource(absl::string_view json);

}  // namespace compliance::iam

#endif  // COMPLIANCE_SRC_IAM_SOURCE_DOCUMENT_H_
