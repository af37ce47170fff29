// The guard's life: plan, apply, plan again, with what is unknown in between.
#include "provider/fixture.h"

namespace compliance::provider {
namespace {

using cty::Type;
using cty::Value;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class GuardTest : public ProviderTest {
 protected:
  static Value OneKey(Value rotates) {
    return ObjectOf({{"aws_kms_key.k", Key(std::move(rotates))}});
  }
  static Value Null() { return Value(); }
};

TEST_F(GuardTest, KnownFailIsAnErrorAtTheMapEntry) {
  const auto plan = PlanNew(OneKey(Value::Bool(false)));
  ASSERT_EQ(plan.diagnostics.size(), 1U) << AllText(plan.diagnostics);
  EXPECT_EQ(plan.diagnostics[0].severity, diag::Severity::kError);
  EXPECT_EQ(plan.diagnostics[0].attribute,
            (cty::Path{cty::AttributeName{"resources"},
                       cty::MapKey{"aws_kms_key.k"}}));
  EXPECT_THAT(plan.diagnostics[0].summary,
              AllOf(HasSubstr("3.7.4"), HasSubstr("[aws.test.key_rotation]")));
}

TEST_F(GuardTest, AdvisoryFindingIsAWarning) {
  const auto plan = PlanNew(ObjectOf(
      {{"aws_db_instance.d", Database(Text("long enough"), true, true)}}));
  ASSERT_EQ(plan.diagnostics.size(), 1U) << AllText(plan.diagnostics);
  EXPECT_EQ(plan.diagnostics[0].severity, diag::Severity::kWarning);
  EXPECT_EQ(*plan.planned_state.Find("compliant"), Value::Bool(true));
}

TEST_F(GuardTest, PassIsKnownAtPlanAndShowsNoDiffAfterwards) {
  const Value resources = OneKey(Value::Bool(true));
  const auto plan = PlanNew(resources);
  ASSERT_THAT(plan.diagnostics, IsEmpty());
  EXPECT_EQ(*plan.planned_state.Find("compliant"), Value::Bool(true));
  EXPECT_TRUE(plan.planned_state.Find("id")->IsUnknown());
  EXPECT_TRUE(plan.planned_state.Find("resources")->IsNull());

  const auto applied = Apply(Null(), plan, resources);
  ASSERT_THAT(applied.diagnostics, IsEmpty());
  EXPECT_TRUE(applied.new_state.IsWhollyKnown());
  EXPECT_TRUE(applied.new_state.Find("resources")->IsNull());

  const auto again = PlanNext(applied.new_state, resources);
  EXPECT_THAT(again.diagnostics, IsEmpty());
  EXPECT_EQ(again.planned_state, applied.new_state);
}

TEST_F(GuardTest, PlannedStateHasTheTypeOfTheSchema) {
  const Type type = schema::ImpliedType(
      provider_.Schema().resources.at("compliance_guard").block);
  for (const Value& rotates : {Value::Bool(true), UnknownBool()}) {
    const auto plan = PlanNew(OneKey(rotates));
    for (const auto& [name, wanted] : type.attributes()) {
      const Value* value = plan.planned_state.Find(name);
      ASSERT_NE(value, nullptr) << name;
      if (wanted.IsDynamic()) continue;
      EXPECT_EQ(value->type(), wanted) << name;
    }
  }
}

TEST_F(GuardTest, UnknownThatTurnsOutBadFailsAtApply) {
  const auto plan = PlanNew(OneKey(UnknownBool()));
  ASSERT_THAT(plan.diagnostics, IsEmpty());
  for (const char* output : {"compliant", "findings", "summary"}) {
    EXPECT_TRUE(plan.planned_state.Find(output)->IsUnknown()) << output;
  }
  // The apply walk plans again with known values; both calls refuse.
  const Value bad = OneKey(Value::Bool(false));
  EXPECT_TRUE(diag::HasErrors(PlanNew(bad).diagnostics));
  const auto applied = Apply(Null(), plan, bad);
  EXPECT_TRUE(diag::HasErrors(applied.diagnostics));
  EXPECT_TRUE(applied.new_state.IsNull());
}

TEST_F(GuardTest, UnknownThatTurnsOutGoodPassesAtApply) {
  const auto plan = PlanNew(OneKey(UnknownBool()));
  const Value good = OneKey(Value::Bool(true));
  const auto applied = Apply(Null(), plan, good);
  ASSERT_THAT(applied.diagnostics, IsEmpty());
  EXPECT_TRUE(applied.new_state.IsWhollyKnown());
  EXPECT_EQ(*applied.new_state.Find("compliant"), Value::Bool(true));
  EXPECT_EQ(PlanNext(applied.new_state, good).planned_state, applied.new_state);
}

TEST_F(GuardTest, UnknownAtApplyIsNotTakenForCompliant) {
  const auto plan = PlanNew(OneKey(UnknownBool()));
  const auto applied = Apply(Null(), plan, OneKey(UnknownBool()));
  EXPECT_TRUE(diag::HasErrors(applied.diagnostics));
  EXPECT_TRUE(applied.new_state.IsNull());
}

// A rule that holds may turn out not to apply, a finding may turn out to have
// another reason: what is planned as known must not change any more.
TEST_F(GuardTest, DecidedOverUnknownsIsCompliantWithOutputsToFollow) {
  Value::Attributes key = Key(Value::Bool(true)).AsAttributes();
  key["arn"] = Value::Unknown(Type::String());
  const auto plan = PlanNew(ObjectOf({{"aws_kms_key.k", ObjectOf(key)}}));
  ASSERT_THAT(plan.diagnostics, IsEmpty());
  EXPECT_EQ(*plan.planned_state.Find("compliant"), Value::Bool(true));
  EXPECT_TRUE(plan.planned_state.Find("findings")->IsUnknown());
  EXPECT_TRUE(plan.planned_state.Find("summary")->IsUnknown());

  const auto applied = Apply(Null(), plan, OneKey(Value::Bool(true)));
  ASSERT_THAT(applied.diagnostics, IsEmpty());
  EXPECT_TRUE(applied.new_state.IsWhollyKnown());
}

TEST_F(GuardTest, KnownFailShowsBesideAnUnknown) {
  const auto plan = PlanNew(
      ObjectOf({{"aws_kms_key.bad", Key(Value::Bool(false))},
                {"aws_kms_key.open", Key(UnknownBool())},
                {"aws_kms_key.later", Value::Unknown(Type::Dynamic())}}));
  ASSERT_EQ(plan.diagnostics.size(), 1U) << AllText(plan.diagnostics);
  EXPECT_THAT(plan.diagnostics[0].attribute.ToString(), HasSubstr("bad"));
}

TEST_F(GuardTest, WhollyUnknownMapIsDecidedAtApply) {
  const auto plan = PlanNew(Value::Unknown(Type::Dynamic()));
  EXPECT_THAT(plan.diagnostics, IsEmpty());
  EXPECT_TRUE(plan.planned_state.Find("compliant")->IsUnknown());
  EXPECT_TRUE(plan.planned_state.Find("resources")->IsNull());
}

// What a guard can never see stays unknown for good: it must not cause a diff
// in every plan, nor fail the apply.
TEST_F(GuardTest, WhatAGuardCannotSeeIsStoredAsUnknown) {
  const Value resources = ObjectOf(
      {{"aws_db_instance.d", Database(Text("long enough"), true, false)}});
  const auto plan = PlanNew(resources);
  ASSERT_THAT(plan.diagnostics, IsEmpty());
  const Value& findings = *plan.planned_state.Find("findings");
  ASSERT_TRUE(findings.HasContent());
  ASSERT_EQ(findings.AsElements().size(), 1U);
  const Value& finding = findings.AsElements()[0];
  EXPECT_EQ(*finding.Find("rule_id"), Text("aws.test.no_literal_password"));
  EXPECT_EQ(*finding.Find("verdict"), Text("unknown"));
  EXPECT_FALSE(finding.Find("needs")->AsElements().empty());

  const auto applied = Apply(Null(), plan, resources);
  ASSERT_THAT(applied.diagnostics, IsEmpty());
  EXPECT_EQ(PlanNext(applied.new_state, resources).planned_state,
            applied.new_state);
}

TEST_F(GuardTest, CompleteLetsRulesMissAResource) {
  const Value resources =
      ObjectOf({{"aws_s3_bucket.b", ObjectOf({{"bucket", Text("logs")}})}});
  EXPECT_THAT(PlanNew(resources).diagnostics, IsEmpty());
  const auto complete = PlanNew(resources, {{"complete", Value::Bool(true)}});
  ASSERT_EQ(complete.diagnostics.size(), 1U) << AllText(complete.diagnostics);
  EXPECT_THAT(complete.diagnostics[0].summary,
              HasSubstr("[aws.test.bucket_has_block]"));
}

// Outputs are out of a guard's sight. A guard over a part of the stack has not
// been asked about them; one over the whole says that it cannot tell.
TEST_F(GuardTest, OnlyACompleteGuardSpeaksOfTheStack) {
  const auto listed = [this](Value::Attributes more) {
    std::vector<std::string> rules;
    const auto plan = PlanNew(OneKey(Value::Bool(true)), std::move(more));
    for (const Value& finding :
         plan.planned_state.Find("findings")->AsElements()) {
      rules.push_back(finding.Find("rule_id")->AsString());
    }
    return rules;
  };
  EXPECT_THAT(listed({}), IsEmpty());
  EXPECT_THAT(listed({{"complete", Value::Bool(true)}}),
              ElementsAre("aws.test.output_described"));
}

TEST_F(GuardTest, UnknownBindsWhereTheUserSaysSo) {
  const Value resources = ObjectOf(
      {{"aws_db_instance.d", Database(Text("long enough"), true, false)}});
  Configure({{"enforcement",
              Value::Map(Type::String(), {{"unknown", Text("mandatory")}})}});
  const auto plan = PlanNew(resources);
  ASSERT_EQ(plan.diagnostics.size(), 1U) << AllText(plan.diagnostics);
  EXPECT_THAT(plan.diagnostics[0],
              ErrorAt("resources[\"aws_db_instance.d\"]", "configuration"));
  EXPECT_EQ(*plan.planned_state.Find("compliant"), Value::Bool(false));
  // What apply makes known is not held against the plan.
  EXPECT_THAT(PlanNew(OneKey(UnknownBool())).diagnostics, IsEmpty());
}

TEST_F(GuardTest, UnknownThatIsOffIsStillJudgedAtApply) {
  Configure({{"enforcement",
              Value::Map(Type::String(), {{"unknown", Text("off")}})}});
  const auto plan = PlanNew(OneKey(UnknownBool()));
  EXPECT_TRUE(plan.planned_state.Find("summary")->IsUnknown());
  EXPECT_TRUE(diag::HasErrors(
      Apply(Null(), plan, OneKey(Value::Bool(false))).diagnostics));
}

TEST_F(GuardTest, UnknownScopeWaitsForApply) {
  for (const char* name : {"module_path", "as_of"}) {
    const auto plan = PlanNew(OneKey(Value::Bool(false)),
                              {{name, Value::Unknown(Type::String())}});
    EXPECT_THAT(plan.diagnostics, IsEmpty()) << name;
    EXPECT_TRUE(plan.planned_state.Find("summary")->IsUnknown()) << name;
    EXPECT_TRUE(plan.planned_state.Find(name)->IsUnknown()) << name;
  }
}

TEST_F(GuardTest, ModulePathComesBeforeEveryAddress) {
  const auto plan = PlanNew(
      ObjectOf(
          {{"aws_db_instance.d", Database(Text("long enough"), true, false)}}),
      {{"module_path", Text("module.db[\"eu\"]")}});
  const Value& finding = plan.planned_state.Find("findings")->AsElements()[0];
  EXPECT_EQ(*finding.Find("address"),
            Text("module.db[\"eu\"].aws_db_instance.d"));
}

TEST_F(GuardTest, BadScopeIsAnErrorAtTheArgument) {
  EXPECT_THAT(PlanNew(OneKey(Value::Bool(true)), {{"module_path", Text("db")}})
                  .diagnostics,
              ElementsAre(ErrorAt("module_path", "module.db")));
  EXPECT_THAT(PlanNew(OneKey(Value::Bool(true)), {{"as_of", Text("31.1.2027")}})
                  .diagnostics,
              ElementsAre(ErrorAt("as_of", "2027-01-31")));
}

TEST_F(GuardTest, EmptyMapSaysThatNothingIsChecked) {
  const auto plan = PlanNew(ObjectOf({}));
  ASSERT_EQ(plan.diagnostics.size(), 1U);
  EXPECT_EQ(plan.diagnostics[0].severity, diag::Severity::kWarning);
  EXPECT_THAT(plan.diagnostics[0].summary, HasSubstr("checks nothing"));
}

TEST_F(GuardTest, ValidateGivesNoVerdict) {
  const Value bad = GuardBlock({{"resources", OneKey(Value::Bool(false))}});
  EXPECT_THAT(provider_.ValidateResource("compliance_guard", bad), IsEmpty());
  const Value malformed = GuardBlock(
      {{"resources", ObjectOf({{"not an address", Key(UnknownBool())}})}});
  EXPECT_THAT(
      provider_.ValidateResource("compliance_guard", malformed),
      ElementsAre(ErrorAt("resources[\"not an address\"]", "not an address")));
}

TEST_F(GuardTest, OldTerraformIsPointedToTheDataSource) {
  for (const char* version : {"1.5.7", "1.10.5", "0.15.0"}) {
    (void)provider_.Configure(version, ProviderBlock());
    EXPECT_THAT(PlanNew(OneKey(Value::Bool(true))).diagnostics,
                ElementsAre(ErrorAt("resources", "compliance_check")))
        << version;
  }
  for (const char* version : {"1.11.0", "1.12.6", "2.0.0-alpha1", ""}) {
    (void)provider_.Configure(version, ProviderBlock());
    EXPECT_THAT(PlanNew(OneKey(Value::Bool(true))).diagnostics, IsEmpty())
        << version;
  }
  EXPECT_THAT(PlanNew(Value::Null(Type::Dynamic())).diagnostics,
              ElementsAre(ErrorAt("resources", "compliance_check")));
}

TEST_F(GuardTest, ReadKeepsTheStateAndDeleteGivesNull) {
  const auto plan = PlanNew(OneKey(Value::Bool(true)));
  const auto applied = Apply(Null(), plan, OneKey(Value::Bool(true)));
  EXPECT_EQ(provider_.ReadResource("compliance_guard", applied.new_state).value,
            applied.new_state);
  const Value null = Value::Null(applied.new_state.type());
  const auto deleted =
      provider_.ApplyResource({.type_name = "compliance_guard",
                               .prior_state = applied.new_state,
                               .planned_state = null,
                               .config = null,
                               .planned_private = ""});
  EXPECT_TRUE(deleted.new_state.IsNull());
  EXPECT_THAT(deleted.diagnostics, IsEmpty());
}

TEST_F(GuardTest, FailedUpdateKeepsThePriorState) {
  const auto applied = Apply(Null(), PlanNew(OneKey(Value::Bool(true))),
                             OneKey(Value::Bool(true)));
  const auto plan = PlanNext(applied.new_state, OneKey(UnknownBool()));
  const auto failed =
      Apply(applied.new_state, plan, OneKey(Value::Bool(false)));
  EXPECT_TRUE(diag::HasErrors(failed.diagnostics));
  EXPECT_EQ(failed.new_state, applied.new_state);
}

TEST_F(GuardTest, ImportIsRefused) {
  const auto result = provider_.ImportResource("compliance_guard", "x");
  ASSERT_TRUE(diag::HasErrors(result.diagnostics));
  EXPECT_THAT(result.diagnostics[0].detail, HasSubstr("Declare it"));
}

TEST_F(GuardTest, StateOfAnotherShapeIsJudgedAnew) {
  const auto result = provider_.UpgradeState(
      "compliance_guard",
      {.version = 0,
       .json = R"({"id": "a", "compliant": true, "findings": [{"old": 1}],
                   "summary": "none", "resources": null, "gone": 3})"});
  ASSERT_FALSE(diag::HasErrors(result.diagnostics))
      << AllText(result.diagnostics);
  EXPECT_EQ(*result.value.Find("id"), Text("a"));
  EXPECT_TRUE(result.value.Find("findings")->IsNull());
}

TEST_F(GuardTest, UnknownProviderBlockWaitsForApply) {
  const auto warnings = provider_.Configure(
      "1.11.4", ProviderBlock({{"profile", Value::Unknown(Type::String())}}));
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_EQ(warnings[0].severity, diag::Severity::kWarning);
  const auto plan = PlanNew(OneKey(Value::Bool(false)));
  EXPECT_THAT(plan.diagnostics, IsEmpty());
  EXPECT_TRUE(plan.planned_state.Find("compliant")->IsUnknown());

  Configure({{"profile", Text("production")}});
  EXPECT_TRUE(diag::HasErrors(
      Apply(Null(), plan, OneKey(Value::Bool(false))).diagnostics));
}

TEST_F(GuardTest, WaivedFindingPassesAndIsListed) {
  Configure({{"waivers",
              Value::Tuple({ObjectOf({{"rule", Text("aws.test.key_rotation")},
                                      {"address", Text("aws_kms_key.k")},
                                      {"reason", Text("imported key")},
                                      {"until", Text("2027-01-31")}})})}});
  const auto within =
      PlanNew(OneKey(Value::Bool(false)), {{"as_of", Text("2027-01-31")}});
  EXPECT_THAT(within.diagnostics, IsEmpty());
  const Value& finding = within.planned_state.Find("findings")->AsElements()[0];
  EXPECT_EQ(*finding.Find("verdict"), Text("waived"));
  const auto after =
      PlanNew(OneKey(Value::Bool(false)), {{"as_of", Text("2027-02-01")}});
  EXPECT_TRUE(diag::HasErrors(after.diagnostics));
}

}  // namespace
}  // namespace compliance::provider
