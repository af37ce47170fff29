// Where a policy that is not written yet comes from: the arguments of the data
// source that will make it, or the pieces of its text.
#ifndef COMPLIANCE_SRC_RULES_POLICY_SOURCE_H_
#define COMPLIANCE_SRC_RULES_POLICY_SOURCE_H_

#include <optional>

#include "absl/status/statusor.h"
#include "compliance/cel/value.h"
#include "compliance/cty/origin.h"
#include "compliance/cty/path.h"
#include "compliance/iam/document.h"
#include "compliance/plan/plan.h"
#include "compliance/rules/functions.h"

namespace compliance::rules {

inline constexpr char kPolicyDocument[] = "aws_iam_policy_document";

// Whether an attribute's value is a name of its resource, by the facts: its
// ARN, its account, or the id or name of what an ARN names. AWS lets none of
// them hold a wildcard, a quote or a control character.
bool IsIdentifier(const cty::Atom& atom);

// What is told of a string of a policy document that is not known yet, at
// `path` of the arguments of `data`.
iam::Text TextOfUnknown(const plan::Resource& data, const cty::Path& path,
                        const cty::Value& value);

struct PlannedPolicy {
  iam::Document document;
  // The data source whose arguments its strings stand in; nullptr where it was
  // read from pieces.
  const plan::Resource* data = nullptr;
  bool sensitive = false;
};

// The policy that an unknown text will be; nullopt where nothing is told of it.
// Errors: as iam::FromDataSource.
absl::StatusOr<std::optional<PlannedPolicy>> PolicyOfUnknown(
    const Host& host, const cel::Value& text);

}  // namespace compliance::rules

#endif  // COMPLIANCE_SRC_RULES_POLICY_SOURCE_H_
