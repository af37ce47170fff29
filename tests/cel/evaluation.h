// Short ways to compile and evaluate expressions in tests.
#ifndef COMPLIANCE_TESTS_CEL_EVALUATION_H_
#define COMPLIANCE_TESTS_CEL_EVALUATION_H_

#include <map>
#include <string>

#include "absl/strings/string_view.h"
#include "compliance/cel/program.h"
#include "compliance/cty/value.h"

namespace compliance::cel {

using Variables = std::map<std::string, Value>;

// Compiles with the names of `variables` and `library` (none by default), and
// fails the test when that fails.
Program MustCompile(absl::string_view expression,
                    const Variables& variables = {},
                    const Library* library = nullptr);

// Both also evaluate the decoded flat form and expect the same of it.
Value Eval(absl::string_view expression, const Variables& variables = {},
           const Library* library = nullptr);
Outcome Judge(absl::string_view expression, const Variables& variables = {},
              const Library* library = nullptr);

// The value as text, see Value::ToString.
std::string EvalText(absl::string_view expression,
                     const Variables& variables = {},
                     const Library* library = nullptr);

// `self` adapted from an object, as resource 0.
Variables Self(cty::Value::Attributes attributes);

// An unknown that waits for `name` of resource 7, and a list member's reason.
Value UnknownOf(absl::string_view name);

// "a, b[0].c": the origins' paths; resources other than 0 as "7:a".
std::string Paths(const std::vector<Origin>& origins);

}  // namespace compliance::cel

#endif  // COMPLIANCE_TESTS_CEL_EVALUATION_H_
