#include "cel/evaluation.h"

#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gtest/gtest.h"

namespace compliance::cel {
namespace {

Activation ActivationOf(const Variables& variables, const Library* library) {
  static const Library& none = *new Library;
  Activation activation;
  activation.variables = variables;
  activation.library = library == nullptr ? &none : library;
  return activation;
}

}  // namespace

Program MustCompile(absl::string_view expression, const Variables& variables,
                    const Library* library) {
  std::set<std::string> names;
  for (const auto& [name, value] : variables) names.insert(name);
  const auto program =
      Compile(expression, library == nullptr ? Library() : *library, names);
  EXPECT_TRUE(program.ok()) << expression << "\n" << program.status();
  return program.ok() ? *program : Compile("null", Library(), {}).value();
}

Value Eval(absl::string_view expression, const Variables& variables,
           const Library* library) {
  const Program program = MustCompile(expression, variables, library);
  const Activation activation = ActivationOf(variables, library);
  Value value = Evaluate(program, activation);
  const auto decoded = Decode(Encode(program));
  EXPECT_TRUE(decoded.ok()) << expression << "\n" << decoded.status();
  if (decoded.ok()) {
    EXPECT_EQ(Evaluate(*decoded, activation).ToString(), value.ToString());
  }
  return value;
}

Outcome Judge(absl::string_view expression, const Variables& variables,
              const Library* library) {
  const Program program = MustCompile(expression, variables, library);
  const Activation activation = ActivationOf(variables, library);
  Outcome outcome = EvaluateCondition(program, activation);
  const auto decoded = Decode(Encode(program));
  EXPECT_TRUE(decoded.ok()) << expression << "\n" << decoded.status();
  if (decoded.ok()) {
    const Outcome same = EvaluateCondition(*decoded, activation);
    EXPECT_EQ(same.truth, outcome.truth);
    EXPECT_EQ(same.because, outcome.because);
  }
  return outcome;
}

std::string EvalText(absl::string_view expression, const Variables& variables,
                     const Library* library) {
  return Eval(expression, variables, library).ToString();
}

Variables Self(cty::Value::Attributes attributes) {
  return {{"self", Value::FromCty(cty::Value::Object(std::move(attributes)),
                                  Origin{})}};
}

Value UnknownOf(absl::string_view name) {
  return Value::MakeUnknown(
      Unknown{{Origin{7, cty::Path().Attr(std::string(name))}}, {}});
}

std::string Paths(const std::vector<Origin>& origins) {
  return absl::StrJoin(origins, ", ",
                       [](std::string* out, const Origin& origin) {
                         if (origin.subject != 0)
                           absl::StrAppend(out, origin.subject, ":");
                         absl::StrAppend(out, origin.path.ToString());
                       });
}

}  // namespace compliance::cel
