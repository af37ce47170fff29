#include "compliance/plan/load.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "compliance/plan/plan.h"
#include "support/status.h"

namespace compliance::plan {
namespace {

using compliance::testing::StatusIs;
using cty::Value;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

cty::Path Attr(const std::string& name) {
  return cty::Path({cty::AttributeName{name}});
}

Plan LoadOk(const std::string& json) {
  absl::StatusOr<Plan> plan = LoadPlanJson(json);
  EXPECT_TRUE(plan.ok()) << plan.status();
  return plan.ok() ? *std::move(plan) : Plan();
}

// A plan with one resource of a type that no facts speak of.
Plan LoadOne(const std::string& change) {
  return LoadOk(absl::StrCat(R"({"format_version": "1.2", "resource_changes": [
      {"address": "x_thing.a", "mode": "managed", "type": "x_thing",
       "name": "a", "change": )",
                             change, "}]}"));
}

Value ValueOf(const std::string& change) {
  const Plan plan = LoadOne(change);
  return plan.resources.empty() ? Value() : plan.resources[0].planned;
}

TEST(LoadValues, UnknownsAreWhereTheyBelong) {
  const Value value = ValueOf(R"({"actions": ["create"], "before": null,
      "after": {"list": ["a", null, {"k": 1}], "object": {}, "null": null},
      "after_unknown": {"id": true, "list": [false, true, {"x": true}],
                        "object": {"path": true},
                        "gone": [{"deep": true}, false]}})");
  EXPECT_EQ(*value.Find("id"), Value::Unknown(cty::Type()));
  EXPECT_EQ(
      *value.Find("list"),
      Value::Tuple({Value::String("a"), Value::Unknown(cty::Type()),
                    Value::Object({{"k", Value::Number(1)},
                                   {"x", Value::Unknown(cty::Type())}})}));
  EXPECT_EQ(*value.Find("object"),
            Value::Object({{"path", Value::Unknown(cty::Type())}}));
  EXPECT_TRUE(value.Find("null")->IsNull());
  EXPECT_EQ(
      *value.Find("gone"),
      Value::Tuple({Value::Object({{"deep", Value::Unknown(cty::Type())}}),
                    Value::Null(cty::Type())}));
}

TEST(LoadValues, SensitivePathsCarryTheMark) {
  const Value value = ValueOf(R"({"actions": ["update"],
      "before": null, "after": {"a": "s", "b": {"c": "s", "d": "t"}, "l": ["x"]},
      "after_unknown": {"u": true},
      "after_sensitive": {"a": true, "b": {"c": true}, "l": [true], "u": true}})");
  EXPECT_TRUE(value.Find("a")->IsSensitive());
  EXPECT_TRUE(value.Find("b")->Find("c")->IsSensitive());
  EXPECT_FALSE(value.Find("b")->Find("d")->IsSensitive());
  EXPECT_TRUE(value.Find("l")->AsElements()[0].IsSensitive());
  EXPECT_TRUE(value.Find("u")->IsSensitive());
  EXPECT_TRUE(value.Find("u")->IsUnknown());
}

TEST(LoadValues, FactsGiveTypesAndSensitiveMarks) {
  const Plan plan = LoadOk(R"({"format_version": "0.1", "resource_changes": [
      {"address": "aws_db_instance.a", "mode": "managed",
       "type": "aws_db_instance", "name": "a",
       "change": {"actions": ["create"], "before": null,
         "after": {"password": "hunter2", "multi_az": "true",
                   "tags": {"A": "b"}, "vpc_security_group_ids": ["sg-1"]},
         "after_unknown": {"id": true}}}]})");
  ASSERT_EQ(plan.resources.size(), 1U);
  const Value& value = plan.resources[0].planned;
  EXPECT_TRUE(value.Find("password")->IsSensitive());
  EXPECT_EQ(*value.Find("multi_az"), Value::Bool(true));
  EXPECT_EQ(value.Find("tags")->type(), cty::Type::Map(cty::Type::String()));
  EXPECT_EQ(value.Find("vpc_security_group_ids")->type(),
            cty::Type::Set(cty::Type::String()));
  EXPECT_EQ(*value.Find("id"), Value::Unknown(cty::Type::String()));
  EXPECT_EQ(*value.Find("kms_key_id"), Value::Null(cty::Type::String()));
}

TEST(LoadValues, AnotherSchemaVersionIsNoError) {
  const Plan plan = LoadOk(R"({"format_version": "1.0", "resource_changes": [
      {"address": "aws_s3_bucket.a", "mode": "managed", "type": "aws_s3_bucket",
       "name": "a", "change": {"actions": ["create"], "before": null,
         "after": {"bucket": ["not", 1], "tags": "x", "later": {"n": 1.5}},
         "after_unknown": {}}}]})");
  ASSERT_EQ(plan.resources.size(), 1U);
  EXPECT_EQ(*plan.resources[0].planned.Find("tags"), Value::String("x"));
  EXPECT_NE(plan.resources[0].planned.Find("later"), nullptr);
}

