#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "compliance/config/config.h"
#include "compliance/rules/rule_set.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "support/status.h"

namespace compliance::config {
namespace {

using ::compliance::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr char kFile[] = R"yaml(# What this stack is held to.
frameworks: [hipaa, baseline]
profile: test
parameters:
  required_tags: [Owner, Team]
  suffix: prod
  aws.secrets.rotation_period:
    exact_days: 30
  CKV_AWS_133: {min_days: 14}
enforcement:
  severity:medium: advisory
  rule:CKV_AWS_16: off
  framework:hipaa: report
  unknown: mandatory
waivers:
  - rule: aws.kms.rotation
    address: aws_kms_key.legacy
    kind: compensating_control
    reason: imported key
    owner: platform
    approver: ciso
    ticket: SEC-1
    until: 2027-01-31
as_of: 2026-06-30
)yaml";

TEST(LoadConfig, ReadsEveryKey) {
  ASSERT_OK_AND_ASSIGN(const Config config,
                       LoadConfig(".compliance.yaml", kFile));
  EXPECT_THAT(config.frameworks, ElementsAre("hipaa", "baseline"));
  EXPECT_EQ(config.profile.lifecycle, "destroyable");
  EXPECT_EQ(config.profile.availability, "single");
  EXPECT_EQ(config.parameters.at("").at("suffix"), cty::Value::String("prod"));
  EXPECT_EQ(
      config.parameters.at("").at("required_tags"),
      cty::Value::List(cty::Type::String(), {cty::Value::String("Owner"),
                                             cty::Value::String("Team")}));
  EXPECT_EQ(
      config.parameters.at("aws.secrets.rotation_period").at("exact_days"),
      cty::Value::Number(30));
  EXPECT_EQ(config.parameters.at("CKV_AWS_133").at("min_days"),
            cty::Value::Number(14));
  EXPECT_EQ(config.enforcement.at("rule:CKV_AWS_16"), "off");
  EXPECT_EQ(config.enforcement.at("unknown"), "mandatory");
  ASSERT_THAT(config.waivers, SizeIs(1));
  EXPECT_EQ(config.waivers[0].rule, "aws.kms.rotation");
  EXPECT_EQ(config.waivers[0].approver, "ciso");
  EXPECT_EQ(config.waivers[0].until, absl::CivilDay(2027, 1, 31));
  EXPECT_EQ(config.as_of, absl::CivilDay(2026, 6, 30));
}

TEST(LoadConfig, EmptyFilesAreTheDefaults) {
  for (const char* text : {"", "# nothing yet\n", "{}\n"}) {
    ASSERT_OK_AND_ASSIGN(const Config config, LoadConfig("c.yaml", text));
    EXPECT_THAT(config.frameworks, ElementsAre("pci-dss-4.0.1", "hipaa"));
    EXPECT_EQ(config.profile.availability, "ha");
    EXPECT_FALSE(config.as_of.has_value());
  }
}

TEST(LoadConfig, SwitchesCanBeSetOneByOne) {
  ASSERT_OK_AND_ASSIGN(
      const Config config,
      LoadConfig("c.yaml", "profile: {lifecycle: destroyable, dr: on}\n"));
  EXPECT_EQ(config.profile.lifecycle, "destroyable");
  EXPECT_EQ(config.profile.availability, "ha");
  EXPECT_EQ(config.profile.dr, "on");
}

TEST(LoadConfig, WhatIsWrongIsSaidWithFileLineAndRemedy) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"framework: [hipaa]",
       "c.yaml:1: unknown key \"framework\"; did you "
       "mean \"frameworks\"?"},
      {"\nprofile: prod",
       "c.yaml:2: no profile \"prod\"; use production or "
       "test"},
      {"profile: {dr: maybe}", "c.yaml:1: dr is on or off"},
      {"frameworks: hipaa", "c.yaml:1: frameworks must be a list"},
      {"frameworks: []", "name at least one framework"},
      {"as_of: tomorrow", "\"tomorrow\" is no day; write it as 2027-01-31"},
      {"as_of: 2026-02-30", "is no day"},
      {"waivers: {rule: x}", "waivers must be a list"},
      {"waivers:\n- {rule: x, address: y}",
       "c.yaml:2: a waiver needs the key \"reason\""},
      {"waivers:\n- {rule: x, address: y, reason: z, until: 2026-13-01}",
       "is no day"},
      {"waivers:\n- {rule: x, adress: y}", "did you mean \"address\"?"},
      {"parameters: {aws.x.y: 3}", "aws.x.y must be a mapping"},
      {"parameters: {days: !secret 3}", "the tag !secret is not allowed"},
      {"frameworks: [a, a\n", "c.yaml:"},
      {"a: &x 1\nb: *x\n", "not allowed here"},
      {"\xff", "not UTF-8"},
      {std::string(2 << 20, ' '), "larger than"},
      {"- a", "must be a mapping"},
  };
  for (const auto& [text, error] : cases) {
    EXPECT_THAT(LoadConfig("c.yaml", text),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(error)))
        << text.substr(0, 60);
  }
}

