// What is wrong with a rule file is said with file, line and remedy.
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "compliance/rules/rule_set.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rules/rule_files.h"
#include "support/status.h"

namespace compliance::rules {
namespace {

using ::compliance::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

constexpr char kRule[] = R"yaml(id: aws.rds.storage_encrypted
title: RDS storage is encrypted at rest
failure: RDS storage is not encrypted
severity: high
intent: data
resources: [aws_db_instance]
when: "!has(self.replicate_source_db)"
require: self.?storage_encrypted.orValue(false)
message: "encrypted: {self.storage_encrypted}, {{braces}} {{'a': '}'}['a']}"
fix: |
  storage_encrypted = true
requirements:
  pci-dss-4.0.1: {primary: ["3.5.1"]}
  hipaa: {supporting: ["164.312(a)(2)(iv)"]}
aliases: [CKV_AWS_16]
examples:
  - {verdict: pass, values: {storage_encrypted: true}}
)yaml";

// The rule with one piece of text replaced.
std::string With(const std::string& from, const std::string& to) {
  std::string text = kRule;
  EXPECT_THAT(text, HasSubstr(from));
  return absl::StrReplaceAll(text, {{from, to}});
}

TEST(LoadRule, ReadsEveryKey) {
  ASSERT_OK_AND_ASSIGN(const RuleFile file, LoadRuleFile("x.yaml", kRule));
  const Rule& rule = *file.rule;
  EXPECT_EQ(rule.id, "aws.rds.storage_encrypted");
  EXPECT_EQ(rule.failure, "RDS storage is not encrypted");
  EXPECT_EQ(rule.severity, Severity::kHigh);
  EXPECT_EQ(rule.intent, Intent::kData);
  EXPECT_EQ(rule.target, Target::kResource);
  EXPECT_EQ(rule.on.size(), 4U);
  EXPECT_EQ(rule.fix, "storage_encrypted = true\n");
  EXPECT_THAT(rule.aliases, ElementsAre("CKV_AWS_16"));
  EXPECT_THAT(
      rule.requirements,
      UnorderedElementsAre(
          Requirement{"pci-dss-4.0.1", "3.5.1", Strength::kPrimary},
          Requirement{"hipaa", "164.312(a)(2)(iv)", Strength::kSupporting}));
  EXPECT_FALSE(rule.needs.configuration);
  EXPECT_FALSE(rule.needs.whole_plan);
  ASSERT_EQ(file.examples.size(), 1U);
  EXPECT_EQ(file.examples[0].where, "x.yaml:17");
  EXPECT_EQ(file.examples[0].address, "aws_db_instance.example");
}

TEST(LoadRule, DerivesWhatItNeeds) {
  const auto needs = [](const std::string& condition) {
    const auto file =
        LoadRuleFile("x.yaml", With("self.?storage_encrypted.orValue(false)",
                                    absl::StrCat("\"", condition, "\"")));
    EXPECT_OK(file);
    return file.ok() ? file->rule->needs : Needs{};
  };
  EXPECT_TRUE(needs("configured(self.kms_key_id)").configuration);
  EXPECT_TRUE(needs("literal(self.password)").configuration);
  EXPECT_TRUE(needs("plan.resources('aws_vpc').exists(v, true)").whole_plan);
  EXPECT_TRUE(needs("before.storage_encrypted == true").before);
}

// What a rule reads of other resources is checked as what it reads of its own.
TEST(LoadRule, ChecksEveryAttributeAgainstTheFacts) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      // Conditions, and what is said of them; "" where they load.
      {"linked('aws_s3_bucket_versioning', 'bucket').exists(v, v.bucket == '')",
       ""},
      {"linked('aws_s3_bucket_versioning', 'bucket').exists(v, v.buckt == '')",
       "aws_s3_bucket_versioning has no attribute \"buckt\"; did you mean "
       "\"bucket\"?"},
      {"linked('aws_s3_bucket_versioning', 'buckt').exists(v, true)",
       "aws_s3_bucket_versioning has no attribute \"buckt\"; did you mean "
       "\"bucket\"?"},
      {"cel.bind(i, linked('aws_kms_alias', 'target_key_id'), i.exists(a, "
       "a.nam == ''))",
       "aws_kms_alias has no attribute \"nam\"; did you mean \"name\"?"},
      {"linked('aws_kms_alias', 'target_key_id').filter(a, "
       "has(a.name))[0].nme == ''",
       "has no attribute \"nme\""},
      {"linked('aws_kms_alias', 'target_key_id').exists(a, "
       "a.linked('aws_db_instance', 'kms_key_id').exists(d, d.storge_type == "
       "''))",
       "aws_db_instance has no attribute \"storge_type\""},
      {"plan.resources('aws_vpc').all(v, v.cidr_blok != '')",
       "aws_vpc has no attribute \"cidr_blok\""},
      {"plan.resources('aws_vpcs').all(v, true)",
       "the provider facts have no type \"aws_vpcs\""},
      {"plan.count('aws_vpcs') > 0",
       "the provider facts have no type \"aws_vpcs\""},
      {"references(self.kms_key_id, ['aws_kms_key', "
       "'aws_kms_external_key']).exists(k, k.enabled)",
       ""},
      {"references(self.kms_key_id, ['aws_kms_key']).exists(k, k.enabledd)",
       "aws_kms_key has no attribute \"enabledd\""},
      {"before.storge_encrypted == true",
       "aws_db_instance has no attribute \"storge_encrypted\""},
      {"configured(self.kms_key)", "has no attribute \"kms_key\""},
      // What versions after the compiled facts add.
      {"self.?region.orValue('') != '' || self.?password_wo.hasValue()", ""},
      {"plan.resources('aws_redshift_logging').exists(l, l.bucket_name == '')",
       ""},
      {"self.region_name == ''", "has no attribute \"region_name\""},
      {"'create' in actions && profile.lifecycle == 'protected'", ""},
  };
  for (const auto& [condition, error] : cases) {
    const auto file =
        LoadRuleFile("x.yaml", With("self.?storage_encrypted.orValue(false)",
                                    absl::StrCat("\"", condition, "\"")));
    if (error.empty()) {
      EXPECT_OK(file) << condition;
    } else {
      EXPECT_THAT(
          file, StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(error)))
          << condition;
    }
  }
}

