#include <optional>
#include <string>

#include "compliance/cty/value.h"
#include "compliance/iam/document.h"
#include "gtest/gtest.h"

namespace compliance::iam {
namespace {

using cty::Type;
using cty::Value;

Value Strings(Value::Elements elements) {
  return Value::List(Type::String(), std::move(elements));
}

Value Block(const char* sid, const char* action) {
  return Value::Object(
      {{"sid", Value::String(sid)},
       {"effect", Value::Null(Type::String())},
       {"actions", Strings({Value::String(action)})},
       {"resources", Strings({Value::Unknown(Type::String())})},
       {"condition", Value::Tuple({})}});
}

Text AnAtom(const cty::Path& path, const Value&) {
  EXPECT_EQ(path.ToString().substr(0, 9), "statement");
  return Text::Atom("aws_s3_bucket.b");
}

absl::StatusOr<Document> NothingKnown(const cty::Path&, const Value&) {
  Document document;
  document.open = true;
  return document;
}

Document Make(Value::Attributes arguments) {
  const auto document = FromDataSource(Value::Object(std::move(arguments)),
                                       {AnAtom, NothingKnown});
  EXPECT_TRUE(document.ok()) << document.status();
  return document.value_or(Document());
}

TEST(FromDataSource, ReadsItsBlocks) {
  const Document document = Make(
      {{"statement", Value::Tuple({Block("", "s3:*"), Block("", "&{x}")})}});
  ASSERT_EQ(document.statements.size(), 2U);
  EXPECT_FALSE(document.open);
  const Statement& first = document.statements[0];
  EXPECT_EQ(first.effect, Text::Known("Allow"));
  EXPECT_TRUE(first.certain);
  EXPECT_EQ(first.resources.items[0].resource, "aws_s3_bucket.b");
  EXPECT_EQ(first.resources.items[0].path.ToString(),
            "statement[0].resources[0]");
  EXPECT_EQ(document.statements[1].actions.items[0].prefix, "&{x}");
}

// A plan may hold anything, whatever the schema says.
TEST(FromDataSource, IsOpenWhereAnArgumentHasAnotherShape) {
  const Value::Elements shapes = {Value::String("s3:*"), Value::Bool(true),
                                  Value::Object({{"a", Value::Number(1)}}),
                                  Value::Tuple({Value::Tuple({})})};
  for (const char* argument :
       {"statement", "source_json", "source_policy_documents",
        "override_policy_documents", "override_json"}) {
    for (const Value& shape : shapes) {
      const auto document = FromDataSource(Value::Object({{argument, shape}}),
                                           {AnAtom, NothingKnown});
      // A text in place of a list of them is a policy, or none.
      const bool is_text = shape.type() == Type::String();
      const bool is_refused = is_text && argument != std::string("statement");
      EXPECT_EQ(document.ok(), !is_refused) << argument << shape;
      if (!document.ok()) continue;
      EXPECT_TRUE(document->open || (document->statements.size() == 1 &&
                                     !document->statements[0].certain))
          << argument << " = " << shape;
    }
  }
}

TEST(FromDataSource, IsOpenWhereAPartOfAStatementHasAnotherShape) {
  for (const Value& shape : {Value::String("x"), Value::Bool(true),
                             Value::Object({{"a", Value::Number(1)}}),
                             Value::Tuple({Value::Tuple({})})}) {
    Value::Attributes block;
    for (const char* name :
         {"sid", "effect", "actions", "resources", "principals", "condition"}) {
      block[name] = shape;
    }
    const Document document =
        Make({{"statement", Value::Tuple({Value::Object(block)})}});
    ASSERT_EQ(document.statements.size(), 1U);
    const Statement& statement = document.statements[0];
    EXPECT_TRUE(statement.actions.open || !statement.actions.items[0].is_known)
        << shape;
    EXPECT_TRUE(statement.principals.open) << shape;
    EXPECT_TRUE(statement.conditions_open) << shape;
  }
}

TEST(FromDataSource, IsOpenWhereBlocksAreNotKnown) {
  EXPECT_TRUE(Make({{"statement", Value::Unknown(Type::Dynamic())}}).open);
  EXPECT_TRUE(Make({{"statement", Value::Tuple({Block("", "a")})},
                    {"source_policy_documents",
                     Strings({Value::Unknown(Type::String())})}})
                  .open);
}

TEST(FromDataSource, MergesBySid) {
  const auto json = [](const char* sid, const char* effect) {
    return Value::String(std::string(R"({"Statement":[{"Sid":")") + sid +
                         R"(","Effect":")" + effect +
                         R"(","Action":"x","Resource":"*"}]})");
  };
  const Document document =
      Make({{"source_policy_documents",
             Strings({json("a", "Deny"), json("b", "Deny")})},
            {"statement", Value::Tuple({Block("a", "s3:*")})},
            {"override_policy_documents", Strings({json("b", "Allow")})}});
  ASSERT_EQ(document.statements.size(), 2U);
  EXPECT_EQ(document.statements[0].actions.items[0].prefix, "s3:*");
  EXPECT_EQ(document.statements[1].effect.prefix, "Allow");
}

TEST(FromDataSource, TakesNoStatementForCertainThatMayBeReplaced) {
  const Document document =
      Make({{"statement", Value::Tuple({Block("a", "x"), Block("", "y")})},
            {"override_policy_documents",
             Strings({Value::Unknown(Type::String())})}});
  ASSERT_EQ(document.statements.size(), 2U);
  EXPECT_TRUE(document.open);
  EXPECT_FALSE(document.statements[0].certain);
  EXPECT_TRUE(document.statements[1].certain);
}

}  // namespace
}  // namespace compliance::iam
