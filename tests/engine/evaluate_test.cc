#include "compliance/engine/evaluate.h"

#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "compliance/config/config.h"
#include "engine/small_rules.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace compliance::engine {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Pair;
using ::testing::SizeIs;

const cty::Value kTrue = cty::Value::Bool(true);
const cty::Value kFalse = cty::Value::Bool(false);
const cty::Value kUnknownBool = cty::Value::Unknown(cty::Type::Bool());

std::vector<Finding> Judge(const rules::RuleSet& rules, const plan::Plan& plan,
                           const config::Config& config = {}) {
  return Evaluate(rules, plan, config).findings;
}

std::vector<std::string> Texts(const std::vector<cty::Path>& paths) {
  std::vector<std::string> texts;
  for (const cty::Path& path : paths) texts.push_back(path.ToString());
  return texts;
}

// The verdict for conditions: T, F, U (unknown), E (error).
using Case = std::tuple<char, char, Verdict>;
class Verdicts : public ::testing::TestWithParam<Case> {};

std::string Condition(char c) {
  switch (c) {
    case 'T':
      return "\"true\"";
    case 'F':
      return "\"false\"";
    case 'U':
      return "self.multi_az == true";
    default:
      return "1 / (self.port - 1) == 1";
  }
}

TEST_P(Verdicts, AreWhenImpliesRequire) {
  const auto& [when, require, verdict] = GetParam();
  const auto rules = RulesOf(
      {RuleText("aws.x.y", absl::StrCat("when: ", Condition(when),
                                        "\nrequire: ", Condition(require)))});
  const auto plan = PlanOf({Database(
      "a", {{"multi_az", kUnknownBool}, {"port", cty::Value::Number(1)}})});
  const auto findings = Judge(rules, plan);
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_EQ(findings[0].verdict, verdict) << findings[0].message;
}

INSTANTIATE_TEST_SUITE_P(
    Evaluate, Verdicts,
    ::testing::Values(
        Case{'T', 'T', Verdict::kPass}, Case{'T', 'F', Verdict::kFail},
        Case{'T', 'U', Verdict::kUnknown}, Case{'T', 'E', Verdict::kError},
        Case{'F', 'T', Verdict::kNotApplicable},
        Case{'F', 'F', Verdict::kNotApplicable},
        Case{'F', 'U', Verdict::kNotApplicable},
        Case{'F', 'E', Verdict::kNotApplicable}, Case{'U', 'T', Verdict::kPass},
        Case{'U', 'F', Verdict::kUnknown}, Case{'U', 'U', Verdict::kUnknown},
        Case{'U', 'E', Verdict::kUnknown}, Case{'E', 'T', Verdict::kPass},
        Case{'E', 'F', Verdict::kError}, Case{'E', 'U', Verdict::kUnknown},
        Case{'E', 'E', Verdict::kError}));

TEST(Evaluate, SaysWhatDecided) {
  const auto rules =
      RulesOf({RuleText("aws.x.y",
                        "fix: storage_encrypted = true\n"
                        "message: is {self.storage_encrypted}")});
  auto database = Database("a", {{"storage_encrypted", kFalse}});
  database.address.module = {{"db", cty::Step(cty::MapKey{"eu"})}};
  database.position = plan::Position{"main.tf", 3, 1};
  const auto plan = PlanOf({database});
  const auto findings = Judge(rules, plan);
  ASSERT_THAT(findings, SizeIs(1));
  const Finding& finding = findings[0];
  EXPECT_EQ(finding.address, "module.db[\"eu\"].aws_db_instance.a");
  EXPECT_EQ(finding.resource_type, "aws_db_instance");
  EXPECT_EQ(finding.module, "module.db[\"eu\"]");
  EXPECT_EQ(finding.rule->id, "aws.x.y");
  EXPECT_THAT(Texts(finding.paths), ElementsAre("storage_encrypted"));
  EXPECT_EQ(finding.observed, "storage_encrypted = false");
  EXPECT_EQ(finding.message, "is false");
  EXPECT_EQ(finding.fix, "storage_encrypted = true");
  EXPECT_EQ(finding.position, database.position);
  EXPECT_THAT(finding.fingerprint, SizeIs(32));
  EXPECT_EQ(finding.enforcement, Enforcement::kMandatory);
  EXPECT_THAT(finding.requirements, SizeIs(1));
}

