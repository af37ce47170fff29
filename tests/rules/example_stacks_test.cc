// The example stacks, judged from their recorded plans.
#include <fstream>
#include <iostream>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "compliance/config/config.h"
#include "compliance/engine/evaluate.h"
#include "compliance/engine/finding.h"
#include "compliance/plan/load.h"
#include "compliance/rules/rule_set.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace compliance {
namespace {

using ::testing::ElementsAreArray;
using ::testing::IsEmpty;

std::string ReadFile(const std::string& path) {
  std::ifstream in(absl::StrCat(COMPLIANCE_SOURCE_DIR, "/", path));
  EXPECT_TRUE(in.good()) << path;
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

plan::Plan LoadPlan(const std::string& example) {
  absl::StatusOr<plan::Plan> plan =
      plan::LoadPlanJson(ReadFile(absl::StrCat(example, "/plan.json")));
  EXPECT_TRUE(plan.ok()) << plan.status();
  return plan.ok() ? *std::move(plan) : plan::Plan();
}

config::Config LoadConfig(const std::string& example) {
  const std::string path = absl::StrCat(example, "/.compliance.yaml");
  absl::StatusOr<config::Config> config =
      config::LoadConfig(path, ReadFile(path));
  EXPECT_TRUE(config.ok()) << config.status();
  EXPECT_TRUE(config.ok() &&
              config::Validate(*config, rules::RuleSet::BuiltIn()).ok());
  return config.ok() ? *std::move(config) : config::Config();
}

std::vector<engine::Finding> Judge(const plan::Plan& plan,
                                   const config::Config& config) {
  return engine::Evaluate(rules::RuleSet::BuiltIn(), plan, config).findings;
}

// A row of expected.tsv.
struct Row {
  std::string rule, way_in, address, about;
};

std::vector<Row> ReadRows(const std::string& example) {
  std::vector<Row> rows;
  for (const absl::string_view line :
       absl::StrSplit(ReadFile(absl::StrCat(example, "/expected.tsv")), '\n')) {
    if (line.empty() || absl::StartsWith(line, "#") ||
        absl::StartsWith(line, "line\t")) {
      continue;
    }
    const std::vector<std::string> fields = absl::StrSplit(line, '\t');
    EXPECT_EQ(fields.size(), 6u) << line;
    if (fields.size() != 6) continue;
    EXPECT_EQ(fields[4], "fail") << line;
    rows.push_back({fields[1], fields[2], fields[3], fields[5]});
  }
  EXPECT_FALSE(rows.empty());
  return rows;
}

std::string Key(const std::string& rule, const std::string& address) {
  return absl::StrCat(rule, " at ", address);
}

std::set<std::string> Failed(const std::vector<engine::Finding>& findings) {
  std::set<std::string> failed;
  for (const engine::Finding& finding : findings) {
    if (finding.verdict == engine::Verdict::kFail) {
      failed.insert(Key(finding.rule->id, finding.address));
    }
  }
  return failed;
}

// Takes from a plan what a guard does not see.
plan::Plan AsGuardSees(plan::Plan plan) {
  plan.closed = false;
  plan.has_configuration = false;
  plan.outputs.clear();
  plan.variables.clear();
  plan.provider_configs.clear();
  plan.module_inputs.clear();
  plan.module_outputs.clear();
  for (plan::Resource& resource : plan.resources) {
    resource.has_configuration = false;
    resource.expressions.clear();
    resource.config.reset();
    resource.for_each.reset();
    resource.count.reset();
  }
  return plan;
}

class FailingStack : public testing::TestWithParam<std::string> {};

TEST_P(FailingStack, FailsWhatTheTableSaysAndNothingElse) {
  const std::vector<engine::Finding> findings =
      Judge(LoadPlan(GetParam()), LoadConfig(GetParam()));
  std::set<std::string> expected;
  for (const Row& row : ReadRows(GetParam())) {
    expected.insert(Key(row.rule, row.address));
  }
  EXPECT_THAT(Failed(findings), ElementsAreArray(expected));
}

TEST_P(FailingStack, SaysWhatEachRowIsAbout) {
  const std::vector<engine::Finding> findings =
      Judge(LoadPlan(GetParam()), LoadConfig(GetParam()));
  for (const Row& row : ReadRows(GetParam())) {
    bool said = false;
    for (const engine::Finding& finding : findings) {
      said = said ||
             (finding.verdict == engine::Verdict::kFail &&
              finding.rule->id == row.rule && finding.address == row.address &&
              absl::StrContains(finding.message, row.about));
    }
    EXPECT_TRUE(said) << row.rule << " at " << row.address << " about "
                      << row.about;
  }
}

TEST_P(FailingStack, TheGuardDecidesItsRowsAndNoOthers) {
  const std::vector<engine::Finding> findings =
      Judge(AsGuardSees(LoadPlan(GetParam())), LoadConfig(GetParam()));
  std::set<std::string> expected;
  for (const Row& row : ReadRows(GetParam())) {
    if (row.way_in == "guard") expected.insert(Key(row.rule, row.address));
  }
  EXPECT_THAT(Failed(findings), ElementsAreArray(expected));
}

INSTANTIATE_TEST_SUITE_P(Examples, FailingStack,
                         testing::Values("examples/rds-pci",
                                         "examples/rds-pci/network"));

TEST(MendedStack, FailsNothingAndLeavesNothingMandatoryOpen) {
  const std::string example = "examples/rds-pci-fixed";
  std::vector<std::string> wrong;
  for (const engine::Finding& finding :
       Judge(LoadPlan(example), LoadConfig(example))) {
    const bool open = finding.verdict == engine::Verdict::kUnknown &&
                      finding.enforcement == engine::Enforcement::kMandatory;
    if (open || finding.verdict == engine::Verdict::kFail ||
        finding.verdict == engine::Verdict::kError) {
      wrong.push_back(absl::StrCat(engine::VerdictName(finding.verdict), ": ",
                                   Key(finding.rule->id, finding.address), ": ",
                                   finding.message));
    }
  }
  EXPECT_THAT(wrong, IsEmpty());
}

TEST(MendedStack, JudgesTheRulesThatTheFailingOneBreaks) {
  std::set<std::string> passed;  // or waived
  for (const engine::Finding& finding :
       Judge(LoadPlan("examples/rds-pci-fixed"),
             LoadConfig("examples/rds-pci-fixed"))) {
    if (finding.verdict == engine::Verdict::kPass ||
        finding.verdict == engine::Verdict::kWaived) {
      passed.insert(finding.rule->id);
    }
  }
  for (const Row& row : ReadRows("examples/rds-pci")) {
    // The mended stack has no written secret and no variable for one.
    if (row.rule == "aws.secrets.no_literal_secret_string" ||
        row.rule == "tf.variable.no_secret_default") {
      continue;
    }
    EXPECT_TRUE(passed.count(row.rule)) << row.rule;
  }
}

// What a first run says of a stack that nobody has held to anything yet: few
// things, all of them true. The table has a reason for each.
TEST(OrdinaryStack, SaysFewThingsAndEachOfThemIsInTheTable) {
  const std::string example = "examples/ordinary";
  std::set<std::string> expected;
  for (const absl::string_view line :
       absl::StrSplit(ReadFile(absl::StrCat(example, "/expected.tsv")), '\n')) {
    const std::vector<std::string> fields = absl::StrSplit(line, '\t');
    if (fields.size() != 4 || fields[0] == "rule") continue;
    EXPECT_FALSE(fields[3].empty()) << line;
    expected.insert(absl::StrCat(fields[1], ": ", Key(fields[0], fields[2])));
  }
  std::set<std::string> said;
  int mandatory = 0;
  int advisory = 0;
  for (const engine::Finding& finding :
       Judge(LoadPlan(example), config::Config())) {
    EXPECT_NE(finding.verdict, engine::Verdict::kError) << finding.rule->id;
    if (finding.verdict != engine::Verdict::kFail ||
        finding.enforcement < engine::Enforcement::kAdvisory) {
      continue;
    }
    ++(finding.enforcement == engine::Enforcement::kMandatory ? mandatory
                                                              : advisory);
    said.insert(absl::StrCat(engine::EnforcementName(finding.enforcement), ": ",
                             Key(finding.rule->id, finding.address)));
  }
  EXPECT_THAT(said, ElementsAreArray(expected));
  std::cout << mandatory << " mandatory, " << advisory << " advisory\n";
  EXPECT_LE(mandatory, 8);
  EXPECT_LE(advisory, 12);
}

}  // namespace
}  // namespace compliance
