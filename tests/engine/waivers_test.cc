#include "engine/waivers.h"

#include <string>
#include <tuple>
#include <vector>

#include "engine/small_rules.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace compliance::engine {
namespace {

using ::testing::HasSubstr;

using Case = std::tuple<const char*, const char*, bool>;
class Patterns : public ::testing::TestWithParam<Case> {};

TEST_P(Patterns, CoverAddresses) {
  const auto& [pattern, address, covers] = GetParam();
  EXPECT_EQ(MatchesAddress(pattern, address), covers)
      << pattern << " " << address;
}

INSTANTIATE_TEST_SUITE_P(
    Waivers, Patterns,
    ::testing::Values(
        Case{"aws_db_instance.a", "aws_db_instance.a", true},
        Case{"aws_db_instance.a", "aws_db_instance.ab", false},
        Case{"aws_db_instance.*", "aws_db_instance.a", true},
        Case{"aws_db_instance.*", "aws_db_instance.a[0]", true},
        Case{"aws_db_instance.*", "module.m.aws_db_instance.a", false},
        Case{"*.a", "aws_db_instance.a", true},
        Case{"*", "aws_db_instance.a", false},
        Case{"**", "aws_db_instance.a", true}, Case{"**", "", true},
        Case{"*", "", true}, Case{"", "aws_db_instance.a", false},
        Case{"**.aws_db_instance.a", "module.m.aws_db_instance.a", true},
        Case{"module.*.aws_db_instance.a", "module.m.aws_db_instance.a", true},
        Case{"module.*.aws_db_instance.a",
             "module.m.module.n.aws_db_instance.a", false},
        Case{"module.**.aws_db_instance.a",
             "module.m.module.n.aws_db_instance.a", true},
        Case{"module.m[*].**", "module.m[\"eu.west\"].aws_db_instance.a", true},
        Case{"aws_db_instance.a[*]", "aws_db_instance.a[\"x.y\"]", true},
        Case{"aws_db_instance.a[\"*\"]", "aws_db_instance.a[\"x\\\".y\"]",
             true},
        Case{"aws_db_instance.[a]", "aws_db_instance.a", false}));

TEST(Waivers, HostilePatternsTakeLinearTimeInTheAddress) {
  const std::string address(2000, 'a');
  std::string pattern;
  for (int i = 0; i < 200; ++i) pattern += "a**";
  EXPECT_FALSE(MatchesAddress(pattern + "b", address));
}

class Expiry : public ::testing::Test {
 protected:
  Expiry() : rules_(RulesOf({RuleText("aws.x.y", "aliases: [CKV_1]")})) {
    config_.waivers.resize(1);
    config_.waivers[0].rule = "CKV_1";
    config_.waivers[0].address = "aws_db_instance.*";
    config_.waivers[0].reason = "test stack";
    config_.as_of = absl::CivilDay(2026, 6, 30);
  }

  Finding Judge(cty::Value encrypted) {
    const auto plan =
        PlanOf({Database("a", {{"storage_encrypted", std::move(encrypted)}})});
    return Evaluate(rules_, plan, config_).findings.at(0);
  }

  rules::RuleSet rules_;
  config::Config config_;
};

TEST_F(Expiry, WaivesFailuresAndWhatIsUndecided) {
  const Finding failed = Judge(cty::Value::Bool(false));
  EXPECT_EQ(failed.verdict, Verdict::kWaived);
  EXPECT_EQ(failed.waiver_reason, "test stack");
  EXPECT_EQ(Judge(cty::Value::Unknown(cty::Type::Bool())).verdict,
            Verdict::kWaived);
  EXPECT_EQ(Judge(cty::Value::Bool(true)).verdict, Verdict::kPass);
}

TEST_F(Expiry, HoldsThroughItsLastDay) {
  config_.waivers[0].until = absl::CivilDay(2026, 6, 30);
  EXPECT_EQ(Judge(cty::Value::Bool(false)).verdict, Verdict::kWaived);
  config_.as_of = absl::CivilDay(2026, 7, 1);
  const Finding finding = Judge(cty::Value::Bool(false));
  EXPECT_EQ(finding.verdict, Verdict::kFail);
  EXPECT_THAT(finding.message, HasSubstr("expired on 2026-06-30"));
}

TEST_F(Expiry, OtherRulesAndAddressesStay) {
  config_.waivers[0].address = "aws_db_instance.b";
  EXPECT_EQ(Judge(cty::Value::Bool(false)).verdict, Verdict::kFail);
  config_.waivers[0].address = "**";
  config_.waivers[0].rule = "aws.x.z";
  EXPECT_EQ(Judge(cty::Value::Bool(false)).verdict, Verdict::kFail);
}

}  // namespace
}  // namespace compliance::engine