TEST(Evaluate, CountsPassesThatAreNotKept) {
  const auto rules =
      RulesOf({RuleText("aws.x.a", ""), RuleText("aws.x.b", "when: \"false\""),
               RuleText("aws.x.c", "require: self.multi_az == true")});
  const auto plan = PlanOf({
      Database("a", {{"storage_encrypted", kTrue}, {"multi_az", kTrue}}),
      Database("b",
               {{"storage_encrypted", kFalse}, {"multi_az", kUnknownBool}}),
  });
  const config::Config config;
  const Evaluation all = Evaluate(rules, plan, config);
  EXPECT_THAT(all.findings, SizeIs(6));
  EXPECT_THAT(all.not_kept, IsEmpty());
  const Evaluation some = Evaluate(rules, plan, config, Keep::kWithoutPasses);
  ASSERT_THAT(some.findings, SizeIs(2));
  EXPECT_EQ(some.findings[0].verdict, Verdict::kFail);
  EXPECT_EQ(some.findings[1].verdict, Verdict::kUnknown);
  EXPECT_THAT(some.not_kept, ElementsAre(Pair(Verdict::kPass, 2),
                                         Pair(Verdict::kNotApplicable, 2)));
  EXPECT_EQ(some.resources_seen, all.resources_seen);
}

TEST(Evaluate, SaysWhatItWaitsForAndWhatItCannotSee) {
  const auto rules = RulesOf(
      {RuleText("aws.x.a", ""),
       RuleText("aws.x.b", "require: configured(self.kms_key_id)"),
       RuleText("aws.x.c",
                "require: plan.resources('aws_kms_key').exists(k, true)"),
       RuleText("aws.x.d", "require: before.?multi_az.orValue(true)")});
  const auto plan = GuardOf({Database(
      "a", {{"storage_encrypted", kUnknownBool},
            {"kms_key_id", cty::Value::Unknown(cty::Type::String())}})});
  const auto findings = Judge(rules, plan);
  ASSERT_THAT(findings, SizeIs(4));
  for (const Finding& finding : findings) {
    EXPECT_EQ(finding.verdict, Verdict::kUnknown) << finding.rule->id;
    EXPECT_EQ(finding.enforcement, Enforcement::kReport);
  }
  EXPECT_THAT(findings[0].waits_for, ElementsAre("storage_encrypted"));
  EXPECT_THAT(findings[0].needs, IsEmpty());
  EXPECT_THAT(findings[1].waits_for, IsEmpty());
  EXPECT_THAT(findings[1].needs, ElementsAre("the configuration"));
  EXPECT_THAT(findings[2].needs, ElementsAre("the whole plan"));
  EXPECT_THAT(findings[3].needs, ElementsAre("the prior value"));
}

TEST(Evaluate, EachGivesOneFindingForEveryElementThatFails) {
  const auto rules =
      RulesOf({RuleText("aws.x.y",
                        "each: self.enabled_cloudwatch_logs_exports\n"
                        "require: each.startsWith('post') || each == 'x'\n"
                        "message: \"{each} is odd\"")});
  const auto list = [](std::vector<cty::Value> elements) {
    return Database("a", {{"enabled_cloudwatch_logs_exports",
                           cty::Value::List(cty::Type::String(), elements)}});
  };
  const auto text = [](const char* s) { return cty::Value::String(s); };
  const auto unknown = cty::Value::Unknown(cty::Type::String());
  {
    const auto plan = PlanOf({list({text("error"), text("x"), text("audit")})});
    const auto findings = Judge(rules, plan);
    ASSERT_THAT(findings, SizeIs(2));
    EXPECT_EQ(Texts(findings[0].paths)[0],
              "enabled_cloudwatch_logs_exports[0]");
    EXPECT_EQ(Texts(findings[1].paths)[0],
              "enabled_cloudwatch_logs_exports[2]");
    EXPECT_NE(findings[0].fingerprint, findings[1].fingerprint);
    EXPECT_EQ(findings[0].message, "a string is odd");
  }
  {
    const auto plan = PlanOf({list({text("x"), text("postgresql")})});
    const auto findings = Judge(rules, plan);
    ASSERT_THAT(findings, SizeIs(1));
    EXPECT_EQ(findings[0].verdict, Verdict::kPass);
  }
  {
    // What is settled is said, and what is not.
    const auto plan = PlanOf({list({unknown, text("audit")})});
    const auto findings = Judge(rules, plan);
    ASSERT_THAT(findings, SizeIs(2));
    EXPECT_EQ(findings[0].verdict, Verdict::kUnknown);
    EXPECT_EQ(findings[1].verdict, Verdict::kFail);
  }
  {
    const auto plan = PlanOf({list({})});
    EXPECT_EQ(Judge(rules, plan)[0].verdict, Verdict::kPass);
  }
  {
    const auto plan = PlanOf({Database(
        "a", {{"enabled_cloudwatch_logs_exports",
               cty::Value::Unknown(cty::Type::List(cty::Type::String()))}})});
    EXPECT_EQ(Judge(rules, plan)[0].verdict, Verdict::kUnknown);
  }
}

