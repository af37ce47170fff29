#include "compliance/cel/program.h"

#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "cel/machine.h"
#include "cel/node.h"
#include "cel/parser.h"
#include "compliance/base/status_macros.h"

namespace compliance::cel {
namespace {

template <typename Visitor>
void Walk(const Node& node, const Visitor& visit) {
  visit(node);
  for (const Node& child : node.children) Walk(child, visit);
}

void AddStrings(const Value& literal, std::set<std::string>& into) {
  if (literal.kind() == Value::Kind::kString) into.insert(literal.AsString());
  if (literal.kind() != Value::Kind::kList) return;
  for (const List::Item& item : literal.AsList().items) {
    AddStrings(item.value, into);
  }
}

}  // namespace

std::set<std::string> Program::Variables() const {
  std::set<std::string> names;
  Walk(root(), [&](const Node& node) {
    if (node.kind == NodeKind::kVariable) names.insert(node.name);
  });
  return names;
}

std::set<std::string> Program::Needs(const Library& library) const {
  std::set<std::string> needs;
  Walk(root(), [&](const Node& node) {
    if (node.kind != NodeKind::kHostCall) return;
    const Function* function = library.Find(node.name, node.flag);
    if (function != nullptr && !function->needs.empty()) {
      needs.insert(function->needs);
    }
  });
  return needs;
}

std::set<std::string> Program::StringLiterals() const {
  std::set<std::string> strings;
  Walk(root(), [&](const Node& node) {
    if (node.kind == NodeKind::kLiteral) AddStrings(node.literal, strings);
  });
  return strings;
}

absl::StatusOr<Program> Compile(absl::string_view source,
                                const Library& library,
                                const std::set<std::string>& variables) {
  ASSIGN_OR_RETURN(Node root, Parse(source, library, variables));
  return Program(std::string(source),
                 std::make_shared<const Node>(std::move(root)));
}

Value Evaluate(const Program& program, const Activation& activation) {
  return Machine(activation, /*record=*/false).Run(program.root());
}

Outcome EvaluateCondition(const Program& program,
                          const Activation& activation) {
  Machine machine(activation, /*record=*/true);
  const Value result = machine.Run(program.root());
  Outcome outcome;
  outcome.truth = Truth::kUnknown;
  switch (result.kind()) {
    case Value::Kind::kBool:
      outcome.truth = TruthOf(result.AsBool());
      outcome.because = machine.Because();
      break;
    case Value::Kind::kUnknown:
      outcome.unknown = result.AsUnknown();
      break;
    case Value::Kind::kError:
      outcome.error = result.ErrorMessage();
      break;
    default:
      outcome.error = absl::StrCat(
          "a condition must come to true or false, "
          "not to a value of kind ",
          KindName(result.kind()));
      break;
  }
  return outcome;
}

}  // namespace compliance::cel
