// The condition language: a documented subset of CEL (Common Expression
// Language), evaluated over partly unknown values. docs/design/conditions.md
// says which subset.
#ifndef COMPLIANCE_CEL_PROGRAM_H_
#define COMPLIANCE_CEL_PROGRAM_H_

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "compliance/base/truth.h"
#include "compliance/cel/library.h"
#include "compliance/cel/value.h"

namespace compliance::cel {

struct Node;  // private: program.cc and its neighbours

// A place that an expression reads, as far as the text tells.
struct Read {
  // The variable, or the host function whose result it lies in.
  std::string source;
  bool is_call = false;
  // Of a call: its arguments that are literal strings, those in lists included.
  std::vector<std::string> arguments;
  // Inside the source; what is read of the members of a list has index 0.
  cty::Path path;
  friend bool operator==(const Read&, const Read&) = default;
  friend auto operator<=>(const Read&, const Read&) = default;
};

// A parsed and checked expression: immutable, shared by copies. The default is
// empty, which must not be evaluated.
class Program {
 public:
  Program() = default;
  explicit Program(std::string source, std::shared_ptr<const Node> root)
      : source_(std::move(source)), root_(std::move(root)) {}

  bool empty() const { return root_ == nullptr; }
  const std::string& source() const { return source_; }
  const Node& root() const { return *root_; }

  // Free variables that it reads: "self", "each", "before", …
  std::set<std::string> Variables() const;
  // Attribute paths that it reads of a variable, as far as the text tells:
  // self.rotation_rules[0].x -> rotation_rules[0].x. What a macro reads of the
  // members of a list has index 0: self.ingress.all(i, i.port > 1) reads
  // ingress and ingress[0].port. Sorted, unique; for type checks.
  std::vector<cty::Path> PathsOf(absl::string_view variable) const;
  // The same for all variables and the results of host functions, so that
  // linked('aws_x', 'y').exists(x, x.z) reads [0].z of linked. Sorted, unique.
  std::vector<Read> Reads() const;
  // The place that its value is, where it is one: self.a.filter(x, x.b) is a
  // list of members of self.a.
  std::optional<Read> ResultPlace() const;
  // The `needs` of the functions that it calls.
  std::set<std::string> Needs(const Library& library) const;
  // String literals in it: the strings that a rule itself names.
  std::set<std::string> StringLiterals() const;

 private:
  std::string source_;
  std::shared_ptr<const Node> root_;
};

// Parses and checks. `variables` are the names that may occur free. Errors:
// INVALID_ARGUMENT "COLUMN: what is wrong; did you mean …?", counted from 1.
absl::StatusOr<Program> Compile(absl::string_view source,
                                const Library& library,
                                const std::set<std::string>& variables);

// The flat form that the build compiles rules to: decoding needs no parser.
std::string Encode(const Program& program);
absl::StatusOr<Program> Decode(absl::string_view bytes);

// What an expression is evaluated against. The library must have the functions
// that Compile saw.
struct Activation {
  std::map<std::string, Value> variables;
  const Library* library = nullptr;
  const void* host = nullptr;
};

Value Evaluate(const Program& program, const Activation& activation);

// What a condition came to.
struct Outcome {
  Truth truth = Truth::kTrue;
  // The attributes that decided it, most telling first: those read by the
  // operand that made it false (kFalse) or true (kTrue).
  std::vector<Origin> because;
  Unknown unknown;    // kUnknown only
  std::string error;  // not empty: evaluation failed; truth is kUnknown
};

// Evaluates an expression that must come to a bool.
Outcome EvaluateCondition(const Program& program, const Activation& activation);

}  // namespace compliance::cel

#endif  // COMPLIANCE_CEL_PROGRAM_H_