TEST(Validate, AcceptsWhatTheRulesKnow) {
  ASSERT_OK_AND_ASSIGN(Config config, LoadConfig("c.yaml", kFile));
  config.parameters.erase("CKV_AWS_133");
  EXPECT_OK(Validate(config, rules::RuleSet::BuiltIn()));
}

TEST(Validate, SuggestsWhatIsMeant) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"frameworks: [hippa]",
       "c.yaml:1: no framework \"hippa\"; did you mean \"hipaa\"?"},
      {"parameters:\n  aws.kms.rotatio: {x: 1}",
       "c.yaml:2: no rule \"aws.kms.rotatio\"; did you mean "
       "\"aws.kms.rotation\"?"},
      {"parameters:\n  required_tag: [a]",
       "c.yaml:2: no rule has parameter \"required_tag\"; did you mean "
       "\"required_tags\"?"},
      {"parameters:\n  required_tags: {a: [b]}",
       "c.yaml:2: parameter \"required_tags\" of tf.tags.required takes a "
       "value of type list(string)"},
      {"enforcement:\n  severity:hihg: off", "c.yaml:2: no severity \"hihg\""},
      {"enforcement:\n  severity:high: mandatry",
       "no enforcement level \"mandatry\"; did you mean \"mandatory\"?"},
      {"enforcement:\n  rule:CKV_AWS_17000: off", "no rule"},
      {"enforcement:\n  high: off", "enforcement is set by rule:ID"},
      {"waivers:\n- {rule: nothing, address: '**', reason: r}",
       "c.yaml:2: no rule \"nothing\""},
      {"waivers:\n- {rule: aws.kms.rotation, address: '**', reason: r, kind: "
       "risk_acepted}",
       "did you mean \"risk_accepted\"?"},
      {"waivers:\n- {rule: aws.kms.rotation, address: '', reason: r}",
       "a waiver needs an address"},
  };
  for (const auto& [text, error] : cases) {
    ASSERT_OK_AND_ASSIGN(const Config config, LoadConfig("c.yaml", text));
    EXPECT_THAT(Validate(config, rules::RuleSet::BuiltIn()),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(error)))
        << text;
  }
}

TEST(Profile, ByName) {
  ASSERT_OK_AND_ASSIGN(const Profile test, ProfileByName("test"));
  EXPECT_EQ(test.lifecycle, "destroyable");
  ASSERT_OK_AND_ASSIGN(const Profile production, ProfileByName("production"));
  EXPECT_EQ(production.availability, "ha");
  EXPECT_THAT(ProfileByName("x"), StatusIs(absl::StatusCode::kInvalidArgument,
                                           HasSubstr("production or test")));
}

}  // namespace
}  // namespace compliance::config
