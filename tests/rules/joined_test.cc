// What the configuration says of resources that a join leads to.
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "compliance/cel/program.h"
#include "compliance/rules/functions.h"
#include "compliance/rules/subjects.h"
#include "plan/plan_builder.h"

namespace compliance::rules {
namespace {

using plan::At;
using plan::Json;
using plan::PlanBuilder;

// What an expression comes to for the bucket.
std::string Ask(const plan::Plan& plan, const std::string& expression) {
  const auto program = cel::Compile(expression, Functions(), {"self"});
  if (!program.ok()) return std::string(program.status().message());
  const plan::Query query(plan);
  Subjects subjects(plan);
  Host host;
  host.query = &query;
  host.subjects = &subjects;
  host.subject = subjects.OfResource(At(plan, "aws_s3_bucket.b"));
  cel::Activation activation;
  activation.library = &Functions();
  activation.host = &host;
  activation.variables["self"] = subjects.ValueOf(host.subject);
  const cel::Value value = cel::Evaluate(*program, activation);
  return value.IsUnknown() ? "unknown" : value.ToString();
}

// A bucket, whose encryption names a key, or leaves that out.
plan::Plan Bucket(const Json& rule, const Json& unknown, const Json& written) {
  return PlanBuilder()
      .Instance("aws_s3_bucket.b", {{"bucket", "b"}}, {{"id", true}})
      .Instance("aws_kms_key.k", Json::object(), {{"arn", true}, {"id", true}})
      .Instance("aws_s3_bucket_server_side_encryption_configuration.e",
                {{"rule", {rule}}}, {{"bucket", true}, {"rule", {unknown}}})
      .Block("aws_s3_bucket.b", {{"bucket", plan::Const("b")}})
      .Block("aws_kms_key.k", Json::object())
      .Block(
          "aws_s3_bucket_server_side_encryption_configuration.e",
          {{"bucket", plan::Ref("aws_s3_bucket.b", "id")}, {"rule", {written}}})
      .Build();
}

constexpr char kAll[] =
    "linked('aws_s3_bucket_server_side_encryption_configuration', 'bucket')";

std::string AskAll(const plan::Plan& plan, const std::string& condition) {
  return Ask(plan, absl::StrCat(kAll, ".exists(e, e.rule.exists(r, ", condition,
                                "))"));
}

TEST(JoinedResources, SayWhatTheirConfigurationSets) {
  const plan::Plan set =
      Bucket({{"bucket_key_enabled", true}},
             {{"apply_server_side_encryption_by_default",
               {{{"kms_master_key_id", true}}}}},
             {{"bucket_key_enabled", plan::Const(true)},
              {"apply_server_side_encryption_by_default",
               {{{"kms_master_key_id", plan::Ref("aws_kms_key.k", "arn")}}}}});
  const plan::Plan left_out =
      Bucket(Json::object(),
             {{"bucket_key_enabled", true},
              {"apply_server_side_encryption_by_default",
               {{{"kms_master_key_id", true}}}}},
             {{"apply_server_side_encryption_by_default",
               {{{"sse_algorithm", plan::Const("aws:kms")}}}}});
  const struct {
    const char* condition;
    const char* set;
    const char* left_out;
  } cases[] = {
      {"configured(r.bucket_key_enabled)", "true", "false"},
      {"defaulted(r.bucket_key_enabled, false)", "true", "false"},
      {"literal(r.bucket_key_enabled)", "true", "false"},
      {"r.apply_server_side_encryption_by_default.exists(a, "
       "configured(a.kms_master_key_id))",
       "true", "false"},
      {"r.apply_server_side_encryption_by_default.exists(a, "
       "defaulted(a.kms_master_key_id, '') == '')",
       "unknown", "true"},
      {"r.apply_server_side_encryption_by_default.exists(a, "
       "references(a.kms_master_key_id, ['aws_kms_key']).exists(k, true))",
       "true", "false"},
      {"r.apply_server_side_encryption_by_default.exists(a, "
       "references(a.kms_master_key_id, ['aws_kms_key']).exists(k, "
       "defaulted(k.enable_key_rotation, true)))",
       "true", "false"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(AskAll(set, c.condition), c.set) << c.condition;
    EXPECT_EQ(AskAll(left_out, c.condition), c.left_out) << c.condition;
  }
}

// However the rule comes by the resource.
TEST(JoinedResources, AreAskedHoweverTheyAreFound) {
  const plan::Plan plan = Bucket({{"bucket_key_enabled", true}}, Json::object(),
                                 {{"bucket_key_enabled", plan::Const(true)}});
  for (const std::string& members :
       {std::string(kAll), absl::StrCat(kAll, ".filter(e, true)"),
        absl::StrCat(kAll, ".map(e, e)"), absl::StrCat("[", kAll, "[0]]"),
        std::string("plan.resources('aws_s3_bucket_server_side_encryption_"
                    "configuration')")}) {
    EXPECT_EQ(Ask(plan, absl::StrCat(members,
                                     ".all(e, configured(e.rule[0]."
                                     "bucket_key_enabled))")),
              "true")
        << members;
    EXPECT_EQ(Ask(plan, absl::StrCat(members,
                                     ".all(e, defaulted(e."
                                     "expected_bucket_owner, 'nobody') == "
                                     "'nobody')")),
              "true")
        << members;
    EXPECT_EQ(Ask(plan, absl::StrCat("cel.bind(e, ", members,
                                     "[0], configured(e.rule))")),
              "true")
        << members;
  }
}

// A path must be written as one, so that it is known before the rule is run.
TEST(JoinedResources, AreNamedBeforeTheyAreAsked) {
  const plan::Plan plan =
      Bucket(Json::object(), Json::object(), Json::object());
  for (const char* function : {"configured(", "literal(", "references("}) {
    const std::string said =
        Ask(plan, absl::StrCat(function, kAll, "[0].rule)"));
    EXPECT_TRUE(absl::StrContains(
        said, "needs an attribute, such as self.name, as its argument"))
        << said;
  }
}

// A bucket and `count` settings that may be its own: their bucket is a local.
plan::Plan MaybeVersioned(int count, const Json& status) {
  PlanBuilder builder;
  builder.Instance("aws_s3_bucket.b", Json::object(), {{"bucket", true}})
      .Block("aws_s3_bucket.b", {{"bucket", plan::Refs({"local.name"})}});
  for (int i = 0; i < count; ++i) {
    const std::string address = absl::StrCat("aws_s3_bucket_versioning.v", i);
    builder
        .Instance(address,
                  {{"versioning_configuration", {{{"status", status}}}}},
                  {{"bucket", true}})
        .Block(address, {{"bucket", plan::Refs({"local.name"})},
                         {"versioning_configuration",
                          {{{"status", plan::Const(status)}}}}});
  }
  return builder.Build();
}

// Past so many possible members a list is open instead of longer. That takes a
// verdict away at most, and never turns one round.
TEST(JoinedResources, MoreThanAreListedOnlyLeaveItUndecided) {
  constexpr int kMoreThanAreListed = 1001;
  const std::string all = "linked('aws_s3_bucket_versioning', 'bucket')";
  const std::string on = "v.versioning_configuration[0].status == 'Enabled'";
  bool any_decided = false;
  for (const char* status : {"Enabled", "Disabled"}) {
    const plan::Plan few = MaybeVersioned(3, status);
    const plan::Plan many = MaybeVersioned(kMoreThanAreListed, status);
    for (const std::string& condition :
         {absl::StrCat(all, ".exists(v, ", on, ")"),
          absl::StrCat(all, ".all(v, ", on, ")"),
          absl::StrCat("!", all, ".exists(v, ", on, ")"),
          absl::StrCat(all, ".exists_one(v, ", on, ")"),
          absl::StrCat("size(", all, ") > 0"),
          absl::StrCat("size(", all, ") < 5000"),
          absl::StrCat("size(", all, ".filter(v, ", on, ")) == 0")}) {
      const std::string listed = Ask(few, condition);
      const std::string open = Ask(many, condition);
      EXPECT_TRUE(open == listed || open == "unknown")
          << condition << ": " << listed << " became " << open;
      any_decided = any_decided || (listed != "unknown" && open == "unknown");
    }
  }
  EXPECT_TRUE(any_decided);
}

}  // namespace
}  // namespace compliance::rules
