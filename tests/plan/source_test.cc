#include "compliance/plan/source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "compliance/cty/origin.h"
#include "compliance/hcl/parse.h"
#include "compliance/plan/query.h"
#include "plan/plan_builder.h"

namespace compliance::plan {
namespace {

using cty::Piece;
using cty::Type;
using cty::Value;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Configuration path of a module -> its text.
hcl::Configuration Source(const std::map<std::string, std::string>& modules) {
  hcl::Configuration configuration;
  for (const auto& [path, text] : modules) {
    const auto number = static_cast<std::uint32_t>(configuration.files.size());
    configuration.files.push_back(path.empty() ? "main.tf" : path + "/main.tf");
    hcl::ParsedFile file = hcl::Parse(text, number);
    EXPECT_THAT(file.problems, IsEmpty()) << text;
    configuration.modules.emplace(
        path, hcl::Module(".", std::move(file.body.blocks)));
  }
  return configuration;
}

Piece ArnOf(const std::string& address) {
  return Piece::Of({address, cty::Path().Attr("arn")});
}
Value Arn(const std::string& address) {
  cty::Refinement promised;
  promised.not_null = true;
  return cty::UnknownOf(Type::String(), ArnOf(address).atom.value(), promised);
}

const Value& ValueAt(const Plan& plan, const std::string& address,
                     const std::string& attribute) {
  const Value* value =
      At(plan, address).planned.Find(cty::Path().Attr(attribute));
  static const auto& missing = *new Value(Value::String("(missing)"));
  return value == nullptr ? missing : *value;
}

const Json kNewBucket = {{"id", true}, {"arn", true}, {"bucket", true}};

// A new bucket, and a policy whose text the plan does not know.
PlanBuilder BucketAndPolicy(Json policy) {
  return PlanBuilder()
      .Instance("aws_s3_bucket.b", Json::object(), kNewBucket)
      .Instance("aws_s3_bucket_policy.p", Json::object(),
                {{"policy", true}, {"bucket", true}})
      .Block("aws_s3_bucket.b", Json::object())
      .Block("aws_s3_bucket_policy.p",
             {{"bucket", Ref("aws_s3_bucket.b", "id")},
              {"policy", std::move(policy)}});
}

TEST(FillFromSource, APolicyTextHasHolesWhereTheArnsAre) {
  Plan plan = BucketAndPolicy(Ref("aws_s3_bucket.b", "arn")).Build();
  const hcl::Configuration source = Source({{"", R"(
resource "aws_s3_bucket" "b" {}
resource "aws_s3_bucket_policy" "p" {
  bucket = aws_s3_bucket.b.id
  policy = jsonencode({ Resource = "${aws_s3_bucket.b.arn}/*" })
}
)"}});
  EXPECT_THAT(FillFromSource(source, plan), IsEmpty());
  const Value& policy = ValueAt(plan, "aws_s3_bucket_policy.p", "policy");
  ASSERT_TRUE(policy.IsUnknown());
  ASSERT_NE(policy.origin(), nullptr);
  Piece hole = ArnOf("aws_s3_bucket.b");
  hole.in_json = true;
  EXPECT_THAT(
      policy.origin()->pieces,
      ElementsAre(Piece::Text("{\"Resource\":\""), hole, Piece::Text("/*\"}")));
  const Position place = At(plan, "aws_s3_bucket_policy.p")
                             .read_from_source.at(cty::Path().Attr("policy"));
  EXPECT_EQ(place, (Position{"main.tf", 5, 3}));
}

TEST(FillFromSource, LocalsAreFollowed) {
  Plan plan = BucketAndPolicy(Refs({"local.arn"})).Build();
  const hcl::Configuration source = Source({{"", R"(
locals { arn = aws_s3_bucket.b.arn }
resource "aws_s3_bucket" "b" {}
resource "aws_s3_bucket_policy" "p" {
  bucket = aws_s3_bucket.b.id
  policy = local.arn
}
)"}});
  EXPECT_THAT(FillFromSource(source, plan), IsEmpty());
  EXPECT_EQ(ValueAt(plan, "aws_s3_bucket_policy.p", "policy"),
            Arn("aws_s3_bucket.b"));
  EXPECT_THAT(plan.locals[""]["arn"].references,
              ElementsAre("aws_s3_bucket.b.arn", "aws_s3_bucket.b"));
}

TEST(FillFromSource, AKnownConditionChoosesTheArm) {
  const auto with = [](bool use) {
    Plan plan = BucketAndPolicy(
                    Refs({"var.use", "aws_s3_bucket.b.arn", "aws_s3_bucket.b"}))
                    .Variable("use", Json::object())
                    .Value("use", use)
                    .Build();
    const hcl::Configuration source = Source({{"", R"(
variable "use" { type = bool }
resource "aws_s3_bucket" "b" {}
resource "aws_s3_bucket_policy" "p" {
  bucket = aws_s3_bucket.b.id
  policy = var.use ? aws_s3_bucket.b.arn : null
}
)"}});
    EXPECT_THAT(FillFromSource(source, plan), IsEmpty());
    return ValueAt(plan, "aws_s3_bucket_policy.p", "policy");
  };
  EXPECT_EQ(with(true), Arn("aws_s3_bucket.b"));
  // The plan has an unknown where the source says null: the plan wins.
  EXPECT_EQ(with(false), Value::Unknown(Type::String()));
}

TEST(FillFromSource, WhatThePlanKnowsIsNotTouched) {
  Plan plan =
      PlanBuilder()
          .Instance("aws_s3_bucket.b", {{"bucket", "Name"}}, {{"arn", true}})
          .Block("aws_s3_bucket.b", {{"bucket", Refs({"local.name"})}})
          .Build();
  const hcl::Configuration source = Source({{"", R"(
locals { name = "Name" }
resource "aws_s3_bucket" "b" { bucket = local.name }
)"}});
  EXPECT_THAT(FillFromSource(source, plan), IsEmpty());
  EXPECT_EQ(ValueAt(plan, "aws_s3_bucket.b", "bucket"), Value::String("Name"));
  EXPECT_THAT(At(plan, "aws_s3_bucket.b").read_from_source, IsEmpty());
}

TEST(FillFromSource, ASourceOutOfStepIsLeftOut) {
  const std::map<std::string, std::string> texts = {
      {"another constant", R"(
resource "aws_s3_bucket" "b" { force_destroy = true }
resource "aws_s3_bucket_policy" "p" {
  bucket = aws_s3_bucket.b.id
  policy = aws_s3_bucket.b.arn
})"},
      {"another reference", R"(
resource "aws_s3_bucket" "b" { force_destroy = false }
resource "aws_s3_bucket_policy" "p" {
  bucket = aws_s3_bucket.b.id
  policy = aws_s3_bucket.c.arn
})"},
      {"an argument more", R"(
resource "aws_s3_bucket" "b" {
  force_destroy = false
  bucket        = "x"
}
resource "aws_s3_bucket_policy" "p" {
  bucket = aws_s3_bucket.b.id
  policy = aws_s3_bucket.b.arn
})"},
      {"a block less", R"(
resource "aws_s3_bucket_policy" "p" {
  bucket = aws_s3_bucket.b.id
  policy = aws_s3_bucket.b.arn
})"},
  };
  for (const auto& [what, text] : texts) {
    Plan plan =
        PlanBuilder()
            .Instance("aws_s3_bucket.b", {{"force_destroy", false}}, kNewBucket)
            .Instance("aws_s3_bucket_policy.p", Json::object(),
                      {{"policy", true}, {"bucket", true}})
            .Block("aws_s3_bucket.b", {{"force_destroy", Const(false)}})
            .Block("aws_s3_bucket_policy.p",
                   {{"bucket", Ref("aws_s3_bucket.b", "id")},
                    {"policy", Ref("aws_s3_bucket.b", "arn")}})
            .Build();
    EXPECT_THAT(FillFromSource(Source({{"", text}}), plan), ElementsAre(""))
        << what;
    EXPECT_EQ(ValueAt(plan, "aws_s3_bucket_policy.p", "policy"),
              Value::Unknown(Type::String()))
        << what;
  }
}

TEST(FillFromSource, InstancesOfForEachAreToldApart) {
  PlanBuilder builder;
  for (const std::string key : {"a", "b"}) {
    builder
        .Instance("aws_s3_bucket.b[\"" + key + "\"]", Json::object(),
                  kNewBucket)
        .Instance("aws_s3_bucket_policy.p[\"" + key + "\"]", Json::object(),
                  {{"policy", true}, {"bucket", true}});
  }
  Plan plan = builder
                  .Block("aws_s3_bucket.b", Json::object(),
                         {{"for_each_expression", Json::object()}})
                  .Block("aws_s3_bucket_policy.p",
                         {{"bucket", Refs({"each.value.id", "each.value"})},
                          {"policy", Refs({"aws_s3_bucket.b", "each.key"})}},
                         {{"for_each_expression", Refs({"aws_s3_bucket.b"})}})
                  .Build();
  const hcl::Configuration source = Source({{"", R"(
resource "aws_s3_bucket" "b" { for_each = toset(["a", "b"]) }
resource "aws_s3_bucket_policy" "p" {
  for_each = aws_s3_bucket.b
  bucket   = each.value.id
  policy   = aws_s3_bucket.b[each.key].arn
}
)"}});
  EXPECT_THAT(FillFromSource(source, plan), IsEmpty());
  EXPECT_EQ(ValueAt(plan, "aws_s3_bucket_policy.p[\"b\"]", "policy"),
            Arn("aws_s3_bucket.b[\"b\"]"));
  const Value& id = ValueAt(plan, "aws_s3_bucket_policy.p[\"a\"]", "bucket");
  ASSERT_TRUE(id.IsUnknown());
  ASSERT_NE(id.origin(), nullptr);
  EXPECT_THAT(id.origin()->pieces,
              ElementsAre(Piece::Of(
                  {"aws_s3_bucket.b[\"a\"]", cty::Path().Attr("id")})));
}

TEST(FillFromSource, ModulesAreFollowedBothWays) {
  Plan plan =
      PlanBuilder()
          .Instance("module.keys.aws_kms_key.k", Json::object(),
                    {{"arn", true}})
          .Instance("module.topics[0].aws_sns_topic.t", Json::object(),
                    {{"kms_master_key_id", true}})
          .Block("aws_kms_key.k", Json::object(), Json::object(), {"keys"})
          .Block("aws_sns_topic.t", {{"kms_master_key_id", Refs({"var.key"})}},
                 Json::object(), {"topics"})
          .Call({"keys"}, Json::object())
          .Call({"topics"}, {{"key", Refs({"module.keys.arn", "module.keys"})}},
                {{"count_expression", Const(1)}})
          .Build();
  const hcl::Configuration source = Source({{"", R"(
module "keys" { source = "./keys" }
module "topics" {
  source = "./topics"
  count  = 1
  key    = module.keys.arn
}
)"},
                                            {"module.keys", R"(
resource "aws_kms_key" "k" {}
output "arn" { value = aws_kms_key.k.arn }
)"},
                                            {"module.topics", R"(
variable "key" {}
resource "aws_sns_topic" "t" { kms_master_key_id = var.key }
)"}});
  FillFromSource(source, plan);
  EXPECT_EQ(
      ValueAt(plan, "module.topics[0].aws_sns_topic.t", "kms_master_key_id"),
      Arn("module.keys.aws_kms_key.k"));
}

TEST(FillFromSource, ASensitiveVariableStaysMarked) {
  Plan plan = BucketAndPolicy(Refs({"var.secret", "aws_s3_bucket.b.arn",
                                    "aws_s3_bucket.b"}))
                  .Variable("secret", {{"sensitive", true}})
                  .Value("secret", "hush")
                  .Build();
  const hcl::Configuration source = Source({{"", R"(
variable "secret" {
  type      = string
  sensitive = true
}
resource "aws_s3_bucket" "b" {}
resource "aws_s3_bucket_policy" "p" {
  bucket = aws_s3_bucket.b.id
  policy = "${var.secret}${aws_s3_bucket.b.arn}"
}
)"}});
  FillFromSource(source, plan);
  EXPECT_TRUE(ValueAt(plan, "aws_s3_bucket_policy.p", "policy").IsSensitive());
}

}  // namespace
}  // namespace compliance::plan
