// The functions of the language itself. Macros, matches and the functions of
// optionals that evaluate lazily are nodes of their own.
#ifndef COMPLIANCE_SRC_CEL_BUILTINS_H_
#define COMPLIANCE_SRC_CEL_BUILTINS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "cel/budget.h"
#include "compliance/cel/value.h"

namespace compliance::cel {

struct Builtin {
  absl::string_view name;
  bool member;
  int min_args;  // receiver included
  int max_args;
  // Called with unknown arguments too; otherwise they are the result. Never
  // called with an error. Arguments may hold unknowns inside in either case.
  bool takes_unknown;
  Value (*apply)(Budget& budget, absl::Span<const Value> args);
};

// nullptr when there is none.
const Builtin* FindBuiltin(absl::string_view name, bool member);
std::vector<std::string> BuiltinNames();

absl::Span<const Builtin> StringBuiltins();
absl::Span<const Builtin> ListBuiltins();
absl::Span<const Builtin> ConversionBuiltins();
absl::Span<const Builtin> MathBuiltins();
absl::Span<const Builtin> TimeBuiltins();
absl::Span<const Builtin> FormatBuiltins();
absl::Span<const Builtin> NetworkBuiltins();
absl::Span<const Builtin> OptionalBuiltins();

// The code points of a string from the last to the first; reverse() of a list
// lies elsewhere.
Value ReverseText(Budget& budget, const Value& value);

// "no lowerAscii() of int": names the kinds, never the values.
Value NoOverload(absl::string_view function, absl::Span<const Value> args);

}  // namespace compliance::cel

#endif  // COMPLIANCE_SRC_CEL_BUILTINS_H_
