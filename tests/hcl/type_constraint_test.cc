#include "compliance/hcl/type_constraint.h"

#include <gtest/gtest.h>

#include "compliance/hcl/evaluate.h"
#include "compliance/hcl/parse.h"

namespace compliance::hcl {
namespace {

using cty::Type;
using cty::Value;

Expression Parsed(const char* text) { return ParseExpression(text).expression; }

TEST(TypeOf, ReadsWhatAVariableDemands) {
  const struct {
    const char* text;
    Type type;
  } table[] = {
      {"string", Type::String()},
      {"any", Type::Dynamic()},
      {"list(string)", Type::List(Type::String())},
      {"list", Type::List(Type::Dynamic())},
      {"set(number)", Type::Set(Type::Number())},
      {"map(list(bool))", Type::Map(Type::List(Type::Bool()))},
      {"tuple([string, number])",
       Type::Tuple({Type::String(), Type::Number()})},
      {"object({a = string, \"b\" = optional(number, 3)})",
       Type::Object({{"a", Type::String()}, {"b", Type::Number()}}, {"b"})},
  };
  for (const auto& row : table) {
    EXPECT_EQ(TypeOf(Parsed(row.text)), row.type) << row.text;
  }
}

TEST(TypeOf, NamesNoneForAnythingElse) {
  for (const char* text : {"strings", "list()", "list(string, string)",
                           "object(string)", "object({a = b})", "1", "var.x"}) {
    EXPECT_EQ(TypeOf(Parsed(text)), std::nullopt) << text;
  }
}

// What the expression comes to as a variable of the type.
Value Given(const char* type, const char* value) {
  return Constrain(Evaluate(Parsed(value), Names()), Parsed(type));
}

TEST(Constrain, ConvertsAsTerraformDoes) {
  EXPECT_EQ(
      Given("set(string)", "[\"b\", \"a\", \"b\"]"),
      Value::Set(Type::String(), {Value::String("a"), Value::String("b")}));
  EXPECT_EQ(Given("string", "5"), Value::String("5"));
  EXPECT_EQ(Given("any", "5"), Value::Number(5));
  EXPECT_EQ(Given("number", "null"), Value::Null(Type::Number()));
  EXPECT_TRUE(Given("number", "\"x\"").IsUnknown());
}

TEST(Constrain, FillsInDefaultsAtAnyDepth) {
  const char* type =
      "list(object({name = string, size = optional(number, 8), "
      "tags = optional(object({a = optional(string, \"x\")}), {})}))";
  const Value filled = Given(type, "[{name = \"n\", size = null}]");
  EXPECT_EQ(filled.ToString(),
            "[{ name = \"n\", size = 8, tags = { a = \"x\" } }]");
}

TEST(Constrain, AnOptionalWithoutDefaultIsNull) {
  EXPECT_EQ(Given("object({a = optional(string)})", "{}").ToString(),
            "{ a = null }");
}

TEST(Constrain, KeepsTheMark) {
  const Value secret = Value::Tuple({Value::String("s")}).WithSensitive();
  EXPECT_TRUE(Constrain(secret, Parsed("list(string)")).IsSensitive());
}

}  // namespace
}  // namespace compliance::hcl
