// What rules ask of one statement of a policy, in three-valued logic.
#ifndef COMPLIANCE_IAM_QUESTIONS_H_
#define COMPLIANCE_IAM_QUESTIONS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "compliance/base/truth.h"
#include "compliance/iam/document.h"

namespace compliance::iam {

// Whether the statement speaks of every action of the pattern: "s3:*" of
// "s3:Get*". NotAction speaks of all that it does not name.
Truth MatchesAction(const Statement& statement, absl::string_view pattern);
// Whether it speaks of some action of the pattern.
Truth TouchesAction(const Statement& statement, absl::string_view pattern);

// Texts of which one, not known which, is the ARN of a resource.
using Description = std::vector<Text>;

// Whether it speaks of all that the ARN stands for, which each of
// `descriptions` describes. Without Resource: kFalse.
Truth CoversResource(const Statement& statement,
                     const std::vector<Description>& descriptions);

// A Resource element that is exactly "*", or at least service-wide.
Truth AnyResource(const Statement& statement);
Truth WideResource(const Statement& statement);

// The account of an ARN, "" where it has none; text that is no ARN as it is.
absl::string_view AccountOf(absl::string_view text);

// Whether it holds for everyone: Principal "*", {"AWS": "*"}, a wildcard
// account, or Allow with NotPrincipal.
Truth AnyPrincipal(const Statement& statement);

// Whether a condition restricts who may use it to something that its author
// named: aws:SourceArn, aws:PrincipalOrgID, … compared by an operator that
// fails where the key is missing, with no value that is a wildcard. `keys`: the
// keys that count; empty: those that AWS calls trusted in public access checks.
Truth IsNeutralised(const Statement& statement,
                    const std::vector<std::string>& keys);

// Whether the condition is one that compares `key` with `value` by `test`. A
// Deny may be wider (IfExists, ForAllValues), an Allow may not.
Truth IsCondition(const Condition& condition, absl::string_view effect,
                  absl::string_view test, absl::string_view key,
                  absl::string_view value);

// Whether the action (or all that a pattern names) takes no resource, so that
// "*" is the only Resource it can be given. Knows a selection of such actions.
bool IsUnscopable(absl::string_view action);

}  // namespace compliance::iam

#endif  // COMPLIANCE_IAM_QUESTIONS_H_
