#include "tfplugin/stored_state.h"

#include <string>
#include <utility>
#include <vector>

#include "compliance/cty/type.h"
#include "compliance/cty/value.h"
#include "compliance/schema/schema.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "support/status.h"

namespace compliance::tfplugin {
namespace {

using ::compliance::testing::IsOkAndHolds;
using ::compliance::testing::StatusIs;
using cty::Type;
using cty::Value;
using ::testing::HasSubstr;
using ::testing::Not;

schema::Block OneAttribute(Type type) {
  schema::Attribute attribute;
  attribute.name = "a";
  attribute.type = std::move(type);
  attribute.optional = true;
  schema::Block block;
  block.attributes = {attribute};
  return block;
}

schema::Block OneBlock(schema::Nesting nesting) {
  schema::NestedBlock nested;
  nested.name = "b";
  nested.nesting = nesting;
  nested.block = OneAttribute(Type::String());
  schema::Block block;
  block.blocks = {nested};
  return block;
}

TEST(ReadStoredState, FitsValuesToTheirTypes) {
  struct Case {
    std::string json;
    Type type;
    Value want;
  };
  for (const Case& c : std::vector<Case>{
           {R"({"a":"x","gone":1})", Type::String(), Value::String("x")},
           {R"({})", Type::Number(), Value::Null(Type::Number())},
           {R"({"a":null})", Type::Bool(), Value::Null(Type::Bool())},
           {R"({"a":["x"]})", Type::Set(Type::String()),
            Value::Set(Type::String(), {Value::String("x")})},
           {R"({"a":{"k":1}})", Type::Map(Type::Number()),
            Value::Map(Type::Number(), {{"k", Value::Number(1)}})},
           {R"({"a":{"x":"1","old":2}})",
            Type::Object({{"x", Type::String()}, {"new", Type::Bool()}}),
            Value::Object({{"x", Value::String("1")},
                           {"new", Value::Null(Type::Bool())}})},
           {R"({"a":[true,"x"]})", Type::Tuple({Type::Bool(), Type::String()}),
            Value::Tuple({Value::Bool(true), Value::String("x")})},
           {R"({"a":{"type":["list","string"],"value":["x"]}})",
            Type::Dynamic(), Value::List(Type::String(), {Value::String("x")})},
           {R"({"a":null})", Type::Dynamic(), Value()}}) {
    EXPECT_THAT(ReadStoredState(c.json, OneAttribute(c.type)),
                IsOkAndHolds(Value::Object({{"a", c.want}})))
        << c.json;
  }
}

TEST(ReadStoredState, SaysAbsentBlocksByTheirNesting) {
  using schema::Nesting;
  const Type element = Type::Object({{"a", Type::String()}});
  struct Case {
    Nesting nesting;
    Value want;
  };
  for (const Case& c : std::vector<Case>{
           {Nesting::kSingle, Value::Null(element)},
           {Nesting::kList, Value::List(element, {})},
           {Nesting::kSet, Value::Set(element, {})},
           {Nesting::kMap, Value::Map(element, {})},
           {Nesting::kGroup,
            Value::Object({{"a", Value::Null(Type::String())}})}}) {
    for (const char* json : {"{}", R"({"b":null})"}) {
      EXPECT_THAT(ReadStoredState(json, OneBlock(c.nesting)),
                  IsOkAndHolds(Value::Object({{"b", c.want}})));
    }
  }
}

TEST(ReadStoredState, FitsInsideBlocks) {
  const Type element = Type::Object({{"a", Type::String()}});
  const Value one = Value::Object({{"a", Value::String("x")}});
  EXPECT_THAT(
      ReadStoredState(R"({"b":[{"a":"x","gone":1}]})",
                      OneBlock(schema::Nesting::kList)),
      IsOkAndHolds(Value::Object({{"b", Value::List(element, {one})}})));
  EXPECT_THAT(
      ReadStoredState(R"({"b":{"k":{"a":"x"}}})",
                      OneBlock(schema::Nesting::kMap)),
      IsOkAndHolds(Value::Object({{"b", Value::Map(element, {{"k", one}})}})));
  EXPECT_THAT(
      ReadStoredState(R"({"b":{"a":"x"}})", OneBlock(schema::Nesting::kSingle)),
      IsOkAndHolds(Value::Object({{"b", one}})));
}

TEST(ReadStoredState, NamesThePlaceThatDoesNotFit) {
  struct Case {
    std::string json;
    Type type;
    std::string want;
  };
  for (const Case& c : std::vector<Case>{
           {R"({"a":{}})", Type::String(), "a: string expected"},
           {R"({"a":"secret"})", Type::Number(), "a: number expected"},
           {R"({"a":{"x":1}})", Type::List(Type::Number()),
            "a: an array expected"},
           {R"({"a":[1]})", Type::Map(Type::Number()), "a: an object expected"},
           {R"({"a":[[1]]})", Type::List(Type::String()),
            "a[0]: string expected"},
           {R"({"a":"x"})", Type::Dynamic(), "a: an object of type and value"},
           {R"([])", Type::String(), "the whole value: an object expected"}}) {
    const auto result = ReadStoredState(c.json, OneAttribute(c.type));
    EXPECT_THAT(result, StatusIs(absl::StatusCode::kInvalidArgument,
                                 HasSubstr(c.want)));
    EXPECT_THAT(std::string(result.status().message()),
                Not(HasSubstr("secret")));
  }
}

}  // namespace
}  // namespace compliance::tfplugin
