#include "compliance/engine/diagnostics.h"

#include <string>

#include "compliance/base/text.h"
#include "engine/small_rules.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace compliance::engine {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr char kKeys[] =
    "title: RDS storage is encrypted at rest\n"
    "failure: RDS storage is not encrypted\n"
    "message: storage_encrypted is {self.storage_encrypted}\n"
    "fix: |\n  storage_encrypted = true\n\n  kms_key_id = "
    "aws_kms_key.NAME.arn\n"
    "requirements: {hipaa: {supporting: [\"164.312(b)\"]}, pci-dss-4.0.1: "
    "{primary: [\"3.5.1\"]}}";

class Diagnostics : public ::testing::Test {
 protected:
  Diagnostics()
      : rules_(RulesOf({RuleText("aws.rds.storage_encrypted", kKeys)})) {}

  Finding Judge(cty::Value encrypted) {
    const auto plan =
        PlanOf({Database("main", {{"storage_encrypted", encrypted}})});
    return Evaluate(rules_, plan, config_).findings.at(0);
  }

  rules::RuleSet rules_;
  config::Config config_;
};

TEST_F(Diagnostics, SummaryNamesRequirementFailureAndRule) {
  EXPECT_EQ(Summary(Judge(cty::Value::Bool(false))),
            "PCI-DSS 3.5.1: RDS storage is not encrypted "
            "[aws.rds.storage_encrypted]");
  EXPECT_EQ(Summary(Judge(cty::Value::Unknown(cty::Type::Bool()))),
            "PCI-DSS 3.5.1: not decided yet: RDS storage is encrypted at rest "
            "[aws.rds.storage_encrypted]");
  config_.frameworks = {"hipaa"};
  EXPECT_THAT(Summary(Judge(cty::Value::Bool(false))),
              StartsWith("HIPAA 164.312(b): "));
}

TEST_F(Diagnostics, DetailSaysWhereWhatWhyAndHow) {
  EXPECT_EQ(Detail(Judge(cty::Value::Bool(false))),
            "Address: aws_db_instance.main\n"
            "Attribute: storage_encrypted\n"
            "Observed: storage_encrypted = false\n"
            "Expected: RDS storage is encrypted at rest\n"
            "Details: storage_encrypted is false\n"
            "Why: HIPAA 164.312(b) (supporting); PCI-DSS 3.5.1\n"
            "\n"
            "Fix:\n"
            "  storage_encrypted = true\n"
            "\n"
            "  kms_key_id = aws_kms_key.NAME.arn\n"
            "\n"
            "To waive it, in .compliance.yaml:\n"
            "  waivers:\n"
            "    - rule: aws.rds.storage_encrypted\n"
            "      address: \"aws_db_instance.main\"\n"
            "      kind: risk_accepted\n"
            "      reason: why this is acceptable here\n"
            "      until: YYYY-MM-DD");
}

TEST_F(Diagnostics, DetailOfAnUnknownSaysWhatItWaitsFor) {
  const std::string detail =
      Detail(Judge(cty::Value::Unknown(cty::Type::Bool())));
  EXPECT_THAT(detail, HasSubstr("Details: waits for storage_encrypted"));
  EXPECT_THAT(detail, Not(HasSubstr("Fix:")));
}

TEST_F(Diagnostics, MandatoryIsAnErrorAdvisoryAWarning) {
  Finding finding = Judge(cty::Value::Bool(false));
  const cty::Path at = cty::Path().Attr("resources");
  EXPECT_EQ(ToDiagnostic(finding, at).severity, diag::Severity::kError);
  EXPECT_EQ(ToDiagnostic(finding, at).attribute, at);
  finding.enforcement = Enforcement::kAdvisory;
  EXPECT_EQ(ToDiagnostic(finding, at).severity, diag::Severity::kWarning);
}

TEST_F(Diagnostics, AResourceWithoutAKnownAddressIsNotThePlan) {
  Finding finding = Judge(cty::Value::Bool(false));
  finding.address.clear();
  EXPECT_THAT(Detail(finding), StartsWith("Attribute: storage_encrypted\n"));
  EXPECT_THAT(Detail(finding),
              HasSubstr("address: ADDRESS # of the resource named above\n"));
  finding.resource_type.clear();
  EXPECT_THAT(Detail(finding), StartsWith("Address: the plan as a whole\n"));
  EXPECT_THAT(Detail(finding), HasSubstr("address: \"**\"\n"));
}

TEST_F(Diagnostics, TextIsAlwaysUtf8) {
  Finding finding = Judge(cty::Value::Bool(false));
  finding.address = "aws_db_instance.main[\"\xff\"]";
  finding.message = "\xc3";
  EXPECT_TRUE(IsValidUtf8(Detail(finding)));
  EXPECT_TRUE(IsValidUtf8(Summary(finding)));
}

}  // namespace
}  // namespace compliance::engine
