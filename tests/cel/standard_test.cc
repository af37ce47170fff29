// Functions of CEL and its extensions, over known and unknown arguments; they
// carry marks and origins on, and cost by size.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "cel/evaluation.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace compliance::cel {
namespace {

using cty::Type;
using ::testing::HasSubstr;

struct Row {
  std::string expression;
  std::string value;
};

void PrintTo(const Row& row, std::ostream* out) { *out << row.expression; }

Variables Example() {
  return Self(
      {{"text", cty::Value::String("10.0.0.0/8")},
       {"secret", cty::Value::String("12").WithSensitive()},
       {"unknown", cty::Value::Unknown(Type::String())},
       {"null", cty::Value::Null(Type::String())},
       {"list", cty::Value::List(Type::String(),
                                 {cty::Value::String("a"),
                                  cty::Value::Unknown(Type::String())})}});
}

class Standard : public ::testing::TestWithParam<Row> {};

TEST_P(Standard, Evaluates) {
  EXPECT_EQ(EvalText(GetParam().expression, Example()), GetParam().value);
}

INSTANTIATE_TEST_SUITE_P(
    Times, Standard,
    ::testing::Values(
        Row{"timestamp('2024-02-29T23:59:59.5+01:30')",
            "timestamp(\"2024-02-29T22:29:59.5Z\")"},
        Row{"timestamp(0)", "timestamp(\"1970-01-01T00:00:00Z\")"},
        Row{"timestamp('2023-02-29T00:00:00Z')",
            "(error: timestamp(): the text is not of that kind)"},
        Row{"timestamp(' 2023-02-28T00:00:00Z')",
            "(error: timestamp(): the text is not of that kind)"},
        Row{"timestamp('2023-02-28T23:59:60Z')",
            "(error: timestamp(): the text is not of that kind)"},
        Row{"timestamp('infinite-future')",
            "(error: timestamp(): the text is not of that kind)"},
        Row{"timestamp(9223372036854775807)",
            "(error: the timestamp is out of range (years 1 to 9999))"},
        Row{"duration('-1h2m3.000000004s')", "duration(\"-3723.000000004s\")"},
        Row{"duration('1.5h') + duration('100\u00b5s')",
            "duration(\"5400.0001s\")"},
        Row{"duration('0')", "duration(\"0s\")"},
        Row{"duration('9223372036854775807ns')",
            "duration(\"9223372036.854775807s\")"},
        Row{"duration('-9223372036854775808ns')",
            "duration(\"-9223372036.854775808s\")"},
        Row{"duration('9223372036854775808ns')",
            "(error: the duration is out of range (about 292 years))"},
        Row{"duration('99999999999999999999999999999999h')",
            "(error: the duration is out of range (about 292 years))"},
        Row{"duration('inf')",
            "(error: duration(): the text is not of that kind)"},
        Row{"duration('5')",
            "(error: duration(): the text is not of that kind)"},
        Row{"duration('')",
            "(error: duration(): the text is not of that kind)"},
        Row{"timestamp('2024-01-01T00:00:00Z').getHours('-02:30')", "21"},
        Row{"timestamp('2024-01-01T00:00:00Z').getHours('/etc/localtime')",
            "(error: no such time zone on this machine; offsets such as "
            "\"+01:00\" are known everywhere)"},
        Row{"timestamp('2024-01-01T00:00:00Z') < duration('1s')",
            "(error: no order between timestamp and duration (<))"},
        Row{"timestamp(0) + timestamp(0)",
            "(error: no matching overload: timestamp + timestamp)"},
        Row{"timestamp(self.unknown).getFullYear() > 2000", "(unknown)"},
        Row{"timestamp(0) + duration(self.unknown)", "(unknown)"},
        Row{"timestamp(self.null)",
            "(error: no matching overload: timestamp(null))"}));

INSTANTIATE_TEST_SUITE_P(
    Types, Standard,
    ::testing::Values(
        Row{"type(self)", "map"}, Row{"type(self.text)", "string"},
        Row{"type(self.null) == null_type", "true"},
        Row{"type(self.unknown)", "(unknown)"},
        Row{"type(duration('1s'))", "google.protobuf.Duration"},
        Row{"type(optional.none()) == optional_type", "true"},
        Row{"[int, type(1)].distinct()", "[int]"},
        // A variable comes before a type, and a macro's before both.
        Row{"[1].map(string, string + 1)", "[2]"},
        Row{"int < string", "(error: no order between type and type (<))"}));

INSTANTIATE_TEST_SUITE_P(
    Texts, Standard,
    ::testing::Values(
        Row{"'%s %s'.format([[1, 'a', null], {'k': 2.5}])",
            "\"[1, a, null] {k: 2.5}\""},
        Row{"'%d %x %X %o %b'.format([-5, -255, 'hi', 8, true])",
            "\"-5 -ff 6869 10 1\""},
        Row{"'%d'.format([-9223372036854775808])", "\"-9223372036854775808\""},
        Row{"'%x'.format([-9223372036854775808])", "\"-8000000000000000\""},
        Row{"'%.0f%%'.format([99.5])", "\"100%\""},
        Row{"'%s'.format([b'\\xff'])", "\"\uFFFD\""},
        Row{"'%'.format([])", "(error: format(): it ends within a clause)"},
        Row{"'%.'.format([1.0])",
            "(error: format(): a precision has no digits)"},
        Row{"'%.3'.format([1.0])",
            "(error: format(): it ends within a clause)"},
        Row{"'%.101f'.format([1.0])",
            "(error: format(): a precision is larger than 100)"},
        Row{"'%s'.format([])",
            "(error: format(): there are more clauses than arguments)"},
        Row{"'%y'.format([1])",
            "(error: format(): a clause is none of %s %d %f %e %b %o %x %X)"},
        Row{"'%d'.format(['x'])",
            "(error: format(): a value of kind string does not fit a clause "
            "for decimals)"},
        Row{"'%s'.format(self.list)", "(unknown)"},
        Row{"self.unknown.format([1])", "(unknown)"},
        Row{"strings.quote('a\"\\n')", "\"\\\"a\\\\\\\"\\\\n\\\"\""},
        Row{"base64.encode(b'hello')", "\"aGVsbG8=\""},
        Row{"base64.decode('aGVsbG8=') == b'hello'", "true"},
        Row{"base64.decode('aGVsbG8') == b'hello'", "true"},
        Row{"base64.decode('?')",
            "(error: base64.decode(): the text is not base64)"}));

INSTANTIATE_TEST_SUITE_P(
    Numbers, Standard,
    ::testing::Values(
        Row{"math.sqrt(81)", "9.0"}, Row{"math.sqrt(2.25)", "1.5"},
        Row{"math.isNaN(math.sqrt(-1))", "true"}, Row{"math.abs(-3)", "3"},
        Row{"math.round(-0.5)", "-1.0"}, Row{"math.bitShiftRight(-1, 63)", "1"},
        Row{"math.bitAnd(1, 1u)",
            "(error: no matching overload: math.bitAnd(int, uint))"},
        Row{"math.ceil(double(self.unknown))", "(unknown)"}));

INSTANTIATE_TEST_SUITE_P(
    Collections, Standard,
    ::testing::Values(
        Row{"[1, 2, 3].slice(1, 3)", "[2, 3]"},
        Row{"[1].slice(1, 2)", "(error: slice: index out of range)"},
        Row{"[1].slice(-1, 0)", "(error: slice: index out of range)"},
        Row{"[1, 2].reverse()", "[2, 1]"}, Row{"'ab'.reverse()", "\"ba\""},
        Row{"[1, 2].first()", "optional.of(1)"},
        Row{"[1, 2].last()", "optional.of(2)"},
        Row{"[].last()", "optional.none()"}, Row{"lists.range(3)", "[0, 1, 2]"},
        Row{"lists.range(-3)", "[]"},
        Row{"[[1, [2]], [[3]]].flatten(2)", "[1, 2, 3]"},
        Row{"[[1], 2].flatten(0)", "[[1], 2]"},
        Row{"[[1]].flatten(-1)", "(error: flatten(): negative depth)"},
        Row{"[5, 6].transformMap(i, v, v - i)", "{0: 5, 1: 5}"},
        Row{"{'a': 1, 'b': 2}.transformMap(k, v, v > 1, k)", "{\"b\": \"b\"}"},
        Row{"{'a': 1}.transformMap(k, v, self.unknown)", "{\"a\": (unknown)}"},
        Row{"{'a': 1}.transformMap(k, v, self.unknown == 'x', v)", "(unknown)"},
        Row{"{'a': 1}.transformMapEntry(k, v, {v: k})", "{1: \"a\"}"},
        Row{"{'a': 1, 'b': 1}.transformMapEntry(k, v, {v: k})",
            "(error: repeated map key)"},
        Row{"{'a': 1}.transformMapEntry(k, v, {self.unknown: k})", "(unknown)"},
        Row{"{'a': 1}.transformMapEntry(k, v, v)",
            "(error: no matching overload: transformMapEntry(int))"}));

INSTANTIATE_TEST_SUITE_P(
    Networks, Standard,
    ::testing::Values(
        Row{"cidr(self.text).containsIP('10.1.2.3')", "true"},
        Row{"cidr(self.text).containsCIDR('10.0.0.0/7')", "false"},
        Row{"cidr('10.1.2.3/8')", "cidr(\"10.1.2.3/8\")"},
        Row{"cidr('10.1.2.3/8').masked() == cidr(self.text)", "true"},
        Row{"cidr('10.1.2.3/8').ip()", "ip(\"10.1.2.3\")"},
        Row{"ip('2001:DB8::0')", "ip(\"2001:db8::\")"},
        Row{"ip('010.0.0.1')", "(error: the text is not an IP address)"},
        Row{"isIP('::ffff:10.0.0.1')", "false"},
        Row{"ip('::ffff:a00:1') == ip('10.0.0.1')", "true"},
        Row{"ip('10.0.0.1').isLoopback() || ip('::1').isLoopback()", "true"},
        Row{"ip('10.0.0.1') < ip('10.0.0.2')",
            "(error: no order between ip and ip (<))"},
        Row{"isCIDR(self.unknown)", "(unknown)"},
        Row{"cidr(self.text).containsIP(self.unknown)", "(unknown)"},
        Row{"cidr('10.0.0.0/8').prefixLength() == 8", "true"}));

// The table of docs/design/conditions.md.
TEST(NullMissingUnknown, AreThreeThings) {
  const Variables self = Self({{"a", cty::Value::Number(std::int64_t{365})},
                               {"b", cty::Value::Null(Type::Number())},
                               {"u", cty::Value::Unknown(Type::Number())}});
  struct Case {
    std::string before;
    std::string after;
    std::vector<std::string> values;  // of a, b, u, nosuch
  };
  const std::vector<Case> cases = {
      {"self.", "", {"365", "null", "(unknown)", "(error"}},
      {"has(self.", ")", {"true", "false", "(unknown)", "false"}},
      {"self.?", ".orValue(0)", {"365", "0", "(unknown)", "0"}},
      {"self.", " == null", {"false", "true", "(unknown)", "(error"}},
      {"self.", " >= 365", {"true", "(error", "(unknown)", "(error"}},
      {"self.?", ".orValue(0) >= 365", {"true", "false", "(unknown)", "false"}},
      {"type(self.", ")", {"int", "null_type", "(unknown)", "(error"}}};
  for (const Case& c : cases) {
    const std::string names[] = {"a", "b", "u", "nosuch"};
    for (std::size_t i = 0; i < c.values.size(); ++i) {
      const std::string expression = absl::StrCat(c.before, names[i], c.after);
      EXPECT_THAT(EvalText(expression, self),
                  ::testing::StartsWith(c.values[i]))
          << expression;
    }
  }
}

TEST(Marks, FlowThroughEveryFunction) {
  for (const char* expression :
       {"duration(self.secret + 's')",
        "timestamp(int(self.secret))",
        "duration(self.secret + 's').getSeconds()",
        "type(self.secret)",
        "'%s'.format([self.secret])",
        "'%s'.format([[{'k': self.secret}]])",
        "self.secret.format([])",
        "strings.quote(self.secret)",
        "base64.encode(bytes(self.secret))",
        "math.abs(int(self.secret))",
        "math.bitAnd(1, int(self.secret))",
        "isIP(self.secret)",
        "cidr('10.0.0.0/8').containsCIDR('10.0.0.0/' + self.secret)",
        "[1, 2].slice(0, int(self.secret) - 11)",
        "lists.range(int(self.secret))",
        "self.secret.reverse()",
        "{1: 2}.transformMap(k, v, self.secret == '12', v)",
        "{1: 2}.transformMapEntry(k, v, self.secret == '12', {k: v})",
        "{1: self.secret}.transformMap(k, v, v)[1]",
        "[self.secret].first().value()"}) {
    EXPECT_EQ(EvalText(expression, Example()), "(sensitive value)")
        << expression;
  }
}

TEST(Reasons, FlowThroughEveryFunction) {
  for (const char* expression :
       {"timestamp(self.unknown) == timestamp(0)",
        "duration(self.unknown).getHours() > 1", "type(self.unknown) == string",
        "'%s'.format([self.unknown]) == ''",
        "strings.quote(self.unknown) == ''", "isIP(self.unknown)",
        "cidr(self.unknown).prefixLength() == 1",
        "math.sign(int(self.unknown)) == 1",
        "{1: 2}.transformMap(k, v, self.unknown == 'x', v) == {1: 2}"}) {
    const Outcome outcome = Judge(expression, Example());
    EXPECT_EQ(outcome.truth, Truth::kUnknown) << expression;
    EXPECT_EQ(Paths(outcome.unknown.waits_for), "unknown") << expression;
  }
}

TEST(Origins, NameWhatFunctionsWereCalledWith) {
  for (const char* expression :
       {"cidr(self.text).prefixLength() > 8", "isIP(self.text)",
        "'%s'.format([self.text]) == ''", "type(self.text) == int"}) {
    const Outcome outcome = Judge(expression, Example());
    EXPECT_EQ(outcome.truth, Truth::kFalse) << expression;
    EXPECT_EQ(Paths(outcome.because), "text") << expression;
  }
}

TEST(OpenLists, MembersBehindThemHaveNoSurePosition) {
  List list;
  list.items = {{Value::Int(1), true}};
  list.open = true;
  list.why.needs = {"the whole plan"};
  const Variables variables = {{"open", Value::MakeList(std::move(list))}};
  EXPECT_EQ(EvalText("(open + [5])[1]", variables), "(unknown)");
  EXPECT_EQ(EvalText("[open, [5]].flatten()[1]", variables), "(unknown)");
  EXPECT_EQ(EvalText("(open + [5]).exists(x, x == 5)", variables), "true");
  EXPECT_EQ(EvalText("open.first()", variables), "optional.of(1)");
  EXPECT_EQ(EvalText("open.last()", variables), "(unknown)");
  EXPECT_EQ(EvalText("open.slice(0, 1)", variables), "(unknown)");
  EXPECT_EQ(EvalText("open.reverse()", variables), "(unknown)");
  EXPECT_EQ(EvalText("open.transformMap(i, x, x)", variables), "(unknown)");
}

TEST(QualifiedNames, AreReadAsFarAsTheyReach) {
  const Variables variables = {
      {"a.b", Value::Map({{Value::String("c"), Value::Int(1)}})},
      {"a.b.d", Value::Int(2)}};
  EXPECT_EQ(EvalText("a.b.c", variables), "1");
  EXPECT_EQ(EvalText("a.b.d", variables), "2");
  EXPECT_EQ(EvalText("a.b.size()", variables), "1");
  EXPECT_EQ(EvalText("[{'b': 3}].map(a, a.b)", variables), "[3]");
}

TEST(Cost, OfTextsAndListsIsBounded) {
  std::string body = "x.size() == 0";
  for (int i = 0; i < 60; ++i) {
    body = absl::StrCat("cel.bind(x, '%s%s'.format([x, x]), ", body, ")");
  }
  EXPECT_THAT(EvalText(absl::StrCat("cel.bind(x, 'abc', ", body, ")")),
              HasSubstr("(error: the"));
  EXPECT_THAT(EvalText("lists.range(9223372036854775807)"),
              HasSubstr("(error: the list grows too long"));
  EXPECT_THAT(EvalText("lists.range(1000000).map(x, lists.range(1000000))"),
              HasSubstr("(error: the"));
  EXPECT_THAT(EvalText("lists.range(1000).map(x, lists.range(1000).map(y, "
                       "timestamp(x).getHours('X' + string(y))))"),
              HasSubstr("(error: "));
}

}  // namespace
}  // namespace compliance::cel
