// Texts that the configuration spells out may come to be names that only apply
// makes known: a plan by the real terraform (tests/testdata/plans/joins/names).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "compliance/plan/query.h"
#include "plan/golden_plan.h"
#include "plan/names_to_come.h"

namespace compliance::plan {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(EndsOfArn, AreWhatMayBeAName) {
  EXPECT_THAT(EndsOfArn("arn:aws:iam::123456789012:role/path/app"),
              ElementsAre("role/path/app", "path/app", "app"));
  EXPECT_THAT(EndsOfArn("arn:aws:sns:us-east-1:123456789012:topic"),
              ElementsAre("topic"));
  EXPECT_THAT(EndsOfArn("arn:aws:logs:r:1:log-group:/aws/x:*"),
              ElementsAre("log-group:/aws/x", "/aws/x", "aws/x", "x"));
  EXPECT_THAT(EndsOfArn("arn:aws:s3:::bucket"), ElementsAre("bucket"));
  for (const char* none : {"", "bucket", "arn:", "arn:aws:s3", "a:b:c:d:e:f"}) {
    EXPECT_THAT(EndsOfArn(none), IsEmpty()) << none;
  }
}

class SpelledOutName : public ::testing::Test {
 protected:
  std::vector<std::string> Linked(const std::string& target,
                                  const std::string& type,
                                  const std::string& attribute) {
    return Texts(query_.Linked(At(plan_, target), type, Attr(attribute)));
  }
  std::vector<std::string> Refer(const std::string& from,
                                 const std::string& attribute,
                                 const std::string& type) {
    return Texts(query_.References(At(plan_, from), Attr(attribute), {type}));
  }

  const Plan plan_ = GoldenPlan("joins/names");
  const Query query_{plan_};
};

TEST_F(SpelledOutName, OfABucketMayBeAnyThatNobodyHas) {
  const auto policies = [&](const std::string& bucket) {
    return Linked("aws_s3_bucket." + bucket, "aws_s3_bucket_policy", "bucket");
  };
  EXPECT_THAT(policies("known"),
              ElementsAre("aws_s3_bucket_policy.by_reference",
                          "aws_s3_bucket_policy.known"));
  EXPECT_THAT(policies("local"), ElementsAre("aws_s3_bucket_policy.logs?",
                                             "aws_s3_bucket_policy.other?"));
  EXPECT_THAT(policies("prefixed"), ElementsAre("aws_s3_bucket_policy.logs?"));
  EXPECT_THAT(policies("made_up"), IsEmpty());
}

TEST_F(SpelledOutName, AreReferredToAsWell) {
  const auto bucket = [&](const std::string& policy) {
    return Refer("aws_s3_bucket_policy." + policy, "bucket", "aws_s3_bucket");
  };
  EXPECT_THAT(bucket("known"), ElementsAre("aws_s3_bucket.known"));
  EXPECT_THAT(bucket("by_reference"), ElementsAre("aws_s3_bucket.known"));
  EXPECT_THAT(bucket("other"), ElementsAre("aws_s3_bucket.local?"));
  EXPECT_THAT(bucket("logs"),
              ElementsAre("aws_s3_bucket.local?", "aws_s3_bucket.prefixed?"));
}

TEST_F(SpelledOutName, AnArnEndsWithTheName) {
  EXPECT_THAT(Linked("aws_iam_role.app", "aws_lambda_function", "role"),
              ElementsAre("aws_lambda_function.app?"));
  EXPECT_THAT(
      Linked("aws_iam_role.local", "aws_lambda_function", "role"),
      ElementsAre("aws_lambda_function.app?", "aws_lambda_function.other?"));
  EXPECT_THAT(Linked("aws_iam_role.made_up", "aws_lambda_function", "role"),
              IsEmpty());
  EXPECT_THAT(Refer("aws_lambda_function.app", "role", "aws_iam_role"),
              ElementsAre("aws_iam_role.app?", "aws_iam_role.local?"));
  EXPECT_THAT(Refer("aws_lambda_function.other", "role", "aws_iam_role"),
              ElementsAre("aws_iam_role.local?"));
  EXPECT_THAT(Refer("aws_flow_log.given", "log_destination",
                    "aws_cloudwatch_log_group"),
              ElementsAre("aws_cloudwatch_log_group.given?"));
}

TEST_F(SpelledOutName, AreNoIdsThatAServiceMakesUp) {
  EXPECT_THAT(Linked("aws_subnet.new", "aws_network_interface", "subnet_id"),
              IsEmpty());
  EXPECT_THAT(Refer("aws_network_interface.there", "subnet_id", "aws_subnet"),
              IsEmpty());
}

}  // namespace
}  // namespace compliance::plan
