// Expressions in tests: parsed and evaluated over a few names. Header only.
#ifndef COMPLIANCE_TESTS_HCL_EVALUATION_H_
#define COMPLIANCE_TESTS_HCL_EVALUATION_H_

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "compliance/cty/path.h"
#include "compliance/cty/value.h"
#include "compliance/hcl/evaluate.h"
#include "compliance/hcl/parse.h"
#include "compliance/lang/functions.h"
#include "gtest/gtest.h"

namespace compliance::testing {

// The expression of a text that has no mistakes.
inline hcl::Expression ExpressionOf(const std::string& text) {
  hcl::ParsedExpression parsed = hcl::ParseExpression(text);
  for (const hcl::Problem& problem : parsed.problems) {
    ADD_FAILURE() << text << ": " << problem.range << ": " << problem.summary;
  }
  return std::move(parsed.expression);
}

// Names that are values, and Terraform's functions.
inline hcl::Names NamesOf(std::map<std::string, cty::Value> values) {
  hcl::Names names;
  names.resolve = [values = std::move(values)](
                      absl::string_view root,
                      const cty::Path&) -> std::optional<hcl::Named> {
    const auto found = values.find(std::string(root));
    if (found == values.end()) return std::nullopt;
    return hcl::Named{found->second, 0};
  };
  names.call = [](absl::string_view function,
                  const std::vector<cty::Value>& arguments) {
    return lang::Call(function, arguments);
  };
  return names;
}

inline cty::Value Evaluated(const std::string& text,
                            std::map<std::string, cty::Value> values = {}) {
  return hcl::Evaluate(ExpressionOf(text), NamesOf(std::move(values)));
}

}  // namespace compliance::testing

#endif  // COMPLIANCE_TESTS_HCL_EVALUATION_H_
