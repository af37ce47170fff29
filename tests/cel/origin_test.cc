// Which attributes a verdict names, and what is marked sensitive.
#include <string>
#include <utility>
#include <vector>

#include "cel/evaluation.h"
#include "gtest/gtest.h"

namespace compliance::cel {
namespace {

using cty::Type;

cty::Value Int(std::int64_t n) { return cty::Value::Number(n); }

cty::Value Rule(std::int64_t from, std::int64_t to) {
  return cty::Value::Object({{"from_port", Int(from)}, {"to_port", Int(to)}});
}

Variables Example() {
  const Type rule = Type::Object(
      {{"from_port", Type::Number()}, {"to_port", Type::Number()}});
  Variables variables = Self({
      {"a", cty::Value::Bool(true)},
      {"b", cty::Value::Bool(false)},
      {"days", Int(30)},
      {"null", cty::Value::Null(Type::Bool())},
      {"ingress", cty::Value::List(rule, {Rule(443, 443), Rule(22, 80)})},
      {"empty", cty::Value::List(rule, {})},
      {"tags",
       cty::Value::Map(Type::String(), {{"Name", cty::Value::String("x")}})},
      {"password", cty::Value::String("hunter2").WithSensitive()},
  });
  variables["other"] =
      Value::FromCty(cty::Value::Object({{"enabled", cty::Value::Bool(false)}}),
                     Origin{7, {}});
  // What a function of the host may hand out: a message that was read from a
  // block of the subject.
  variables["domain"] = Value::MakeList(
      {Value::Message({{"port", Value::Int(22)}})
           .WithOrigin(Origin{0, cty::Path().Attr("ingress").Index(1)})});
  return variables;
}

struct Row {
  const char* expression;
  Truth truth;
  const char* because;
};

class Because : public ::testing::TestWithParam<Row> {};

TEST_P(Because, NamesWhatDecided) {
  const Outcome outcome = Judge(GetParam().expression, Example());
  EXPECT_EQ(outcome.truth, GetParam().truth) << outcome.error;
  EXPECT_EQ(Paths(outcome.because), GetParam().because)
      << GetParam().expression;
}

constexpr Truth kFalse = Truth::kFalse;
constexpr Truth kTrue = Truth::kTrue;

INSTANTIATE_TEST_SUITE_P(
    Logic, Because,
    ::testing::Values(Row{"self.a", kTrue, "a"}, Row{"self.b", kFalse, "b"},
                      Row{"self.a && self.b", kFalse, "b"},
                      Row{"self.b && self.a", kFalse, "b"},
                      Row{"self.a && self.days == 30", kTrue, "a, days"},
                      Row{"self.b || self.days == 30", kTrue, "days"},
                      Row{"self.b || self.days == 1", kFalse, "b, days"},
                      Row{"!(self.a && self.b)", kTrue, "b"},
                      Row{"self.a ? self.days > 50 : self.b", kFalse,
                          "days, a"},
                      Row{"self.a == self.a", kTrue, "a"}));

INSTANTIATE_TEST_SUITE_P(
    Presence, Because,
    ::testing::Values(
        Row{"has(self.nosuch)", kFalse, "nosuch"},
        Row{"has(self.null)", kFalse, "null"}, Row{"has(self.a)", kTrue, "a"},
        Row{"self.?nosuch.orValue(false)", kFalse, "nosuch"},
        Row{"self.?null.orValue(false)", kFalse, "null"},
        Row{"self.?nosuch.?deeper.orValue(false)", kFalse, "nosuch.deeper"},
        Row{"self.?days.orValue(0) >= 365", kFalse, "days"},
        Row{"self.tags[?'Env'].hasValue()", kFalse, "tags"},
        Row{"self.tags['Name'] == 'y'", kFalse, "tags[\"Name\"]"}));

INSTANTIATE_TEST_SUITE_P(
    Folds, Because,
    ::testing::Values(
        Row{"self.ingress.all(r, r.from_port > 22)", kFalse,
            "ingress[1].from_port"},
        Row{"self.ingress.exists(r, r.from_port == 443)", kTrue,
            "ingress[0].from_port"},
        Row{"self.ingress.exists(r, r.from_port == 1)", kFalse,
            "ingress[0].from_port, ingress[1].from_port"},
        Row{"self.ingress.all(r, r.from_port <= 22 && r.to_port > 1)", kFalse,
            "ingress[0].from_port"},
        Row{"self.empty.exists(r, true)", kFalse, "empty"},
        Row{"size(self.ingress) > 5", kFalse, "ingress"},
        Row{"self.ingress[1].from_port == 1", kFalse, "ingress[1].from_port"},
        Row{"self.ingress.filter(r, r.to_port == 80).all(r, r.from_port > 22)",
            kFalse,
            "ingress[1].from_port, ingress[0].to_port, ingress[1].to_port"},
        Row{"self.ingress.map(r, r.to_port - r.from_port).all(d, d == 0)",
            kFalse,
            "ingress[0].to_port, ingress[0].from_port, ingress[1].to_port, "
            "ingress[1].from_port"},
        Row{"domain.all(d, d.port > 22)", kFalse, "ingress[1].port"},
        Row{"cel.bind(d, self.days * 2, self.a && d > 100)", kFalse, "days"},
        Row{"cel.bind(d, self.days, d > 100)", kFalse, "days"},
        Row{"other.enabled || self.b", kFalse, "7:enabled, b"},
        Row{"1 == 2", kFalse, ""}));

TEST(Because, IsBounded) {
  std::vector<cty::Value> rules(1000, Rule(1, 2));
  const Variables self = Self(
      {{"ingress", cty::Value::List(Type::Object({{"from_port", Type::Number()},
                                                  {"to_port", Type::Number()}}),
                                    rules)}});
  const Outcome outcome = Judge("self.ingress.exists(r, r.to_port == 1)", self);
  EXPECT_EQ(outcome.truth, Truth::kFalse);
  EXPECT_EQ(outcome.because.size(), 64U);
}

TEST(Judge, AnythingButABoolIsAnError) {
  EXPECT_EQ(
      Judge("1").error,
      "a condition must come to true or false, not to a value of kind int");
  const Outcome broken = Judge("1 / 0 == 1");
  EXPECT_EQ(broken.truth, Truth::kUnknown);
  EXPECT_EQ(broken.error, "divide by zero");
}

TEST(Sensitive, MarksPropagate) {
  const Variables self = Example();
  for (const char* expression : {"self.password",
                                 "self.password + 'x'",
                                 "[self.password].join(',')",
                                 "self.password == 'x'",
                                 "self.password.size()",
                                 "'x' in [self.password]",
                                 "self.?password.orValue('x')",
                                 "self.password.startsWith('h') || self.b",
                                 "self.password.split('u')",
                                 "self.password.split('u')[0]",
                                 "self.password.matches('h')",
                                 "self.password < 'x'",
                                 "true ? self.password : 'x'",
                                 "self.password == 'x' ? 1 : 2",
                                 "[self.password].exists(p, p == 'x')",
                                 "cel.bind(p, self.password, p)",
                                 "{'a': self.password}.a",
                                 "[self.password][0]",
                                 "{self.password: 1}.map(k, k)[0]",
                                 "!(self.password == 'x')"}) {
    EXPECT_TRUE(Eval(expression, self).IsSensitive()) << expression;
  }
  EXPECT_FALSE(Eval("self.days", self).IsSensitive());
}

TEST(Sensitive, MembersOfAMarkedContainerAreMarked) {
  const Variables self =
      Self({{"secrets",
             cty::Value::List(Type::String(), {cty::Value::String("hunter2")})
                 .WithSensitive()}});
  EXPECT_TRUE(Eval("self.secrets[0]", self).IsSensitive());
  EXPECT_TRUE(Eval("self.secrets.map(s, s)[0]", self).IsSensitive());
  EXPECT_TRUE(Eval("self.secrets.exists(s, s == 'x')", self).IsSensitive());
}

TEST(Sensitive, ErrorsNameNoValues) {
  const Variables self = Example();
  for (const char* expression :
       {"int(self.password)", "{'a': 1}[self.password]", "[1][self.password]",
        "self.password.matches(self.password + '(')", "self.password > 3",
        "self.password.substring(90)", "self.password && true",
        "bool(self.password)", "'a'.matches(self.password + '[')"}) {
    const Value value = Eval(expression, self);
    ASSERT_TRUE(value.IsError()) << expression;
    EXPECT_EQ(value.ErrorMessage().find("hunter2"), std::string::npos)
        << value.ErrorMessage();
  }
}

}  // namespace
}  // namespace compliance::cel
