// Joins that are harder to follow, over a plan that the real terraform wrote
// (tests/testdata/plans/joins/extras), and chains of several.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "compliance/plan/query.h"
#include "plan/golden_plan.h"

namespace compliance::plan {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Joins : public ::testing::Test {
 protected:
  std::vector<std::string> Refer(const std::string& from,
                                 const std::string& attribute,
                                 const std::vector<std::string>& types = {}) {
    return Texts(query_.References(At(plan_, from), Attr(attribute), types));
  }
  std::vector<std::string> Linked(const std::string& target,
                                  const std::string& type,
                                  const std::string& attribute) {
    return Texts(query_.Linked(At(plan_, target), type, Attr(attribute)));
  }
  Truth Configured(const std::string& from, const std::string& attribute) {
    return query_.Configured(At(plan_, from), Attr(attribute));
  }

  const Plan plan_ = GoldenPlan("joins/extras");
  const Query query_{plan_};
};

TEST_F(Joins, AListOfIdsThroughAnOutput) {
  for (const std::string group : {"splat", "for"}) {
    EXPECT_THAT(Refer("aws_db_subnet_group." + group, "subnet_ids"),
                ElementsAre("module.net.aws_subnet.counted[0]",
                            "module.net.aws_subnet.counted[1]"));
  }
  EXPECT_THAT(Refer("aws_db_subnet_group.map", "subnet_ids"),
              ElementsAre(R"(module.net.aws_subnet.keyed["x"])",
                          R"(module.net.aws_subnet.keyed["y"])"));
}

// As many elements as instances: none was left out.
TEST(FilteredJoins, TheNumberOfElementsTellsWhetherAnyWasLeftOut) {
  const Plan plan = GoldenPlan("joins/filters");
  const Query query(plan);
  const auto refer = [&](const std::string& group) {
    return Texts(query.References(At(plan, "aws_db_subnet_group." + group),
                                  Attr("subnet_ids"), {"aws_subnet"}));
  };
  for (const char* group : {"all", "looped"}) {
    EXPECT_THAT(refer(group), ElementsAre("aws_subnet.s[0]", "aws_subnet.s[1]",
                                          "aws_subnet.s[2]"))
        << group;
  }
  for (const char* group : {"filtered", "waits"}) {
    EXPECT_THAT(
        refer(group),
        ElementsAre("aws_subnet.s[0]?", "aws_subnet.s[1]?", "aws_subnet.s[2]?"))
        << group;
  }
  EXPECT_THAT(refer("modules"), ElementsAre(R"(module.net["a"].aws_subnet.s)",
                                            R"(module.net["b"].aws_subnet.s)"));
  EXPECT_THAT(refer("filtered_modules"),
              ElementsAre(R"(module.net["a"].aws_subnet.s?)",
                          R"(module.net["b"].aws_subnet.s?)"));
}

// A for expression may have left out or sorted what it went through.
TEST_F(Joins, OneOfAListByNumberMayBeAny) {
  EXPECT_THAT(Refer("aws_network_interface.first", "subnet_id"),
              ElementsAre("module.net.aws_subnet.counted[0]?",
                          "module.net.aws_subnet.counted[1]?"));
}

TEST_F(Joins, AMapOfIdsByKey) {
  for (const std::string key : {R"(["x"])", R"(["y"])"}) {
    EXPECT_THAT(Refer("aws_network_interface.keyed" + key, "subnet_id"),
                ElementsAre("module.net.aws_subnet.keyed" + key));
  }
}

TEST_F(Joins, AnOutputThatIsAResource) {
  EXPECT_THAT(
      Linked("module.net.aws_kms_key.key", "aws_kms_alias", "target_key_id"),
      ElementsAre("aws_kms_alias.object"));
}

TEST_F(Joins, ThroughALocalAnythingIsPossible) {
  EXPECT_THAT(
      Linked("aws_s3_bucket.local", "aws_s3_bucket_versioning", "bucket"),
      ElementsAre("aws_s3_bucket_versioning.local?"));
  EXPECT_THAT(query_
                  .References(At(plan_, "aws_s3_bucket_versioning.local"),
                              Attr("bucket"), {})
                  .why,
              ElementsAre("local.bucket"));
}

// Plan JSON shows the same references for `a ? b : null`, coalesce(a, b) and
// "${a}${b}": several traversals never decide.
TEST_F(Joins, SeveralTraversalsAreUndecided) {
  const std::string group = "aws_cloudwatch_log_group.";
  EXPECT_THAT(Refer(group + "either", "kms_key_id"),
              ElementsAre("aws_kms_key.one?", "aws_kms_key.two?"));
  EXPECT_THAT(Refer(group + "coalesce", "kms_key_id"),
              ElementsAre("aws_kms_key.one?"));
  EXPECT_EQ(Configured(group + "coalesce", "kms_key_id"), Truth::kUnknown);
  EXPECT_THAT(Refer(group + "unknown_arm", "kms_key_id"),
              ElementsAre("aws_kms_key.two?"));
  EXPECT_EQ(Configured(group + "unknown_arm", "kms_key_id"), Truth::kUnknown);
  // Known to be null.
  EXPECT_THAT(Refer(group + "null_arm", "kms_key_id"), IsEmpty());
  EXPECT_EQ(Configured(group + "null_arm", "kms_key_id"), Truth::kFalse);
}

TEST_F(Joins, DependsOnIsNone) {
  EXPECT_THAT(
      Linked("aws_s3_bucket.depended", "aws_s3_bucket_versioning", "bucket"),
      ElementsAre("aws_s3_bucket_versioning.local?"));
}

// Any attribute of the target counts, be it no identity.
TEST_F(Joins, ByAnyAttribute) {
  EXPECT_THAT(
      Linked("aws_s3_bucket.other", "aws_s3_bucket_versioning", "bucket"),
      ElementsAre("aws_s3_bucket_versioning.depends",
                  "aws_s3_bucket_versioning.local?"));
}

// The content of a dynamic block leaves no expression.
TEST_F(Joins, ADynamicBlockIsPossible) {
  EXPECT_THAT(
      query_
          .References(At(plan_, "aws_security_group.dynamic"),
                      cty::Path().Attr("ingress").Attr("security_groups"), {})
          .open,
      true);
  EXPECT_THAT(Texts(query_.Linked(
                  At(plan_, "aws_security_group.source"), "aws_security_group",
                  cty::Path().Attr("ingress").Attr("security_groups"))),
              ElementsAre("aws_security_group.dynamic?"));
}

TEST_F(Joins, DataSources) {
  const std::string group = "aws_cloudwatch_log_group.";
  EXPECT_THAT(Refer(group + "data_known", "kms_key_id"),
              ElementsAre("data.aws_kms_key.known"));
  EXPECT_THAT(Refer(group + "data_waits", "kms_key_id"),
              ElementsAre("data.aws_kms_key.waits"));
}

TEST_F(Joins, SubnetToGateway) {
  EXPECT_THAT(Linked("module.net.aws_subnet.counted[1]",
                     "aws_route_table_association", "subnet_id"),
              ElementsAre("aws_route_table_association.a?"));
  EXPECT_THAT(Refer("aws_route_table_association.a", "route_table_id"),
              ElementsAre("aws_route_table.t"));
  EXPECT_THAT(Linked("aws_route_table.t", "aws_route", "route_table_id"),
              ElementsAre("aws_route.r"));
  EXPECT_THAT(Refer("aws_route.r", "gateway_id"),
              ElementsAre("aws_internet_gateway.g"));
  EXPECT_THAT(
      Texts(query_.References(At(plan_, "aws_route_table.inline"),
                              cty::Path().Attr("route").Attr("gateway_id"),
                              {"aws_internet_gateway"})),
      ElementsAre("aws_internet_gateway.g"));
}

TEST_F(Joins, TaskToKey) {
  EXPECT_THAT(Refer("aws_ecs_task_definition.task", "execution_role_arn"),
              ElementsAre("aws_iam_role.role"));
  EXPECT_THAT(
      Linked("aws_iam_role.role", "aws_iam_role_policy_attachment", "role"),
      ElementsAre("aws_iam_role_policy_attachment.attachment"));
  EXPECT_THAT(Refer("aws_iam_role_policy_attachment.attachment", "policy_arn"),
              ElementsAre("aws_iam_policy.policy"));
  EXPECT_THAT(Refer("aws_iam_policy.policy", "policy", {"aws_kms_key"}),
              ElementsAre("aws_kms_key.one"));
}

}  // namespace
}  // namespace compliance::plan
