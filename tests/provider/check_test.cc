// data and ephemeral "compliance_check", and the catalogue data sources.
#include "compliance/provider/provider.h"
#include "provider/fixture.h"

namespace compliance::provider {
namespace {

using cty::Type;
using cty::Value;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kPlanJson[] = R"({
  "format_version": "1.2", "terraform_version": "1.11.4",
  "planned_values": {"root_module": {"resources": [
    {"address": "aws_kms_key.k", "mode": "managed", "type": "aws_kms_key",
     "name": "k", "provider_name": "registry.terraform.io/hashicorp/aws",
     "schema_version": 0, "values": {"enable_key_rotation": false}}]}},
  "resource_changes": [
    {"address": "aws_kms_key.k", "mode": "managed", "type": "aws_kms_key",
     "name": "k", "provider_name": "registry.terraform.io/hashicorp/aws",
     "change": {"actions": ["create"], "before": null,
                "after": {"enable_key_rotation": false},
                "after_unknown": {}, "before_sensitive": false,
                "after_sensitive": {}}}],
  "configuration": {"root_module": {"resources": [
    {"address": "aws_kms_key.k", "mode": "managed", "type": "aws_kms_key",
     "name": "k", "provider_config_key": "aws",
     "expressions": {"enable_key_rotation": {"constant_value": false}},
     "schema_version": 0}]}}
})";

class CheckTest : public ProviderTest {
 protected:
  tfplugin::ValueResult Read(Value::Attributes set) {
    return provider_.ReadDataSource("compliance_check",
                                    CheckBlock(std::move(set)));
  }
  tfplugin::ValueResult ReadCatalogue(const std::string& type,
                                      Value::Attributes set) {
    return provider_.ReadDataSource(
        type, Block(ProviderSchema().data_sources.at(type), std::move(set)));
  }
};

Value OneKey(bool rotates) {
  return ObjectOf({{"aws_kms_key.k", Key(Value::Bool(rotates))}});
}

TEST_F(CheckTest, PassGivesOutputsAndNoInputs) {
  const auto result =
      Read({{"resources", OneKey(true)}, {"module_path", Text("module.m")}});
  ASSERT_THAT(result.diagnostics, IsEmpty()) << AllText(result.diagnostics);
  EXPECT_TRUE(result.value.IsWhollyKnown());
  EXPECT_TRUE(result.value.Find("resources")->IsNull());
  EXPECT_EQ(*result.value.Find("module_path"), Text("module.m"));
  EXPECT_EQ(*result.value.Find("compliant"), Value::Bool(true));
  EXPECT_EQ(*result.value.Find("summary")->Find("pass"),
            Value::Number(std::int64_t{1}));
}

TEST_F(CheckTest, FailIsAnErrorAtTheMapEntry) {
  const auto result = Read({{"resources", OneKey(false)}});
  ASSERT_EQ(result.diagnostics.size(), 1U);
  EXPECT_EQ(result.diagnostics[0].attribute.ToString(),
            "resources[\"aws_kms_key.k\"]");
}

TEST_F(CheckTest, ReportOnlyGivesFindingsInstead) {
  const auto result =
      Read({{"resources", OneKey(false)}, {"report_only", Value::Bool(true)}});
  ASSERT_THAT(result.diagnostics, IsEmpty());
  EXPECT_EQ(*result.value.Find("compliant"), Value::Bool(false));
  const auto& findings = result.value.Find("findings")->AsElements();
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(*findings[0].Find("rule_id"), Text("aws.test.key_rotation"));
  EXPECT_EQ(*findings[0].Find("address"), Text("aws_kms_key.k"));
  EXPECT_EQ(*findings[0].Find("verdict"), Text("fail"));
  EXPECT_EQ(*findings[0].Find("severity"), Text("high"));
  EXPECT_EQ(*findings[0].Find("enforcement"), Text("mandatory"));
  EXPECT_EQ(*findings[0].Find("requirements")->AsElements()[0].Find("id"),
            Text("3.7.4"));
}

TEST_F(CheckTest, PlanJsonIsJudgedWhole) {
  const auto result = Read({{"plan_json", Text(kPlanJson)}});
  ASSERT_EQ(result.diagnostics.size(), 1U) << AllText(result.diagnostics);
  EXPECT_EQ(result.diagnostics[0].attribute.ToString(), "plan_json");
  EXPECT_THAT(result.diagnostics[0].summary,
              HasSubstr("[aws.test.key_rotation]"));
  const auto reported = Read(
      {{"plan_json", Text(kPlanJson)}, {"report_only", Value::Bool(true)}});
  EXPECT_TRUE(reported.value.Find("plan_json")->IsNull());
}

TEST_F(CheckTest, PlanFileIsRead) {
  files_["/work/stack/plan.json"] = kPlanJson;
  const auto result = Read({{"plan_file", Text("plan.json")}});
  ASSERT_EQ(result.diagnostics.size(), 1U);
  EXPECT_EQ(result.diagnostics[0].attribute.ToString(), "plan_file");
  EXPECT_THAT(Read({{"plan_file", Text("none.json")}}).diagnostics,
              ElementsAre(ErrorAt("plan_file", "none.json")));
}

