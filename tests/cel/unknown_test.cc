// Attributes that are null, missing, unknown, or unknown with a promise.
#include <optional>
#include <string>
#include <utility>

#include "cel/evaluation.h"
#include "gtest/gtest.h"

namespace compliance::cel {
namespace {

using cty::Refinement;
using cty::Type;

cty::Value UnknownString(std::string prefix, bool not_null = true) {
  Refinement promised;
  promised.not_null = not_null;
  promised.prefix = std::move(prefix);
  return cty::Value::Unknown(Type::String(), promised);
}

cty::Value UnknownNumber(std::optional<std::int64_t> lower,
                         std::optional<std::int64_t> upper,
                         bool not_null = true) {
  Refinement promised;
  promised.not_null = not_null;
  if (lower.has_value()) promised.lower = {cty::Number(*lower), true};
  if (upper.has_value()) promised.upper = {cty::Number(*upper), true};
  return cty::Value::Unknown(Type::Number(), promised);
}

cty::Value UnknownList(std::optional<std::int64_t> min,
                       std::optional<std::int64_t> max, bool not_null = true) {
  Refinement promised;
  promised.not_null = not_null;
  promised.length_min = min;
  promised.length_max = max;
  return cty::Value::Unknown(Type::List(Type::String()), promised);
}

Variables Example() {
  Refinement not_null;
  not_null.not_null = true;
  return Self({
      {"set", cty::Value::Bool(true)},
      {"null", cty::Value::Null(Type::Bool())},
      {"unknown", cty::Value::Unknown(Type::Bool())},
      {"not_null", cty::Value::Unknown(Type::Bool(), not_null)},
      {"arn", UnknownString("arn:aws:kms:")},
      {"maybe_arn", UnknownString("arn:aws:kms:", false)},
      {"days", UnknownNumber(7, 30)},
      {"maybe_days", UnknownNumber(7, 30, false)},
      {"names", UnknownList(2, 4)},
      {"maybe_names", UnknownList(2, 4, false)},
      {"none", UnknownList(0, 0)},
      {"object",
       cty::Value::Object({{"inner", cty::Value::Number(std::int64_t{3})}})},
      {"null_object",
       cty::Value::Null(Type::Object({{"inner", Type::Number()}}))},
      {"tags", cty::Value::Map(Type::String(),
                               {{"a", cty::Value::String("x")},
                                {"b", cty::Value::Unknown(Type::String())}})},
      {"list",
       cty::Value::List(Type::String(), {cty::Value::String("x"),
                                         cty::Value::Unknown(Type::String())})},
      {"set_of",
       cty::Value::Set(Type::String(), {cty::Value::String("x"),
                                        cty::Value::Unknown(Type::String())})},
      {"known_set", cty::Value::Set(Type::String(), {cty::Value::String("b"),
                                                     cty::Value::String("a")})},
  });
}

struct Row {
  const char* expression;
  const char* want;  // as Value::ToString has it; "(error)" for any error
};

class Attributes : public ::testing::TestWithParam<Row> {};

TEST_P(Attributes, Give) {
  const Value value = Eval(GetParam().expression, Example());
  EXPECT_EQ(value.IsError() && std::string(GetParam().want) == "(error)"
                ? "(error)"
                : value.ToString(),
            GetParam().want)
      << GetParam().expression;
}

INSTANTIATE_TEST_SUITE_P(
    Null, Attributes,
    ::testing::Values(Row{"has(self.null)", "false"}, Row{"self.null", "null"},
                      Row{"self.null == null", "true"},
                      Row{"self.null == 3", "false"},
                      Row{"self.null >= 365", "(error)"},
                      Row{"self.?null.hasValue()", "false"},
                      Row{"self.?null.orValue(7)", "7"},
                      Row{"self.null_object.inner", "(error)"},
                      Row{"has(self.null_object.inner)", "false"},
                      Row{"self.null_object.?inner.orValue(1)", "1"},
                      Row{"self.?null_object.?inner.orValue(1)", "1"},
                      Row{"self.?object.?inner.orValue(1)", "3"},
                      Row{"self.?object.inner.orValue(1)", "3"}));

INSTANTIATE_TEST_SUITE_P(
    Missing, Attributes,
    ::testing::Values(Row{"self.nosuch", "(error: no such attribute: nosuch)"},
                      Row{"has(self.nosuch)", "false"},
                      Row{"self.?nosuch.hasValue()", "false"},
                      Row{"self.?nosuch.orValue(1)", "1"},
                      Row{"self.?nosuch.?deeper.orValue(1)", "1"},
                      Row{"has(self.nosuch.deeper)", "(error)"},
                      Row{"self.nosuch == 1 || true", "true"},
                      Row{"self.tags.c", "(error: no such key: c)"},
                      Row{"self.tags[?'c'].orValue('d')", "\"d\""},
                      Row{"'a' in self.tags", "true"},
                      Row{"'b' in self.tags", "true"},
                      Row{"'c' in self.tags", "false"},
                      Row{"self.list[5]", "(error: index out of range)"},
                      Row{"self.list[?5].orValue('d')", "\"d\""}));

INSTANTIATE_TEST_SUITE_P(
    Unknown, Attributes,
    ::testing::Values(Row{"has(self.unknown)", "(unknown)"},
                      Row{"self.?unknown.hasValue()", "(unknown)"},
                      Row{"self.?unknown.orValue(true)", "(unknown)"},
                      Row{"self.unknown == null", "(unknown)"},
                      Row{"self.unknown.deeper", "(unknown)"},
                      Row{"self.?unknown.?deeper.orValue(1)", "(unknown)"},
                      Row{"self.unknown || self.set", "true"},
                      Row{"self.tags['b'] == 'x'", "(unknown)"},
                      Row{"self.tags.all(k, k != 'c')", "true"},
                      Row{"self.tags.exists(k, self.tags[k] == 'x')", "true"},
                      Row{"self.tags.all(k, self.tags[k] == 'x')", "(unknown)"},
                      Row{"self.tags.all(k, v, v != 'x')", "false"}));

INSTANTIATE_TEST_SUITE_P(
    Promised, Attributes,
    ::testing::Values(
        Row{"has(self.not_null)", "true"},
        Row{"self.not_null == null", "false"},
        Row{"self.not_null != null", "true"},
        Row{"self.?not_null.hasValue()", "true"},
        Row{"self.?not_null.orValue(false)", "(unknown)"},
        Row{"self.arn.startsWith('arn:')", "true"},
        Row{"self.arn.startsWith('http')", "false"},
        Row{"self.arn.startsWith('arn:aws:kms:eu')", "(unknown)"},
        // A null would make it an error, so nothing is decided.
        Row{"self.maybe_arn.startsWith('arn:')", "(unknown)"},
        Row{"self.arn.contains(':kms:')", "true"},
        Row{"self.arn.contains('alias')", "(unknown)"},
        Row{"self.arn == 'http://x'", "false"},
        Row{"self.maybe_arn == 'http://x'", "false"},
        Row{"self.arn == 'arn:aws:kms:x'", "(unknown)"},
        Row{"self.arn in ['x', 'y']", "false"}, Row{"self.days >= 7", "true"},
        Row{"self.days > 7", "(unknown)"}, Row{"self.days < 7", "false"},
        Row{"self.days <= 30", "true"}, Row{"self.days > 30", "false"},
        Row{"31 > self.days", "true"}, Row{"self.days < 7.5", "(unknown)"},
        Row{"self.days >= 6.5", "true"}, Row{"self.days == 31", "false"},
        Row{"self.days == 7", "(unknown)"},
        Row{"self.days + 1 > 0", "(unknown)"},
        Row{"self.maybe_days >= 7", "(unknown)"},
        Row{"self.maybe_days == 31", "false"},
        Row{"self.names.size() >= 2", "true"},
        Row{"size(self.names) > 4", "false"},
        Row{"size(self.names) == 3", "(unknown)"},
        Row{"size(self.maybe_names) >= 2", "(unknown)"},
        Row{"self.names == []", "false"},
        Row{"self.none.size() == 0", "(unknown)"},
        Row{"self.none.size() <= 0", "true"}));

INSTANTIATE_TEST_SUITE_P(
    Collections, Attributes,
    ::testing::Values(Row{"self.list.exists(x, x == 'x')", "true"},
                      Row{"self.list.all(x, x == 'y')", "false"},
                      Row{"self.list.all(x, x == 'x')", "(unknown)"},
                      Row{"self.list.size()", "2"},
                      Row{"self.list[0]", "\"x\""},
                      Row{"self.list.join(',')", "(unknown)"},
                      Row{"self.names.all(x, x == 'x')", "(unknown)"},
                      Row{"self.set_of.exists(x, x == 'x')", "true"},
                      Row{"self.set_of.size() >= 1", "true"},
                      Row{"self.set_of.size() <= 2", "true"},
                      Row{"self.set_of.size() == 2", "(unknown)"},
                      Row{"self.set_of.exists_one(x, x == 'x')", "(unknown)"},
                      Row{"self.set_of.map(x, 1).size() > 1", "(unknown)"},
                      Row{"self.known_set == ['a', 'b']", "true"},
                      Row{"self.known_set == ['a', 'c']", "false"},
                      Row{"self.known_set.sort() == ['a', 'b']", "true"},
                      Row{"self.known_set.size()", "2"},
                      Row{"self.list.distinct().size() >= 1", "true"},
                      Row{"self.list.distinct().size() == 2", "(unknown)"}));

TEST(Unknown, WaitsForTheAttributeThatWasRead) {
  const Variables self = Example();
  EXPECT_EQ(Paths(Eval("self.unknown", self).AsUnknown().waits_for), "unknown");
  EXPECT_EQ(Paths(Eval("self.tags['b'] == 'x' && self.list[1] == 'y'", self)
                      .AsUnknown()
                      .waits_for),
            "list[1], tags[\"b\"]");
  EXPECT_EQ(Paths(Eval("self.set_of.size() == 2", self).AsUnknown().waits_for),
            "set_of[1]");
}

}  // namespace
}  // namespace compliance::cel
