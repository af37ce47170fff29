#include "hook/plan_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "compliance/cty/msgpack.h"
#include "compliance/plan/load.h"
#include "compliance/schema/facts.h"
#include "compliance/schema/schema.h"

namespace compliance::hook {
namespace {

using engine::Enforcement;
using engine::Finding;
using engine::Verdict;
using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Not;

std::string Directory(const std::string& example) {
  return absl::StrCat(COMPLIANCE_SOURCE_DIR, "/examples/", example);
}

std::string ReadFile(const std::string& path) {
  std::ifstream in(path);
  EXPECT_TRUE(in.good()) << path;
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::string PlanOf(const std::string& example) {
  return ReadFile(absl::StrCat(Directory(example), "/plan.json"));
}

class Examples : public ::testing::Test {
 protected:
  Examples()
      : config_(Load()), evaluator_(rules::RuleSet::BuiltIn(), config_) {}

  static config::Config Load() {
    const std::string path =
        absl::StrCat(Directory("rds-pci"), "/.compliance.yaml");
    auto config = config::LoadConfig(path, ReadFile(path));
    EXPECT_TRUE(config.ok()) << config.status();
    return config.ok() ? *std::move(config) : config::Config();
  }

  PlanCheck Check(const std::string& example, bool takes_down = false) {
    auto check = CheckPlan(PlanOf(example), Directory(example), evaluator_,
                           takes_down, ledger_);
    EXPECT_TRUE(check.ok()) << check.status();
    return check.ok() ? *std::move(check) : PlanCheck();
  }

  config::Config config_;
  engine::Evaluator evaluator_;
  Ledger ledger_;
};

std::string Key(const Finding& finding) {
  return absl::StrCat(finding.rule->id, " at ", finding.address);
}

std::vector<std::string> Shown(const PlanCheck& check) {
  std::vector<std::string> keys;
  for (const Finding* finding : check.to_show) keys.push_back(Key(*finding));
  return keys;
}

TEST_F(Examples, ShowsWhatBindsWithItsPlace) {
  const PlanCheck check = Check("rds-pci");
  EXPECT_TRUE(check.blocks);
  EXPECT_FALSE(check.undecided);
  EXPECT_FALSE(check.broken);
  EXPECT_TRUE(check.has_changes);
  EXPECT_THAT(check.changed_types, Contains("aws_db_instance"));
  EXPECT_TRUE(
      std::is_sorted(check.changed_types.begin(), check.changed_types.end()));
  EXPECT_THAT(check.to_show, Not(IsEmpty()));
  for (const Finding* finding : check.to_show) {
    EXPECT_EQ(finding->verdict, Verdict::kFail) << Key(*finding);
    EXPECT_GE(finding->enforcement, Enforcement::kAdvisory) << Key(*finding);
    if (!finding->resource_type.empty()) {
      EXPECT_TRUE(finding->position) << Key(*finding);
    }
  }
  for (const Finding& finding : check.evaluation.findings) {
    if (finding.verdict != Verdict::kFail) continue;
    EXPECT_TRUE(ledger_.WasDecided(finding.rule->id, finding.address));
  }
}

TEST_F(Examples, TheFixedOneDoesNotBlock) {
  const PlanCheck check = Check("rds-pci-fixed");
  EXPECT_FALSE(check.blocks);
  EXPECT_TRUE(check.has_changes);
  EXPECT_THAT(Shown(check), IsEmpty());
}

TEST_F(Examples, TakingDownNeverBlocks) {
  const PlanCheck check = Check("rds-pci", true);
  EXPECT_FALSE(check.blocks);
  EXPECT_FALSE(check.broken);
  EXPECT_THAT(check.to_show, IsEmpty());
  EXPECT_TRUE(check.has_changes);
}

TEST_F(Examples, WhatIsNoPlanIsAnError) {
  const auto check = CheckPlan("{\"version\": 4}", Directory("rds-pci"),
                               evaluator_, false, ledger_);
  EXPECT_EQ(check.status().code(), absl::StatusCode::kInvalidArgument);
}

// What a provider's answer shows of a planned resource: the same values by
// another encoding, on their own and without references.
plan::Plan AsAnswered(const plan::Resource& planned, const cty::Type& type) {
  plan::Plan plan;
  plan::Resource resource;
  resource.address.type = planned.address.type;
  resource.address.name = "unnamed";
  resource.action = planned.action;
  const auto decoded =
      cty::DecodeMsgpack(cty::EncodeMsgpack(planned.planned, type), type);
  EXPECT_TRUE(decoded.ok()) << decoded.status();
  if (decoded.ok()) resource.planned = *decoded;
  plan.resources.push_back(std::move(resource));
  return plan;
}

TEST_F(Examples, NothingIsSaidTwice) {
  const auto plan = plan::LoadPlanJson(PlanOf("rds-pci"));
  ASSERT_TRUE(plan.ok());
  std::multiset<std::string> said;
  for (const plan::Resource& resource : plan->resources) {
    const schema::TypeFacts* facts =
        schema::FindResource(resource.address.type);
    if (resource.address.mode != plan::Mode::kManaged || facts == nullptr) {
      continue;
    }
    const plan::Plan answered =
        AsAnswered(resource, schema::ImpliedType(facts->schema.block));
    const engine::Evaluation evaluation = evaluator_.Evaluate(answered);
    for (const Finding& finding : evaluation.findings) {
      if (finding.verdict != Verdict::kFail ||
          finding.enforcement < Enforcement::kAdvisory) {
        continue;
      }
      ledger_.NoteSaid(FindingKey(finding, answered.resources.front().planned));
      said.insert(
          absl::StrCat(finding.rule->id, " at ", resource.address.ToString()));
    }
  }
  ASSERT_THAT(said, Not(IsEmpty()));
  Ledger fresh;
  const auto all = CheckPlan(PlanOf("rds-pci"), Directory("rds-pci"),
                             evaluator_, false, fresh);
  ASSERT_TRUE(all.ok());
  const PlanCheck rest = Check("rds-pci");
  EXPECT_TRUE(rest.blocks);
  EXPECT_EQ(rest.to_show.size() + said.size(), all->to_show.size());
  for (const std::string& key : said) {
    EXPECT_THAT(Shown(rest), Not(Contains(key)));
  }
}

}  // namespace
}  // namespace compliance::hook