TEST_F(CheckTest, TextThatIsNoPlan) {
  for (const char* text : {"", "{", "[]", "{}", "hunter2", "\xff"}) {
    const auto result = Read({{"plan_json", Text(text)}});
    EXPECT_EQ(result.diagnostics.size(), 1U) << text;
    EXPECT_TRUE(diag::HasErrors(result.diagnostics)) << text;
    EXPECT_THAT(AllText(result.diagnostics), Not(HasSubstr("hunter2")));
  }
}

TEST_F(CheckTest, ExactlyOneInput) {
  const Value none = CheckBlock({});
  const Value two =
      CheckBlock({{"resources", OneKey(true)}, {"plan_json", Text("{}")}});
  const Value later =
      CheckBlock({{"plan_json", Value::Unknown(Type::String())}});
  const auto validate = [this](const Value& config) {
    return provider_.ValidateDataSource("compliance_check", config);
  };
  EXPECT_THAT(validate(none), ElementsAre(ErrorAt("", "Exactly one")));
  EXPECT_THAT(validate(two), ElementsAre(ErrorAt("plan_json", "Exactly one")));
  EXPECT_THAT(validate(later), IsEmpty());
}

TEST_F(CheckTest, UnknownProviderBlockCannotBeAnswered) {
  (void)provider_.Configure(
      "1.11.4", ProviderBlock({{"profile", Value::Unknown(Type::String())}}));
  EXPECT_THAT(Read({{"resources", OneKey(true)}}).diagnostics,
              ElementsAre(ErrorAt("", "compliance_guard")));
}

TEST_F(CheckTest, UnknownValueIsNotPassed) {
  const auto result =
      Read({{"resources", ObjectOf({{"aws_kms_key.k", Key(UnknownBool())}})}});
  EXPECT_THAT(result.diagnostics, ElementsAre(ErrorAt("", "compliance_guard")));
}

TEST_F(CheckTest, EphemeralGivesItsArgumentsBack) {
  const Value config =
      Block(ProviderSchema().ephemeral_resources.at("compliance_check"),
            {{"resources", OneKey(true)}});
  EXPECT_THAT(provider_.ValidateEphemeral("compliance_check", config),
              IsEmpty());
  const auto result = provider_.OpenEphemeral("compliance_check", config);
  ASSERT_THAT(result.diagnostics, IsEmpty());
  EXPECT_EQ(*result.value.Find("resources"), OneKey(true));
  EXPECT_EQ(*result.value.Find("compliant"), Value::Bool(true));
}

TEST_F(CheckTest, RulesAreFiltered) {
  const auto ids = [this](Value::Attributes filters) {
    std::vector<std::string> listed;
    const auto result = ReadCatalogue("compliance_rules", std::move(filters));
    EXPECT_THAT(result.diagnostics, IsEmpty()) << AllText(result.diagnostics);
    for (const Value& rule : result.value.Find("rules")->AsElements()) {
      listed.push_back(rule.Find("id")->AsString());
    }
    return listed;
  };
  EXPECT_EQ(ids({}).size(), TestRules().rules().size());
  EXPECT_THAT(ids({{"resource_type", Text("aws_kms_key")}}),
              ElementsAre("aws.test.key_rotation", "aws.test.owner_tag"));
  EXPECT_THAT(
      ids({{"framework", Text("hipaa")}}),
      ElementsAre("aws.test.database_encrypted", "aws.test.database_private"));
  EXPECT_THAT(ids({{"framework", Text("hipaa")}, {"severity", Text("medium")}}),
              ElementsAre("aws.test.database_private"));
}

TEST_F(CheckTest, BadFiltersSayWhatIsAllowed) {
  const auto severity =
      ReadCatalogue("compliance_rules", {{"severity", Text("hihgh")}});
  EXPECT_THAT(severity.diagnostics,
              ElementsAre(ErrorAt("severity", "Did you mean \"high\"?")));
  const auto framework =
      ReadCatalogue("compliance_requirements", {{"framework", Text("hippa")}});
  EXPECT_THAT(framework.diagnostics,
              ElementsAre(ErrorAt("framework", "Did you mean \"hipaa\"?")));
}

TEST_F(CheckTest, RequirementsNameTheirRules) {
  const auto result =
      ReadCatalogue("compliance_requirements", {{"framework", Text("hipaa")}});
  const auto& requirements = result.value.Find("requirements")->AsElements();
  ASSERT_EQ(requirements.size(), 2U);
  EXPECT_EQ(*requirements[0].Find("id"), Text("164.312(a)(2)(iv)"));
  EXPECT_EQ(requirements[0].Find("primary")->AsElements()[0],
            Text("aws.test.database_encrypted"));
}

}  // namespace
}  // namespace compliance::provider
