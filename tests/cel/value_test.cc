// Values, and how they are adapted from cty.
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "cel/evaluation.h"
#include "compliance/cel/value.h"
#include "gtest/gtest.h"

namespace compliance::cel {
namespace {

using cty::Type;
using Kind = Value::Kind;

Value Adapt(const cty::Value& value) { return Value::FromCty(value, Origin{}); }

TEST(FromCty, ChoosesTheKind) {
  EXPECT_EQ(Adapt(cty::Value::Bool(true)).kind(), Kind::kBool);
  EXPECT_EQ(Adapt(cty::Value::String("x")).AsString(), "x");
  EXPECT_EQ(Adapt(cty::Value::Number(std::int64_t{-5})).AsInt(), -5);
  EXPECT_EQ(Adapt(cty::Value::Number(cty::Number(0.5))).AsDouble(), 0.5);
  const auto big = cty::Number::Parse("18446744073709551616");
  ASSERT_TRUE(big.ok());
  EXPECT_EQ(Adapt(cty::Value::Number(*big)).AsDouble(), 18446744073709551616.0);
  EXPECT_EQ(Adapt(cty::Value::Null(Type::Bool())).kind(), Kind::kNull);
  EXPECT_EQ(Adapt(cty::Value()).kind(), Kind::kNull);
  EXPECT_EQ(Adapt(cty::Value::Tuple({})).kind(), Kind::kList);
  EXPECT_EQ(Adapt(cty::Value::Object({})).kind(), Kind::kMap);
  EXPECT_TRUE(Adapt(cty::Value::Object({})).IsMessage());
  EXPECT_FALSE(Adapt(cty::Value::Map(Type::Bool(), {})).IsMessage());
}

TEST(FromCty, KeepsOriginsAndCty) {
  const cty::Value object = cty::Value::Object(
      {{"a", cty::Value::List(
                 Type::Map(Type::String()),
                 {cty::Value::Map(Type::String(),
                                  {{"k", cty::Value::String("v")}})})}});
  const Value self =
      Value::FromCty(object, Origin{3, cty::Path().Attr("outer")});
  const Value list = self.Field("a");
  ASSERT_EQ(list.AsList().items.size(), 1U);
  const Value inner = list.AsList().items[0].value.Field("k");
  ASSERT_NE(inner.origin(), nullptr);
  EXPECT_EQ(inner.origin()->subject, 3U);
  EXPECT_EQ(inner.origin()->path.ToString(), "outer.a[0][\"k\"]");
  ASSERT_NE(inner.cty(), nullptr);
  EXPECT_EQ(*inner.cty(), cty::Value::String("v"));
  EXPECT_EQ(Value::Int(1).origin(), nullptr);
  EXPECT_EQ(Value::Int(1).cty(), nullptr);
}

TEST(Fields, NullAndMissing) {
  const Value self = Adapt(
      cty::Value::Object({{"null", cty::Value::Null(Type::Bool())},
                          {"unknown", cty::Value::Unknown(Type::Bool())}}));
  EXPECT_FALSE(self.HasField("null"));
  EXPECT_FALSE(self.HasField("nosuch"));
  EXPECT_TRUE(self.HasField("unknown"));
  EXPECT_TRUE(self.Field("null").IsNull());
  EXPECT_TRUE(self.Field("nosuch").IsError());
  EXPECT_TRUE(self.Field("unknown").IsUnknown());
  const Value message = Value::Message({{"a", Value::Int(1)}, {"b", Value()}});
  EXPECT_TRUE(message.HasField("a"));
  EXPECT_FALSE(message.HasField("b"));
  EXPECT_TRUE(message.IsMessage());
}

TEST(Maps, FindKeysAcrossNumberKinds) {
  const Value map = Value::Map({{Value::Uint(2), Value::String("two")},
                                {Value::Int(-1), Value::String("minus")},
                                {Value::Bool(true), Value::String("yes")},
                                {Value::String("k"), Value::String("v")}});
  const Variables variables = {{"m", map}};
  EXPECT_EQ(EvalText("m[2]", variables), "\"two\"");
  EXPECT_EQ(EvalText("m[2.0]", variables), "\"two\"");
  EXPECT_EQ(EvalText("m[-1]", variables), "\"minus\"");
  EXPECT_EQ(EvalText("m[true]", variables), "\"yes\"");
  EXPECT_EQ(EvalText("m.k", variables), "\"v\"");
  EXPECT_EQ(EvalText("m[3]", variables), "(error: no such key)");
}

TEST(Messages, UnsetFieldsDoNotCount) {
  const Variables variables = {
      {"a", Value::Message({{"x", Value::Int(1)}, {"y", Value()}})},
      {"b", Value::Message({{"x", Value::Int(1)}})},
      {"c", Value::Message({{"x", Value::Int(1)}, {"y", UnknownOf("y")}})}};
  EXPECT_EQ(EvalText("a == b", variables), "true");
  EXPECT_EQ(EvalText("a.map(k, k)", variables), "[\"x\"]");
  EXPECT_EQ(EvalText("a == c", variables), "(unknown)");
  EXPECT_EQ(EvalText("b == c", variables), "(unknown)");
}

TEST(Unknowns, MergeSortedWithoutRepetition) {
  const Origin a{1, cty::Path().Attr("a")};
  const Origin b{1, cty::Path().Attr("b")};
  const Unknown merged = Merge({{a}, {"y"}}, {{a, b}, {"x", "y"}});
  EXPECT_EQ(merged.waits_for, (std::vector<Origin>{a, b}));
  EXPECT_EQ(merged.needs, (std::vector<std::string>{"x", "y"}));
  EXPECT_EQ(Value::MakeUnknown({{b, a, b}, {}}).AsUnknown().waits_for,
            (std::vector<Origin>{a, b}));
}

TEST(HoldsUnknown, LooksInside) {
  EXPECT_FALSE(Value::MakeList({Value::Int(1)}).HoldsUnknown());
  EXPECT_TRUE(Value::MakeList({Value::Message({{"a", UnknownOf("a")}})})
                  .HoldsUnknown());
  List open;
  open.open = true;
  open.why.needs = {"the whole plan"};
  EXPECT_TRUE(Value::MakeList(open).HoldsUnknown());
  EXPECT_EQ(Value::MakeList(open).UnknownInside().needs.size(), 1U);
}

TEST(Equality, OfDifferentKindsIsFalse) {
  EXPECT_EQ(EvalText("1 == 1.0 && 1u == 1 && 1 != '1' && null != 0"), "true");
  EXPECT_EQ(EvalText("[1] == [1.0] && {'a': 1} == {'a': 1u}"), "true");
  EXPECT_EQ(EvalText("[] == {} || 'a' == b'a' || true == 1"), "false");
  EXPECT_EQ(EvalText("9007199254740993 == 9007199254740993u"), "true");
  EXPECT_EQ(EvalText("18446744073709551615u > 9223372036854775807"), "true");
  EXPECT_EQ(EvalText("-1 < 0u"), "true");
}

}  // namespace
}  // namespace compliance::cel