TEST(LoadValues, NumbersKeepTheirDigits) {
  const Value value = ValueOf(R"({"actions": ["create"], "before": null,
      "after": {"a": 0.1, "b": 18446744073709551615, "c": -3}})");
  EXPECT_EQ(value.Find("a")->AsNumber().ToString(), "0.1");
  EXPECT_EQ(value.Find("b")->AsNumber().ToString(), "18446744073709551615");
  EXPECT_EQ(*value.Find("c"), Value::Number(-3));
}

struct ActionCase {
  std::string words;
  Action want;
};

class LoadActions : public ::testing::TestWithParam<ActionCase> {};

TEST_P(LoadActions, AreTerraforms) {
  const Plan plan =
      LoadOne(absl::StrCat(R"({"before": {"a": 1}, "after": {"a": 2}, )",
                           R"("actions": )", GetParam().words, "}"));
  ASSERT_EQ(plan.resources.size(), 1U);
  EXPECT_EQ(plan.resources[0].action, GetParam().want);
  const bool goes =
      GetParam().want == Action::kDelete || GetParam().want == Action::kForget;
  EXPECT_EQ(plan.resources[0].planned.IsNull(), goes);
  EXPECT_FALSE(plan.resources[0].before.IsNull());
}

INSTANTIATE_TEST_SUITE_P(
    Words, LoadActions,
    ::testing::Values(ActionCase{R"(["no-op"])", Action::kNoOp},
                      ActionCase{R"(["create"])", Action::kCreate},
                      ActionCase{R"(["read"])", Action::kRead},
                      ActionCase{R"(["update"])", Action::kUpdate},
                      ActionCase{R"(["delete", "create"])", Action::kReplace},
                      ActionCase{R"(["create", "delete"])", Action::kReplace},
                      ActionCase{R"(["create", "forget"])", Action::kReplace},
                      ActionCase{R"(["delete"])", Action::kDelete},
                      ActionCase{R"(["forget"])", Action::kForget},
                      ActionCase{R"(["novelty"])", Action::kUpdate}));

TEST(LoadResources, DeposedObjectsAreLeftOutAndTheRestIsInOrder) {
  const Plan plan = LoadOk(R"({"format_version": "1.2", "resource_changes": [
    {"address": "module.m.x_t.a", "change": {"actions": ["no-op"], "after": {}}},
    {"address": "x_t.a[10]", "change": {"actions": ["no-op"], "after": {}}},
    {"address": "x_t.a[2]", "change": {"actions": ["no-op"], "after": {}}},
    {"address": "x_t.a[2]", "deposed": "abc123",
     "change": {"actions": ["delete"], "before": {}, "after": null}}]})");
  std::vector<std::string> addresses;
  for (const Resource& resource : plan.resources) {
    addresses.push_back(resource.address.ToString());
  }
  EXPECT_THAT(addresses,
              ElementsAre("x_t.a[2]", "x_t.a[10]", "module.m.x_t.a"));
}

TEST(LoadResources, StateFillsInWhatThePlanDoesNotList) {
  const Plan plan = LoadOk(R"({"format_version": "1.2", "resource_changes": [],
    "prior_state": {"format_version": "1.0", "values": {"root_module": {
      "resources": [{"address": "data.x_d.a", "mode": "data", "type": "x_d",
        "name": "a", "values": {"arn": "arn:x", "secret": "s"},
        "sensitive_values": {"secret": true}}],
      "child_modules": [{"resources": [{"address": "module.m.x_t.kept",
        "mode": "managed", "type": "x_t", "name": "kept",
        "values": {"id": "1"}}]}]}}}})");
  ASSERT_EQ(plan.resources.size(), 2U);
  EXPECT_EQ(plan.resources[0].address.mode, Mode::kData);
  EXPECT_EQ(*plan.resources[0].planned.Find("arn"), Value::String("arn:x"));
  EXPECT_TRUE(plan.resources[0].planned.Find("secret")->IsSensitive());
  EXPECT_EQ(plan.resources[1].action, Action::kNoOp);
}

