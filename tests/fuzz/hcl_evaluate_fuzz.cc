// Any file evaluates, twice to the same: with atoms for its names, then with
// values, where what was known stays known.
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "compliance/cty/origin.h"
#include "compliance/hcl/evaluate.h"
#include "compliance/hcl/evaluate_body.h"
#include "compliance/hcl/parse.h"
#include "compliance/lang/functions.h"
#include "fuzz/fuzz_input.h"

namespace {

using compliance::cty::Atom;
using compliance::cty::Path;
using compliance::cty::Type;
using compliance::cty::Value;
using compliance::fuzz::Require;
using namespace compliance::hcl;

// A value for every name, of a type that its length picks.
Value ValueOf(absl::string_view root) {
  const Value text = Value::String(root);
  switch (root.size() % 6) {
    case 0:
      return Value::Number(2);
    case 1:
      return text;
    case 2:
      return Value::List(Type::String(), {text, Value::String("b")});
    case 3:
      return Value::Object({{"a", text}, {"b", Value::Bool(true)}});
    case 4:
      return Value::Bool(true);
    default:
      return Value::Map(Type::String(), {{"a", text.WithSensitive()}});
  }
}

Names NamesFrom(const std::function<Value(absl::string_view)>& value_of) {
  Names names;
  names.resolve = [value_of](absl::string_view root, const Path& steps) {
    return std::optional<Named>(Named{
        value_of(root), root.size() % 2 == 0 && !steps.empty() ? 1U : 0U});
  };
  names.call = [](absl::string_view function,
                  const std::vector<Value>& arguments) {
    return compliance::lang::Call(function, arguments);
  };
  names.read_file = [](absl::string_view path) -> absl::StatusOr<std::string> {
    if (path.size() > 3) return absl::NotFoundError("none");
    return std::string("%{ for x in a }${x}%{ endfor }");
  };
  return names;
}

void EvaluateAll(const Body& body, const Names& names) {
  const EvaluatedBody evaluated = EvaluateBody(body, names, MetaArguments());
  Require(EvaluateBody(body, names, MetaArguments()).value == evaluated.value,
          "a body evaluates to the same again");
  for (const Attribute& attribute : body.attributes) {
    References(attribute.expression);
    Evaluate(attribute.expression, names);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  // Time is for what expressions do, not for how many there are.
  constexpr std::size_t kMaxSize = 4096;
  if (size > kMaxSize) return 0;
  const auto input = compliance::fuzz::InputOf(data, size);
  const Names atoms = NamesFrom([](absl::string_view root) {
    return UnknownOf(ValueOf(root).type(), Atom{std::string(root), Path()});
  });
  const Names values = NamesFrom(ValueOf);
  const ParsedFile file = Parse(input);
  EvaluateAll(file.body, atoms);
  EvaluateAll(file.body, values);
  const ParsedExpression expression = ParseExpression(input);
  const Value before = Evaluate(expression.expression, atoms);
  const Value after = Evaluate(expression.expression, values);
  Require(!before.IsWhollyKnown() || before.IsNull() || !after.IsNull(),
          "what is known before apply is not null after it");
  References(expression.expression);
  return 0;
}
