#include "compliance/rules/shape.h"

#include <string>

#include "compliance/schema/facts.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "support/status.h"

namespace compliance::rules {
namespace {

using ::testing::HasSubstr;

const schema::Block& BlockOf(const char* type) {
  return schema::FindResource(type)->schema.block;
}

TEST(ParseType, ReadsTypeExpressions) {
  for (const char* text :
       {"bool", "number", "string", "list(string)", "set(map(number))"}) {
    ASSERT_OK_AND_ASSIGN(const cty::Type type, ParseType(text));
    EXPECT_EQ(type.FriendlyName(), text);
  }
  ASSERT_OK_AND_ASSIGN(const cty::Type object,
                       ParseType(" object( { a = string, b = list(bool) } ) "));
  EXPECT_EQ(object.attributes().size(), 2U);
  for (const char* text : {"", "strin", "list", "list(", "list(string",
                           "list(string))", "object({a})", "set()"}) {
    EXPECT_FALSE(ParseType(text).ok()) << text;
  }
  std::string deep;
  for (int i = 0; i < 10000; ++i) deep += "list(";
  EXPECT_FALSE(ParseType(deep).ok());
}

TEST(ParsePath, ReadsTerraformsNotation) {
  for (const char* text : {"a", "a.b", "a[0].b", "tags[\"Name\"]"}) {
    ASSERT_OK_AND_ASSIGN(const cty::Path path, ParsePath(text));
    EXPECT_EQ(path.ToString(), text);
  }
  for (const char* text : {"", ".", "a.", "a..b", "a[", "a[x]", "a[0]b"}) {
    EXPECT_FALSE(ParsePath(text).ok()) << text;
  }
}

TEST(ShapeMember, ConvertsToTheProvidersTypes) {
  ASSERT_OK_AND_ASSIGN(
      const cty::Value number,
      ShapeMember("allocated_storage", cty::Value::String("20"),
                  BlockOf("aws_db_instance")));
  EXPECT_EQ(number, cty::Value::Number(20));
  EXPECT_THAT(ShapeMember("allocated_storag", cty::Value::Number(20),
                          BlockOf("aws_db_instance"))
                  .status()
                  .message(),
              HasSubstr("did you mean \"allocated_storage\"?"));
}

TEST(Complete, FillsInWhatIsMissingAndMarksWhatIsSensitive) {
  const cty::Value object = Complete(
      cty::Value::Object({{"password", cty::Value::String("swordfish")}}),
      BlockOf("aws_db_instance"));
  ASSERT_NE(object.Find("storage_encrypted"), nullptr);
  EXPECT_TRUE(object.Find("storage_encrypted")->IsNull());
  EXPECT_TRUE(object.Find("password")->IsSensitive());
  ASSERT_NE(object.Find("restore_to_point_in_time"), nullptr);
  EXPECT_TRUE(object.Find("restore_to_point_in_time")->HasContent());
  // Of a newer provider: kept.
  EXPECT_NE(Complete(cty::Value::Object({{"brand_new", cty::Value()}}),
                     BlockOf("aws_db_instance"))
                .Find("brand_new"),
            nullptr);
  // Inside blocks as well.
  const cty::Value block =
      Complete(cty::Value::Object(
                   {{"restore_to_point_in_time",
                     cty::Value::Tuple({cty::Value::Object(
                         {{"restore_time", cty::Value::String("t")}})})}}),
               BlockOf("aws_db_instance"));
  const cty::Value* member =
      block.Find(cty::Path()
                     .Attr("restore_to_point_in_time")
                     .Index(0)
                     .Attr("use_latest_restorable_time"));
  ASSERT_NE(member, nullptr);
  EXPECT_TRUE(member->IsNull());
  const cty::Value unknown = cty::Value::Unknown(cty::Type::Dynamic());
  EXPECT_EQ(Complete(unknown, BlockOf("aws_db_instance")), unknown);
}

}  // namespace
}  // namespace compliance::rules