constexpr char kConfigured[] = R"({"format_version": "1.2",
  "terraform_version": "1.11.4",
  "variables": {"pw": {"value": "hunter2"}, "env": {"value": "prod"}},
  "resource_changes": [
    {"address": "module.m[\"a\"].x_t.a", "provider_name": "r/x",
     "change": {"actions": ["create"], "after": {"lit": "v", "made": "{}",
                "secret": "s", "block": [{"inner": [{"k": true}]}]},
                "after_sensitive": {"secret": true}}}],
  "output_changes": {"o": {"actions": ["create"], "after_unknown": true},
                     "s": {"actions": ["create"], "after": "hunter2",
                           "after_unknown": false}},
  "planned_values": {"outputs": {"u": {"sensitive": false, "value": 3}}},
  "configuration": {
    "provider_config": {"x": {"name": "x", "full_name": "r/x",
        "version_constraint": "~> 5.0",
        "expressions": {"region": {"constant_value": "eu"}}}},
    "root_module": {
      "variables": {"pw": {"sensitive": true, "description": "d"},
                    "env": {"default": "test"}, "absent": {}},
      "outputs": {"o": {"expression": {"references": ["module.m"]},
                        "description": "an output"},
                  "s": {"sensitive": true,
                        "expression": {"references": ["var.pw"]}},
                  "u": {"expression": {"constant_value": 3}}},
      "module_calls": {"m": {"source": "./m",
        "for_each_expression": {"references": ["var.env"]},
        "expressions": {"key": {"references": ["var.env"]}},
        "module": {
          "variables": {"key": {}},
          "outputs": {"id": {"expression":
              {"references": ["x_t.a.id", "x_t.a"]}}},
          "resources": [{"address": "x_t.a", "mode": "managed", "type": "x_t",
            "name": "a", "provider_config_key": "m:x",
            "count_expression": {"constant_value": 1},
            "expressions": {"lit": {"constant_value": "v"}, "made": {},
              "secret": {"constant_value": "s"}, "none": {"constant_value": null},
              "block": [{"inner": [{"k": {"references": ["var.key"]}}]}]}}]
        }}}}}})";

TEST(LoadConfiguration, ExpressionsAreFoundByPath) {
  const Plan plan = LoadOk(kConfigured);
  EXPECT_TRUE(plan.has_configuration);
  EXPECT_EQ(plan.terraform_version, "1.11.4");
  ASSERT_EQ(plan.resources.size(), 1U);
  const Resource& resource = plan.resources[0];
  EXPECT_TRUE(resource.has_configuration);
  EXPECT_EQ(resource.provider, "r/x");
  EXPECT_EQ(resource.provider_config, "x");
  EXPECT_TRUE(resource.count.has_value());
  EXPECT_FALSE(resource.for_each.has_value());
  ASSERT_EQ(resource.expressions.size(), 5U);
  EXPECT_EQ(resource.expressions.at(Attr("lit")).constant, Value::String("v"));
  EXPECT_TRUE(resource.expressions.at(Attr("none")).constant.IsNull());
  const Expression& inner = resource.expressions.at(
      Attr("block").Index(0).Attr("inner").Index(0).Attr("k"));
  EXPECT_FALSE(inner.is_constant);
  EXPECT_THAT(inner.references, ElementsAre("var.key"));
}

TEST(LoadConfiguration, ConstantsAreCompletedAndMarked) {
  const Plan plan = LoadOk(kConfigured);
  const Resource& resource = plan.resources[0];
  const Expression& made = resource.expressions.at(Attr("made"));
  EXPECT_TRUE(made.is_constant);
  EXPECT_EQ(made.constant, Value::String("{}"));
  EXPECT_TRUE(resource.expressions.at(Attr("secret")).constant.IsSensitive());
}

TEST(LoadConfiguration, ModulesVariablesOutputsAndProviders) {
  const Plan plan = LoadOk(kConfigured);
  EXPECT_THAT(plan.module_inputs.at("module.m").at("key").references,
              ElementsAre("var.env"));
  EXPECT_THAT(plan.module_outputs.at("module.m").at("id").references,
              ElementsAre("x_t.a.id", "x_t.a"));
  EXPECT_EQ(plan.module_repetitions.count("module.m"), 1U);

  ASSERT_EQ(plan.provider_configs.size(), 1U);
  EXPECT_EQ(plan.provider_configs[0].version_constraint, "~> 5.0");
  EXPECT_EQ(plan.provider_configs[0].expressions.at(Attr("region")).constant,
            Value::String("eu"));

  const auto variable = [&plan](const std::string& name) -> const Variable& {
    for (const Variable& candidate : plan.variables) {
      if (candidate.name == name) return candidate;
    }
    ADD_FAILURE() << "no variable " << name;
    return plan.variables.front();
  };
  EXPECT_TRUE(variable("pw").value.IsSensitive());
  EXPECT_FALSE(variable("pw").has_default);
  EXPECT_EQ(variable("env").value, Value::String("prod"));
  EXPECT_EQ(variable("env").default_value, Value::String("test"));
  EXPECT_TRUE(variable("absent").value.IsUnknown());
  EXPECT_EQ(variable("key").module, "module.m");
  EXPECT_TRUE(variable("key").value.IsNull());

  ASSERT_EQ(plan.outputs.size(), 3U);
  EXPECT_TRUE(plan.outputs[0].value.IsUnknown());
  EXPECT_EQ(plan.outputs[0].description, "an output");
  EXPECT_TRUE(plan.outputs[1].value.IsSensitive());
  EXPECT_EQ(plan.outputs[2].value, Value::Number(3));
}

