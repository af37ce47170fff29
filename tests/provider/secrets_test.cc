// A password inside a checked object is in nothing that comes back.
#include "provider/fixture.h"

namespace compliance::provider {
namespace {

using cty::Type;
using cty::Value;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kSecret[] = "hunter2";

// Short, so that the rule about its length fails and speaks of it.
class SecretsTest : public ProviderTest {
 protected:
  static Value Resources() {
    return ObjectOf(
        {{"aws_db_instance.d", Database(Text(kSecret), false, true)}});
  }
};

TEST_F(SecretsTest, GuardDiagnosticsAndState) {
  ::testing::internal::CaptureStderr();
  const auto plan = PlanNew(Resources());
  EXPECT_THAT(plan.diagnostics.size(), ::testing::Ge(3U));
  EXPECT_THAT(AllText(plan.diagnostics), Not(HasSubstr(kSecret)));
  EXPECT_THAT(plan.planned_state.ToString(), Not(HasSubstr(kSecret)));
  EXPECT_THAT(plan.planned_private, Not(HasSubstr(kSecret)));
  const auto applied = Apply(Value(), plan, Resources());
  EXPECT_THAT(AllText(applied.diagnostics), Not(HasSubstr(kSecret)));
  EXPECT_THAT(applied.new_state.ToString(), Not(HasSubstr(kSecret)));
  EXPECT_THAT(::testing::internal::GetCapturedStderr(),
              Not(HasSubstr(kSecret)));
}

TEST_F(SecretsTest, CheckOutputs) {
  const auto result = provider_.ReadDataSource(
      "compliance_check", CheckBlock({{"resources", Resources()},
                                      {"report_only", Value::Bool(true)}}));
  EXPECT_EQ(*result.value.Find("compliant"), Value::Bool(false));
  EXPECT_THAT(result.value.ToString(), Not(HasSubstr(kSecret)));
  const auto loud = provider_.ReadDataSource(
      "compliance_check", CheckBlock({{"resources", Resources()}}));
  EXPECT_THAT(AllText(loud.diagnostics), Not(HasSubstr(kSecret)));
}

TEST_F(SecretsTest, Functions) {
  for (const char* name : {"findings", "explain"}) {
    const auto result = Call(name, {Text("aws_db_instance.d"),
                                    Database(Text(kSecret), false, true)});
    EXPECT_THAT(result.value.ToString(), Not(HasSubstr(kSecret))) << name;
  }
}

// A type without facts has no attribute that is known to be sensitive.
TEST_F(SecretsTest, TypeWithoutFacts) {
  const auto plan = PlanNew(ObjectOf(
      {{"google_sql_user.u", ObjectOf({{"password", Text(kSecret)}})}}));
  EXPECT_THAT(AllText(plan.diagnostics), Not(HasSubstr(kSecret)));
  EXPECT_THAT(plan.planned_state.ToString(), Not(HasSubstr(kSecret)));
}

}  // namespace
}  // namespace compliance::provider