TEST(Evaluate, JudgesTheActionsOfTheRule) {
  const auto rules =
      RulesOf({RuleText("aws.x.changed", ""),
               RuleText("aws.x.deleted", "on: [delete, forget]")});
  const auto ids = [&](plan::Action action) {
    auto database = Database("a", {{"storage_encrypted", kFalse}});
    database.action = action;
    if (action == plan::Action::kDelete || action == plan::Action::kForget) {
      database.before = database.planned;
      database.planned = cty::Value();
    }
    const auto plan = PlanOf({database});
    std::vector<std::string> found;
    for (const Finding& finding : Judge(rules, plan)) {
      EXPECT_EQ(finding.verdict, Verdict::kFail);
      found.push_back(finding.rule->id);
    }
    return found;
  };
  for (const auto action : {plan::Action::kCreate, plan::Action::kUpdate,
                            plan::Action::kReplace, plan::Action::kNoOp}) {
    EXPECT_THAT(ids(action), ElementsAre("aws.x.changed"));
  }
  // What goes away is judged by its prior value.
  EXPECT_THAT(ids(plan::Action::kDelete), ElementsAre("aws.x.deleted"));
  EXPECT_THAT(ids(plan::Action::kForget), ElementsAre("aws.x.deleted"));
  EXPECT_THAT(ids(plan::Action::kRead), IsEmpty());
}

TEST(Evaluate, PlanOutputVariableAndProviderAreSubjectsToo) {
  const auto rules = RulesOf(
      {RuleText("tf.x.output",
                "target: output\nrequire: has(self.description)\n"
                "message: \"{self.name} lacks a description\""),
       RuleText("tf.x.plan",
                "target: plan\nrequire: plan.outputs().size() == 2"),
       RuleText("tf.x.provider",
                "target: provider\nrequire: self.region == 'eu-west-1'"),
       RuleText("tf.x.variable",
                "target: variable\nrequire: \"!self.has_default\"")});
  plan::Plan plan = PlanOf({});
  plan.outputs.resize(1);
  plan.outputs[0].name = "port";
  plan.variables.resize(1);
  plan.variables[0].name = "password";
  plan.variables[0].module = "module.db";
  plan.variables[0].has_default = true;
  plan.provider_configs.resize(1);
  plan.provider_configs[0].key = "aws.west";
  plan::Expression region;
  region.is_constant = true;
  region.constant = cty::Value::String("us-west-2");
  plan.provider_configs[0].expressions[cty::Path().Attr("region")] = region;
  const auto findings = Judge(rules, plan);
  ASSERT_THAT(findings, SizeIs(4));
  EXPECT_EQ(findings[0].address, "");
  EXPECT_EQ(findings[1].address, "module.db.var.password");
  EXPECT_EQ(findings[1].module, "module.db");
  EXPECT_EQ(findings[2].address, "output.port");
  EXPECT_EQ(findings[2].message, "port lacks a description");
  EXPECT_EQ(findings[3].address, "provider.aws.west");
  for (const Finding& finding : findings) {
    EXPECT_EQ(finding.verdict, Verdict::kFail) << finding.rule->id;
  }
  // A guard sees none of this, and says so.
  for (const Finding& finding : Judge(rules, GuardOf({}))) {
    EXPECT_EQ(finding.verdict, Verdict::kUnknown) << finding.rule->id;
    EXPECT_THAT(finding.needs, ElementsAre("the configuration"));
  }
}

TEST(Evaluate, ParametersComeFromTheRuleItsAliasesOrEveryRule) {
  const auto rules = RulesOf({RuleText(
      "aws.x.y",
      "aliases: [CKV_1]\nrequire: self.backup_retention_period >= "
      "param('days')\nparameters: {days: {default: null, type: number, "
      "description: d}}")});
  const auto plan = PlanOf(
      {Database("a", {{"backup_retention_period", cty::Value::Number(7)}})});
  EXPECT_THAT(Judge(rules, plan), IsEmpty());  // off until it has a value
  for (const char* key : {"", "aws.x.y", "CKV_1"}) {
    config::Config config;
    config.parameters[key]["days"] = cty::Value::Number(7);
    EXPECT_EQ(Judge(rules, plan, config).at(0).verdict, Verdict::kPass) << key;
    config.parameters[key]["days"] = cty::Value::String("8");
    EXPECT_EQ(Judge(rules, plan, config).at(0).verdict, Verdict::kFail) << key;
  }
  config::Config config;
  config.parameters["aws.x.y"]["days"] = cty::Value::String("many");
  EXPECT_EQ(Judge(rules, plan, config).at(0).verdict, Verdict::kError);
}

