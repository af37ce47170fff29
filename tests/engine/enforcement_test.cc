#include "engine/enforcement.h"

#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/small_rules.h"
#include "gtest/gtest.h"

namespace compliance::engine {
namespace {

constexpr char kPrimary[] = "{pci-dss-4.0.1: {primary: [\"3.5.1\"]}}";
constexpr char kSupporting[] = "{pci-dss-4.0.1: {supporting: [\"3.5.1\"]}}";
constexpr char kBaseline[] = "{baseline: {}}";
constexpr char kHipaa[] = "{hipaa: {primary: [\"164.312(b)\"]}}";

rules::RuleSet RuleWith(const std::string& severity, const std::string& intent,
                        const std::string& requirements,
                        const std::string& more = "") {
  return RulesOf({RuleText(
      "aws.x.y", absl::StrCat("severity: ", severity, "\nintent: ", intent,
                              "\nrequirements: ", requirements, "\n", more))});
}

using Case = std::tuple<const char*, const char*, const char*, Enforcement>;
class Defaults : public ::testing::TestWithParam<Case> {};

TEST_P(Defaults, FollowFromSeverityIntentAndStrength) {
  const auto& [severity, intent, requirements, level] = GetParam();
  const auto rules = RuleWith(severity, intent, requirements);
  config::Config config;
  config.frameworks = {"pci-dss-4.0.1"};
  EXPECT_EQ(LevelOf(*rules.rules()[0], config), level);
}

INSTANTIATE_TEST_SUITE_P(
    Enforcement, Defaults,
    ::testing::Values(
        Case{"critical", "data", kPrimary, Enforcement::kMandatory},
        Case{"high", "data", kPrimary, Enforcement::kMandatory},
        Case{"high", "data", kSupporting, Enforcement::kAdvisory},
        Case{"high", "data", kBaseline, Enforcement::kAdvisory},
        Case{"high", "secret", kBaseline, Enforcement::kMandatory},
        Case{"high", "exposure", kSupporting, Enforcement::kMandatory},
        Case{"critical", "change", kBaseline, Enforcement::kMandatory},
        Case{"high", "data", kHipaa, Enforcement::kAdvisory},  // not chosen
        Case{"medium", "data", kPrimary, Enforcement::kAdvisory},
        Case{"medium", "secret", kSupporting, Enforcement::kReport},
        Case{"medium", "data", kBaseline, Enforcement::kReport},
        Case{"low", "data", kPrimary, Enforcement::kReport}));

TEST(Enforcement, TheMostSpecificChoiceWins) {
  const auto rules = RuleWith("high", "data", kPrimary,
                              "enforcement: report\naliases: [CKV_1]");
  const rules::Rule& rule = *rules.rules()[0];
  config::Config config;
  EXPECT_EQ(LevelOf(rule, config), Enforcement::kReport);
  config.enforcement["severity:high"] = "advisory";
  EXPECT_EQ(LevelOf(rule, config), Enforcement::kAdvisory);
  config.enforcement["framework:hipaa"] = "off";  // none of its own
  EXPECT_EQ(LevelOf(rule, config), Enforcement::kAdvisory);
  config.enforcement["framework:pci-dss-4.0.1"] = "mandatory";
  EXPECT_EQ(LevelOf(rule, config), Enforcement::kMandatory);
  config.enforcement["rule:CKV_1"] = "report";
  EXPECT_EQ(LevelOf(rule, config), Enforcement::kReport);
  config.enforcement["rule:aws.x.y"] = "off";
  EXPECT_EQ(LevelOf(rule, config), Enforcement::kOff);
}

TEST(Enforcement, WhatIsOffIsAskedForByName) {
  const auto rules = RuleWith("low", "data", kPrimary, "enforcement: off");
  const rules::Rule& rule = *rules.rules()[0];
  config::Config config;
  config.enforcement["severity:low"] = "advisory";
  config.enforcement["framework:pci-dss-4.0.1"] = "mandatory";
  EXPECT_EQ(LevelOf(rule, config), Enforcement::kOff);
  config.enforcement["rule:aws.x.y"] = "advisory";
  EXPECT_EQ(LevelOf(rule, config), Enforcement::kAdvisory);
}

TEST(Enforcement, WhatDoesNotChangeIsAdvisoryAtMost) {
  const config::Config config;
  plan::Resource resource = Database("a", {});
  const auto level = [&](Verdict verdict) {
    return LevelOf(Enforcement::kMandatory, verdict, &resource, config);
  };
  EXPECT_EQ(level(Verdict::kFail), Enforcement::kMandatory);
  resource.action = plan::Action::kNoOp;
  // A guard shows no prior value: what it shows counts as new.
  EXPECT_EQ(level(Verdict::kFail), Enforcement::kMandatory);
  resource.before = resource.planned;
  EXPECT_EQ(level(Verdict::kFail), Enforcement::kAdvisory);
  resource.action = plan::Action::kUpdate;
  EXPECT_EQ(level(Verdict::kFail), Enforcement::kMandatory);
}

TEST(Enforcement, UnknownsHaveTheirOwnLevel) {
  config::Config config;
  const auto level = [&](Enforcement of_rule, Verdict verdict) {
    return LevelOf(of_rule, verdict, nullptr, config);
  };
  EXPECT_EQ(level(Enforcement::kMandatory, Verdict::kUnknown),
            Enforcement::kReport);
  config.enforcement["unknown"] = "mandatory";
  EXPECT_EQ(level(Enforcement::kMandatory, Verdict::kUnknown),
            Enforcement::kMandatory);
  EXPECT_EQ(level(Enforcement::kReport, Verdict::kUnknown),
            Enforcement::kReport);
  EXPECT_EQ(level(Enforcement::kReport, Verdict::kError),
            Enforcement::kAdvisory);
}

}  // namespace
}  // namespace compliance::engine
