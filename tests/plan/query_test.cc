#include "compliance/plan/query.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "compliance/base/truth.h"
#include "plan/plan_builder.h"

namespace compliance::plan {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

cty::Path Attr(const std::string& name) {
  return cty::Path({cty::AttributeName{name}});
}

// "address" for certain members, "address?" for possible ones, "..." at the
// end of an open list.
std::vector<std::string> Texts(const Members& members) {
  std::vector<std::string> out;
  for (const Member& member : members.members) {
    out.push_back(absl::StrCat(member.resource->address.ToString(),
                               member.certain ? "" : "?"));
  }
  if (members.open) out.push_back("...");
  EXPECT_EQ(members.open, !members.why.empty());
  return out;
}

std::vector<std::string> Links(const Plan& plan, const std::string& target,
                               const std::string& type,
                               const std::string& attribute) {
  return Texts(Query(plan).Linked(At(plan, target), type, Attr(attribute)));
}

std::vector<std::string> Refer(const Plan& plan, const std::string& from,
                               const cty::Path& path,
                               const std::vector<std::string>& types = {}) {
  return Texts(Query(plan).References(At(plan, from), path, types));
}

const Json kUnknownBucket = {{"id", true}, {"arn", true}, {"bucket", true}};
const Json kUnknownLink = {{"id", true}, {"bucket", true}};

// ---- Linked

TEST(Linked, ByReferenceWhileIdsAreUnknown) {
  const Plan plan =
      PlanBuilder()
          .Instance("aws_s3_bucket.a", Json::object(), kUnknownBucket)
          .Instance("aws_s3_bucket.b", Json::object(), kUnknownBucket)
          .Instance("aws_s3_bucket_versioning.v", Json::object(), kUnknownLink)
          .Block("aws_s3_bucket.a", Json::object())
          .Block("aws_s3_bucket.b", Json::object())
          .Block("aws_s3_bucket_versioning.v",
                 {{"bucket", Ref("aws_s3_bucket.a", "id")}})
          .Build();
  EXPECT_THAT(
      Links(plan, "aws_s3_bucket.a", "aws_s3_bucket_versioning", "bucket"),
      ElementsAre("aws_s3_bucket_versioning.v"));
  EXPECT_THAT(
      Links(plan, "aws_s3_bucket.b", "aws_s3_bucket_versioning", "bucket"),
      IsEmpty());
}

TEST(Linked, ByEqualKnownValues) {
  const Plan plan =
      PlanBuilder()
          .Instance("aws_s3_bucket.a", {{"bucket", "one"}}, {{"id", true}})
          .Instance("aws_s3_bucket.b", {{"bucket", "two"}}, {{"id", true}})
          .Instance("aws_s3_bucket_policy.p", {{"bucket", "one"}})
          .Instance("aws_s3_bucket_policy.q", {{"bucket", "arn:aws:s3:::two"}})
          .Block("aws_s3_bucket_policy.p", {{"bucket", Const("one")}})
          .Build();
  EXPECT_THAT(Links(plan, "aws_s3_bucket.a", "aws_s3_bucket_policy", "bucket"),
              ElementsAre("aws_s3_bucket_policy.p"));
  EXPECT_THAT(Links(plan, "aws_s3_bucket.b", "aws_s3_bucket_policy", "bucket"),
              ElementsAre("aws_s3_bucket_policy.q"));
}

TEST(Linked, DeletedResourcesAreNoMembers) {
  const Plan plan =
      PlanBuilder()
          .Instance("aws_s3_bucket.a", {{"bucket", "one"}})
          .Instance("aws_s3_bucket_policy.p", nullptr, Json::object(), "delete")
          .Build();
  EXPECT_THAT(Links(plan, "aws_s3_bucket.a", "aws_s3_bucket_policy", "bucket"),
              IsEmpty());
}

struct RepeatedCase {
  std::string name;
  std::vector<std::string> keys;
  Json bucket_block, link_block;
  Json reference;
};

class LinkedRepeated : public ::testing::TestWithParam<RepeatedCase> {};

// The same key leads to the same instance.
TEST_P(LinkedRepeated, SameKeySameInstance) {
  const RepeatedCase& test = GetParam();
  PlanBuilder builder;
  for (const std::string& key : test.keys) {
    builder.Instance(absl::StrCat("aws_s3_bucket.b[", key, "]"), Json::object(),
                     kUnknownBucket);
    builder.Instance(absl::StrCat("aws_s3_bucket_versioning.v[", key, "]"),
                     Json::object(), kUnknownLink);
  }
  builder.Block("aws_s3_bucket.b", Json::object(), test.bucket_block);
  builder.Block("aws_s3_bucket_versioning.v", {{"bucket", test.reference}},
                test.link_block);
  const Plan plan = builder.Build();
  for (const std::string& key : test.keys) {
    EXPECT_THAT(
        Links(plan, absl::StrCat("aws_s3_bucket.b[", key, "]"),
              "aws_s3_bucket_versioning", "bucket"),
        ElementsAre(absl::StrCat("aws_s3_bucket_versioning.v[", key, "]")));
  }
}

const Json kCount = {{"count_expression", Const(2)}};
const Json kForEachSet = {{"for_each_expression", Refs({"var.names"})}};
const Json kForEachBuckets = {
    {"for_each_expression", Refs({"aws_s3_bucket.b"})}};

INSTANTIATE_TEST_SUITE_P(
    Forms, LinkedRepeated,
    ::testing::Values(RepeatedCase{"count",
                                   {"0", "1"},
                                   kCount,
                                   kCount,
                                   Refs({"aws_s3_bucket.b", "count.index"})},
                      RepeatedCase{"eachKey",
                                   {"\"x\"", "\"y.z\""},
                                   kForEachSet,
                                   kForEachSet,
                                   Refs({"aws_s3_bucket.b", "each.key"})},
                      RepeatedCase{"eachValueAsKey",
                                   {"\"x\"", "\"y\""},
                                   Json::object(),
                                   Json::object(),
                                   Refs({"aws_s3_bucket.b", "each.value"})},
                      RepeatedCase{"forEachOverResources",
                                   {"\"x\"", "\"y\""},
                                   kForEachSet,
                                   kForEachBuckets,
                                   Refs({"each.value.id", "each.value"})},
                      RepeatedCase{"forEachOverIds",
                                   {"\"x\"", "\"y\""},
                                   kForEachSet,
                                   kForEachBuckets,
                                   Refs({"each.value"})}),
    [](const auto& test) { return test.param.name; });

TEST(Linked, ThroughModuleInputsAndOutputs) {
  const Plan plan =
      PlanBuilder()
          .Instance("module.s[\"eu\"].aws_s3_bucket.b", Json::object(),
                    kUnknownBucket)
          .Instance("module.s[\"us\"].aws_s3_bucket.b", Json::object(),
                    kUnknownBucket)
          .Instance("module.v.module.w.aws_s3_bucket_versioning.v",
                    Json::object(), kUnknownLink)
          .Call({"s"}, Json::object(),
                {{"for_each_expression", Refs({"var.regions"})}})
          .Block("aws_s3_bucket.b", Json::object(), Json::object(), {"s"})
          .Output("id", Ref("aws_s3_bucket.b", "id"), {"s"})
          .Call({"v"}, {{"bucket_id", Ref("module.s[\"eu\"]", "id")}})
          .Variable("bucket_id", Json::object(), {"v"})
          .Call({"v", "w"}, {{"bucket", Refs({"var.bucket_id"})}})
          .Variable("bucket", Json::object(), {"v", "w"})
          .Block("aws_s3_bucket_versioning.v",
                 {{"bucket", Refs({"var.bucket"})}}, Json::object(), {"v", "w"})
          .Build();
  EXPECT_THAT(Links(plan, "module.s[\"eu\"].aws_s3_bucket.b",
                    "aws_s3_bucket_versioning", "bucket"),
              ElementsAre("module.v.module.w.aws_s3_bucket_versioning.v"));
  EXPECT_THAT(Links(plan, "module.s[\"us\"].aws_s3_bucket.b",
                    "aws_s3_bucket_versioning", "bucket"),
              IsEmpty());
}

TEST(Linked, RepeatedModulesStayApart) {
  PlanBuilder builder;
  for (const std::string key : {"\"a\"", "\"b\""}) {
    builder.Instance(absl::StrCat("aws_kms_key.k[", key, "]"), Json::object(),
                     {{"id", true}, {"arn", true}});
    builder.Instance(absl::StrCat("module.m[", key, "].aws_s3_bucket.b"),
                     Json::object(), kUnknownBucket);
    builder.Instance(absl::StrCat("module.m[", key, "].aws_kms_alias.a"),
                     Json::object(), {{"target_key_id", true}});
  }
  const Json repeated = {{"for_each_expression", Refs({"var.names"})}};
  builder.Block("aws_kms_key.k", Json::object(), repeated)
      .Call({"m"}, {{"key", Refs({"aws_kms_key.k", "each.key"})}}, repeated)
      .Variable("key", Json::object(), {"m"})
      .Block("aws_kms_alias.a", {{"target_key_id", Refs({"var.key"})}},
             Json::object(), {"m"})
      .Block("aws_s3_bucket.b", Json::object(), Json::object(), {"m"});
  const Plan plan = builder.Build();
  EXPECT_THAT(
      Links(plan, "aws_kms_key.k[\"a\"]", "aws_kms_alias", "target_key_id"),
      ElementsAre("module.m[\"a\"].aws_kms_alias.a"));
}

TEST(Linked, ThroughALocalAnythingIsPossible) {
  const Plan plan =
      PlanBuilder()
          .Instance("aws_s3_bucket.a", Json::object(), kUnknownBucket)
          .Instance("aws_s3_bucket_versioning.v", Json::object(), kUnknownLink)
          .Block("aws_s3_bucket.a", Json::object())
          .Block("aws_s3_bucket_versioning.v", {{"bucket", Refs({"local.b"})}})
          .Build();
  EXPECT_THAT(
      Links(plan, "aws_s3_bucket.a", "aws_s3_bucket_versioning", "bucket"),
      ElementsAre("aws_s3_bucket_versioning.v?"));
}

// A move changes nothing: the new address is what expressions name.
TEST(Linked, WhatMovedIsFoundByItsNewAddress) {
  Json moved = {{"address", "aws_s3_bucket.new"},
                {"previous_address", "aws_s3_bucket.old"},
                {"change",
                 {{"actions", {"no-op"}},
                  {"before", {{"id", "one"}, {"bucket", "one"}}},
                  {"after", {{"id", "one"}, {"bucket", "one"}}},
                  {"after_unknown", Json::object()}}}};
  const Plan plan =
      PlanBuilder()
          .Set("resource_changes", Json::array({moved}))
          .Instance("aws_s3_bucket_versioning.v", {{"bucket", "one"}})
          .Block("aws_s3_bucket.new", Json::object())
          .Block("aws_s3_bucket_versioning.v",
                 {{"bucket", Ref("aws_s3_bucket.new", "id")}})
          .Build();
  EXPECT_THAT(
      Links(plan, "aws_s3_bucket.new", "aws_s3_bucket_versioning", "bucket"),
      ElementsAre("aws_s3_bucket_versioning.v"));
}

// Possible members without end would take the square of the plan's size.
TEST(Linked, ManyPossibleMembersLeaveTheListOpen) {
  PlanBuilder builder;
  builder.Instance("aws_s3_bucket.a", Json::object(), kUnknownBucket);
  for (int i = 0; i < 1001; ++i) {
    builder.Instance(absl::StrCat("aws_s3_bucket_versioning.v[", i, "]"),
                     Json::object(), kUnknownLink);
  }
  builder.Block("aws_s3_bucket.a", Json::object());
  builder.Block("aws_s3_bucket_versioning.v",
                {{"bucket", Refs({"local.bucket"})}}, kCount);
  const Plan plan = builder.Build();
  const Members members = Query(plan).Linked(
      At(plan, "aws_s3_bucket.a"), "aws_s3_bucket_versioning", Attr("bucket"));
  EXPECT_EQ(members.members.size(), 1000U);
  EXPECT_TRUE(members.open);
  EXPECT_THAT(members.why,
              ElementsAre("aws_s3_bucket_versioning.v[1000].bucket"));
}

TEST(Linked, ByNamesMadeFromTheSameUnknown) {
  const Json hex = Ref("random_id.i", "hex");
  const Plan plan =
      PlanBuilder()
          .Instance("random_id.i", Json::object(), {{"hex", true}})
          .Instance("aws_lambda_function.f", Json::object(),
                    {{"function_name", true}, {"arn", true}})
          .Instance("aws_lambda_function.g", {{"function_name", "g"}},
                    {{"arn", true}})
          .Instance("aws_lambda_permission.p", Json::object(),
                    {{"function_name", true}})
          .Block("random_id.i", Json::object())
          .Block("aws_lambda_function.f", {{"function_name", hex}})
          .Block("aws_lambda_function.g", {{"function_name", Const("g")}})
          .Block("aws_lambda_permission.p", {{"function_name", hex}})
          .Build();
  const Query query(plan);
  const Members found =
      query.Linked(At(plan, "aws_lambda_function.f"), "aws_lambda_permission",
                   Attr("function_name"));
  ASSERT_EQ(found.members.size(), 1U);
  EXPECT_FALSE(found.members[0].certain);
  EXPECT_TRUE(query
                  .Linked(At(plan, "aws_lambda_function.g"),
                          "aws_lambda_permission", Attr("function_name"))
                  .members.empty());
}

TEST(Linked, AConditionalIsPossibleOnly) {
  const Plan plan =
      PlanBuilder()
          .Instance("aws_s3_bucket.a", Json::object(), kUnknownBucket)
          .Instance("aws_s3_bucket.b", Json::object(), kUnknownBucket)
          .Instance("aws_s3_bucket_versioning.v", Json::object(), kUnknownLink)
          .Block("aws_s3_bucket_versioning.v",
                 {{"bucket",
                   Refs({"var.use_a", "aws_s3_bucket.a.id", "aws_s3_bucket.a",
                         "aws_s3_bucket.b.id", "aws_s3_bucket.b"})}})
          .Build();
  EXPECT_THAT(
      Links(plan, "aws_s3_bucket.a", "aws_s3_bucket_versioning", "bucket"),
      ElementsAre("aws_s3_bucket_versioning.v?"));
  EXPECT_THAT(
      Links(plan, "aws_s3_bucket.b", "aws_s3_bucket_versioning", "bucket"),
      ElementsAre("aws_s3_bucket_versioning.v?"));
}

TEST(Linked, AKnownValueTellsTheArmOfAConditional) {
  const Json refs = Refs({"var.use_a", "aws_s3_bucket.a.id", "aws_s3_bucket.a",
                          "aws_s3_bucket.b.id", "aws_s3_bucket.b"});
  const Plan plan =
      PlanBuilder()
          .Instance("aws_s3_bucket.a", {{"id", "one"}, {"bucket", "one"}})
          .Instance("aws_s3_bucket.b", {{"id", "two"}, {"bucket", "two"}})
          .Instance("aws_s3_bucket_versioning.v", {{"bucket", "two"}})
          .Block("aws_s3_bucket_versioning.v", {{"bucket", refs}})
          .Build();
  EXPECT_THAT(
      Links(plan, "aws_s3_bucket.a", "aws_s3_bucket_versioning", "bucket"),
      IsEmpty());
  EXPECT_THAT(
      Links(plan, "aws_s3_bucket.b", "aws_s3_bucket_versioning", "bucket"),
      ElementsAre("aws_s3_bucket_versioning.v"));
}

TEST(Linked, ElementsOfAListAreAllCertain) {
  const Plan plan =
      PlanBuilder()
          .Instance("aws_subnet.a[0]", Json::object(), {{"id", true}})
          .Instance("aws_subnet.a[1]", Json::object(), {{"id", true}})
          .Instance("aws_subnet.b", Json::object(), {{"id", true}})
          .Instance("aws_db_subnet_group.g", Json::object(),
                    {{"subnet_ids", true}})
          .Block("aws_subnet.a", Json::object(), kCount)
          .Block("aws_subnet.b", Json::object())
          .Block("aws_db_subnet_group.g",
                 {{"subnet_ids",
                   Refs({"aws_subnet.a[0].id", "aws_subnet.a[0]",
                         "aws_subnet.a", "aws_subnet.b.id", "aws_subnet.b"})}})
          .Build();
  EXPECT_THAT(
      Refer(plan, "aws_db_subnet_group.g", Attr("subnet_ids"), {"aws_subnet"}),
      ElementsAre("aws_subnet.a[0]", "aws_subnet.b"));
}

TEST(Linked, ASplatIsEveryInstance) {
  const Plan plan =
      PlanBuilder()
          .Instance("aws_subnet.a[0]", Json::object(), {{"id", true}})
          .Instance("aws_subnet.a[1]", Json::object(), {{"id", true}})
          .Instance("aws_db_subnet_group.g", Json::object(),
                    {{"subnet_ids", {true, true}}})
          .Instance("aws_nat_gateway.n", Json::object(), {{"subnet_id", true}})
          .Block("aws_subnet.a", Json::object(), kCount)
          .Block("aws_db_subnet_group.g",
                 {{"subnet_ids", Refs({"aws_subnet.a"})}})
          .Block("aws_nat_gateway.n", {{"subnet_id", Refs({"aws_subnet.a"})}})
          .Build();
  EXPECT_THAT(Refer(plan, "aws_db_subnet_group.g", Attr("subnet_ids")),
              ElementsAre("aws_subnet.a[0]", "aws_subnet.a[1]"));
  EXPECT_THAT(Refer(plan, "aws_nat_gateway.n", Attr("subnet_id")),
              ElementsAre("aws_subnet.a[0]?", "aws_subnet.a[1]?"));
}

TEST(Linked, ThroughTheArgumentOfAnotherResource) {
  const Plan plan =
      PlanBuilder()
          .Instance("aws_s3_bucket.a", Json::object(), kUnknownBucket)
          .Instance("aws_s3_bucket_versioning.v", Json::object(), kUnknownLink)
          .Instance("aws_s3_bucket_policy.p", Json::object(), kUnknownLink)
          .Block("aws_s3_bucket_versioning.v",
                 {{"bucket", Ref("aws_s3_bucket.a", "id")}})
          .Block("aws_s3_bucket_policy.p",
                 {{"bucket", Ref("aws_s3_bucket_versioning.v", "bucket")}})
          .Build();
  EXPECT_THAT(Links(plan, "aws_s3_bucket.a", "aws_s3_bucket_policy", "bucket"),
              ElementsAre("aws_s3_bucket_policy.p"));
}

TEST(Linked, UnknownRepetitionLeavesTheListOpen) {
  const Plan plan = PlanBuilder()
                        .Instance("aws_s3_bucket.a", {{"bucket", "one"}})
                        .Set("complete", false)
                        .Block("aws_s3_bucket_policy.p", Json::object())
                        .Build();
  const Members members = Query(plan).Linked(
      At(plan, "aws_s3_bucket.a"), "aws_s3_bucket_policy", Attr("bucket"));
  EXPECT_THAT(members.members, IsEmpty());
  EXPECT_THAT(members.why, ElementsAre("count of aws_s3_bucket_policy.p"));
}

TEST(Linked, AnOpenPlanMayHaveMore) {
  Plan plan =
      PlanBuilder().Instance("aws_s3_bucket.a", {{"bucket", "x"}}).Build();
  plan.closed = false;
  const Members members = Query(plan).Linked(
      At(plan, "aws_s3_bucket.a"), "aws_s3_bucket_policy", Attr("bucket"));
  EXPECT_THAT(members.why, ElementsAre("the whole plan"));
}

TEST(Linked, WithoutConfigurationAnUnknownMayPointAnywhere) {
  const Plan plan =
      PlanBuilder()
          .Instance("aws_s3_bucket.a", {{"bucket", "one"}}, {{"id", true}})
          .Instance("aws_s3_bucket_policy.p", Json::object(),
                    {{"bucket", true}})
          .Instance("aws_s3_bucket_policy.q", {{"bucket", "other"}})
          .Build();
  EXPECT_THAT(Links(plan, "aws_s3_bucket.a", "aws_s3_bucket_policy", "bucket"),
              ElementsAre("aws_s3_bucket_policy.p?"));
}

// The database that a data source finds may have no key of its own.
TEST(References, WhatADataSourceFindsMayBeNull) {
  const Plan plan =
      PlanBuilder()
          .Instance("data.aws_db_instance.d", Json::object(),
                    {{"kms_key_id", true}}, "read")
          .Instance("data.aws_kms_alias.a", Json::object(),
                    {{"target_key_arn", true}}, "read")
          .Instance("aws_db_instance.d", Json::object(), {{"kms_key_id", true}})
          .Instance("aws_db_instance.a", Json::object(), {{"kms_key_id", true}})
          .Block("aws_db_instance.d",
                 {{"kms_key_id", Ref("data.aws_db_instance.d", "kms_key_id")}})
          .Block(
              "aws_db_instance.a",
              {{"kms_key_id", Ref("data.aws_kms_alias.a", "target_key_arn")}})
          .Build();
  EXPECT_THAT(Refer(plan, "aws_db_instance.d", Attr("kms_key_id")),
              ElementsAre("data.aws_db_instance.d?"));
  EXPECT_THAT(Refer(plan, "aws_db_instance.a", Attr("kms_key_id")),
              ElementsAre("data.aws_kms_alias.a"));
}

// ---- References, Configured: key arguments

const Json kUnknownKey = {{"id", true}, {"arn", true}, {"key_id", true}};
const Json kUnknownDb = {{"kms_key_id", true}};

// A database whose kms_key_id, unknown at plan, is set by `expression`.
PlanBuilder DbWith(const Json& expression) {
  PlanBuilder builder;
  builder.Instance("aws_kms_key.k", Json::object(), kUnknownKey)
      .Instance("aws_db_instance.d", Json::object(), kUnknownDb)
      .Instance("data.aws_kms_key.d", {{"arn", "arn:aws:kms:x"}})
      .Variable("null", {{"default", nullptr}})
      .Value("null", nullptr)
      .Variable("flag", {{"default", false}})
      .Value("flag", false)
      .Block("aws_kms_key.k", Json::object());
  Json expressions = Json::object();
  if (!expression.is_null()) expressions["kms_key_id"] = expression;
  builder.Block("aws_db_instance.d", std::move(expressions));
  return builder;
}

struct KeyCase {
  std::string name;
  Json expression;
  std::vector<std::string> references;
  Truth configured;
};

class KeyArgument : public ::testing::TestWithParam<KeyCase> {};

TEST_P(KeyArgument, IsReadFromItsExpression) {
  const Plan plan = DbWith(GetParam().expression).Build();
  EXPECT_EQ(Refer(plan, "aws_db_instance.d", Attr("kms_key_id"),
                  {"aws_kms_key", "aws_kms_replica_key"}),
            GetParam().references);
  EXPECT_EQ(
      Query(plan).Configured(At(plan, "aws_db_instance.d"), Attr("kms_key_id")),
      GetParam().configured);
}

INSTANTIATE_TEST_SUITE_P(
    Forms, KeyArgument,
    ::testing::Values(
        KeyCase{"leftOut", nullptr, {}, Truth::kFalse},
        KeyCase{"plain",
                Ref("aws_kms_key.k", "arn"),
                {"aws_kms_key.k"},
                Truth::kTrue},
        KeyCase{"oldFormat",
                Refs({"aws_kms_key.k"}),
                {"aws_kms_key.k"},
                Truth::kTrue},
        KeyCase{"nullVariable", Refs({"var.null"}), {}, Truth::kFalse},
        // var.flag ? "alias/x" : null: all known, so that an unknown can only
        // be the provider's own.
        KeyCase{"knownConditional", Refs({"var.flag"}), {}, Truth::kFalse},
        KeyCase{"conditional",
                Refs({"var.flag", "aws_kms_key.k.arn", "aws_kms_key.k"}),
                {"aws_kms_key.k?"},
                Truth::kUnknown},
        // length(aws_kms_key.k) > 0 ? aws_kms_key.k.arn : null
        KeyCase{"byLength",
                Refs({"aws_kms_key.k", "aws_kms_key.k.arn", "aws_kms_key.k"}),
                {"aws_kms_key.k?"},
                Truth::kUnknown},
        KeyCase{"local", Refs({"local.key"}), {"..."}, Truth::kUnknown},
        KeyCase{"data",
                Ref("data.aws_kms_key.d", "arn"),
                {"data.aws_kms_key.d"},
                Truth::kFalse}),
    [](const auto& test) { return test.param.name; });

TEST(References, NullIsNoReference) {
  const Plan plan =
      PlanBuilder()
          .Instance("aws_kms_key.k", Json::object(), kUnknownKey)
          .Instance("aws_cloudtrail.t", {{"kms_key_id", nullptr}})
          .Block("aws_cloudtrail.t",
                 {{"kms_key_id",
                   Refs({"var.on", "aws_kms_key.k.arn", "aws_kms_key.k"})}})
          .Build();
  EXPECT_THAT(Refer(plan, "aws_cloudtrail.t", Attr("kms_key_id")), IsEmpty());
  EXPECT_EQ(
      Query(plan).Configured(At(plan, "aws_cloudtrail.t"), Attr("kms_key_id")),
      Truth::kFalse);
}

TEST(References, KnownArnOfAPlannedKey) {
  const Plan plan =
      PlanBuilder()
          .Instance("aws_kms_key.k", {{"arn", "arn:aws:kms:eu:1:key/2"}},
                    Json::object(), "no-op")
          .Instance("aws_db_instance.d",
                    {{"kms_key_id", "arn:aws:kms:eu:1:key/2"}})
          .Build();
  EXPECT_THAT(
      Refer(plan, "aws_db_instance.d", Attr("kms_key_id"), {"aws_kms_key"}),
      ElementsAre("aws_kms_key.k"));
  EXPECT_THAT(Refer(plan, "aws_db_instance.d", Attr("kms_key_id")),
              ElementsAre("aws_kms_key.k"));
}

TEST(References, AKnownValueFromALocalMayComeFromAnywhere) {
  const Plan plan =
      PlanBuilder()
          .Instance("random_password.p", {{"result", "hunter2"}})
          .Instance("aws_db_instance.d", {{"password", "hunter2"}})
          .Block("random_password.p", Json::object())
          .Block("aws_db_instance.d", {{"password", Refs({"local.password"})}})
          .Build();
  const Members found = Query(plan).References(
      At(plan, "aws_db_instance.d"), Attr("password"), {"random_password"});
  EXPECT_TRUE(found.members.empty());
  EXPECT_TRUE(found.open);
}

TEST(References, InsideNestedBlocks) {
  const Json after = {
      {"rule",
       Json::array({{{"apply_server_side_encryption_by_default",
                      Json::array({{{"sse_algorithm", "aws:kms"}}})}}})}};
  const Json unknown = {
      {"rule",
       Json::array({{{"apply_server_side_encryption_by_default",
                      Json::array({{{"kms_master_key_id", true}}})}}})}};
  const Json block = {
      {"rule",
       Json::array({{{"apply_server_side_encryption_by_default",
                      Json::array({{{"kms_master_key_id",
                                     Ref("aws_kms_key.k", "arn")}}})}}})}};
  const std::string type = "aws_s3_bucket_server_side_encryption_configuration";
  const Plan plan = PlanBuilder()
                        .Instance("aws_kms_key.k", Json::object(), kUnknownKey)
                        .Instance(absl::StrCat(type, ".e"), after, unknown)
                        .Block(absl::StrCat(type, ".e"), block)
                        .Build();
  const cty::Path with_indexes =
      Attr("rule")
          .Index(0)
          .Attr("apply_server_side_encryption_by_default")
          .Index(0)
          .Attr("kms_master_key_id");
  const cty::Path without_indexes =
      Attr("rule")
          .Attr("apply_server_side_encryption_by_default")
          .Attr("kms_master_key_id");
  for (const cty::Path& path : {with_indexes, without_indexes}) {
    EXPECT_THAT(Refer(plan, absl::StrCat(type, ".e"), path),
                ElementsAre("aws_kms_key.k"));
    EXPECT_EQ(Query(plan).Configured(At(plan, absl::StrCat(type, ".e")), path),
              Truth::kTrue);
  }
}

// ---- Configured without configuration (a guard)

TEST(Configured, WithoutConfigurationOnlyWhatTheValueProves) {
  const Plan plan = PlanBuilder()
                        .Instance("aws_db_instance.d",
                                  {{"password", "x"},
                                   {"db_name", nullptr},
                                   {"monitoring_interval", 0},
                                   {"kms_key_id", "arn:x"}},
                                  {{"storage_type", true},
                                   {"final_snapshot_identifier", true}})
                        .Build();
  const Query query(plan);
  const Resource& db = At(plan, "aws_db_instance.d");
  // Only the configuration can set it.
  EXPECT_EQ(query.Configured(db, Attr("password")), Truth::kTrue);
  EXPECT_EQ(query.Configured(db, Attr("db_name")), Truth::kFalse);
  // It may come to null.
  EXPECT_EQ(query.Configured(db, Attr("final_snapshot_identifier")),
            Truth::kUnknown);
  // The provider may have filled these in.
  EXPECT_EQ(query.Configured(db, Attr("storage_type")), Truth::kUnknown);
  EXPECT_EQ(query.Configured(db, Attr("kms_key_id")), Truth::kUnknown);
  EXPECT_EQ(query.Literal(db, Attr("password")), Truth::kUnknown);
  EXPECT_EQ(query.Literal(db, Attr("db_name")), Truth::kFalse);
}

cty::Value NeverNull() {
  cty::Refinement promised;
  promised.not_null = true;
  return cty::Value::Unknown(cty::Type::String(), promised);
}

TEST(Configured, AHookSeesTheConfigItself) {
  const cty::Value unknown = cty::Value::Unknown(cty::Type::String());
  Plan plan = PlanBuilder().Instance("aws_x.a", {{"a", 1}, {"b", 2}}).Build();
  plan.resources[0].config =
      cty::Value::Object({{"known", cty::Value::String("")},
                          {"null", cty::Value::Null(cty::Type::String())},
                          {"unknown", unknown},
                          {"never_null", NeverNull()}});
  const Query query(plan);
  const auto configured = [&](const std::string& name) {
    return query.Configured(plan.resources[0], Attr(name));
  };
  EXPECT_EQ(configured("known"), Truth::kTrue);
  EXPECT_EQ(configured("null"), Truth::kFalse);
  EXPECT_EQ(configured("not there"), Truth::kFalse);
  // The conditional that it was made of may come to null.
  EXPECT_EQ(configured("unknown"), Truth::kUnknown);
  EXPECT_EQ(configured("never_null"), Truth::kTrue);
}

// A value that is promised not to come to null was set, and leads on.
TEST(Configured, APromiseDecides) {
  const auto plan_with = [](const cty::Value& key, const cty::Value& alias) {
    Plan plan = PlanBuilder()
                    .Instance("aws_cloudwatch_log_group.g", Json::object(),
                              {{"kms_key_id", true}})
                    .Instance("aws_x.k", Json::object(), {{"other", true}})
                    .Instance("aws_x.by_key", Json::object(), {{"key", true}})
                    .Block("aws_cloudwatch_log_group.g",
                           {{"kms_key_id", Refs({"var.a", "var.b"})}})
                    .Block("aws_x.k", Json::object())
                    .Block("aws_x.by_key", {{"key", Ref("aws_x.k", "other")}})
                    .Build();
    for (Resource& resource : plan.resources) {
      cty::Value::Attributes members = resource.planned.AsAttributes();
      if (members.count("kms_key_id") != 0) members["kms_key_id"] = key;
      if (members.count("other") != 0) members["other"] = alias;
      resource.planned = cty::Value::Object(std::move(members));
    }
    return plan;
  };
  const cty::Value unknown = cty::Value::Unknown(cty::Type::String());
  const Plan vague = plan_with(unknown, unknown);
  const Plan sure = plan_with(NeverNull(), NeverNull());
  const auto configured = [](const Plan& plan, const std::string& address,
                             const std::string& name) {
    return Query(plan).Configured(At(plan, address), Attr(name));
  };
  EXPECT_EQ(configured(vague, "aws_cloudwatch_log_group.g", "kms_key_id"),
            Truth::kUnknown);
  EXPECT_EQ(configured(sure, "aws_cloudwatch_log_group.g", "kms_key_id"),
            Truth::kTrue);
  EXPECT_EQ(configured(vague, "aws_x.by_key", "key"), Truth::kUnknown);
  EXPECT_EQ(configured(sure, "aws_x.by_key", "key"), Truth::kTrue);
  EXPECT_THAT(Links(vague, "aws_x.k", "aws_x", "key"),
              ElementsAre("aws_x.by_key?"));
  EXPECT_THAT(Links(sure, "aws_x.k", "aws_x", "key"),
              ElementsAre("aws_x.by_key"));
}

TEST(Configured, ABlockThatTheProviderPlansUnknownIsLeftOut) {
  const Plan plan = PlanBuilder()
                        .Instance("aws_instance.i", {{"ami", "ami-0a1b2c3d"}},
                                  {{"network_interface", true}})
                        .Block("aws_instance.i", {{"ami", Const("ami-0")}})
                        .Build();
  const cty::Path id =
      Attr("network_interface").Index(0).Attr("network_interface_id");
  EXPECT_EQ(Query(plan).Configured(At(plan, "aws_instance.i"), id),
            Truth::kFalse);
  // Without the configuration it proves nothing.
  const Plan values = PlanBuilder()
                          .Instance("aws_instance.i", Json::object(),
                                    {{"network_interface", true}})
                          .Build();
  EXPECT_EQ(Query(values).Configured(At(values, "aws_instance.i"), id),
            Truth::kUnknown);
}

TEST(Configured, AKnownValueMayBeOneThatThePlanOnlyKeeps) {
  for (const auto& [action, want] :
       {std::pair("create", Truth::kTrue), std::pair("no-op", Truth::kUnknown),
        std::pair("update", Truth::kUnknown)}) {
    const Plan plan =
        PlanBuilder()
            .Instance("aws_db_instance.d", {{"kms_key_id", "arn:x"}},
                      Json::object(), action)
            .Variable("own_key", Json::object())
            .Value("own_key", false)
            .Block("aws_db_instance.d", {{"kms_key_id", Refs({"var.own_key"})}})
            .Build();
    EXPECT_EQ(Query(plan).Configured(At(plan, "aws_db_instance.d"),
                                     Attr("kms_key_id")),
              want)
        << action;
  }
}

// A dynamic block that something unknown repeats may come to none.
TEST(Configured, ABlockThatIsUnknownMayBeSet) {
  const Plan plan =
      PlanBuilder()
          .Instance("aws_lambda_function.f", Json::object(),
                    {{"vpc_config", true}, {"tracing_config", true}})
          .Instance("aws_wafv2_web_acl.w",
                    {{"default_action", Json::array({Json::object()})}},
                    {{"default_action", Json::array({{{"allow", true}}})}})
          .Block("aws_lambda_function.f", Json::object())
          .Block("aws_wafv2_web_acl.w",
                 {{"default_action", Json::array({Json::object()})}})
          .Build();
  const Query query(plan);
  const struct {
    const char* address;
    cty::Path path;
    Truth want;
  } cases[] = {
      {"aws_lambda_function.f", Attr("vpc_config"), Truth::kUnknown},
      {"aws_lambda_function.f", Attr("vpc_config").Attr("subnet_ids"),
       Truth::kUnknown},
      // The provider plans this one so where it is left out.
      {"aws_lambda_function.f", Attr("tracing_config"), Truth::kFalse},
      {"aws_wafv2_web_acl.w", Attr("default_action").Index(0).Attr("allow"),
       Truth::kUnknown},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(query.Configured(At(plan, c.address), c.path), c.want)
        << c.address << " " << c.path.ToString();
  }
}

TEST(Configured, DynamicBlocksHideTheirExpressions) {
  const Plan plan =
      PlanBuilder()
          .Instance("aws_security_group.g",
                    {{"ingress", Json::array({{{"description", "d"}}})}})
          .Block("aws_security_group.g", Json::object())
          .Build();
  EXPECT_EQ(Query(plan).Literal(At(plan, "aws_security_group.g"),
                                Attr("ingress").Index(0).Attr("description")),
            Truth::kUnknown);
}

// ---- Literal

struct LiteralCase {
  std::string name;
  Json expression;
  Truth want;
};

class LiteralPassword : public ::testing::TestWithParam<LiteralCase> {};

TEST_P(LiteralPassword, IsJudgedOnItsExpression) {
  Json expressions = Json::object();
  if (!GetParam().expression.is_null()) {
    expressions["password"] = GetParam().expression;
  }
  const Plan plan =
      PlanBuilder()
          .Instance("module.m.aws_db_instance.d", {{"password", "hunter2"}})
          .Call({"m"}, {{"from_default", Refs({"var.with_default"})},
                        {"from_user", Refs({"var.without_default"})},
                        {"from_changed", Refs({"var.changed"})},
                        {"given", Refs({"var.environment"})},
                        {"literal", Const("hunter2")}})
          .Variable("with_default", {{"default", "hunter2"}})
          .Value("with_default", "hunter2")
          .Variable("changed", {{"default", "old"}})
          .Value("changed", "hunter2")
          .Variable("without_default", Json::object())
          .Value("without_default", "hunter2")
          .Variable("from_default", Json::object(), {"m"})
          .Variable("from_user", Json::object(), {"m"})
          .Variable("from_changed", Json::object(), {"m"})
          .Variable("literal", {{"default", nullptr}}, {"m"})
          .Variable("own", {{"default", "hunter2"}}, {"m"})
          .Variable("nothing", {{"default", nullptr}}, {"m"})
          .Variable("own_region", {{"default", "eu-west-1"}}, {"m"})
          .Variable("given", Json::object(), {"m"})
          .Variable("environment", Json::object())
          .Value("environment", "test")
          .Block("aws_db_instance.d", expressions, Json::object(), {"m"})
          .Build();
  EXPECT_EQ(Query(plan).Literal(At(plan, "module.m.aws_db_instance.d"),
                                Attr("password")),
            GetParam().want);
}

INSTANTIATE_TEST_SUITE_P(
    Forms, LiteralPassword,
    ::testing::Values(
        LiteralCase{"constant", Const("hunter2"), Truth::kTrue},
        LiteralCase{"functionOfConstants", Json::object(), Truth::kTrue},
        LiteralCase{"inputFromDefault", Refs({"var.from_default"}),
                    Truth::kTrue},
        LiteralCase{"inputLiteral", Refs({"var.literal"}), Truth::kTrue},
        LiteralCase{"ownDefault", Refs({"var.own"}), Truth::kTrue},
        LiteralCase{"inputFromUser", Refs({"var.from_user"}), Truth::kFalse},
        LiteralCase{"defaultNotUsed", Refs({"var.from_changed"}),
                    Truth::kFalse},
        LiteralCase{"nullDefault", Refs({"var.nothing"}), Truth::kUnknown},
        LiteralCase{"mixed", Refs({"var.own", "var.from_user"}), Truth::kFalse},
        LiteralCase{"resource", Ref("random_password.p", "result"),
                    Truth::kFalse},
        LiteralCase{"data", Ref("data.aws_ssm_parameter.p", "value"),
                    Truth::kFalse},
        LiteralCase{"notFromThere", Refs({"var.own_region", "var.given"}),
                    Truth::kUnknown},
        LiteralCase{"local", Refs({"local.password"}), Truth::kUnknown},
        LiteralCase{"leftOut", nullptr, Truth::kFalse}),
    [](const auto& test) { return test.param.name; });

TEST(Literal, WhatApplyMakesKnownIsNoLiteral) {
  const Plan plan =
      PlanBuilder()
          .Instance("aws_db_instance.d", Json::object(), {{"password", true}})
          .Block("aws_db_instance.d", {{"password", Refs({"local.password"})}})
          .Build();
  EXPECT_EQ(
      Query(plan).Literal(At(plan, "aws_db_instance.d"), Attr("password")),
      Truth::kFalse);
}

// ---- Resources

TEST(Resources, AreThoseThatSurviveApply) {
  const Plan plan =
      PlanBuilder()
          .Instance("aws_cloudtrail.a", Json::object())
          .Instance("aws_cloudtrail.b", nullptr, Json::object(), "delete")
          .Instance("aws_cloudtrail.c", nullptr, Json::object(), "forget")
          .Instance("data.aws_kms_key.k", Json::object(), Json::object(),
                    "read")
          .Build();
  const Query query(plan);
  EXPECT_THAT(Texts(query.Resources("aws_cloudtrail")),
              ElementsAre("aws_cloudtrail.a"));
  EXPECT_THAT(Texts(query.Resources("aws_kms_key")), IsEmpty());
  EXPECT_THAT(Texts(query.DataResources("aws_kms_key")),
              ElementsAre("data.aws_kms_key.k"));
}

TEST(References, ModulesThatFeedEachOtherEnd) {
  const Plan plan =
      PlanBuilder()
          .Instance("module.a.aws_x.x", Json::object(), {{"v", true}})
          .Instance("module.b.aws_x.x", Json::object(), {{"v", true}})
          .Call({"a"}, {{"v", Ref("module.b", "v")}})
          .Call({"b"}, {{"v", Ref("module.a", "v")}})
          .Variable("v", Json::object(), {"a"})
          .Variable("v", Json::object(), {"b"})
          .Output("v", Refs({"var.v"}), {"a"})
          .Output("v", Refs({"var.v"}), {"b"})
          .Block("aws_x.x", {{"v", Refs({"var.v"})}}, Json::object(), {"a"})
          .Build();
  EXPECT_THAT(Refer(plan, "module.a.aws_x.x", Attr("v")), ElementsAre("..."));
}

// What only passes values on has no instance that the plan would show.
TEST(References, LeadThroughAModuleWithoutResources) {
  const auto plan_with = [](const Json& repetition) {
    return PlanBuilder()
        .Instance("aws_kms_key.k", Json::object(), {{"arn", true}})
        .Instance("aws_x.x", Json::object(), {{"v", true}})
        .Block("aws_kms_key.k", Json::object())
        .Call({"m"}, {{"v", Ref("aws_kms_key.k", "arn")}}, repetition)
        .Variable("v", Json::object(), {"m"})
        .Output("v", Refs({"var.v"}), {"m"})
        .Block("aws_x.x", {{"v", Ref("module.m", "v")}})
        .Build();
  };
  EXPECT_THAT(Refer(plan_with(Json::object()), "aws_x.x", Attr("v")),
              ElementsAre("aws_kms_key.k"));
  EXPECT_THAT(Refer(plan_with({{"count_expression", Refs({"var.n"})}}),
                    "aws_x.x", Attr("v")),
              ElementsAre("..."));
}

// Each module passes both of its inputs on by both of its outputs, so that
// there are 4^11 ways from the last to the first.
TEST(References, WaysThatDoubleWithEachModuleEnd) {
  PlanBuilder builder;
  builder.Instance("module.m11.aws_x.x", Json::object(), {{"v", true}})
      .Block("aws_x.x", {{"v", Refs({"var.a", "var.b"})}}, Json::object(),
             {"m11"});
  for (int i = 0; i < 12; ++i) {
    const std::string name = absl::StrCat("m", i);
    const std::string before = absl::StrCat("module.m", i - 1);
    const Json both =
        i == 0 ? Refs({"aws_y.y.v", "aws_y.y"})
               : Refs({before + ".a", before, before + ".b", before});
    builder.Call({name}, {{"a", both}, {"b", both}});
    for (const char* each : {"a", "b"}) {
      builder.Variable(each, Json::object(), {name})
          .Output(each, Refs({"var.a", "var.b"}), {name});
    }
  }
  const Plan plan = builder.Build();
  const Query query(plan);
  const Resource& x = At(plan, "module.m11.aws_x.x");
  EXPECT_TRUE(query.References(x, Attr("v"), {}).open);
  EXPECT_EQ(query.Configured(x, Attr("v")), Truth::kUnknown);
  EXPECT_NE(query.Literal(x, Attr("v")), Truth::kTrue);
}

}  // namespace
}  // namespace compliance::plan
