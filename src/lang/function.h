// How a function of the language is described.
#ifndef COMPLIANCE_LANG_FUNCTION_H_
#define COMPLIANCE_LANG_FUNCTION_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "compliance/cty/type.h"
#include "compliance/cty/value.h"

namespace compliance::lang {

using Arguments = std::vector<cty::Value>;
using Result = absl::StatusOr<cty::Value>;

// What a parameter takes beside known values without marks, of a known type.
// An argument that it does not take: null is an error; of an unknown or an
// untyped one the result is unknown; marks are taken off, and put on the whole
// result.
enum Takes : unsigned {
  kNothingElse = 0,
  kNull = 1,
  kUnknown = 2,
  kUntyped = 4,
  kMarked = 8,
};

struct Parameter {
  std::string name;
  cty::Type type;
  unsigned takes = kNothingElse;
};

struct Function {
  std::string name;
  std::vector<Parameter> parameters = {};
  std::optional<Parameter> variadic = std::nullopt;  // takes any further ones
  // The type of the result, as far as the arguments tell; they may be unknown
  // whatever the parameters take. An error refuses the call.
  std::function<absl::StatusOr<cty::Type>(const Arguments&)> type = nullptr;
  // The result, of that type. Arguments are as the parameters take them.
  std::function<Result(const Arguments&, const cty::Type&)> body = nullptr;
  bool never_null = true;  // promised even of an unknown result
  bool pure = true;
};

// For functions whose result has one type.
std::function<absl::StatusOr<cty::Type>(const Arguments&)> Always(
    cty::Type type);

// What the function makes of the arguments; they are converted first. Errors:
// as Call (functions.h), without the name of the function.
Result Apply(const Function& function, Arguments arguments);

// "argument 2: REASON"; the first has index 0.
absl::Status ArgumentError(std::size_t index, absl::string_view reason);

// The argument as a whole number. Error: it has a fraction, or is too large.
absl::StatusOr<std::int64_t> WholeNumber(const Arguments& arguments,
                                         std::size_t index);

// Functions of one string; the second kind refuses some.
Function StringFunction(std::string name,
                        std::string (*compute)(const std::string&));
Function StringFunction(std::string name, absl::StatusOr<std::string> (
                                              *compute)(const std::string&));

}  // namespace compliance::lang

#endif  // COMPLIANCE_LANG_FUNCTION_H_
