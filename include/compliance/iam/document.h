// IAM policy documents in one normal form, whatever they were written in.
#ifndef COMPLIANCE_IAM_DOCUMENT_H_
#define COMPLIANCE_IAM_DOCUMENT_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "compliance/cty/json_pieces.h"
#include "compliance/cty/origin.h"
#include "compliance/cty/path.h"
#include "compliance/cty/value.h"
#include "compliance/iam/text.h"

namespace compliance::iam {

struct Principal {
  std::string type;  // "AWS", "Service", …; "*" for everyone
  Text id;
};

// Who an element names. Open: there may be more.
struct Principals {
  std::vector<Principal> items;
  bool open = false;
  bool empty() const { return items.empty() && !open; }
};

enum class Quantifier : std::uint8_t { kNone, kForAnyValue, kForAllValues };

struct Condition {
  std::string test;  // without quantifier and IfExists: "StringEquals"
  Quantifier quantifier = Quantifier::kNone;
  bool if_exists = false;
  Text key;
  Texts values;
};

// "ForAllValues:StringLikeIfExists" in its parts.
Condition ParseTest(absl::string_view test);

struct Statement {
  Text sid = Text::Known("");
  Text effect = Text::Known("Allow");
  Principals principals, not_principals;
  Texts actions, not_actions, resources, not_resources;
  std::vector<Condition> conditions;
  bool conditions_open = false;
  // False: it may turn out not to be there.
  bool certain = true;
};

struct Document {
  std::vector<Statement> statements;
  bool open = false;  // there may be more statements
};

// The text of a policy. As AWS: one or several of Statement, Action, Resource
// and of identifiers; names of elements in any case, effects in theirs; "" is a
// policy without statements. Errors: INVALID_ARGUMENT saying which statement
// and what is wrong with it, without any of its text.
absl::StatusOr<Document> ParseDocument(absl::string_view json);

// The document of a text of which only apply makes some parts known. Where it
// cannot be told what they are parts of, nothing is known of it: it is open.
Document FromPieces(const std::vector<cty::Piece>& pieces,
                    const cty::IsIdentifier& is_identifier);

// What is told of arguments that are not known yet.
struct Unknowns {
  // What stands for the string at `path`.
  std::function<Text(const cty::Path& path, const cty::Value&)> text;
  // The document whose text is at `path`; open where nothing is known of it.
  std::function<absl::StatusOr<Document>(const cty::Path& path,
                                         const cty::Value&)>
      document;
};

// The document that data.aws_iam_policy_document makes of its arguments: source
// documents, statements and overrides merged by sid. Open where they are not
// known. Errors: INVALID_ARGUMENT for a source or override that is no policy,
// for what the provider refuses (two statements of one sid) and what AWS does
// (no action).
absl::StatusOr<Document> FromDataSource(const cty::Value& arguments,
                                        const Unknowns& unknowns);

}  // namespace compliance::iam

#endif  // COMPLIANCE_IAM_DOCUMENT_H_
