#include "hook/plan_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
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
using ::testing::IsSupersetOf;
using ::testing::Not;
using ::testing::UnorderedElementsAreArray;

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

std::string Unzipped(const std::filesystem::path& file) {
  const std::string command = absl::StrCat("gzip -dc '", file.string(), "'");
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"),
                                                   pclose);
  std::string text;
  char buffer[4096];
  std::size_t size = 0;
  while (pipe && (size = fread(buffer, 1, sizeof(buffer), pipe.get())) > 0) {
    text.append(buffer, size);
  }
  return text;
}

std::string PlanOf(const std::string& example) {
  return ReadFile(absl::StrCat(Directory(example), "/plan.json"));
}

class Examples : public ::testing::Test {
 protected:
  Examples()
      : config_(Load("rds-pci")),
        evaluator_(rules::RuleSet::BuiltIn(), config_) {}

  static config::Config Load(const std::string& example) {
    const std::string path =
        absl::StrCat(Directory(example), "/.compliance.yaml");
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
  const config::Config config = Load("rds-pci-fixed");
  const engine::Evaluator evaluator(rules::RuleSet::BuiltIn(), config);
  const auto check =
      CheckPlan(PlanOf("rds-pci-fixed"), Directory("rds-pci-fixed"), evaluator,
                false, ledger_);
  ASSERT_TRUE(check.ok()) << check.status();
  EXPECT_FALSE(check->blocks);
  EXPECT_TRUE(check->has_changes);
  EXPECT_THAT(Shown(*check), IsEmpty());
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

// Says of each resource on its own what binds, as the hook would while the plan
// is made.
std::vector<std::string> SayOneByOne(const plan::Plan& plan,
                                     const engine::Evaluator& evaluator,
                                     Ledger& ledger) {
  std::vector<std::string> said;
  for (const plan::Resource& resource : plan.resources) {
    const schema::TypeFacts* facts =
        schema::FindResource(resource.address.type);
    if (resource.address.mode != plan::Mode::kManaged || facts == nullptr) {
      continue;
    }
    const plan::Plan answered =
        AsAnswered(resource, schema::ImpliedType(facts->schema.block));
    const engine::Evaluation evaluation = evaluator.Evaluate(answered);
    for (const Finding& finding : evaluation.findings) {
      if (finding.verdict != Verdict::kFail ||
          finding.enforcement < Enforcement::kAdvisory) {
        continue;
      }
      ledger.NoteSaid(FindingKey(finding, answered.resources.front().planned));
      said.push_back(
          absl::StrCat(finding.rule->id, " at ", resource.address.ToString()));
    }
  }
  return said;
}

// What was said in all, by the hook and then by the whole-plan check, against
// what that check says on its own.
struct Saying {
  std::vector<std::string> by_hook, in_all, alone;
};

Saying Say(const std::string& json, const std::string& directory,
           const engine::Evaluator& evaluator) {
  Saying saying;
  const auto plan = plan::LoadPlanJson(json);
  EXPECT_TRUE(plan.ok()) << plan.status();
  if (!plan.ok()) return saying;
  Ledger silent;
  Ledger spoken;
  saying.by_hook = SayOneByOne(*plan, evaluator, spoken);
  const auto all = CheckPlan(json, directory, evaluator, false, silent);
  const auto rest = CheckPlan(json, directory, evaluator, false, spoken);
  EXPECT_TRUE(all.ok() && rest.ok());
  if (!all.ok() || !rest.ok()) return saying;
  saying.alone = Shown(*all);
  saying.in_all = saying.by_hook;
  for (const std::string& key : Shown(*rest)) saying.in_all.push_back(key);
  return saying;
}

TEST_F(Examples, NothingIsSaidTwice) {
  const Saying saying =
      Say(PlanOf("rds-pci"), Directory("rds-pci"), evaluator_);
  EXPECT_THAT(saying.in_all, UnorderedElementsAreArray(saying.alone));
  EXPECT_GT(saying.by_hook.size(), 5U);
}

// Plans that the real AWS provider made. Nothing is left out; twice is said
// only what nobody can tell apart (a pair of resources alike, one of which no
// call alone decides), or what the whole plan shows to be wrong for a second
// reason (a bucket with two encryptions, its own and a linked one).
TEST_F(Examples, NothingIsLeftOutOfRealPlans) {
  const std::filesystem::path folder =
      absl::StrCat(COMPLIANCE_SHARED_DIR, "/labelled");
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "no " << folder;
  std::size_t said = 0;
  std::size_t twice = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".gz") continue;
    SCOPED_TRACE(entry.path().filename().string());
    const Saying saying = Say(Unzipped(entry.path()), "/nowhere", evaluator_);
    EXPECT_THAT(saying.in_all, IsSupersetOf(saying.alone));
    said += saying.by_hook.size();
    twice += saying.in_all.size() - saying.alone.size();
  }
  EXPECT_GT(said, 50U);
  EXPECT_LE(twice, 2U);
  RecordProperty("said", absl::StrCat(said));
}

}  // namespace
}  // namespace compliance::hook