TEST(LoadRepetitions, BlocksWithoutInstancesMayHaveSomeInAPartialPlan) {
  const auto plan_with = [](const std::string& more) {
    return LoadOk(absl::StrCat(
        R"({"format_version": "1.2", "resource_changes": [], )", more,
        R"("configuration": {"root_module": {"resources": [
           {"mode": "managed", "type": "x_t", "name": "plain"},
           {"mode": "managed", "type": "x_t", "name": "counted",
            "count_expression": {"references": ["var.n"]}}]}}})"));
  };
  EXPECT_THAT(plan_with(R"("complete": false, )").unknown_repetitions,
              ElementsAre("x_t.counted", "x_t.plain"));
  EXPECT_THAT(plan_with(R"("complete": true, )").unknown_repetitions,
              ElementsAre());
  EXPECT_THAT(plan_with("").unknown_repetitions, ElementsAre("x_t.plain"));
}

TEST(LoadRepetitions, DeferredInstancesAreUnknown) {
  const Plan plan = LoadOk(R"({"format_version": "1.2", "complete": false,
      "resource_changes": [], "deferred_changes": [
        {"reason": "instance_count_unknown", "resource_change":
          {"address": "module.m.x_t.a[\"*\"]", "type": "x_t", "name": "a"}}]})");
  EXPECT_THAT(plan.unknown_repetitions, ElementsAre("module.m.x_t.a"));
}

TEST(LoadActions, AWordThatWeDoNotKnowIsJudgedWhateverStandsBesideIt) {
  const Plan plan = LoadOne(R"({"before": {"a": 1}, "after": {"a": 2},
      "actions": ["delete", "novelty"]})");
  EXPECT_EQ(plan.resources.at(0).action, Action::kUpdate);
  EXPECT_FALSE(plan.resources[0].planned.IsNull());
}

TEST(LoadResources, SayHowTheyCameToBePlanned) {
  const Plan plan = LoadOk(R"({"format_version": "1.2", "resource_changes": [
    {"address": "x_t.a", "previous_address": "x_t.old",
     "action_reason": "replace_because_cannot_update", "provider_name": "aws",
     "change": {"actions": ["delete", "create"],
       "before": {"k": "hunter2", "n": "x"}, "before_sensitive": {"k": true},
       "after": {"k": "hunter2", "n": "x"}, "after_sensitive": {"k": true},
       "importing": {"id": "hunter2"},
       "replace_paths": [["n"], ["block", 0, "k"]]}},
    {"address": "x_t.b", "change": {"actions": ["no-op"], "after": {}}}]})");
  ASSERT_EQ(plan.resources.size(), 2U);
  const Resource& resource = plan.resources[0];
  EXPECT_EQ(resource.previous_address, "x_t.old");
  EXPECT_EQ(resource.action_reason, "replace_because_cannot_update");
  EXPECT_EQ(resource.provider, "registry.terraform.io/hashicorp/aws");
  EXPECT_TRUE(resource.importing);
  EXPECT_THAT(resource.replace_paths,
              ElementsAre(Attr("n"), Attr("block").Index(0).Attr("k")));
  EXPECT_TRUE(resource.before.Find("k")->IsSensitive());
  EXPECT_FALSE(resource.before.Find("n")->IsSensitive());
  EXPECT_EQ(resource.before, resource.planned);
  EXPECT_FALSE(plan.resources[1].importing);
  EXPECT_EQ(plan.resources[1].previous_address, "");
}

TEST(LoadResources, TheSchemaMarksWhatWasBefore) {
  const Plan plan = LoadOk(R"({"format_version": "0.1", "resource_changes": [
      {"address": "aws_db_instance.a",
       "change": {"actions": ["update"], "before": {"password": "hunter2"},
                  "after": {"password": "hunter2"}}}]})");
  EXPECT_TRUE(plan.resources.at(0).before.Find("password")->IsSensitive());
}

TEST(LoadResources, TheMarkOfASensitiveNullOrUnknownIsKept) {
  const Plan plan = LoadOk(R"({"format_version": "0.1", "resource_changes": [
      {"address": "aws_db_instance.a", "change": {"actions": ["create"],
        "after": {"password": null}}},
      {"address": "aws_db_instance.b", "change": {"actions": ["create"],
        "after": {}, "after_unknown": {"password": true}}}]})");
  EXPECT_TRUE(plan.resources.at(0).planned.Find("password")->IsSensitive());
  EXPECT_TRUE(plan.resources.at(1).planned.Find("password")->IsSensitive());
  EXPECT_TRUE(plan.resources.at(1).planned.Find("password")->IsUnknown());
}

