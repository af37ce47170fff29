#include "compliance/cty/convert.h"

#include <string>

#include "gtest/gtest.h"
#include "support/status.h"

namespace compliance::cty {
namespace {

using ::compliance::testing::IsOkAndHolds;
using ::compliance::testing::StatusIs;
using ::testing::HasSubstr;

Value Text(const char* text) { return Value::String(text); }
Value Int(std::int64_t n) { return Value::Number(n); }

const Type kStrings = Type::List(Type::String());

TEST(Convert, FollowsTerraformsRules) {
  const Type optional =
      Type::Object({{"a", Type::Number()}, {"b", Type::Bool()}}, {"b"});
  const struct {
    Value value;
    Type type;
    Value expected;
  } table[] = {
      {Int(5), Type::String(), Text("5")},
      {Value::Number(cty::Number(0.5)), Type::String(), Text("0.5")},
      {Value::Bool(true), Type::String(), Text("true")},
      {Text("5.0"), Type::Number(), Int(5)},
      {Text("true"), Type::Bool(), Value::Bool(true)},
      {Text("0"), Type::Bool(), Value::Bool(false)},
      {Int(5), Type::Dynamic(), Int(5)},
      {Value::Tuple({Text("a"), Int(1)}), kStrings,
       Value::List(Type::String(), {Text("a"), Text("1")})},
      {Value::Tuple({Int(2), Int(1), Int(2)}), Type::Set(Type::Number()),
       Value::Set(Type::Number(), {Int(1), Int(2)})},
      {Value::Set(Type::Number(), {Int(1)}), kStrings,
       Value::List(Type::String(), {Text("1")})},
      {Value::Tuple({Int(1), Text("a")}), Type::List(Type::Dynamic()),
       Value::List(Type::String(), {Text("1"), Text("a")})},
      {Value::Tuple({}), kStrings, Value::List(Type::String(), {})},
      {Value::Object({{"a", Int(1)}, {"b", Text("x")}}),
       Type::Map(Type::String()),
       Value::Map(Type::String(), {{"a", Text("1")}, {"b", Text("x")}})},
      {Value::Object({{"a", Text("1")}, {"c", Text("dropped")}}), optional,
       Value::Object({{"a", Int(1)}, {"b", Value::Null(Type::Bool())}})},
      {Value::Map(Type::String(), {{"a", Text("1")}}), optional,
       Value::Object({{"a", Int(1)}, {"b", Value::Null(Type::Bool())}})},
      {Value::Tuple({Int(1)}), Type::Tuple({Type::String()}),
       Value::Tuple({Text("1")})},
      {Value(), kStrings, Value::Null(kStrings)},
      {Value::Null(Type::Number()), Type::String(),
       Value::Null(Type::String())},
      {Value::Tuple({Value()}), kStrings,
       Value::List(Type::String(), {Value::Null(Type::String())})},
      {Value::Unknown(Type::Dynamic()), kStrings, Value::Unknown(kStrings)},
      {Value::Tuple(
           {Value::Object({{"a", Int(1)}}), Value::Object({{"b", Text("x")}})}),
       Type::List(Type::Map(Type::Dynamic())),
       Value::List(Type::Map(Type::String()),
                   {Value::Map(Type::String(), {{"a", Text("1")}}),
                    Value::Map(Type::String(), {{"b", Text("x")}})})},
      {Value::Set(Type::String(), {Text("a"), Value::Unknown(Type::String())}),
       kStrings, Value::Unknown(kStrings)},
      {Value::Unknown(Type::Object({{"a", Type::Number()}})), optional,
       Value::Unknown(optional.WithoutOptionalAttributes())},
  };
  for (const auto& row : table) {
    EXPECT_THAT(Convert(row.value, row.type), IsOkAndHolds(row.expected))
        << row.value << " to " << row.type;
  }
}

TEST(Convert, ErrorsNameThePath) {
  const Type object = Type::Object({{"ports", Type::List(Type::Number())}});
  const struct {
    Value value;
    Type type;
    std::string message;
  } table[] = {
      {Value::Object({{"ports", Value::Tuple({Int(1), Text("x")})}}), object,
       "ports[1]: a string that is a number is required"},
      {Value::Object({}), object, R"(value: attribute "ports" is required)"},
      {Text("yes"), Type::Bool(), "a bool, or the string"},
      {Value::Bool(true), Type::Number(), "number is required"},
      {Int(1), kStrings, "list(string) is required"},
      {Value::Tuple({Int(1)}), Type::Tuple({}), "tuple([]) is required"},
      {Value::List(Type::Number(), {Int(1)}), Type::Tuple({Type::Number()}),
       "tuple([number]) is required"},
      {Value::Map(Type::Bool(), {{"a", Value::Bool(true)}}),
       Type::Map(Type::Number()), R"(["a"]: number is required)"},
      {Value::Unknown(Type::Bool()), Type::Number(), "number is required"},
      {Value::Unknown(Type::Object({})), object, "is required"},
      {Value::Null(Type::Bool()), kStrings, "list(string) is required"},
      {Value::Tuple({Int(1), Value::Object({})}), Type::List(Type::Dynamic()),
       "have a type in common"},
      {Value::Object({{"a", Int(1)}, {"b", Value::Tuple({})}}),
       Type::Map(Type::Dynamic()), "have a type in common"},
  };
  for (const auto& row : table) {
    EXPECT_THAT(
        Convert(row.value, row.type),
        StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(row.message)))
        << row.value << " to " << row.type;
  }
}

TEST(Convert, KeepsMarksAndNotNull) {
  ASSERT_OK_AND_ASSIGN(
      const Value list,
      Convert(Value::Tuple({Int(1).WithSensitive(), Int(2)}), kStrings));
  EXPECT_FALSE(list.IsSensitive());
  EXPECT_TRUE(list.AsElements()[0].IsSensitive());
  EXPECT_FALSE(list.AsElements()[1].IsSensitive());
  ASSERT_OK_AND_ASSIGN(
      const Value marked,
      Convert(Value::Unknown(Type::Number()).WithSensitive(), Type::String()));
  EXPECT_TRUE(marked.IsSensitive());
  Refinement refinement;
  refinement.not_null = true;
  refinement.lower = Refinement::Bound{};
  ASSERT_OK_AND_ASSIGN(
      const Value unknown,
      Convert(Value::Unknown(Type::Number(), refinement), Type::String()));
  EXPECT_TRUE(unknown.refinement().not_null);
  EXPECT_EQ(unknown.refinement().lower, std::nullopt);
}

// A set cannot tell by its elements which of them was marked.
TEST(Convert, MarksSetsAsAWhole) {
  ASSERT_OK_AND_ASSIGN(const Value set,
                       Convert(Value::Tuple({Int(1).WithSensitive(), Int(2)}),
                               Type::Set(Type::Number())));
  EXPECT_TRUE(set.IsSensitive());
  EXPECT_FALSE(set.WithSensitive(false).ContainsSensitive());
}

TEST(Convert, NeverPrintsTheValue) {
  const absl::StatusOr<Value> number = Convert(Text("hunter2"), Type::Number());
  ASSERT_FALSE(number.ok());
  EXPECT_EQ(number.status().ToString().find("hunter2"), std::string::npos);
}

}  // namespace
}  // namespace compliance::cty
