#include "compliance/cty/json.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "compliance/cty/msgpack.h"
#include "gtest/gtest.h"
#include "support/status.h"

namespace compliance::cty {
namespace {

using ::compliance::testing::IsOkAndHolds;
using ::compliance::testing::StatusIs;
using ::testing::HasSubstr;

TEST(Json, DecodesByType) {
  const Type object = Type::Object(
      {{"n", Type::Number()}, {"s", Type::String()}, {"d", Type::Dynamic()}});
  const struct {
    Type type;
    std::string json, printed;
  } table[] = {
      {Type::String(), R"("a\u00e9\ud83d\ude42\/\n")",
       "\"a\xC3\xA9\xF0\x9F\x99\x82/\\n\""},
      {Type::String(), "1.50", R"("1.50")"},
      {Type::String(), "true", R"("true")"},
      {Type::Number(), "-1.5e1", "-15"},
      {Type::Number(), R"("12")", "12"},
      {Type::Number(), "123456789012345678901234567890.1",
       "123456789012345678901234567890.1"},
      {Type::Bool(), "true", "true"},
      {Type::Bool(), R"("false")", "false"},
      {Type::Bool(), R"("1")", "true"},
      {Type::List(Type::Bool()), "[true, null]", "[true, null]"},
      {Type::Set(Type::String()), R"(["b","a","b"])", R"(["a", "b"])"},
      {Type::Map(Type::Number()), R"({"b":1,"a":2,"b":3})",
       R"({ "a" = 2, "b" = 3 })"},
      {Type::Tuple({Type::Bool(), Type::Number()}), "[false,0]", "[false, 0]"},
      {object, R"({"n":1,"d":{"value":[1],"type":["list","number"]}})",
       "{ d = [1], n = 1, s = null }"},
      {Type::Dynamic(), "null", "null"},
      {object, "null", "null"},
  };
  for (const auto& row : table) {
    SCOPED_TRACE(row.json);
    ASSERT_OK_AND_ASSIGN(const Value value, DecodeJson(row.json, row.type));
    EXPECT_EQ(value.ToString(), row.printed);
  }
}

TEST(Json, ErrorsNameThePathAndTheRemedy) {
  const Type object = Type::Object(
      {{"rules", Type::List(Type::Object({{"port", Type::Number()}}))},
       {"tags", Type::Map(Type::Bool())}});
  const struct {
    Type type;
    std::string json, message;
  } table[] = {
      {object, R"({"rules":[{"port":1},{"port":"x"}]})",
       "rules[1].port: a decimal number is required"},
      {object, R"({"tags":{"a b":1}})", R"(tags["a b"]: a bool is required)"},
      {object, R"({"rule":1})", R"(value: unsupported attribute "rule")"},
      {object, "[]", "value: an object is required"},
      {Type::Tuple({Type::Bool()}), "[]", "a tuple of 1 elements"},
      {Type::Set(Type::Bool()), "{}", "a set is required"},
      {Type::List(Type::Bool()), "{}", "a list is required"},
      {Type::Map(Type::Bool()), "[]", "a map is required"},
      {Type::String(), "[]", "a string is required"},
      {Type::Bool(), R"("yes")", "a bool is required"},
      {Type::Number(), "1e999999999", "out of range"},
      {Type::Dynamic(), R"({"value":1})", "a type and a value"},
      {Type::Dynamic(), R"({"value":1,"type":"x"})", "unknown type name"},
      {Type::Dynamic(), R"({"value":1,"type":"bool","x":1})",
       "type and value only"},
      {Type::Dynamic(), "5", "a type and a value"},
  };
  for (const auto& row : table) {
    EXPECT_THAT(
        DecodeJson(row.json, row.type),
        StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(row.message)))
        << row.json;
  }
}

TEST(Json, RefusesWhatIsNotJson) {
  for (const std::string json : {"",
                                 " ",
                                 "{",
                                 "[",
                                 "[1",
                                 "[1,]",
                                 "[,1]",
                                 "{\"a\"}",
                                 "{\"a\":}",
                                 "{\"a\":1,}",
                                 "{a:1}",
                                 "nul",
                                 "True",
                                 "01",
                                 "1.",
                                 ".5",
                                 "+1",
                                 "-",
                                 "1e",
                                 "1e+",
                                 "0x1",
                                 "NaN",
                                 "Infinity",
                                 "\"",
                                 "\"a",
                                 "\"\\",
                                 "\"\\x\"",
                                 "\"\\u12\"",
                                 "\"\\u12g4\"",
                                 "\"\\ud83d\"",
                                 "\"\\ud83d\\u0041\"",
                                 "\"\\ude42\"",
                                 "\"\n\"",
                                 "'a'",
                                 "1 2",
                                 "[] ]",
                                 "\xEF\xBB\xBF[]",
                                 "\"\xFF\"",
                                 "// x\n1"}) {
    EXPECT_THAT(DecodeImpliedJson(json),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         HasSubstr("malformed JSON")))
        << json;
  }
}

TEST(Json, BoundsNesting) {
  const auto nested = [](int levels) {
    return DecodeImpliedJson(std::string(levels, '[') +
                             std::string(levels, ']'));
  };
  EXPECT_OK(nested(kMaxDepth));
  EXPECT_THAT(nested(kMaxDepth + 2),
              StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(nested(1000000), StatusIs(absl::StatusCode::kResourceExhausted));
}

TEST(Json, ImpliesTypes) {
  ASSERT_OK_AND_ASSIGN(
      const Value value,
      DecodeImpliedJson(R"({"a":[1,"x",null,{"b":true}],"n":0.10})"));
  EXPECT_EQ(
      value.type(),
      Type::Object(
          {{"a", Type::Tuple({Type::Number(), Type::String(), Type::Dynamic(),
                              Type::Object({{"b", Type::Bool()}})})},
           {"n", Type::Number()}}));
  EXPECT_EQ(value.ToString(),
            R"({ a = [1, "x", null, { b = true }], n = 0.1 })");
}

TEST(Json, EncodesAsGoDoes) {
  const Value value =
      Value::Object({{"t", Value::String("<&>\"\\\b\f\x01\xE2\x80\xA8\xFF")},
                     {"n", Value::Null(Type::Number())},
                     {"d", Value::Number(cty::Number(0.1))}});
  const Type type = Type::Object(
      {{"t", Type::String()}, {"n", Type::Number()}, {"d", Type::Dynamic()}});
  EXPECT_THAT(EncodeJson(value, type),
              IsOkAndHolds(std::string(
                  R"({"d":{"value":0.1,"type":"number"},"n":null,)"
                  R"("t":"\u003c\u0026\u003e\"\\\b\f\u0001\u2028\ufffd"})")));
}

TEST(Json, CannotCarryUnknownsAndInfinities) {
  const Value list = Value::List(
      Type::Number(), {Value::Number(1), Value::Unknown(Type::Number())});
  EXPECT_THAT(EncodeJson(list, list.type()),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("[1]: JSON cannot carry a value that is not "
                                 "known")));
  const Value infinite = Value::Number(cty::Number::Infinity(true));
  EXPECT_THAT(
      EncodeJson(infinite, Type::Dynamic()),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("infinite")));
}

}  // namespace
}  // namespace compliance::cty