TEST(Evaluate, RunsTheRulesOfTheChosenFrameworksAndProfile) {
  const auto rules =
      RulesOf({RuleText("aws.x.base", "requirements: {baseline: {}}"),
               RuleText("aws.x.ha", "profile: {availability: ha}"),
               RuleText("aws.x.hipaa",
                        "requirements: {hipaa: {primary: [\"164.312(b)\"]}}"),
               RuleText("aws.x.pci", "")});
  const auto plan = PlanOf({Database("a", {})});
  const auto ids = [&](const config::Config& config) {
    std::vector<std::string> found;
    const Evaluation evaluation = Evaluate(rules, plan, config);
    for (const Finding& finding : evaluation.findings) {
      found.push_back(finding.rule->id);
    }
    EXPECT_EQ(evaluation.rules_run, found.size());
    EXPECT_EQ(evaluation.resources_seen, 1U);
    return found;
  };
  config::Config config;
  EXPECT_THAT(ids(config), ElementsAre("aws.x.base", "aws.x.ha", "aws.x.hipaa",
                                       "aws.x.pci"));
  config.profile.availability = "single";
  EXPECT_THAT(ids(config),
              ElementsAre("aws.x.base", "aws.x.hipaa", "aws.x.pci"));
  config.frameworks = {"hipaa"};
  EXPECT_THAT(ids(config), ElementsAre("aws.x.base", "aws.x.hipaa"));
}

TEST(Evaluate, HavingFindsEveryTypeWithTheAttribute) {
  const auto rules = RulesOf({RuleText(
      "tf.x.y",
      "resources: {having: tags_all}\nrequire: \"'Owner' in tags()\"")});
  plan::Resource random;
  random.address.type = "random_id";
  random.address.name = "r";
  random.action = plan::Action::kCreate;
  random.planned = cty::Value::Object({{"hex", cty::Value::String("x")}});
  auto tagged = Database(
      "a", {{"tags_all",
             cty::Value::Map(
                 cty::Type::String(),
                 {{"Owner", cty::Value::Unknown(cty::Type::String())}})}});
  const auto plan = PlanOf({tagged, Database("b", {}), random});
  const auto findings = Judge(rules, plan);
  ASSERT_THAT(findings, SizeIs(2));
  EXPECT_EQ(findings[0].verdict, Verdict::kPass);  // the key is enough
  EXPECT_EQ(findings[1].verdict, Verdict::kFail);
}

TEST(Evaluate, TagsIncludeTheDefaultTagsOfTheProvider) {
  const auto rules = RulesOf({RuleText(
      "tf.x.y",
      "resources: {having: tags_all}\nrequire: tags()['Owner'] == 'ops'")});
  const auto unknown = cty::Value::Unknown(cty::Type::Map(cty::Type::String()));
  auto database = Database("a", {});
  database.planned = cty::Value::Object(
      {{"tags", cty::Value::Null(cty::Type::Map(cty::Type::String()))},
       {"tags_all", unknown}});
  plan::Plan plan = PlanOf({database});
  plan.provider_configs.resize(1);
  plan.provider_configs[0].key = "aws";
  plan::Expression& tags =
      plan.provider_configs[0]
          .expressions[cty::Path().Attr("default_tags").Index(0).Attr("tags")];
  tags.is_constant = true;
  tags.constant = cty::Value::Object({{"Owner", cty::Value::String("ops")}});
  EXPECT_EQ(Judge(rules, plan).at(0).verdict, Verdict::kPass);
  tags.is_constant = false;
  tags.references = {"var.tags"};
  EXPECT_EQ(Judge(rules, plan).at(0).verdict, Verdict::kUnknown);
  EXPECT_EQ(Judge(rules, GuardOf({database})).at(0).verdict, Verdict::kUnknown);
}

