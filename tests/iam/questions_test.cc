#include "compliance/iam/questions.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace compliance::iam {
namespace {

Statement Parse(absl::string_view rest, absl::string_view effect = "Allow") {
  const auto document = ParseDocument(absl::StrCat(
      R"({"Statement": {"Effect": ")", effect, R"(", )", rest, "}}"));
  EXPECT_TRUE(document.ok()) << document.status() << rest;
  return document.ok() ? document->statements[0] : Statement();
}

TEST(Questions, MatchActions) {
  const Statement some = Parse(R"("Action": ["s3:Get*", "kms:*"])");
  EXPECT_EQ(MatchesAction(some, "S3:GetObject"), Truth::kTrue);
  EXPECT_EQ(MatchesAction(some, "s3:*"), Truth::kFalse);
  EXPECT_EQ(TouchesAction(some, "s3:*"), Truth::kTrue);
  EXPECT_EQ(TouchesAction(some, "sqs:*"), Truth::kFalse);
  EXPECT_EQ(MatchesAction(some, "kms:Decrypt"), Truth::kTrue);
  for (const char* all : {"*", "*:*"}) {
    EXPECT_EQ(
        MatchesAction(Parse(absl::StrCat(R"("Action": ")", all, "\"")), "*"),
        Truth::kTrue);
  }
  const Statement but = Parse(R"("NotAction": "iam:*")");
  EXPECT_EQ(MatchesAction(but, "s3:GetObject"), Truth::kTrue);
  EXPECT_EQ(MatchesAction(but, "iam:GetUser"), Truth::kFalse);
  EXPECT_EQ(MatchesAction(but, "*"), Truth::kFalse);
  EXPECT_EQ(TouchesAction(but, "*"), Truth::kTrue);
}

