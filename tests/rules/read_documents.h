// Leads plans of tests from policies to the documents that make them.
#ifndef COMPLIANCE_TESTS_RULES_READ_DOCUMENTS_H_
#define COMPLIANCE_TESTS_RULES_READ_DOCUMENTS_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "compliance/cty/origin.h"
#include "compliance/plan/plan.h"

namespace compliance::rules {

// The value that a lone reference to a document stands for, as the source tells
// it; nullopt for any other. Of a list, that of its only element.
inline std::optional<cty::Value> DocumentOf(const plan::Expression& expression,
                                            const cty::Value& value) {
  const std::vector<std::string>& references = expression.references;
  if (references.size() != 2 ||
      references[0] != absl::StrCat(references[1], ".json")) {
    return std::nullopt;
  }
  const cty::Value text = cty::UnknownOf(
      cty::Type::String(), {references[1], cty::Path().Attr("json")});
  if (value.IsUnknown()) return text;
  const bool is_list = value.HasContent() &&
                       value.type().kind() == cty::Type::Kind::kList &&
                       value.AsElements().size() == 1;
  return is_list ? std::optional(cty::Value::List(cty::Type::String(), {text}))
                 : std::nullopt;
}

// Stands in for the source: plan JSON does not tell a reference from a function
// around it, so that only the source leads from a policy to its document.
inline void ReadDocuments(plan::Plan& plan) {
  for (plan::Resource& resource : plan.resources) {
    cty::Value::Attributes attributes = resource.planned.AsAttributes();
    for (auto& [name, value] : attributes) {
      const auto expression = resource.expressions.find(cty::Path().Attr(name));
      if (expression == resource.expressions.end()) continue;
      if (auto read = DocumentOf(expression->second, value)) {
        value = *std::move(read);
      }
    }
    resource.planned = cty::Value::Object(std::move(attributes));
  }
}

}  // namespace compliance::rules

#endif  // COMPLIANCE_TESTS_RULES_READ_DOCUMENTS_H_
