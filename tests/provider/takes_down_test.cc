// Before Terraform destroys, it plans as always; findings then only warn.
#include "absl/status/status.h"
#include "compliance/schema/schema.h"
#include "provider/fixture.h"

namespace compliance::provider {
namespace {

using cty::Value;

Surroundings Alone(bool takes_down) {
  return {
      .environment = [](const std::string&) { return std::nullopt; },
      .read_file = [](const std::string& path) -> absl::StatusOr<std::string> {
        return absl::NotFoundError(path);
      },
      .working_directory = "/work",
      .takes_down = takes_down,
  };
}

class TakesDownTest : public ProviderTest {
 protected:
  Value Broken() const {
    return GuardBlock({{"resources", ObjectOf({{"aws_kms_key.k",
                                                Key(Value::Bool(false))}})}});
  }
  static void Ready(ComplianceProvider& provider, const Value& block) {
    ASSERT_FALSE(diag::HasErrors(provider.Configure("1.11.4", block)));
  }
};

TEST_F(TakesDownTest, AGuardOverAFailWarns) {
  for (const bool takes_down : {false, true}) {
    ComplianceProvider provider(TestRules(), Alone(takes_down));
    Ready(provider, ProviderBlock());
    const auto plan = provider.PlanResource({.type_name = "compliance_guard",
                                             .prior_state = Value(),
                                             .proposed_new_state = Broken(),
                                             .config = Broken(),
                                             .prior_private = ""});
    ASSERT_EQ(plan.diagnostics.size(), 1U) << AllText(plan.diagnostics);
    EXPECT_EQ(diag::HasErrors(plan.diagnostics), !takes_down);
    EXPECT_EQ(*plan.planned_state.Find("compliant"), Value::Bool(false));
  }
}

TEST_F(TakesDownTest, AnApplyOverAFailIsRefusedAllTheSame) {
  ComplianceProvider provider(TestRules(), Alone(/*takes_down=*/true));
  Ready(provider, ProviderBlock());
  const auto applied = provider.ApplyResource({.type_name = "compliance_guard",
                                               .prior_state = Value(),
                                               .planned_state = Broken(),
                                               .config = Broken(),
                                               .planned_private = ""});
  EXPECT_TRUE(diag::HasErrors(applied.diagnostics));
  EXPECT_TRUE(applied.new_state.IsNull());
}

TEST_F(TakesDownTest, ACheckWarnsButStillSaysWhatIsMalformed) {
  ComplianceProvider provider(TestRules(), Alone(/*takes_down=*/true));
  Ready(provider, ProviderBlock());
  const auto found = provider.ReadDataSource(
      "compliance_check",
      CheckBlock({{"resources",
                   ObjectOf({{"aws_kms_key.k", Key(Value::Bool(false))}})}}));
  ASSERT_EQ(found.diagnostics.size(), 1U) << AllText(found.diagnostics);
  EXPECT_FALSE(diag::HasErrors(found.diagnostics));
  EXPECT_EQ(*found.value.Find("compliant"), Value::Bool(false));

  const auto malformed = provider.ReadDataSource(
      "compliance_check", CheckBlock({{"plan_json", Text("{")}}));
  EXPECT_TRUE(diag::HasErrors(malformed.diagnostics));
}

}  // namespace
}  // namespace compliance::provider
