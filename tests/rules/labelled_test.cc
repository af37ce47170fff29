// Plans that the real AWS provider made, with another project's opinion of its
// own checks: wherever a rule carries such a check as its alias, they agree, or
// the table below says why not.
#include <cstdio>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "compliance/plan/load.h"
#include "gtest/gtest.h"
#include "rules/rule_files.h"

namespace compliance::rules {
namespace {

struct Label {
  std::string file, check, address, expected;
};

// Where a label is wrong, or asks for something else than our rule: check and
// address -> our verdict and the reason.
struct Deviation {
  const char* check;
  const char* address;
  const char* verdict;
  const char* why;
};
constexpr Deviation kDeviations[] = {
    {"CKV_AWS_352", "aws_network_acl_rule.pass", "fail",
     "all protocols mean all ports, whatever ports are written beside them"},
    {"CKV_AWS_382", "aws_security_group.pass", "fail",
     "all protocols mean all ports, whatever ports are written beside them"},
    {"CKV_AWS_129", "aws_db_instance.mysql", "fail",
     "the audit log is not among the logs that it sends; the label asks for "
     "any log"},
    {"CKV_AWS_17", "aws_rds_cluster_instance.test_success2_rds_cluster_public",
     "unknown",
     "the argument is left out, and then the service decides by the subnets"},
    {"CKV_AWS_19", "aws_s3_bucket.bucket_good_1", "fail",
     "the plan names one bucket six times, once with an invalid algorithm"},
    {"CKV_AWS_19", "aws_s3_bucket.bucket_good_2", "fail",
     "the plan names one bucket six times, once with an invalid algorithm"},
    {"CKV_AWS_19", "aws_s3_bucket.bucket_good_3", "fail",
     "the plan names one bucket six times, once with an invalid algorithm"},
    {"CKV_AWS_19", "aws_s3_bucket.bucket_good_5", "fail",
     "the plan names one bucket six times, once with an invalid algorithm"},
    {"CKV_AWS_19", "aws_s3_bucket.bucket_good_6", "fail",
     "the plan names one bucket six times, once with an invalid algorithm"},
    {"CKV_AWS_162", "aws_rds_cluster.default", "not_applicable",
     "the engine is an empty string, so IAM logins cannot be asked for"},
    {"CKV_AWS_162", "aws_rds_cluster.disabled", "not_applicable",
     "the engine is an empty string, so IAM logins cannot be asked for"},
    {"CKV2_AWS_49", "aws_dms_endpoint.pass_unknown_endpoint_type", "fail",
     "an endpoint type that the service does not have; the traffic is in clear "
     "text all the same"},
    {"CKV2_AWS_72", "aws_cloudfront_distribution.example_fail", "pass",
     "viewers are sent on to HTTPS, so match-viewer is HTTPS as well"},
    {"CKV2_AWS_72", "aws_cloudfront_distribution.example_fail_one_good_one_bad",
     "pass", "viewers are sent on to HTTPS, so match-viewer is HTTPS as well"},
    {"CKV2_AWS_72",
     "aws_cloudfront_distribution.example_fail_one_missing_one_bad", "pass",
     "viewers are sent on to HTTPS, so match-viewer is HTTPS as well"},
    {"CKV2_AWS_61", "aws_s3_bucket.pass", "fail",
     "the status of its only rule is an empty string"},
    {"CKV_AWS_13", "aws_iam_account_password_policy.test_failure", "pass",
     "PCI DSS 8.3.7 asks for four old passwords, the label for 24"},
    {"CKV_AWS_146", "aws_db_cluster_snapshot.test_success2_example", "unknown",
     "the cluster leaves its encryption to the service"},
    {"CKV_AWS_146", "aws_db_cluster_snapshot.test_failure2_example", "unknown",
     "the cluster leaves its encryption to the service"},
    {"CKV_AWS_146", "aws_db_cluster_snapshot.test_failure_example", "unknown",
     "the cluster leaves its encryption to the service"},
    {"CKV_AWS_279", "aws_neptune_cluster_snapshot.pass", "fail",
     "the cluster that it is taken of is not encrypted"},
    {"CKV_AWS_301", "aws_lambda_permission.fail", "pass",
     "the source ARN limits it to events of one rule"},
    {"CKV_AWS_363", "aws_lambda_function.pass", "fail",
     "support of nodejs18.x ended after the label was written"},
    {"CKV2_AWS_2", "aws_ebs_volume.ok_ebs1", "unknown",
     "the argument is left out, and then the account decides; the label asks "
     "only about attached volumes"},
    {"CKV2_AWS_2", "aws_ebs_volume.not_ok_ebs1", "unknown",
     "the argument is left out, and then the account decides"},
    {"CKV_AWS_3", "aws_ebs_volume.default", "unknown",
     "the argument is left out, and then the account decides"},
    {"CKV_AWS_224", "aws_ecs_cluster.fail4", "pass",
     "a key is named, and without a log of its own the task's log takes the "
     "commands"},
    {"CKV_AWS_224", "aws_ecs_cluster.fail5", "pass",
     "a key is named, and without a log of its own the task's log takes the "
     "commands"},
    {"CKV_AWS_31", "aws_elasticache_replication_group.fail2", "pass",
     "users are named; whether the traffic is encrypted is another rule's "
     "concern"},
    {"CKV_AWS_332", "aws_ecs_service.fail", "pass",
     "the version is the latest one that has a number"},
    {"CKV_AWS_38", "aws_eks_cluster.empty", "unknown",
     "the provider leaves an empty list to the service, and the plan does not "
     "know its answer"},
    {"CKV2_AWS_52", "aws_elasticsearch_domain.es_pass", "fail",
     "advanced security is switched off"},
    {"CKV_AWS_298", "aws_dms_s3_endpoint.fail2", "unknown",
     "the provider takes an empty key for one that is left out"},
    {"CKV_AWS_71", "aws_redshift_cluster.test_failure_missing_1_default",
     "unknown", "newer providers log by a resource of their own"},
};

std::string Folder() {
  return absl::StrCat(COMPLIANCE_SHARED_DIR, "/labelled");
}

std::vector<Label> Labels() {
  std::vector<Label> labels;
  std::ifstream in(absl::StrCat(Folder(), "/labels.tsv"));
  std::string line;
  std::getline(in, line);  // names of columns
  while (std::getline(in, line)) {
    const std::vector<std::string> fields = absl::StrSplit(line, '\t');
    if (fields.size() < 4) continue;
    labels.push_back({fields[0], fields[1], fields[2], fields[3]});
  }
  return labels;
}

std::string Unzipped(const std::string& file) {
  const std::string command =
      absl::StrCat("gzip -dc '", Folder(), "/", file, "'");
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"),
                                                   pclose);
  std::string text;
  char buffer[4096];
  while (pipe != nullptr) {
    const std::size_t size = fread(buffer, 1, sizeof(buffer), pipe.get());
    if (size == 0) break;
    text.append(buffer, size);
  }
  return text;
}

const Rule* RuleOf(const std::string& check) {
  for (const RuleFile& file : AllRuleFiles()) {
    for (const std::string& alias : file.rule->aliases) {
      if (alias == check) return file.rule.get();
    }
  }
  return nullptr;
}

const Deviation* DeviationOf(const Label& label) {
  for (const Deviation& deviation : kDeviations) {
    if (label.check == deviation.check && label.address == deviation.address) {
      return &deviation;
    }
  }
  return nullptr;
}

TEST(Labelled, RulesAgreeWithTheLabelsOfTheirAliases) {
  const std::vector<Label> labels = Labels();
  if (labels.empty()) GTEST_SKIP() << "no labelled plans";
  std::map<std::string, std::unique_ptr<plan::Plan>> plans;
  int judged = 0;
  int deviations = 0;
  for (const Label& label : labels) {
    const Rule* rule = RuleOf(label.check);
    if (rule == nullptr) continue;
    std::unique_ptr<plan::Plan>& plan = plans[label.file];
    if (plan == nullptr) {
      auto loaded = plan::LoadPlanJson(Unzipped(label.file));
      ASSERT_TRUE(loaded.ok()) << label.file << ": " << loaded.status();
      plan = std::make_unique<plan::Plan>(*std::move(loaded));
    }
    const Example no_parameters;
    const std::string verdict =
        VerdictAt(JudgePlan(*rule, *plan, no_parameters), label.address);
    if (verdict == "none") continue;  // off until a parameter is given
    ++judged;
    const Deviation* deviation = DeviationOf(label);
    deviations += deviation != nullptr ? 1 : 0;
    // What does not apply is no failure of the check.
    const std::string simple = verdict == "not_applicable" ? "pass" : verdict;
    EXPECT_EQ(deviation == nullptr ? simple : verdict,
              deviation == nullptr ? label.expected : deviation->verdict)
        << label.check << " " << rule->id << " " << label.address
        << (deviation == nullptr ? "" : deviation->why);
  }
  RecordProperty("judged", judged);
  std::cout << judged << " labels judged, " << deviations << " deviations\n";
  EXPECT_GT(judged, 0);
}

}  // namespace
}  // namespace compliance::rules