TEST(LoadDrift, IsKeptApart) {
  const Plan plan = LoadOk(R"({"format_version": "1.2", "resource_changes": [],
    "resource_drift": [1,
      {"address": "x_t.a", "change": {"actions": ["update"],
        "before": {"k": "a"}, "after": {"k": "hunter2"},
        "after_sensitive": {"k": true}}},
      {"address": "x_t.b", "change": {"actions": ["delete"],
        "before": {"k": "a"}, "after": null}}]})");
  EXPECT_TRUE(plan.resources.empty());
  ASSERT_EQ(plan.drift.size(), 2U);
  EXPECT_EQ(plan.drift[0].address.ToString(), "x_t.a");
  EXPECT_EQ(*plan.drift[0].before.Find("k"), Value::String("a"));
  EXPECT_TRUE(plan.drift[0].after.Find("k")->IsSensitive());
  EXPECT_EQ(plan.drift[1].action, Action::kDelete);
  EXPECT_TRUE(plan.drift[1].after.IsNull());
}

TEST(LoadChecks, HaveAStatusByAddress) {
  const Plan plan = LoadOk(R"({"format_version": "1.2", "resource_changes": [],
    "checks": [{"address": {"kind": "check", "name": "c", "to_display":
        "module.m.check.c"}, "status": "fail", "instances": [
          {"address": {"to_display": "module.m[0].check.c"}, "status": "fail",
           "problems": [{"message": "hunter2"}]},
          {"address": {"to_display": "module.m[1].check.c"},
           "status": "pass"}]},
      {"address": {"kind": "resource", "to_display": "x_t.a"},
       "status": "novelty"}, {"status": "pass"}, 7]})");
  ASSERT_EQ(plan.checks.size(), 2U);
  EXPECT_EQ(plan.checks[0].kind, "check");
  EXPECT_EQ(plan.checks[0].address, "module.m.check.c");
  EXPECT_EQ(plan.checks[0].status, CheckStatus::kFail);
  EXPECT_EQ(plan.checks[0].instances.at("module.m[1].check.c"),
            CheckStatus::kPass);
  EXPECT_EQ(plan.checks[1].status, CheckStatus::kUnknown);
}

TEST(LoadPlan, SaysWhatThePlanSaysOfItself) {
  const Plan plan = LoadOk(R"({"format_version": "1.2", "complete": false,
      "terraform_version": "1.9.1", "applyable": true, "resource_changes": [
        {"address": "x_t.a", "provider_name": "registry.opentofu.org/x/y",
         "change": {"actions": ["create"], "after": {}}}]})");
  EXPECT_EQ(plan.format_version, "1.2");
  EXPECT_EQ(plan.terraform_version, "1.9.1");
  EXPECT_EQ(plan.complete, false);
  EXPECT_EQ(plan.applyable, true);
  EXPECT_TRUE(plan.is_partial);
  EXPECT_TRUE(plan.is_opentofu);
  const Plan old = LoadOk(R"({"format_version": "0.1",
                              "resource_changes": []})");
  EXPECT_EQ(old.complete, std::nullopt);
  EXPECT_EQ(old.applyable, std::nullopt);
  EXPECT_FALSE(old.is_partial);
  EXPECT_FALSE(old.is_opentofu);
}

TEST(LoadConfiguration, ProvidersHaveAnAlias) {
  const Plan plan = LoadOk(R"({"format_version": "1.2", "resource_changes": [],
    "configuration": {"root_module": {}, "provider_config": {
      "aws.west": {"name": "aws", "alias": "west"},
      "module.m:aws": {"name": "aws", "full_name": "aws",
                       "module_address": "module.m"}}}})");
  ASSERT_EQ(plan.provider_configs.size(), 2U);
  EXPECT_EQ(plan.provider_configs[0].name, "aws");
  EXPECT_EQ(plan.provider_configs[0].alias, "west");
  EXPECT_EQ(plan.provider_configs[1].alias, "");
  EXPECT_EQ(plan.provider_configs[1].module, "module.m");
  EXPECT_EQ(plan.provider_configs[1].full_name,
            "registry.terraform.io/hashicorp/aws");
}

TEST(LoadDeferred, OnlyConstantsOfTheConfigurationAreKnown) {
  const Plan plan = LoadOk(R"({"format_version": "1.2", "complete": false,
    "resource_changes": [], "deferred_changes": [
      {"reason": "provider_config_unknown", "resource_change":
        {"address": "x_t.a", "change": {"actions": ["update"],
          "before": {"lit": "v", "gone": "x", "made": "old"},
          "after": {"lit": "v", "made": "old", "none": null}}}}],
    "prior_state": {"values": {"root_module": {"resources": [
      {"address": "x_t.a", "values": {"made": "old"}}]}}},
    "configuration": {"root_module": {"resources": [{"mode": "managed",
      "type": "x_t", "name": "a",
      "expressions": {"lit": {"constant_value": "v"}}}]}}})");
  ASSERT_EQ(plan.resources.size(), 1U);
  const Resource& resource = plan.resources[0];
  EXPECT_EQ(resource.deferred_reason, "provider_config_unknown");
  EXPECT_EQ(*resource.planned.Find("lit"), Value::String("v"));
  for (const char* name : {"made", "none", "gone"}) {
    EXPECT_TRUE(resource.planned.Find(name)->IsUnknown()) << name;
  }
  EXPECT_EQ(*resource.before.Find("made"), Value::String("old"));
  EXPECT_TRUE(plan.is_partial);
  EXPECT_THAT(plan.unknown_repetitions, ElementsAre("x_t.a"));
}

