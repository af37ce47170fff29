// Joins by what an unknown value says it will be made of.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "compliance/cty/origin.h"
#include "compliance/plan/query.h"
#include "plan/plan_builder.h"

namespace compliance::plan {
namespace {

using cty::Piece;
using cty::Type;
using cty::Value;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const cty::Path kKey = cty::Path().Attr("kms_master_key_id");

Value KeyArn(const std::string& key) {
  return cty::UnknownOf(Type::String(), {key, cty::Path().Attr("arn")});
}

// A plan with two new keys and a topic whose key is `key`.
Plan PlanWith(Value key) {
  const Json unknown = {{"id", true}, {"arn", true}};
  Plan plan =
      PlanBuilder()
          .Instance("aws_kms_key.a", Json::object(), unknown)
          .Instance("aws_kms_key.b", Json::object(), unknown)
          .Instance("aws_sns_topic.t", Json::object(),
                    {{"kms_master_key_id", true}})
          .Block("aws_kms_key.a", Json::object())
          .Block("aws_kms_key.b", Json::object())
          .Block("aws_sns_topic.t",
                 {{"kms_master_key_id", {{"references", {"local.key"}}}}})
          .Build();
  for (Resource& resource : plan.resources) {
    if (resource.address.type != "aws_sns_topic") continue;
    Value::Attributes attributes = resource.planned.AsAttributes();
    attributes["kms_master_key_id"] = std::move(key);
    resource.planned = Value::Object(std::move(attributes));
  }
  return plan;
}

std::vector<std::string> Keys(const Plan& plan) {
  const Members members =
      Query(plan).References(At(plan, "aws_sns_topic.t"), kKey, {});
  std::vector<std::string> out;
  for (const Member& member : members.members) {
    out.push_back(absl::StrCat(member.resource->address.ToString(),
                               member.certain ? "" : "?"));
  }
  if (members.open) out.push_back("...");
  return out;
}

TEST(Origins, APlainUnknownBehindALocalStaysOpen) {
  EXPECT_THAT(Keys(PlanWith(Value::Unknown(Type::String()))),
              ElementsAre("..."));
}

TEST(Origins, AnAtomIsACertainMember) {
  EXPECT_THAT(Keys(PlanWith(KeyArn("aws_kms_key.a"))),
              ElementsAre("aws_kms_key.a"));
}

TEST(Origins, ATemplateHasAllItsAtoms) {
  const Value both = cty::StringOf(
      {Piece::Of({"aws_kms_key.a", cty::Path().Attr("arn")}), Piece::Text("/"),
       Piece::Of({"aws_kms_key.b", cty::Path().Attr("arn")})});
  EXPECT_THAT(Keys(PlanWith(both)),
              ElementsAre("aws_kms_key.a", "aws_kms_key.b"));
}

TEST(Origins, TheArmsOfAConditionalArePossible) {
  EXPECT_THAT(Keys(PlanWith(cty::OneOf(
                  {KeyArn("aws_kms_key.a"), KeyArn("aws_kms_key.b")}))),
              ElementsAre("aws_kms_key.a?", "aws_kms_key.b?"));
  EXPECT_THAT(Keys(PlanWith(cty::OneOf(
                  {KeyArn("aws_kms_key.a"), Value::Null(Type::String())}))),
              ElementsAre("aws_kms_key.a?"));
}

TEST(Origins, AnArmThatIsATextMayNameWhatIsNotInThePlan) {
  EXPECT_THAT(Keys(PlanWith(cty::OneOf(
                  {KeyArn("aws_kms_key.a"), Value::String("alias/other")}))),
              ElementsAre("aws_kms_key.a?", "..."));
}

TEST(Origins, AResourceThatThePlanDoesNotHoldIsNoMember) {
  EXPECT_THAT(Keys(PlanWith(KeyArn("aws_kms_key.gone"))), ElementsAre("..."));
}

}  // namespace
}  // namespace compliance::plan