// Of a type without facts anything may be read, and its author is told.
TEST(LoadRule, TypesWithoutFactsAreDynamic) {
  const std::string rule =
      "id: other.bucket\ntitle: t\nfailure: f\nseverity: low\nintent: data\n"
      "requirements: {baseline: {}}\nresources: [google_storage_bucket]\n"
      "require: self.?uniform.orValue(false) == true\nexamples:\n"
      "  - {verdict: pass, values: {uniform: true}}\n"
      "  - {verdict: unknown, values: {uniform: !unknown bool}}\n";
  ASSERT_OK_AND_ASSIGN(const RuleFile file, LoadRuleFile("x.yaml", rule));
  EXPECT_THAT(file.notes,
              ::testing::ElementsAre(HasSubstr("google_storage_bucket")));
  for (const Example& example : file.examples) {
    EXPECT_EQ(VerdictAt(JudgePlan(*file.rule, *example.plan, example),
                        example.address),
              example.verdict);
  }
}

TEST(LoadRule, ChecksWhatIsReadOfElements) {
  const std::string rule =
      With("require: self.?storage_encrypted.orValue(false)",
           "each: self.restore_to_point_in_time\nrequire: each.use_latest");
  EXPECT_THAT(
      LoadRuleFile("x.yaml", rule),
      StatusIs(absl::StatusCode::kInvalidArgument,
               HasSubstr("no attribute "
                         "\"restore_to_point_in_time[0].use_latest\"")));
}

TEST(LoadRule, SplitsMessages) {
  ASSERT_OK_AND_ASSIGN(const RuleFile file, LoadRuleFile("x.yaml", kRule));
  const auto& parts = file.rule->message;
  ASSERT_EQ(parts.size(), 3U);
  EXPECT_EQ(parts[0].text, "encrypted: ");
  EXPECT_EQ(parts[1].expression.source(), "self.storage_encrypted");
  EXPECT_EQ(parts[2].text, ", {braces} {'a': '}'}['a']}");
}

using Case = std::tuple<const char*, const char*, const char*>;
class BrokenRule : public ::testing::TestWithParam<Case> {};

TEST_P(BrokenRule, IsRefusedWithFileLineAndRemedy) {
  const auto& [from, to, error] = GetParam();
  EXPECT_THAT(LoadRuleFile("rules/x.yaml", With(from, to)),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(error)));
}

