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

// Errors of AWS, and of the provider when it reads the data source.
TEST(FromDataSource, RefusesWhatApplyWould) {
  const auto why = [](Value::Attributes arguments) {
    const auto document = FromDataSource(Value::Object(std::move(arguments)),
                                         {AnAtom, NothingKnown});
    return std::string(document.status().message());
  };
  EXPECT_EQ(
      why({{"statement", Value::Tuple({Block("a", "x"), Block("a", "y")})}}),
      "statement 2: another has the same sid");
  EXPECT_EQ(
      why({{"source_policy_documents",
            Strings({Value::String(R"({"Statement": [{"Sid": "a",
                      "Effect": "Deny", "Action": "x"}]})"),
                     Value::String(R"({"Statement": [{"Sid": "a",
                      "Effect": "Deny", "Action": "x"}]})")})}}),
      "source_policy_documents[1]: statement 1: another has the same sid");
  EXPECT_EQ(
      why({{"override_policy_documents", Strings({Value::String("hunter2")})}}),
      "override_policy_documents[0]: the policy: it is not JSON");
  EXPECT_EQ(
      why({{"statement",
            Value::Tuple({Value::Object({{"sid", Value::String("a")}})})}}),
      "statement 1: it needs one of actions and not_actions");
  EXPECT_EQ(why({{"statement",
                  Value::Tuple({Value::Object(
                      {{"actions", Strings({Value::String("x")})},
                       {"not_actions", Strings({Value::String("x")})}})})}}),
            "statement 1: it needs one of actions and not_actions");
  EXPECT_EQ(why({{"statement",
                  Value::Tuple({Value::Object(
                      {{"actions", Strings({Value::String("x")})},
                       {"resources", Strings({Value::String("x")})},
                       {"not_resources", Strings({Value::String("x")})}})})}}),
            "statement 1: it has both resources and not_resources");
}

// Values of one operator and key are one list, and what is not known yet may
// add to any.
TEST(FromDataSource, LetsUnknownConditionsAddValues) {
  const auto condition = [](Value test, Value variable, const char* value) {
    return Value::Object({{"test", std::move(test)},
                          {"variable", std::move(variable)},
                          {"values", Strings({Value::String(value)})}});
  };
  const auto make = [&](Value second) {
    return Make({{"statement",
                  Value::Tuple({Value::Object(
                      {{"actions", Strings({Value::String("x")})},
                       {"condition",
                        Value::Tuple(
                            {condition(Value::String("StringEquals"),
                                       Value::String("aws:userid"), "a"),
                             std::move(second)})}})})}})
        .statements.at(0);
  };
  const Value unknown = Value::Unknown(Type::String());
  const Statement same = make(condition(Value::String("StringEquals"),
                                        Value::String("aws:userid"), "b"));
  ASSERT_EQ(same.conditions.size(), 1U);
  EXPECT_EQ(same.conditions[0].values.items.size(), 2U);
  EXPECT_FALSE(same.conditions[0].values.open);
  const Statement other = make(
      condition(Value::String("StringLike"), Value::String("aws:userid"), "b"));
  EXPECT_EQ(other.conditions.size(), 2U);
  EXPECT_FALSE(other.conditions[0].values.open);
  EXPECT_TRUE(make(condition(unknown, Value::String("aws:userid"), "b"))
                  .conditions[0]
                  .values.open);
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
