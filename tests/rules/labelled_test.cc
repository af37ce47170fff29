// Plans that the real AWS provider made, with another project's opinion of its
// own checks: wherever a rule carries such a check as its alias, they agree, or
// the table below says why not.
#include <cstdio>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <set>
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
    {"CKV_AWS_167", "aws_glacier_vault.my_archive6", "error",
     "its principal is neither a map nor a lone star, which IAM refuses"},
    {"CKV_AWS_33", "aws_kms_key.pass_2", "error",
     "its principal is neither a map nor a lone star, which IAM refuses"},
    {"CKV_AWS_33", "aws_kms_key.pass_3", "error",
     "its principal is neither a map nor a lone star, which IAM refuses"},
    {"CKV_AWS_33", "aws_kms_key.fail_1", "error",
     "its principal is neither a map nor a lone star, which IAM refuses"},
    {"CKV_AWS_33", "aws_kms_key.fail_3", "error",
     "its principal is neither a map nor a lone star, which IAM refuses"},
    {"CKV_AWS_387", "aws_sqs_queue_policy.pass", "unknown",
     "the text is made of an ARN that is not known yet"},
    {"CKV_AWS_387", "aws_sqs_queue_policy.pass_w_condition", "unknown",
     "the text is made of an ARN that is not known yet"},
    {"CKV_AWS_93", "aws_s3_bucket_policy.pass3", "error",
     "the policy is no JSON: a comma is missing"},
    {"CKV_AWS_62", "aws_iam_policy.fail4", "error",
     "its statement has no effect, which IAM refuses"},
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
    {"CKV_AWS_103", "aws_lb_listener.gateway_listener", "unknown",
     "the protocol is left out, and then the kind of load balancer decides"},
    {"CKV_AWS_103", "aws_lb_listener.not_gateway_listener", "unknown",
     "the protocol is left out, and then the kind of load balancer decides"},
    {"CKV_AWS_103", "aws_lb_listener.cognito", "not_applicable",
     "no TLS at all is another rule's concern"},
    {"CKV_AWS_103", "aws_lb_listener.http", "not_applicable",
     "no TLS at all is another rule's concern"},
    {"CKV_AWS_103", "aws_lb_listener.wrong_redirect", "not_applicable",
     "no TLS at all is another rule's concern"},
    {"CKV_AWS_261", "aws_lb_target_group.fail2", "pass",
     "left out, the service checks the targets"},
    {"CKV_AWS_261", "aws_lb_target_group.fail3", "pass",
     "left out, the service checks the targets"},
    {"CKV_AWS_314", "aws_codebuild_project.fail", "pass",
     "left out, the service sends the logs to CloudWatch"},
    {"CKV_AWS_66", "aws_cloudwatch_log_group.fail", "pass",
     "events that are never dropped are kept long enough"},
    {"CKV_AWS_66", "aws_cloudwatch_log_group.pass", "fail",
     "three days are too few; the label asks for any number"},
    {"CKV_AWS_32", "aws_ecr_repository_policy.pass_conditional", "fail",
     "ForAllValues holds where the key is absent, so it keeps nobody out who "
     "has no organisation"},
};

