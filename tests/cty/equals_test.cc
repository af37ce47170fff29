#include "compliance/cty/equals.h"

#include "compliance/cty/marks.h"
#include "compliance/cty/origin.h"
#include "gtest/gtest.h"

namespace compliance::cty {
namespace {

Value Int(std::int64_t n) { return Value::Number(n); }
Value Text(const char* text) { return Value::String(text); }
Value Unknown(const Type& type) { return Value::Unknown(type); }
Value Atom(const char* name) {
  return UnknownOf(Type::String(), {"aws_s3_bucket.b", Path().Attr(name)});
}
Value WithPrefix(const char* prefix) {
  Refinement refinement;
  refinement.not_null = true;
  refinement.prefix = prefix;
  return Value::Unknown(Type::String(), refinement);
}

TEST(Equals, DecidesWhatApplyCannotChange) {
  const Value hole = Unknown(Type::Number());
  const struct {
    Value a, b;
    Truth truth;
  } table[] = {
      {Int(1), Int(1), Truth::kTrue},
      {Int(1), Int(2), Truth::kFalse},
      {Int(1), Text("1"), Truth::kFalse},
      {Value(), Value::Null(Type::String()), Truth::kTrue},
      {Value(), Int(1), Truth::kFalse},
      {Value::Tuple({Value()}), Value::Tuple({Value()}), Truth::kTrue},
      {Value::Tuple({Value()}), Value::Tuple({Int(1)}), Truth::kFalse},
      {hole, Int(1), Truth::kUnknown},
      {hole, Value(), Truth::kUnknown},
      {hole, Text("a"), Truth::kFalse},
      {hole, Value::Object({{"a", Value()}}), Truth::kFalse},
      {hole, hole, Truth::kUnknown},
      {Unknown(Type::Dynamic()), Text("a"), Truth::kUnknown},
      {WithPrefix("arn:"), Value(), Truth::kFalse},
      {WithPrefix("arn:"), Text("url"), Truth::kFalse},
      {WithPrefix("arn:"), Text("arn:x"), Truth::kUnknown},
      {Atom("arn"), Atom("arn"), Truth::kUnknown},
      {Value::Tuple({Int(1), hole}), Value::Tuple({Int(2), Int(1)}),
       Truth::kFalse},
      {Value::Tuple({Int(1), hole}), Value::Tuple({Int(1), Int(1)}),
       Truth::kUnknown},
      {Value::Object({{"a", Int(1)}}), Value::Object({{"a", Int(1)}}),
       Truth::kTrue},
      {Value::Map(Type::Number(), {{"a", Int(1)}}),
       Value::Map(Type::Number(), {{"b", Int(1)}}), Truth::kFalse},
      {Value::Set(Type::Number(), {Int(1), Int(2)}),
       Value::Set(Type::Number(), {Int(2), Int(1)}), Truth::kTrue},
      {Value::Set(Type::Number(), {Int(1), hole}),
       Value::Set(Type::Number(), {Int(1), Int(2)}), Truth::kUnknown},
  };
  for (const auto& row : table) {
    EXPECT_EQ(Equals(row.a, row.b), row.truth) << row.a << " == " << row.b;
    EXPECT_EQ(Equals(row.b, row.a), row.truth) << row.b << " == " << row.a;
  }
}

TEST(WithoutMarks, LooksInside) {
  const Value secret = Value::Object(
      {{"a", Value::List(Type::Number(), {Int(1).WithSensitive(), Int(2)})},
       {"b", Value::Map(Type::String(), {{"k", Text("v").WithSensitive()}})}});
  EXPECT_TRUE(secret.ContainsSensitive());
  const Value plain = WithoutMarks(secret.WithSensitive());
  EXPECT_FALSE(plain.ContainsSensitive());
  EXPECT_EQ(plain.type(), secret.type());
  EXPECT_EQ(plain.Find("a")->AsElements()[0], Int(1));
}

}  // namespace
}  // namespace compliance::cty
