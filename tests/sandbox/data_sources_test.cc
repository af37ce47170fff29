#include "sandbox/data_sources.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "sandbox/configs.h"
#include "sandbox/policy_document.h"

namespace compliance::sandbox {
namespace {

using cty::Type;
using cty::Value;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

Value Read(const std::string& type, Value::Attributes set = {},
           const std::string& region = "us-east-1") {
  ProviderSettings settings;
  settings.region = region;
  const auto result = ReadData(*schema::FindDataSource(type),
                               DataConfig(type, std::move(set)), settings);
  EXPECT_THAT(result.diagnostics, IsEmpty()) << type;
  return result.value;
}

TEST(DataSources, AllAreWhollyKnownAndOfTheirType) {
  for (const std::string& type : schema::DataSourceTypes()) {
    const Value value = Read(type);
    EXPECT_TRUE(value.IsWhollyKnown()) << type << value;
    EXPECT_EQ(value.type(),
              schema::ImpliedType(schema::FindDataSource(type)->schema.block))
        << type;
  }
}

TEST(DataSources, AnswerTheSameOnEveryRead) {
  for (const std::string& type : schema::DataSourceTypes()) {
    EXPECT_EQ(Read(type), Read(type)) << type;
  }
}

TEST(DataSources, KnowTheProvidersRegion) {
  const Value region = Read("aws_region", {}, "eu-central-1");
  EXPECT_EQ(*region.Find("name"), Text("eu-central-1"));
  EXPECT_EQ(*region.Find("description"), Text("Europe (Frankfurt)"));
  EXPECT_EQ(*Read("aws_region", {{"name", Text("us-west-2")}}).Find("endpoint"),
            Text("ec2.us-west-2.amazonaws.com"));
}

TEST(DataSources, ListZones) {
  const Value zones = Read("aws_availability_zones", {}, "us-west-1");
  EXPECT_THAT(TextsOf(*zones.Find("names")),
              ElementsAre("us-west-1a", "us-west-1c"));
  EXPECT_THAT(TextsOf(*zones.Find("zone_ids")),
              ElementsAre("usw1-az1", "usw1-az2"));
  const Value fewer =
      Read("aws_availability_zones",
           {{"exclude_names", StringSet({"us-west-1a"})}}, "us-west-1");
  EXPECT_THAT(TextsOf(*fewer.Find("names")), ElementsAre("us-west-1c"));
}

TEST(DataSources, KnowTheAccountAndPartition) {
  EXPECT_EQ(*Read("aws_caller_identity").Find("account_id"),
            Text("123456789012"));
  EXPECT_EQ(*Read("aws_partition").Find("dns_suffix"), Text("amazonaws.com"));
}

TEST(DataSources, KeysDifferByAlias) {
  const Value rds = Read("aws_kms_alias", {{"name", Text("alias/aws/rds")}});
  const Value ebs = Read("aws_kms_alias", {{"name", Text("alias/aws/ebs")}});
  EXPECT_EQ(*rds.Find("arn"),
            Text("arn:aws:kms:us-east-1:123456789012:alias/aws/rds"));
  EXPECT_NE(*rds.Find("target_key_arn"), *ebs.Find("target_key_arn"));
}

// --- aws_iam_policy_document

const schema::Block& PolicyBlock() {
  return schema::FindDataSource("aws_iam_policy_document")->schema.block;
}

Value Statements(std::vector<Value::Attributes> statements) {
  return BlocksOf(*PolicyBlock().FindBlock("statement"), std::move(statements));
}

Value InStatement(const char* block, std::vector<Value::Attributes> elements) {
  return BlocksOf(*PolicyBlock().FindBlock("statement")->block.FindBlock(block),
                  std::move(elements));
}

std::string Render(Value::Attributes set) {
  const auto json = RenderPolicyDocument(
      DataConfig("aws_iam_policy_document", std::move(set)));
  EXPECT_TRUE(json.ok()) << json.status();
  return json.value_or("");
}

// The text and the id are those of the real provider.
TEST(PolicyDocument, IsRenderedAsTheProviderDoes) {
  const Value document = Read(
      "aws_iam_policy_document",
      {{"statement",
        Statements(
            {{{"actions", StringSet({"sts:AssumeRole"})},
              {"principals",
               InStatement("principals",
                           {{{"type", Text("Service")},
                             {"identifiers", StringSet({"sagemaker.amazonaws."
                                                        "com"})}}})}}})}});
  EXPECT_EQ(document.Find("json")->AsString(), R"({
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sts:AssumeRole",
      "Principal": {
        "Service": "sagemaker.amazonaws.com"
      }
    }
  ]
})");
  EXPECT_EQ(*document.Find("id"), Text("1147345228"));
}

