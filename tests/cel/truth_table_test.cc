// &&, ||, ! and ?: over true, false, unknown and error.
#include <string>
#include <tuple>

#include "absl/strings/str_replace.h"
#include "cel/evaluation.h"
#include "gtest/gtest.h"

namespace compliance::cel {
namespace {

// T, F, U (unknown) and E (an error).
Variables Operands() {
  return {{"T", Value::Bool(true)},
          {"F", Value::Bool(false)},
          {"U", UnknownOf("u")},
          {"E", Value::MakeError("broken")}};
}

char Letter(const Value& value) {
  if (value.IsUnknown()) return 'U';
  if (value.IsError()) return 'E';
  return value.AsBool() ? 'T' : 'F';
}

struct Row {
  const char* expression;
  char want;
};

class TruthTable : public ::testing::TestWithParam<Row> {};

TEST_P(TruthTable, Holds) {
  EXPECT_EQ(Letter(Eval(GetParam().expression, Operands())), GetParam().want)
      << GetParam().expression;
}

INSTANTIATE_TEST_SUITE_P(
    And, TruthTable,
    ::testing::Values(
        Row{"T && T", 'T'}, Row{"T && F", 'F'}, Row{"T && U", 'U'},
        Row{"T && E", 'E'}, Row{"F && T", 'F'}, Row{"F && F", 'F'},
        Row{"F && U", 'F'}, Row{"F && E", 'F'}, Row{"U && T", 'U'},
        Row{"U && F", 'F'}, Row{"U && U", 'U'}, Row{"U && E", 'U'},
        Row{"E && T", 'E'}, Row{"E && F", 'F'}, Row{"E && U", 'U'},
        Row{"E && E", 'E'}, Row{"U && E && F", 'F'}, Row{"E && U && T", 'U'}));

INSTANTIATE_TEST_SUITE_P(
    Or, TruthTable,
    ::testing::Values(
        Row{"T || T", 'T'}, Row{"T || F", 'T'}, Row{"T || U", 'T'},
        Row{"T || E", 'T'}, Row{"F || T", 'T'}, Row{"F || F", 'F'},
        Row{"F || U", 'U'}, Row{"F || E", 'E'}, Row{"U || T", 'T'},
        Row{"U || F", 'U'}, Row{"U || U", 'U'}, Row{"U || E", 'U'},
        Row{"E || T", 'T'}, Row{"E || F", 'E'}, Row{"E || U", 'U'},
        Row{"E || E", 'E'}, Row{"U || E || T", 'T'}, Row{"E || U || F", 'U'}));

INSTANTIATE_TEST_SUITE_P(Not, TruthTable,
                         ::testing::Values(Row{"!T", 'F'}, Row{"!F", 'T'},
                                           Row{"!U", 'U'}, Row{"!E", 'E'}));

INSTANTIATE_TEST_SUITE_P(
    Conditional, TruthTable,
    ::testing::Values(
        Row{"T ? T : F", 'T'}, Row{"T ? F : T", 'F'}, Row{"T ? U : T", 'U'},
        Row{"T ? E : T", 'E'}, Row{"T ? T : E", 'T'}, Row{"T ? F : U", 'F'},
        Row{"F ? T : F", 'F'}, Row{"F ? F : T", 'T'}, Row{"F ? T : U", 'U'},
        Row{"F ? T : E", 'E'}, Row{"F ? E : T", 'T'}, Row{"F ? U : F", 'F'},
        // Whichever branch is taken, where both agree it is decided.
        Row{"U ? T : T", 'T'}, Row{"U ? F : F", 'F'}, Row{"U ? T : F", 'U'},
        Row{"U ? F : T", 'U'}, Row{"U ? U : T", 'U'}, Row{"U ? T : U", 'U'},
        Row{"U ? U : U", 'U'}, Row{"U ? E : T", 'U'}, Row{"U ? F : E", 'U'},
        Row{"U ? E : E", 'U'}, Row{"E ? T : T", 'E'}, Row{"E ? U : U", 'E'}));

// A fold over members is the same logic.
INSTANTIATE_TEST_SUITE_P(
    Folds, TruthTable,
    ::testing::Values(
        Row{"[T, T].all(x, x)", 'T'}, Row{"[T, F].all(x, x)", 'F'},
        Row{"[U, F].all(x, x)", 'F'}, Row{"[U, T].all(x, x)", 'U'},
        Row{"[].all(x, x)", 'T'}, Row{"[F, U].exists(x, x)", 'U'},
        Row{"[U, T].exists(x, x)", 'T'}, Row{"[F, F].exists(x, x)", 'F'},
        Row{"[].exists(x, x)", 'F'}, Row{"[1, 0].all(x, 1 / x > 5)", 'F'},
        Row{"[0, 1].exists(x, 1 / x == 1)", 'T'},
        Row{"[0, 1].all(x, 1 / x == 1)", 'E'},
        Row{"[T, F].exists_one(x, x)", 'T'},
        Row{"[T, T].exists_one(x, x)", 'F'},
        Row{"[T, U].exists_one(x, x)", 'U'},
        Row{"[T, T, U].exists_one(x, x)", 'F'},
        Row{"[0, 1].exists_one(x, 1 / x == 1)", 'E'}));

INSTANTIATE_TEST_SUITE_P(
    Strict, TruthTable,
    ::testing::Values(
        Row{"U == T", 'U'}, Row{"U != 1", 'U'}, Row{"U + 1 > 2", 'U'},
        Row{"U < 3", 'U'}, Row{"E == U", 'E'}, Row{"U + E > 1", 'E'},
        Row{"U.x == 1", 'U'}, Row{"U[0] == 1", 'U'}, Row{"[1, 2][U] == 1", 'U'},
        Row{"1 in U", 'U'}, Row{"U in [1]", 'U'}, Row{"U in []", 'F'},
        Row{"[U, 1] == [2, 2]", 'F'}, Row{"[U, 1] == [1, 1]", 'U'},
        Row{"1 in [U, 1]", 'T'}, Row{"2 in [U, 1]", 'U'},
        Row{"{'a': U} == {'a': 1}", 'U'}, Row{"{'a': U} == {'b': 1}", 'F'},
        Row{"'a' in {'a': U}", 'T'}, Row{"has({'a': U}.a)", 'T'},
        Row{"U.matches('a')", 'U'}, Row{"'a'.matches('a')", 'T'},
        Row{"U.all(x, x)", 'U'}, Row{"[U].size() == 1", 'T'},
        Row{"U.size() == 1", 'U'}, Row{"1 && T", 'E'}, Row{"1 && F", 'F'},
        Row{"1 || U", 'U'}));

// Reasons come from every operand that could still decide.
TEST(UnknownReasons, Merge) {
  const Variables variables = {{"a", UnknownOf("a")}, {"b", UnknownOf("b")}};
  for (const char* expression :
       {"a && b", "b || a", "a == b", "a + b", "a ? b : false", "b < a",
        "[a, b].all(x, x)", "a in [b]", "cel.bind(x, a, x == b)"}) {
    const Value value = Eval(expression, variables);
    ASSERT_TRUE(value.IsUnknown()) << expression;
    EXPECT_EQ(Paths(value.AsUnknown().waits_for), "7:a, 7:b") << expression;
  }
}

TEST(UnknownReasons, NeedsMergeToo) {
  const Value a = Value::MakeUnknown({{}, {"the whole plan"}});
  const Value b = Value::MakeUnknown({{}, {"the configuration"}});
  const Outcome outcome = Judge("a && b", {{"a", a}, {"b", b}});
  EXPECT_EQ(outcome.truth, Truth::kUnknown);
  EXPECT_EQ(outcome.unknown.needs,
            (std::vector<std::string>{"the configuration", "the whole plan"}));
}

}  // namespace
}  // namespace compliance::cel