INSTANTIATE_TEST_SUITE_P(
    LoadRule, BrokenRule,
    ::testing::Values(
        Case{"require:", "requires:",
             "rules/x.yaml:8: unknown key \"requires\"; did you mean "
             "\"require\"?"},
        Case{"fix: |\n  storage_encrypted = true\n", "severity: low\n",
             "rules/x.yaml:10: key \"severity\" is given"},
        Case{"severity: high", "severity: huge",
             "x.yaml:4: no severity \"huge\"; use low, medium, high, critical"},
        Case{"resources: [aws_db_instance]", "resources: [aws_db_instanc]",
             "x.yaml:6: the provider facts have no type \"aws_db_instanc\"; "
             "did you mean \"aws_db_instance\"?"},
        Case{"resources: [aws_db_instance]",
             "resources: {aws_db_instance: pasword}",
             "x.yaml:6: aws_db_instance has no attribute \"pasword\"; did you "
             "mean \"password\"?"},
        Case{"resources: [aws_db_instance]", "resources: {having: nothing}",
             "no type has the attribute \"nothing\""},
        Case{"self.?storage_encrypted.orValue(false)",
             "self.storage_encrypte == true",
             "x.yaml:8: in `require`: aws_db_instance has no attribute "
             "\"storage_encrypte\"; did you mean \"storage_encrypted\"?"},
        Case{"self.?storage_encrypted.orValue(false)", "self.a +",
             "x.yaml:8: in `require`, column "},
        Case{"self.?storage_encrypted.orValue(false)", "sel.a == 1",
             "x.yaml:8: in `require`, column 1"},
        Case{"self.?storage_encrypted.orValue(false)", "configurd(self.port)",
             "did you mean"},
        Case{"self.?storage_encrypted.orValue(false)",
             "plan.resources('aws_vpcs').exists(v, true)",
             "no type \"aws_vpcs\"; did you mean \"aws_vpc\"?"},
        Case{"self.?storage_encrypted.orValue(false)",
             "linked('aws_db_proxy_target', 'db_instance').exists(v, true)",
             "aws_db_proxy_target has no attribute \"db_instance\""},
        Case{"self.?storage_encrypted.orValue(false)", "param('days') == 1",
             "no parameter \"days\" is declared"},
        Case{"{self.storage_encrypted}", "{self.storage_encrypted",
             "lacks its closing brace"},
        Case{"{self.storage_encrypted}", "{self.nosuch}",
             "in `message`: aws_db_instance has no attribute \"nosuch\""},
        Case{"pci-dss-4.0.1:", "pci-dss-4:",
             "x.yaml:13: unknown key \"pci-dss-4\"; requirements may "
             "have pci-dss-4.0.1, hipaa, baseline"},
        Case{"3.5.1", "3.3.1", "pci-dss-4.0.1 3.3.1 may not be claimed"},
        Case{"3.5.1", "8.3.2", "about credentials"},
        Case{"requirements:\n  pci-dss-4.0.1: {primary: [\"3.5.1\"]}\n  hipaa: "
             "{supporting: [\"164.312(a)(2)(iv)\"]}\n",
             "", "x.yaml:4: a high or critical rule needs a framework"},
        Case{"verdict: pass", "verdict: passed", "x.yaml:17: use pass, fail"},
        Case{"values: {storage_encrypted: true}",
             "values: {storage_encryptd: true}",
             "x.yaml:17: no attribute or block \"storage_encryptd\"; did you "
             "mean \"storage_encrypted\"?"},
        Case{"values: {storage_encrypted: true}",
             "values: {storage_encrypted: [1]}", "x.yaml:17: "},
        Case{"values: {storage_encrypted: true}",
             "values: {storage_encrypted: !unkown bool}", "no tag !unkown"},
        Case{"values: {storage_encrypted: true}",
             "values: {storage_encrypted: !unknown boolean}", "not a type"},
        Case{"examples:\n", "profile: {availability: high}\nexamples:\n",
             "availability is ha or single"},
        Case{"id: aws.rds.storage_encrypted", "id: RDS", "an id is lower-case"},
        Case{"title: RDS", "title: &a RDS", "anchors (&name) are not allowed"},
        Case{"title: RDS storage is encrypted at rest", "title: [a]",
             "title must be text"},
        Case{"title: RDS", "title: {RDS", "x.yaml:"},
        Case{
            "examples:", "on: [destroy]\nexamples:", "no action \"destroy\""}));

TEST(LoadRule, HostileFilesAreErrors) {
  const std::string bomb =
      "a: &a [x, x, x, x]\nb: &b [*a, *a, *a]\nc: [*b, *b]\n";
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", "must be a mapping"},
      {"- a\n", "must be a mapping"},
      {bomb, "not allowed here"},
      {std::string(10 << 20, 'a'), "larger than"},
      {"id: \xff\xfe", "not UTF-8"},
      {std::string("id: a\0b", 7), "not UTF-8"},
      {std::string(100000, '['), "x.yaml:"},
      {"id: a\n---\nid: b\n", "several YAML documents"},
      {"? [a]\n: b\n", "keys of a rule must be plain text"},
  };
  for (const auto& [text, error] : cases) {
    EXPECT_THAT(LoadRuleFile("x.yaml", text),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(error)))
        << text.substr(0, 40);
  }
}

}  // namespace
}  // namespace compliance::rules
