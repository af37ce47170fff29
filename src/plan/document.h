// The text of a plan JSON document: its encoding, its syntax, what it is when
// it is no plan, and where the parts lie that the model is made of.
#ifndef COMPLIANCE_SRC_PLAN_DOCUMENT_H_
#define COMPLIANCE_SRC_PLAN_DOCUMENT_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace compliance::plan {

// A well-formed document as pieces of its text, each one JSON value: the model
// needs the configuration before the resources, but the text has it after them,
// and a tree of all of it would take many times the memory of the text.
struct Document {
  // The members of the top level that the model reads, by name, and the
  // outputs of planned_values as "planned_values.outputs".
  std::map<std::string, absl::string_view, std::less<>> members;
  // The elements of the lists; empty for one that is neither object nor list.
  std::vector<absl::string_view> resource_changes;
  std::vector<absl::string_view> resource_drift;
  std::vector<absl::string_view> deferred_changes;
  // The resources of prior_state, of all modules.
  std::vector<absl::string_view> prior_resources;
  // All of planned_values, of which only the outputs are read.
  absl::string_view planned_values;

  // Empty where there is no such member.
  absl::string_view Member(absl::string_view name) const;

  // What the pieces lie in, when that is not the text that was given.
  std::unique_ptr<std::string> converted;
};

// Reads the whole text and makes sure that it is the plan JSON of a plan that
// succeeded, in a format that we know. `text` must outlive the result. Errors:
// INVALID_ARGUMENT, saying what the text looks like and how to make a plan
// JSON; never any of its content.
absl::StatusOr<Document> ParseDocument(absl::string_view text);

}  // namespace compliance::plan

#endif  // COMPLIANCE_SRC_PLAN_DOCUMENT_H_