// Checks of the labels that no rule judges, and why.
struct Unjudged {
  const char* check;
  const char* why;
};
constexpr Unjudged kUnjudged[] = {
    {"CKV_AWS_153", "tags are judged once it is said which ones are required"},
    {"CKV2_AWS_15",
     "the label asks whether the target group checks health, our rule whether "
     "the group heeds the check"},
    {"CKV2_AWS_20", "the label names the load balancer, our rule its listener"},
    {"CKV2_AWS_33", "the catalogue has no rule for it"},
    {"CKV2_AWS_35", "ways out of private subnets have no rule yet"},
    {"CKV2_AWS_53", "the catalogue has no rule for it"},
    {"CKV2_AWS_75", "the catalogue has no rule for it"},
    {"CKV2_AWS_77", "groups of firewall rules have no rule yet"},
    {"CKV2_AWS_78", "groups of firewall rules have no rule yet"},
    {"CKV_AWS_114", "Kerberos is a choice, not a duty"},
    {"CKV_AWS_135", "current kinds of instances are always optimised for EBS"},
    {"CKV_AWS_143", "object lock has no rule yet"},
    {"CKV_AWS_199", "keys of your own for rarer services have no rule yet"},
    {"CKV_AWS_208", "the catalogue has no rule for it"},
    {"CKV_AWS_215", "the catalogue has no rule for it"},
    {"CKV_AWS_218", "the catalogue has no rule for it"},
    {"CKV_AWS_219", "keys of your own for rarer services have no rule yet"},
    {"CKV_AWS_225", "the catalogue has no rule for it"},
    {"CKV_AWS_23", "descriptions of security group rules have no rule yet"},
    {"CKV_AWS_250", "the catalogue has no rule for it"},
    {"CKV_AWS_252", "the catalogue has no rule for it"},
    {"CKV_AWS_254", "the catalogue has no rule for it"},
    {"CKV_AWS_255", "the catalogue has no rule for it"},
    {"CKV_AWS_265", "keys of your own for rarer services have no rule yet"},
    {"CKV_AWS_267", "keys of your own for rarer services have no rule yet"},
    {"CKV_AWS_269", "keys of your own for rarer services have no rule yet"},
    {"CKV_AWS_273",
     "a user is no access key; how people sign in is not in the plan"},
    {"CKV_AWS_280", "keys of your own for rarer services have no rule yet"},
    {"CKV_AWS_287", "escalation by policies has no rule yet"},
    {"CKV_AWS_288", "escalation by policies has no rule yet"},
    {"CKV_AWS_289", "escalation by policies has no rule yet"},
    {"CKV_AWS_296", "keys of your own for rarer services have no rule yet"},
    {"CKV_AWS_312",
     "the label asks for an option that its namespace does not have"},
    {"CKV_AWS_345", "keys of your own for rarer services have no rule yet"},
    {"CKV_AWS_369", "the catalogue has no rule for it"},
    {"CKV_AWS_372", "keys of your own for rarer services have no rule yet"},
    {"CKV_AWS_388", "the catalogue has no rule for it"},
    {"CKV_AWS_391", "the catalogue has no rule for it"},
    {"CKV_AWS_45",
     "credentials in a function's environment are judged with all literal "
     "ones"},
    {"CKV_AWS_72", "policies of queues have no rule for this form yet"},
};

// Fewest labels that rules must judge: it only rises.
constexpr int kFewestJudged = 560;

const Unjudged* UnjudgedOf(const std::string& check) {
  for (const Unjudged& unjudged : kUnjudged) {
    if (check == unjudged.check) return &unjudged;
  }
  return nullptr;
}

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

// The rules are those that the binary carries.
const Rule* RuleOf(const std::string& check) {
  return RuleSet::BuiltIn().Find(check);
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
  std::map<std::string, int> unjudged;  // check -> how many of its labels
  std::set<std::string> judged_checks;
  int judged = 0;
  int deviations = 0;
  for (const Label& label : labels) {
    const Rule* rule = RuleOf(label.check);
    if (rule == nullptr) {
      ++unjudged[label.check];
      continue;
    }
    std::unique_ptr<plan::Plan>& plan = plans[label.file];
    if (plan == nullptr) {
      auto loaded = plan::LoadPlanJson(Unzipped(label.file));
      ASSERT_TRUE(loaded.ok()) << label.file << ": " << loaded.status();
      plan = std::make_unique<plan::Plan>(*std::move(loaded));
    }
    const Example no_parameters;
    const std::string verdict =
        VerdictAt(JudgePlan(*rule, *plan, no_parameters), label.address);
    // Off until a parameter is given, or judged at another resource.
    if (verdict == "none") {
      ++unjudged[label.check];
      continue;
    }
    ++judged;
    judged_checks.insert(label.check);
    const Deviation* deviation = DeviationOf(label);
    deviations += deviation != nullptr ? 1 : 0;
    // What does not apply is no failure of the check.
    const std::string simple = verdict == "not_applicable" ? "pass" : verdict;
    EXPECT_EQ(deviation == nullptr ? simple : verdict,
              deviation == nullptr ? label.expected : deviation->verdict)
        << label.check << " " << rule->id << " " << label.address
        << (deviation == nullptr ? "" : deviation->why);
  }
  for (const auto& [check, count] : unjudged) {
    const Unjudged* reason = UnjudgedOf(check);
    EXPECT_TRUE(reason != nullptr || judged_checks.count(check) > 0)
        << check << " is neither judged nor in the table of unjudged checks";
    std::cout << check << ": " << count << " labels without a verdict: "
              << (reason == nullptr ? "at another kind of resource"
                                    : reason->why)
              << "\n";
  }
  for (const Unjudged& reason : kUnjudged) {
    EXPECT_EQ(judged_checks.count(reason.check), 0U)
        << reason.check << " is judged, so it is no longer unjudged";
  }
  RecordProperty("judged", judged);
  std::cout << judged << " labels judged, " << deviations << " deviations\n";
  EXPECT_GE(judged, kFewestJudged);
}

}  // namespace
}  // namespace compliance::rules
