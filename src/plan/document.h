// The text of a plan JSON document: its encoding, its syntax, and what it is
// when it is no plan.
#ifndef COMPLIANCE_SRC_PLAN_DOCUMENT_H_
#define COMPLIANCE_SRC_PLAN_DOCUMENT_H_

#include <nlohmann/json.hpp>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace compliance::plan {

// Parses the text and makes sure that it is the plan JSON of a plan that
// succeeded, in a format that we know. Errors: INVALID_ARGUMENT, saying what
// the text looks like and how to make a plan JSON; never any of its content.
absl::StatusOr<nlohmann::json> ParseDocument(absl::string_view text);

}  // namespace compliance::plan

#endif  // COMPLIANCE_SRC_PLAN_DOCUMENT_H_
