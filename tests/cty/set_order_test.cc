#include "cty/set_order.h"

#include "gtest/gtest.h"

namespace compliance::cty {
namespace {

std::string Ordered(Value::Elements elements) {
  return Value::Tuple(CanonicalSet(std::move(elements))).ToString();
}

Value Strings(std::initializer_list<const char*> strings) {
  Value::Elements elements;
  for (const char* s : strings) elements.push_back(Value::String(s));
  return Value::List(Type::String(), std::move(elements));
}

TEST(CanonicalSet, OrdersPrimitivesThenUnknownThenNull) {
  const Value unknown = Value::Unknown(Type::Number());
  EXPECT_EQ(Ordered({Value::Null(Type::Number()), unknown, Value::Number(10),
                     Value::Number(9), Value::Number(cty::Number(-0.5))}),
            "[-0.5, 9, 10, (known after apply), null]");
  EXPECT_EQ(
      Ordered({Value::String("b"), Value::String("B"), Value::String("a")}),
      R"(["B", "a", "b"])");
  EXPECT_EQ(Ordered({Value::Bool(true), Value::Bool(false)}), "[false, true]");
}

TEST(CanonicalSet, MergesEqualsButNeverUnknowns) {
  const Value unknown = Value::Unknown(Type::String());
  EXPECT_EQ(Ordered({Value::String("a"), Value::String("a"), unknown, unknown}),
            R"(["a", (known after apply), (known after apply)])");
  EXPECT_EQ(Ordered({Value::Null(Type::String()), Value::Null(Type::String())}),
            "[null]");
  EXPECT_EQ(Ordered({Strings({"a", "b"}), Strings({"a"}), Strings({"a", "b"})}),
            R"([["a", "b"], ["a"]])");
  const Value half = Value::List(Type::String(), {unknown});
  EXPECT_EQ(CanonicalSet({half, half}).size(), 2U);
}

TEST(CanonicalSet, TellsNumbersApartThatShareTenDigits) {
  const auto list = [](const char* digits) {
    return Value::List(Type::Number(),
                       {Value::Number(*cty::Number::Parse(digits))});
  };
  EXPECT_EQ(CanonicalSet({list("1.00000000000001"), list("1.00000000000002"),
                          list("1.00000000000001")})
                .size(),
            2U);
}

TEST(CanonicalSet, AMergedElementStaysSensitive) {
  const Value secret = Value::String("a").WithSensitive();
  for (const Value::Elements& given :
       {Value::Elements{secret, Value::String("a")},
        Value::Elements{Value::String("a"), secret}}) {
    const Value::Elements set = CanonicalSet(given);
    ASSERT_EQ(set.size(), 1U);
    EXPECT_TRUE(set[0].IsSensitive());
  }
}

TEST(CanonicalSet, CopesWithManyEqualAndManyUnknownElements) {
  Value::Elements elements;
  for (int i = 0; i < 50000; ++i) {
    elements.push_back(Strings({"same"}));
    elements.push_back(
        Value::List(Type::String(), {Value::Unknown(Type::String())}));
  }
  EXPECT_EQ(CanonicalSet(std::move(elements)).size(), 50001U);
}

}  // namespace
}  // namespace compliance::cty