TEST(PolicyDocument, SortsSetsDownwardsAndKeepsTheOrderOfConditions) {
  const std::string json = Render(
      {{"policy_id", Text("P")},
       {"statement",
        Statements(
            {{{"sid", Text("TLS")},
              {"effect", Text("Deny")},
              {"actions", StringSet({"s3:Get<", "s3:Put"})},
              {"resources", StringSet({"arn:aws:s3:::b/&{aws:username}"})},
              {"principals", InStatement("principals", {{{"type", Text("*")},
                                                         {"identifiers",
                                                          StringSet({"*"})}}})},
              {"condition",
               InStatement("condition",
                           {{{"test", Text("StringEquals")},
                             {"variable", Text("aws:x")},
                             {"values", StringList({"a", "b"})}},
                            {{"test", Text("Bool")},
                             {"variable", Text("aws:SecureTransport")},
                             {"values", StringList({"false"})}}})}}})}});
  EXPECT_EQ(json, R"({
  "Version": "2012-10-17",
  "Id": "P",
  "Statement": [
    {
      "Sid": "TLS",
      "Effect": "Deny",
      "Action": [
        "s3:Put",
        "s3:Get\u003c"
      ],
      "Resource": "arn:aws:s3:::b/${aws:username}",
      "Principal": "*",
      "Condition": {
        "Bool": {
          "aws:SecureTransport": "false"
        },
        "StringEquals": {
          "aws:x": [
            "a",
            "b"
          ]
        }
      }
    }
  ]
})");
}

constexpr char kSource[] =
    R"({"Version":"2008-10-17","Statement":[)"
    R"({"Sid":"A","Effect":"Allow","Action":"s3:*","Resource":"*"},)"
    R"({"Sid":"B","Effect":"Allow","Action":"ec2:*","Resource":"*"}]})";

TEST(PolicyDocument, MergesSourcesBelowAndOverridesAbove) {
  const std::string json = Render(
      {{"source_policy_documents", StringList({kSource})},
       {"statement", Statements({{{"sid", Text("A")},
                                  {"actions", StringSet({"s3:Get"})},
                                  {"resources", StringSet({"*"})}}})},
       {"override_policy_documents",
        StringList({R"({"statement":[{"sid":"B","Effect":"Deny"}]})"})}});
  EXPECT_EQ(json, R"({
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "A",
      "Effect": "Allow",
      "Action": "s3:Get",
      "Resource": "*"
    },
    {
      "Sid": "B",
      "Effect": "Deny"
    }
  ]
})");
}

// As the provider's reader of JSON does: lists of one value become the value,
// numbers are lost.
TEST(PolicyDocument, RendersConditionsOfItsSources) {
  EXPECT_THAT(Render({{"source_policy_documents",
                       StringList({R"({"Statement":[{"Condition":{
      "NumericLessThan":{"s3:TlsVersion":1.2},
      "Bool":{"aws:SecureTransport":true},
      "StringLike":{"aws:userid":["A"]}}}]})"})}}),
              HasSubstr(R"("Condition": {
        "Bool": {
          "aws:SecureTransport": "true"
        },
        "StringLike": {
          "aws:userid": "A"
        }
      })"));
}

TEST(PolicyDocument, IsEmptyWithoutStatements) {
  EXPECT_EQ(Render({}), "{\n  \"Version\": \"2012-10-17\"\n}");
}

TEST(PolicyDocument, RefusesWhatTheProviderRefuses) {
  const auto error_of = [](Value::Attributes set) {
    return std::string(
        RenderPolicyDocument(DataConfig("aws_iam_policy_document", set))
            .status()
            .message());
  };
  EXPECT_THAT(error_of({{"statement", Statements({{{"sid", Text("A")}},
                                                  {{"sid", Text("A")}}})}}),
              HasSubstr("duplicate Sid (A)"));
  EXPECT_THAT(
      error_of({{"source_policy_documents", StringList({kSource, kSource})}}),
      HasSubstr("duplicate Sid (A) in source_policy_documents"));
  EXPECT_THAT(
      error_of({{"version", Text("2008-10-17")},
                {"statement",
                 Statements({{{"resources", StringSet({"&{aws:userid}"})}}})}}),
      HasSubstr("not supported in document version 2008-10-17"));
  for (const char* bad : {"nope", "[]", R"({"Statement":["x"]})",
                          R"({"Statement":{"Effect":"Deny"}})"}) {
    EXPECT_THAT(error_of({{"source_policy_documents", StringList({bad})}}),
                HasSubstr("source_policy_documents (item 0)"))
        << bad;
  }
}

}  // namespace
}  // namespace compliance::sandbox
