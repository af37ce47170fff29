#include "sandbox/constraints.h"

#include <cstdint>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "sandbox/configs.h"
#include "sandbox/planner.h"

namespace compliance::sandbox {
namespace {

using cty::Path;
using cty::Type;
using cty::Value;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

diag::Diagnostics Check(const std::string& type, Value::Attributes set) {
  return CheckConfig(*schema::FindResource(type),
                     ResourceConfig(type, std::move(set)));
}

TEST(Constraints, ArgumentsThatExcludeEachOther) {
  const auto found = Check("aws_db_instance",
                           {{"manage_master_user_password", Value::Bool(true)},
                            {"password", Text("hunter2")}});
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].summary, "Conflicting configuration arguments");
  EXPECT_EQ(found[0].attribute, Path().Attr("manage_master_user_password"));
  EXPECT_THAT(found[0].detail, HasSubstr("password"));
  EXPECT_THAT(found[0].detail, Not(HasSubstr("hunter2")));
}

TEST(Constraints, AnUnknownArgumentDecidesNothing) {
  EXPECT_THAT(Check("aws_db_instance",
                    {{"manage_master_user_password", Value::Bool(true)},
                     {"password", Value::Unknown(Type::String())}}),
              IsEmpty());
  EXPECT_THAT(
      Check("aws_ebs_volume", {{"size", Value::Unknown(Type::Number())}}),
      IsEmpty());
}

TEST(Constraints, OneOfSeveralMustBeSet) {
  const Value source = Text("sg-1");
  EXPECT_THAT(Check("aws_vpc_security_group_ingress_rule", {}), SizeIs(1));
  EXPECT_THAT(Check("aws_vpc_security_group_ingress_rule",
                    {{"referenced_security_group_id", source}}),
              IsEmpty());
  EXPECT_THAT(Check("aws_vpc_security_group_ingress_rule",
                    {{"referenced_security_group_id", source},
                     {"cidr_ipv4", Text("10.0.0.0/8")}}),
              SizeIs(1));
}

TEST(Constraints, BlocksCountAsSet) {
  const auto& policy =
      ResourceBlock("aws_autoscaling_group", "mixed_instances_policy");
  EXPECT_THAT(Check("aws_autoscaling_group", {}), SizeIs(1));
  EXPECT_THAT(Check("aws_autoscaling_group",
                    {{"mixed_instances_policy", BlocksOf(policy, {{}})}}),
              IsEmpty());
}

TEST(Constraints, AllowedValuesInsideBlocks) {
  const auto& block =
      ResourceBlock("aws_s3_bucket_versioning", "versioning_configuration");
  const auto found =
      Check("aws_s3_bucket_versioning",
            {{"versioning_configuration",
              BlocksOf(block, {{{"status", Text("enabled")}}})}});
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_THAT(found[0].detail, HasSubstr("Enabled, Disabled, Suspended"));
  EXPECT_EQ(found[0].attribute,
            Path().Attr("versioning_configuration").Index(0).Attr("status"));
}

// Elements of sets have no path that Terraform could show.
TEST(Constraints, APathStopsAtASet) {
  const auto& rule = ResourceBlock(
      "aws_s3_bucket_server_side_encryption_configuration", "rule");
  const auto& by_default =
      *rule.block.FindBlock("apply_server_side_encryption_by_default");
  const auto found = Check(
      "aws_s3_bucket_server_side_encryption_configuration",
      {{"rule",
        BlocksOf(rule, {{{"apply_server_side_encryption_by_default",
                          BlocksOf(by_default,
                                   {{{"sse_algorithm", Text("ROT13")}}})}}})}});
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].attribute, Path().Attr("rule"));
}

TEST(Constraints, Ranges) {
  const auto days = [](std::int64_t n) {
    return Check("aws_kms_key",
                 {{"deletion_window_in_days", Value::Number(n)}});
  };
  EXPECT_THAT(days(7), IsEmpty());
  EXPECT_THAT(days(30), IsEmpty());
  ASSERT_THAT(days(31), SizeIs(1));
  EXPECT_THAT(days(31)[0].detail, HasSubstr("7 to 30, got 31"));
}

TEST(Constraints, PoliciesMustBeJson) {
  EXPECT_THAT(Check("aws_kms_key", {{"policy", Text("{}")}}), IsEmpty());
  ASSERT_THAT(Check("aws_kms_key", {{"policy", Text("{")}}), SizeIs(1));
  EXPECT_EQ(Check("aws_kms_key", {{"policy", Text("{")}})[0].summary,
            "Invalid JSON");
}

diag::Diagnostics CheckPlan(const std::string& type, Value::Attributes set) {
  const schema::TypeFacts& facts = *schema::FindResource(type);
  const Value config = ResourceConfig(type, std::move(set));
  return CheckPlanned(facts, config,
                      PlanResource(facts, config, Value(), {}).value);
}

TEST(Constraints, WhatAPlannedValueNeeds) {
  const auto found =
      CheckPlan("aws_lambda_function", {{"runtime", Text("python3.11")}});
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_THAT(found[0].detail, HasSubstr("handler must be set"));
  EXPECT_THAT(CheckPlan("aws_lambda_function", {{"package_type", Text("Image")},
                                                {"image_uri", Text("u")}}),
              IsEmpty());
}

// A capacity that would come from the service is not a value yet.
TEST(Constraints, WhatAServiceWouldFillInIsMissing) {
  EXPECT_THAT(CheckPlan("aws_dynamodb_table", {}), SizeIs(1));
  const Value one = Value::Number(std::int64_t{1});
  EXPECT_THAT(CheckPlan("aws_dynamodb_table",
                        {{"read_capacity", one}, {"write_capacity", one}}),
              IsEmpty());
  EXPECT_THAT(CheckPlan("aws_dynamodb_table",
                        {{"read_capacity", Value::Unknown(Type::Number())},
                         {"write_capacity", one}}),
              IsEmpty());
  EXPECT_THAT(CheckPlan("aws_dynamodb_table",
                        {{"billing_mode", Text("PAY_PER_REQUEST")}}),
              IsEmpty());
}

}  // namespace
}  // namespace compliance::sandbox
