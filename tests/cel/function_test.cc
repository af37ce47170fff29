// Functions that a host adds, and the language's own.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "cel/evaluation.h"
#include "compliance/cel/library.h"
#include "gtest/gtest.h"

namespace compliance::cel {
namespace {

using cty::Type;

// Each returns what it was called with, as text.
Value Describe(const Call& call) {
  std::string text = absl::StrCat(
      *static_cast<const char*>(call.host) == 'h' ? "" : "wrong host ");
  for (const Value& arg : call.args) {
    absl::StrAppend(&text, text.empty() ? "" : " ", arg.ToString());
    if (arg.origin() != nullptr) {
      absl::StrAppend(&text, "@", arg.origin()->subject, ":",
                      arg.origin()->path.ToString());
    }
  }
  return Value::String(text);
}

const Library& Functions() {
  static const Library& library = *[] {
    auto* all = new Library;
    const auto add = [](std::string name, bool member, int min_args,
                        int max_args) -> Function {
      Function function;
      function.name = std::move(name);
      function.member = member;
      function.min_args = min_args;
      function.max_args = max_args;
      function.apply = Describe;
      return function;
    };
    all->Add(add("plain", false, 1, 2));
    all->Add(add("module.plain", false, 1, 1));
    all->Add(add("method", true, 2, 2));
    Function path = add("path", false, 1, 2);
    path.takes_path = true;
    all->Add(path);
    Function eager = add("eager", false, 1, 1);
    eager.takes_unknown = true;
    all->Add(eager);
    return all;
  }();
  return library;
}

Variables Example() {
  Variables variables = Self({
      {"a", cty::Value::Number(std::int64_t{1})},
      {"null", cty::Value::Null(Type::String())},
      {"unknown", cty::Value::Unknown(Type::String())},
      {"block",
       cty::Value::List(Type::Object({{"x", Type::Bool()}}),
                        {cty::Value::Object({{"x", cty::Value::Bool(true)}})})},
      {"list",
       cty::Value::List(Type::String(), {cty::Value::Unknown(Type::String())})},
  });
  variables["attr"] = Eval("self.a", variables);
  variables["each"] = Eval("self.block[0]", variables);
  return variables;
}

std::string Called(absl::string_view expression) {
  static const char host = 'h';
  const Variables variables = Example();
  const Program program = MustCompile(expression, variables, &Functions());
  Activation activation;
  activation.variables = variables;
  activation.library = &Functions();
  activation.host = &host;
  const Value value = Evaluate(program, activation);
  return value.kind() == Value::Kind::kString ? value.AsString()
                                              : value.ToString();
}

struct Row {
  const char* expression;
  const char* want;
};

class HostFunctions : public ::testing::TestWithParam<Row> {};

TEST_P(HostFunctions, GetTheirArguments) {
  EXPECT_EQ(Called(GetParam().expression), GetParam().want)
      << GetParam().expression;
}

INSTANTIATE_TEST_SUITE_P(
    Calls, HostFunctions,
    ::testing::Values(Row{"plain(1)", "1"}, Row{"plain(1, 'x')", "1 \"x\""},
                      Row{"module.plain(self.a)", "1@0:a"},
                      Row{"self.a.method(2)", "1@0:a 2"},
                      Row{"plain(self.unknown)", "(unknown)"},
                      Row{"plain(self.list)", "(unknown)"},
                      Row{"plain(1, self.list)", "(unknown)"},
                      Row{"plain(1 / 0)", "(error: divide by zero)"},
                      Row{"eager(self.unknown)", "(unknown)@0:unknown"},
                      Row{"eager(self.list)", "[(unknown)]@0:list"},
                      Row{"eager(1 / 0)", "(error: divide by zero)"}));

INSTANTIATE_TEST_SUITE_P(
    Paths, HostFunctions,
    ::testing::Values(
        Row{"path(self.a)", "1@0:a"}, Row{"path(self.null)", "null@0:null"},
        Row{"path(self.unknown)", "(unknown)@0:unknown"},
        Row{"path(self.nosuch)", "null@0:nosuch"},
        Row{"path(self.nosuch.deeper)", "null@0:nosuch.deeper"},
        Row{"path(self.null.deeper)", "null@0:null.deeper"},
        Row{"path(self.unknown.deeper)", "(unknown)@0:unknown.deeper"},
        Row{"path(self.?nosuch)", "null@0:nosuch"},
        Row{"path(self.block[0].x)", "true@0:block[0].x"},
        Row{"path(self.block[4].x)", "null@0:block[4].x"},
        Row{"path(attr)", "1@0:a"}, Row{"path(each.x)", "true@0:block[0].x"},
        Row{"path(each.y)", "null@0:block[0].y"},
        Row{"self.block.map(b, path(b.x))[0]", "true@0:block[0].x"},
        Row{"path(self.a, self.unknown)", "(unknown)"},
        Row{"path(self.block[int(self.unknown)])", "(unknown)"},
        Row{"[1].map(x, path(x))",
            "(error: an attribute is wanted, not a computed "
            "value)"}));

TEST(HostFunctions, NameTheAttributeInBecause) {
  static const char host = 'h';
  Activation activation;
  activation.variables = Example();
  activation.library = &Functions();
  activation.host = &host;
  const Program program = MustCompile("path(self.nosuch) == 'x'",
                                      activation.variables, &Functions());
  EXPECT_EQ(Paths(EvaluateCondition(program, activation).because), "nosuch");
}

TEST(HostFunctions, MissingOnesAreErrors) {
  const Program program = MustCompile("plain(1)", Example(), &Functions());
  Activation activation;
  activation.variables = Example();
  EXPECT_EQ(Evaluate(program, activation).ToString(),
            "(error: no function plain())");
  const Library none;
  activation.library = &none;
  EXPECT_EQ(Evaluate(program, activation).ToString(),
            "(error: no function plain())");
}

TEST(HostFunctions, MissingVariablesAreErrors) {
  const Program program = MustCompile("self.a == 1", Example());
  EXPECT_EQ(Evaluate(program, Activation{}).ToString(),
            "(error: no value for self)");
}

class OwnFunctions : public ::testing::TestWithParam<Row> {};

TEST_P(OwnFunctions, Give) {
  EXPECT_EQ(EvalText(GetParam().expression), GetParam().want)
      << GetParam().expression;
}

INSTANTIATE_TEST_SUITE_P(
    Lists, OwnFunctions,
    ::testing::Values(Row{"[1, 2, 1].distinct()", "[1, 2]"},
                      Row{"[3, 1, 2].sort()", "[1, 2, 3]"},
                      Row{"['b', 'a'].sort()", "[\"a\", \"b\"]"},
                      Row{"[1, 'a'].sort()",
                          "(error: no order between int and string (<))"},
                      Row{"[[1], [2, [3]], 4].flatten()", "[1, 2, [3], 4]"},
                      Row{"[].sort()", "[]"},
                      Row{"[?optional.none(), 1]", "[1]"},
                      Row{"{?'a': optional.none(), 'b': 1}", "{\"b\": 1}"},
                      Row{"[1, 2] + [3]", "[1, 2, 3]"},
                      Row{"[5, 6].transformList(i, v, v - i)", "[5, 5]"},
                      Row{"{'a': 1, 'b': 2}.exists(k, v, v == 2)", "true"}));

INSTANTIATE_TEST_SUITE_P(
    Texts, OwnFunctions,
    ::testing::Values(Row{"'a,b,,c'.split(',')", "[\"a\", \"b\", \"\", \"c\"]"},
                      Row{"'abc'.split('')", "[\"a\", \"b\", \"c\"]"},
                      Row{"'a,b,c'.split(',', 2)", "[\"a\", \"b,c\"]"},
                      Row{"''.split(',')", "[\"\"]"}, Row{"''.split('')", "[]"},
                      Row{"'abab'.replace('b', 'x', 1)", "\"axab\""},
                      Row{"'ab'.replace('', '-')", "\"-a-b-\""},
                      Row{"'x'.matches('^(x|y)$')", "true"},
                      Row{"'ab'.matches('a' + 'b')", "true"},
                      Row{"'a'.matches('(' + '')",
                          "(error: not a regular expression of RE2, or too "
                          "large a one)"},
                      Row{"string(1.5)", "\"1.5\""},
                      Row{"string(1.0)", "\"1\""},
                      Row{"string(0.1)", "\"0.1\""}, Row{"int('42')", "42"},
                      Row{"int(' 42')",
                          "(error: int(): the text is not of that kind)"},
                      Row{"math.greatest(1, 2.5, 2u)", "2.5"},
                      Row{"math.least([3, 1])", "1"}));

}  // namespace
}  // namespace compliance::cel
