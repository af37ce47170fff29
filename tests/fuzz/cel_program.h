// What the fuzz entries of conditions share: names, values, and what must hold
// of any program.
#ifndef COMPLIANCE_TESTS_FUZZ_CEL_PROGRAM_H_
#define COMPLIANCE_TESTS_FUZZ_CEL_PROGRAM_H_

#include <string>

#include "compliance/cel/program.h"
#include "compliance/cty/value.h"
#include "fuzz/fuzz_input.h"

namespace compliance::fuzz {

// self.known, self.null, self.unknown, self.list, self.tags; path(attribute).
inline const cel::Activation& CelActivation() {
  static const cel::Activation& activation = *[] {
    auto* library = new cel::Library;
    cel::Function path;
    path.name = "path";
    path.min_args = 1;
    path.max_args = 1;
    path.takes_path = true;
    path.apply = [](const cel::Call& call) {
      Require(call.args[0].origin() != nullptr, "a path has an origin");
      return cel::Value::Bool(call.args[0].IsNull());
    };
    library->Add(path);
    const cty::Value unknown = cty::Value::Unknown(cty::Type::String());
    auto* all = new cel::Activation;
    all->variables["self"] = cel::Value::FromCty(
        cty::Value::Object(
            {{"known", cty::Value::Number(std::int64_t{7})},
             {"null", cty::Value::Null(cty::Type::Bool())},
             {"unknown", unknown},
             {"list", cty::Value::List(cty::Type::String(),
                                       {cty::Value::String("a"), unknown})},
             {"tags", cty::Value::Map(cty::Type::String(),
                                      {{"k", cty::Value::String("v")}})}}),
        cel::Origin{});
    all->library = library;
    return all;
  }();
  return activation;
}

inline void ExerciseProgram(const cel::Program& program) {
  const cel::Outcome outcome = cel::EvaluateCondition(program, CelActivation());
  Require(outcome.error.empty() || outcome.truth == Truth::kUnknown,
          "an error decides nothing");
  (void)program.PathsOf("self");
  (void)program.Variables();
  (void)program.StringLiterals();
  const std::string bytes = cel::Encode(program);
  const auto decoded = cel::Decode(bytes);
  Require(decoded.ok(), "what was encoded decodes");
  Require(cel::Encode(*decoded) == bytes, "a round trip gives the same bytes");
  const cel::Outcome again = cel::EvaluateCondition(*decoded, CelActivation());
  Require(again.truth == outcome.truth && again.error == outcome.error &&
              again.because == outcome.because,
          "a round trip gives the same outcome");
}

}  // namespace compliance::fuzz

#endif  // COMPLIANCE_TESTS_FUZZ_CEL_PROGRAM_H_
