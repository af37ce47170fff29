#include "compliance/iam/document.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace compliance::iam {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(ParseDocument, TakesOneOrSeveral) {
  const auto document = ParseDocument(R"({
    "version": "2012-10-17",
    "Statement": {"effect": "Allow", "action": "s3:*", "Resource": ["a", "b"],
      "Principal": {"AWS": ["1", "2"], "Service": "x"},
      "Condition": {"ForAnyValue:StringLikeIfExists": {"k": true}}}})");
  ASSERT_TRUE(document.ok()) << document.status();
  ASSERT_EQ(document->statements.size(), 1U);
  const Statement& statement = document->statements[0];
  EXPECT_EQ(statement.actions.items.size(), 1U);
  EXPECT_EQ(statement.resources.items.size(), 2U);
  EXPECT_EQ(statement.principals.items.size(), 3U);
  ASSERT_EQ(statement.conditions.size(), 1U);
  EXPECT_EQ(statement.conditions[0].test, "StringLike");
  EXPECT_EQ(statement.conditions[0].quantifier, Quantifier::kForAnyValue);
  EXPECT_TRUE(statement.conditions[0].if_exists);
  EXPECT_EQ(statement.conditions[0].values.items[0], Text::Known("true"));
}

TEST(ParseDocument, TakesAPolicyWithoutStatements) {
  for (const char* text : {"", " \n", "{}", R"({"Statement": []})"}) {
    const auto document = ParseDocument(text);
    ASSERT_TRUE(document.ok()) << text;
    EXPECT_TRUE(document->statements.empty());
    EXPECT_FALSE(document->open);
  }
}

TEST(ParseDocument, SaysWhatIsWrongWithoutItsText) {
  for (const auto& [text, what] :
       std::vector<std::pair<std::string, const char*>>{
           {"hunter2", "not JSON"},
           {R"(["hunter2"])", "must be a JSON object"},
           {R"({"hunter2": 1})", "do not know"},
           {R"({"Version": "hunter2"})", "Version must be"},
           {R"({"Statement": ["hunter2"]})", "statement 1: it must be an"},
           {R"({"Statement": {"Effect": "hunter2", "Action": "a"}})",
            "Effect must be"},
           {R"({"Statement": {"Effect": "allow", "Action": "a"}})",
            "Effect must be"},
           {R"({"Statement": {"Effect": "Allow"}})", "one of Action and"},
           {R"({"Statement": {"Effect": "Allow", "Action": "a",
                "action": "hunter2"}})",
            "same element twice"},
           {R"({"Statement": {"Effect": "Allow", "Action": "a",
                "Action": "hunter2"}})",
            "same key twice"},
           {R"({"Statement": {"Effect": "Allow", "Action": "a",
                "Principal": "hunter2"}})",
            "Principal must be"},
           {R"({"Statement": {"Effect": "Allow", "Action": {"hunter2": 1}}})",
            "Action must be"},
       }) {
    const auto document = ParseDocument(text);
    ASSERT_FALSE(document.ok()) << text;
    EXPECT_THAT(std::string(document.status().message()), HasSubstr(what));
    EXPECT_THAT(std::string(document.status().message()),
                Not(HasSubstr("hunter2")));
  }
}

}  // namespace
}  // namespace compliance::iam
