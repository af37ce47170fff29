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