TEST(LoadDeferred, WhatTheFactsKnowIsThereAndUnknown) {
  const Plan plan = LoadOk(R"({"format_version": "1.2", "resource_changes": [],
    "deferred_changes": [{"reason": "deferred_prereq", "resource_change":
      {"address": "aws_db_instance.a", "change": {"actions": ["create"],
        "before": null, "after": {"storage_encrypted": false}}}}]})");
  ASSERT_EQ(plan.resources.size(), 1U);
  const Value& planned = plan.resources[0].planned;
  EXPECT_EQ(*planned.Find("storage_encrypted"),
            Value::Unknown(cty::Type::Bool()));
  EXPECT_TRUE(planned.Find("kms_key_id")->IsUnknown());
  EXPECT_TRUE(planned.Find("password")->IsSensitive());
}

TEST(LoadDeferred, InstancesYetToBeCountedLeaveTheOldOnesUndecided) {
  const Plan plan = LoadOk(R"({"format_version": "1.2", "complete": false,
    "resource_changes": [], "deferred_changes": [
      {"reason": "instance_count_unknown", "resource_change":
        {"address": "module.m[*].x_t.a[\"*\"]",
         "change": {"actions": ["create"], "after": {"k": "v"}}}}],
    "prior_state": {"values": {"root_module": {"resources": [
      {"address": "module.m[0].x_t.a[0]", "values": {"k": "old"}}]}}}})");
  EXPECT_THAT(plan.unknown_repetitions, ElementsAre("module.m.x_t.a"));
  ASSERT_EQ(plan.resources.size(), 1U);
  EXPECT_EQ(plan.resources[0].deferred_reason, "instance_count_unknown");
  EXPECT_TRUE(plan.resources[0].planned.Find("k")->IsUnknown());
}

TEST(LoadShape, OrderAndDuplicatesDoNotMatter) {
  // As for Terraform's own reader, the last member of a name counts.
  const Plan plan = LoadOk(R"({
    "configuration": {"root_module": {"resources": "none"}},
    "resource_changes": [{"address": "x_t.gone",
      "change": {"actions": ["create"], "after": {}}}],
    "prior_state": {"values": {"root_module": {"resources": [
      {"address": "x_t.gone_too", "values": {}}]}}},
    "resource\u005fchanges" : [ {"change": {"after": {"b": 1, "a": 2, "b": 3},
      "actions": ["create"]}, "address": "x_t.a"} ] , "prior_state": {},
    "format_version": "1.2", "configuration": {"root_module": {}}})");
  ASSERT_EQ(plan.resources.size(), 1U);
  EXPECT_EQ(plan.resources[0].planned,
            Value::Object({{"a", Value::Number(2)}, {"b", Value::Number(3)}}));
}

TEST(LoadShape, EscapesAreRead) {
  const Plan plan = LoadOk(R"({"format_version": "1.2", "resource_changes": [
    {"address": "x_t.a[\"k\\u00e9\\n\"]", "change": {"actions": ["create"],
     "after": {"a\tb": "\ud83d\ude00\/", "zero": "x\u0000y"}}}]})");
  ASSERT_EQ(plan.resources.size(), 1U);
  const Value& value = plan.resources[0].planned;
  EXPECT_EQ(*value.Find("a\tb"), Value::String("\xf0\x9f\x98\x80/"));
  EXPECT_EQ(*value.Find("zero"), Value::String(std::string("x\0y", 3)));
}

class LoadFormats : public ::testing::TestWithParam<std::string> {};

TEST_P(LoadFormats, AreRead) {
  EXPECT_EQ(LoadOk(absl::StrCat(R"({"format_version": ")", GetParam(),
                                R"(", "resource_changes": []})"))
                .format_version,
            GetParam());
}

INSTANTIATE_TEST_SUITE_P(Versions, LoadFormats,
                         ::testing::Values("0.1", "0.2", "1.0", "1.1", "1.2",
                                           "1.9"));

std::string Utf16(const std::string& ascii, bool little) {
  std::string out = little ? "\xff\xfe" : "\xfe\xff";
  for (const char c : ascii) {
    if (little) out += {c, '\0'};
    if (!little) out += {'\0', c};
  }
  return out;
}