TEST(Evaluate, RedactsMessageAndObserved) {
  const auto rules = RulesOf({RuleText(
      "aws.x.y",
      "require: self.password == 'gp3' || self.username == 'x'\n"
      "message: \"{self.storage_type}|{self.username}|{self.password}|"
      "{self.password + 'a'}|{self.port}|{address(self)}|"
      "{size(self.password)}|{[self.username, 'gp3']}|{self.multi_az}\"")});
  const auto secret = cty::Value::String("swordfish");
  const auto plan =
      GuardOf({Database("a", {{"storage_type", cty::Value::String("gp3")},
                              {"username", secret},
                              {"password", secret},
                              {"port", cty::Value::Number(1)}})});
  const auto findings = Judge(rules, plan);
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_EQ(findings[0].message,
            "gp3|a string|(sensitive value)|(sensitive value)|1|"
            "aws_db_instance.a|(sensitive value)|a string, gp3|not set");
  EXPECT_THAT(findings[0].observed, HasSubstr("username = a string"));
  EXPECT_THAT(findings[0].observed, HasSubstr("password = (sensitive value)"));
  EXPECT_THAT(findings[0].observed, Not(HasSubstr("swordfish")));
}

TEST(Evaluate, ObservedSaysHowAValueIsSet) {
  const auto rules = RulesOf({RuleText("aws.x.y",
                                       "require: self.storage_type == 'gp3' && "
                                       "self.identifier == 'db'")});
  auto database = Database("a", {{"storage_type", cty::Value::String("gp3")},
                                 {"identifier", cty::Value::String("other")}});
  plan::Expression& expression =
      database.expressions[cty::Path().Attr("identifier")];
  expression.is_constant = false;
  expression.references = {"var.name"};
  const auto plan = PlanOf({database});
  EXPECT_EQ(Judge(rules, plan).at(0).observed, "identifier = set by reference");
}

TEST(Evaluate, FindingsAreInStableOrder) {
  const auto rules =
      RulesOf({RuleText("aws.x.b", ""), RuleText("aws.x.a", "")});
  const auto plan = PlanOf({Database("b", {}), Database("a", {})});
  std::vector<std::string> order;
  for (const Finding& finding : Judge(rules, plan)) {
    order.push_back(absl::StrCat(finding.address, " ", finding.rule->id));
  }
  EXPECT_THAT(
      order,
      ElementsAre("aws_db_instance.a aws.x.a", "aws_db_instance.a aws.x.b",
                  "aws_db_instance.b aws.x.a", "aws_db_instance.b aws.x.b"));
}

TEST(Evaluate, TheWidestFindingStandsForTheOthers) {
  const auto rules = RulesOf(
      {RuleText("aws.x.narrow",
                "severity: critical\nrequirements: {hipaa: {primary: "
                "[\"164.312(b)\"]}}"),
       RuleText("aws.x.narrower",
                "requirements: {pci-dss-4.0.1: {primary: [\"3.5.1\"]}}"),
       RuleText("aws.x.wide",
                "severity: medium\nsubsumes: [aws.x.middle]\nrequirements: "
                "{pci-dss-4.0.1: {supporting: [\"3.5.1\"]}}"),
       RuleText("aws.x.middle",
                "require: self.multi_az == true\nsubsumes: [aws.x.narrow, "
                "aws.x.narrower]")});
  // The middle one holds: what it subsumes is still subsumed by the widest.
  const auto plan = PlanOf({Database("a", {{"multi_az", kTrue}})});
  const auto findings = Judge(rules, plan);
  ASSERT_THAT(findings, SizeIs(2));
  EXPECT_EQ(findings[0].rule->id, "aws.x.middle");
  EXPECT_EQ(findings[0].verdict, Verdict::kPass);
  const Finding& wide = findings[1];
  EXPECT_EQ(wide.rule->id, "aws.x.wide");
  EXPECT_THAT(wide.subsumes, ElementsAre("aws.x.narrow", "aws.x.narrower"));
  EXPECT_EQ(wide.enforcement, Enforcement::kMandatory);
  ASSERT_THAT(wide.requirements, SizeIs(2));
  EXPECT_EQ(wide.requirements[0].strength, rules::Strength::kPrimary);
  EXPECT_EQ(wide.requirements[1].id, "164.312(b)");
  // A waived one stands for nothing.
  config::Config config;
  config.waivers.push_back({.rule = "aws.x.wide",
                            .address = "**",
                            .kind = "",
                            .reason = "r",
                            .owner = "",
                            .approver = "",
                            .ticket = "",
                            .until = {}});
  EXPECT_THAT(Judge(rules, plan, config), SizeIs(4));
}

}  // namespace
}  // namespace compliance::engine