TEST(Questions, CoverResources) {
  const std::vector<Description> bucket = {
      {Text::Known("arn:aws:s3:::logs"), Text::Known("arn:aws-cn:s3:::logs")},
      {Text::Atom("aws_s3_bucket.b", "")}};
  const auto covers = [&](const char* element) {
    return CoversResource(Parse(absl::StrCat(R"("Action": "*", )", element)),
                          bucket);
  };
  EXPECT_EQ(covers(R"("Resource": "*")"), Truth::kTrue);
  EXPECT_EQ(covers(R"("Resource": ["arn:aws:s3:::logs"])"), Truth::kTrue);
  EXPECT_EQ(covers(R"("Resource": "arn:aws:s3:::logs/*")"), Truth::kFalse);
  EXPECT_EQ(covers(R"("Resource": "arn:aws:s3:::other")"), Truth::kFalse);
  EXPECT_EQ(covers(R"("NotResource": "arn:aws:s3:::other")"), Truth::kTrue);
  EXPECT_EQ(covers(R"("NotResource": "arn:aws:s3:::l*")"), Truth::kFalse);
  EXPECT_EQ(covers(R"("Resource": [])"), Truth::kFalse);
}

TEST(Questions, KnowEveryone) {
  const auto anyone = [](const char* element, const char* effect = "Allow") {
    return AnyPrincipal(
        Parse(absl::StrCat(R"("Action": "*", )", element), effect));
  };
  EXPECT_EQ(anyone(R"("Principal": "*")"), Truth::kTrue);
  EXPECT_EQ(anyone(R"("Principal": {"AWS": "*"})"), Truth::kTrue);
  EXPECT_EQ(anyone(R"("Principal": {"AWS": ["1", "*"]})"), Truth::kTrue);
  EXPECT_EQ(anyone(R"("Principal": {"AWS": "arn:aws:iam::*:root"})"),
            Truth::kTrue);
  EXPECT_EQ(anyone(R"("Principal": {"AWS": "arn:aws:iam::1:root"})"),
            Truth::kFalse);
  EXPECT_EQ(anyone(R"("Principal": {"Service": "s3.amazonaws.com"})"),
            Truth::kFalse);
  EXPECT_EQ(anyone(R"("NotPrincipal": {"AWS": "1"})"), Truth::kTrue);
  EXPECT_EQ(anyone(R"("NotPrincipal": {"AWS": "1"})", "Deny"), Truth::kFalse);
  EXPECT_EQ(anyone(R"("Resource": "*")"), Truth::kFalse);
}

TEST(Questions, ReadAccounts) {
  EXPECT_EQ(AccountOf("arn:aws:iam::123456789012:role/a:b"), "123456789012");
  EXPECT_EQ(AccountOf("arn:aws:s3:::logs"), "");
  EXPECT_EQ(AccountOf("123456789012"), "123456789012");
  EXPECT_EQ(AccountOf("arn:aws:iam"), "arn:aws:iam");
}

TEST(Questions, DescribeAResourceInSeveralWays) {
  const auto covers = [](const char* resource) {
    return CoversResource(
        Parse(absl::StrCat(R"("Action": "*", "Resource": ")", resource, "\"")),
        {{Text::Atom("aws_s3_bucket.b", "")},
         {Text::Atom("aws_s3_bucket.b", "", "arn:aws:s3:::", "id"),
          Text::Atom("aws_s3_bucket.b", "", "arn:aws-cn:s3:::", "id")}});
  };
  // Which partition it is in is not known, so that one which does not fit says
  // nothing.
  EXPECT_EQ(covers("arn:aws:s3:::logs-*"), Truth::kUnknown);
  EXPECT_EQ(covers("arn:aws:sqs:*"), Truth::kFalse);
  EXPECT_EQ(covers("arn:*:s3:::*"), Truth::kTrue);
}

TEST(Questions, KnowWhatNeutralises) {
  const auto neutralised = [](const char* condition) {
    return IsNeutralised(
        Parse(absl::StrCat(R"("Action": "*", "Condition": )", condition)), {});
  };
  for (const char* restricting : {
           R"({"StringEquals": {"aws:SourceAccount": "123456789012"}})",
           R"({"StringEquals": {"AWS:sourceaccount": "123456789012"}})",
           R"({"StringEquals": {"aws:PrincipalOrgID": "o-a1"}})",
           R"({"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-a/*"}})",
           R"({"ArnLike": {"aws:SourceArn": "arn:aws:sns:*:1:*"}})",
           R"({"ArnLike": {"aws:SourceArn": "arn:aws:s3:::logs"}})",
           R"({"StringEquals": {"aws:SourceVpce": ["vpce-1", "vpce-2"]}})",
           R"({"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}})",
           R"({"Bool": {"aws:SecureTransport": "true"},
               "StringEquals": {"aws:SourceVpc": "vpc-1"}})",
       }) {
    EXPECT_EQ(neutralised(restricting), Truth::kTrue) << restricting;
  }
  for (const char* open : {
           R"({"StringLike": {"aws:SourceAccount": "*"}})",
           R"({"StringEquals": {"aws:SourceVpce": ["vpce-1", "*"]}})",
           R"({"ArnLike": {"aws:SourceArn": "arn:aws:sns:*:*:*"}})",
           R"({"ArnLike": {"aws:SourceArn": "arn:aws:sns:*:*:topic"}})",
           R"({"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/x"}})",
           R"({"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}})",
           R"({"IpAddress": {"aws:SourceIp": ["0.0.0.0/1", "128.0.0.0/1"]}})",
           R"({"IpAddress": {"aws:SourceIp": "::/0"}})",
           R"({"StringEqualsIfExists": {"aws:SourceAccount": "1"}})",
           R"({"ForAllValues:StringEquals": {"aws:PrincipalOrgID": "o-a"}})",
           R"({"StringNotEquals": {"aws:SourceAccount": "1"}})",
           R"({"Null": {"aws:SourceArn": "false"}})",
           R"({"Bool": {"aws:SecureTransport": "true"}})",
           R"({"StringEquals": {"aws:SourceAccount": []}})",
       }) {
    EXPECT_EQ(neutralised(open), Truth::kFalse) << open;
  }
}

TEST(Questions, LimitByKeysThatARuleNames) {
  const Statement via = Parse(
      R"("Action": "*", "Condition": {"StringEquals": {"kms:ViaService": "x"}})");
  EXPECT_EQ(IsNeutralised(via, {}), Truth::kFalse);
  EXPECT_EQ(IsNeutralised(via, {"kms:ViaService"}), Truth::kTrue);
}

TEST(Questions, CompareConditions) {
  const auto is = [](const char* condition, const char* effect) {
    const Statement statement = Parse(
        absl::StrCat(R"("Action": "*", "Condition": )", condition), effect);
    return IsCondition(statement.conditions[0], effect, "Bool",
                       "aws:SecureTransport", "false");
  };
  EXPECT_EQ(is(R"({"Bool": {"aws:securetransport": "False"}})", "Deny"),
            Truth::kTrue);
  EXPECT_EQ(is(R"({"Bool": {"aws:SecureTransport": false}})", "Deny"),
            Truth::kTrue);
  EXPECT_EQ(is(R"({"Bool": {"aws:SecureTransport": "true"}})", "Deny"),
            Truth::kFalse);
  EXPECT_EQ(is(R"({"BoolIfExists": {"aws:SecureTransport": "false"}})", "Deny"),
            Truth::kTrue);
  EXPECT_EQ(
      is(R"({"BoolIfExists": {"aws:SecureTransport": "false"}})", "Allow"),
      Truth::kFalse);
}

// Actions that peers report though no resource can be given to them.
TEST(Questions, KnowUnscopableActions) {
  for (const char* action :
       {"ec2:DescribeInstances", "ec2:Describe*", "ECR:getauthorizationtoken",
        "sts:GetCallerIdentity", "s3:ListAllMyBuckets", "iam:ListPolicies",
        "states:SendTaskSuccess"}) {
    EXPECT_TRUE(IsUnscopable(action)) << action;
  }
  for (const char* action : {"ec2:*", "s3:GetObject", "*", "s3:List*",
                             "ec2:DescribeInstanceAttribute"}) {
    EXPECT_FALSE(IsUnscopable(action)) << action;
  }
}

}  // namespace
}  // namespace compliance::iam