TEST(LoadText, OtherEncodingsAreRead) {
  const std::string plan =
      R"({"format_version": "1.2", "resource_changes": []})";
  EXPECT_TRUE(LoadPlanJson(absl::StrCat("\xef\xbb\xbf", plan, "\r\n")).ok());
  EXPECT_TRUE(LoadPlanJson(Utf16(plan, true)).ok());
  EXPECT_TRUE(LoadPlanJson(Utf16(plan, false)).ok());
}

// Some megabytes of every part that the loader forgets once it was read.
std::string LongPlan() {
  const auto list = [](int from, const char* value, const char* rest) {
    std::string out;
    for (int i = from; i < from + 4000; ++i) {
      absl::StrAppend(&out, out.empty() ? "" : ",", R"({"address": "x_t.a[)", i,
                      R"(]", )", value, R"({"number": )", i, R"(, "text": ")",
                      std::string(500, 'x'), "\"}", rest, "}");
    }
    return out;
  };
  return absl::StrCat(
      R"({"format_version": "1.2", "planned_values": {"outputs": {"o": {
          "sensitive": false, "value": 7}}, "root_module": {"resources": [)",
      list(0, R"("values": )", ""), R"(]}}, "resource_changes": [)",
      list(0, R"("change": {"actions": ["create"], "after": )", "}"),
      R"(], "prior_state": {"values": {"root_module": {"resources": [)",
      list(4000, R"("values": )", ""),
      R"(]}}}, "configuration": {"root_module": {"resources": [
          {"mode": "managed", "type": "x_t", "name": "a",
           "expressions": {"text": {"references": ["var.t"]}}}]}}})");
}

TEST(LoadText, WhatIsForgottenWasRead) {
  const std::string text = LongPlan();
  const Plan want = LoadOk(text);
  ASSERT_EQ(want.resources.size(), 8000U);
  for (const std::string& given :
       {text, Utf16(text, true), absl::StrCat("\xef\xbb\xbf", text)}) {
    const absl::StatusOr<Plan> plan = TakePlanJson(given);
    ASSERT_TRUE(plan.ok()) << plan.status();
    ASSERT_EQ(plan->resources.size(), want.resources.size());
    for (std::size_t i = 0; i < want.resources.size(); ++i) {
      const Resource& resource = plan->resources[i];
      ASSERT_EQ(resource.address, want.resources[i].address);
      ASSERT_EQ(resource.planned, want.resources[i].planned);
      ASSERT_EQ(resource.expressions.size(), 1U);
    }
  }
}

TEST(LoadText, AnEmptyStackIsAPlan) {
  EXPECT_TRUE(LoadPlanJson(R"({"format_version": "1.2",
      "configuration": {"root_module": {}}})")
                  .ok());
}

struct BadCase {
  std::string name;
  std::string text;
  std::string says;
};

class LoadBadText : public ::testing::TestWithParam<BadCase> {};

TEST_P(LoadBadText, SaysWhatItIsAndWhatToDo) {
  EXPECT_THAT(LoadPlanJson(GetParam().text),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(HasSubstr(GetParam().says),
                             HasSubstr("terraform show -json"),
                             Not(HasSubstr("hunter2")))));
}

INSTANTIATE_TEST_SUITE_P(
    Texts, LoadBadText,
    ::testing::Values(
        BadCase{"empty", "", "empty"}, BadCase{"blank", " \n ", "empty"},
        BadCase{"binary", std::string("PK\x03\x04\x14\0\x08", 7), "binary"},
        BadCase{"gzip", "\x1f\x8b\x08", "gzip"},
        BadCase{"words", "hunter2", "not a plan JSON"},
        BadCase{"list", "[1]", "not a plan JSON"},
        BadCase{"state4", R"({"version": 4, "serial": 1, "lineage": "hunter2",
                              "resources": []})",
                "state"},
        BadCase{"stateJson",
                R"({"format_version": "1.0", "values": {"root_module": {}}})",
                "state"},
        BadCase{"other", R"({"a": 1})", "neither"},
        BadCase{"schemas", R"({"format_version": "1.0",
                               "provider_schemas": {}})",
                "schemas"},
        BadCase{"stream",
                "{\"@level\":\"info\",\"@message\":\"Terraform 1.11\"}\n{}\n",
                "plan -json"},
        BadCase{"truncated", R"({"format_version": "1.2", "a": "hunter2)",
                "truncated"},
        BadCase{"syntax", "{\"format_version\": \"1.2\",\n \"a\": hunter2}",
                "line 2"},
        BadCase{"badUtf8", "{\"a\": \"hunter2 \xff\"}", "malformed JSON"},
        BadCase{"huge", R"({"a": 1e99999})", "out of range"},
        BadCase{"version2", R"({"format_version": "2.0",
                                "resource_changes": []})",
                "format_version"},
        BadCase{"versionOdd", R"({"format_version": 1,
                                  "resource_changes": []})",
                "format_version"},
        BadCase{"errored", R"({"format_version": "1.2", "errored": true,
                               "resource_changes": []})",
                "error"}),
    [](const auto& test) { return test.param.name; });

TEST(LoadBadText, EveryTruncationIsSeen) {
  const std::string text(kConfigured);
  for (std::size_t size = 1; size < text.size(); ++size) {
    EXPECT_THAT(LoadPlanJson(text.substr(0, size)),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         AllOf(HasSubstr("terraform show -json"),
                               Not(HasSubstr("hunter2")))))
        << size;
  }
}

TEST(LoadBadText, AFlippedBitIsAPlanOrAnError) {
  const std::string text(kConfigured);
  for (std::size_t i = 0; i < text.size(); ++i) {
    for (const unsigned mask : {0x01U, 0x20U, 0x80U, 0xFFU}) {
      std::string flipped = text;
      flipped[i] =
          static_cast<char>(static_cast<unsigned char>(flipped[i]) ^ mask);
      const absl::StatusOr<Plan> plan = LoadPlanJson(flipped);
      if (plan.ok()) continue;
      EXPECT_THAT(std::string(plan.status().message()),
                  Not(HasSubstr("hunter2")))
          << i;
    }
  }
}

// Also where nothing reads it: at each place of a member that is not known.
TEST(LoadBadText, MalformedAnywhereIsAnErrorWithItsPlace) {
  for (const char* bad : {"01",
                          "+1",
                          "1.",
                          ".5",
                          "1e",
                          "nul",
                          "True",
                          "'a'",
                          "[1,]",
                          "{\"a\":1,}",
                          "{a:1}",
                          "[1 2]",
                          "\"\t\"",
                          "\"\\x\"",
                          "\"\\ud800\"",
                          "\"\\udc00\"",
                          "\"\xed\xa0\x80\"",
                          "\"\xc0\x80\"",
                          "NaN",
                          "/**/1"}) {
    EXPECT_THAT(LoadPlanJson(absl::StrCat(
                    "{\"format_version\": \"1.2\", \"resource_changes\": [],\n"
                    " \"x\": {\"y\": [",
                    bad, "]}}")),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         HasSubstr("malformed JSON at line 2, column ")))
        << bad;
  }
}

TEST(LoadBadText, WhatFollowsTheDocumentIsAnError) {
  const std::string plan =
      "{\"format_version\": \"1.2\", \"resource_changes\": []}";
  for (const std::string& more :
       {std::string("x"), std::string("{}"), std::string("\0", 1),
        std::string("\0{", 2)}) {
    EXPECT_THAT(LoadPlanJson(plan + more),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         HasSubstr("malformed JSON at line 1, column 50")));
  }
}

TEST(LoadBadText, DeepNestingIsRefused) {
  std::string text = R"({"format_version": "1.2", "resource_changes": )";
  text.append(100000, '[');
  EXPECT_THAT(LoadPlanJson(text), StatusIs(absl::StatusCode::kInvalidArgument,
                                           HasSubstr("nests deeper")));
}

class LoadOddShapes : public ::testing::TestWithParam<std::string> {};

// Whatever the shape, the answer is a plan or an error, never a crash.
TEST_P(LoadOddShapes, NeitherCrashNorQuoteTheDocument) {
  const absl::StatusOr<Plan> plan = LoadPlanJson(GetParam());
  if (!plan.ok()) {
    EXPECT_THAT(std::string(plan.status().message()),
                Not(HasSubstr("hunter2")));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Shapes, LoadOddShapes,
    ::testing::Values(
        R"({"resource_changes": {"hunter2": 1}})",
        R"({"resource_changes": [1]})",
        R"({"resource_changes": [{"address": 5}]})",
        R"({"resource_changes": [{"address": "a.b"}]})",
        R"({"resource_changes": [{"address": "a.b", "change": []}]})",
        R"({"resource_changes": [{"address": "a.b", "change": {"actions": 1,
            "after": "hunter2", "after_unknown": [true]}}]})",
        R"({"resource_changes": [], "configuration": [1, "hunter2"]})",
        R"({"resource_changes": [], "configuration": {"root_module": {
            "resources": "hunter2", "variables": [1], "outputs": "x",
            "module_calls": {"m": 3}}}})",
        R"({"resource_changes": [], "configuration": {"root_module": {
            "module_calls": {"m": {"module": {"outputs": {"o": 1}}}},
            "outputs": {"o": {"expression": ["hunter2"]}}},
            "provider_config": [1]}})",
        R"({"resource_changes": [], "prior_state": {"values": {"root_module":
            {"resources": [{"address": "x", "values": "hunter2"}]}}}})",
        R"({"resource_changes": [], "variables": ["hunter2"],
            "output_changes": 1, "planned_values": []})"));

}  // namespace
}  // namespace compliance::plan
