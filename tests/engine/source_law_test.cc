// The law of the source: it only turns `unknown` into something else, and never
// contradicts what is decided without it. Over every stack of which the
// repository has both the files and a recorded plan.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "compliance/config/config.h"
#include "compliance/engine/evaluate.h"
#include "compliance/engine/positions.h"
#include "compliance/plan/load.h"
#include "compliance/plan/source.h"
#include "compliance/rules/rule_set.h"

namespace compliance::engine {
namespace {

namespace fs = std::filesystem;

// Folders with main.tf and plan.json, named as below the source directory.
std::vector<std::string> Stacks() {
  std::vector<std::string> stacks;
  const fs::path root = COMPLIANCE_SOURCE_DIR;
  for (const char* below : {"examples", "tests/testdata/plans"}) {
    for (const auto& entry : fs::recursive_directory_iterator(root / below)) {
      if (entry.path().filename() == "plan.json" &&
          fs::exists(entry.path().parent_path() / "main.tf")) {
        stacks.push_back(
            fs::relative(entry.path().parent_path(), root).generic_string());
      }
    }
  }
  std::sort(stacks.begin(), stacks.end());
  return stacks;
}

plan::Plan Load(const std::string& stack) {
  std::ifstream in(
      absl::StrCat(COMPLIANCE_SOURCE_DIR, "/", stack, "/plan.json"));
  const std::string text(std::istreambuf_iterator<char>(in), {});
  absl::StatusOr<plan::Plan> plan = plan::LoadPlanJson(text);
  EXPECT_TRUE(plan.ok()) << plan.status();
  return plan.ok() ? *std::move(plan) : plan::Plan();
}

// What each rule says of each subject; rules with `each` may say several
// things.
using Verdicts =
    std::map<std::pair<std::string, std::string>, std::set<Verdict>>;

Verdicts Judge(const plan::Plan& plan) {
  Verdicts verdicts;
  const Evaluation evaluation =
      Evaluate(rules::RuleSet::BuiltIn(), plan, config::Config());
  for (const Finding& finding : evaluation.findings) {
    verdicts[{finding.rule->id, finding.address}].insert(finding.verdict);
  }
  return verdicts;
}

std::string Words(const std::set<Verdict>& verdicts) {
  std::string words;
  for (const Verdict verdict : verdicts) {
    absl::StrAppend(&words, words.empty() ? "" : ", ", VerdictName(verdict));
  }
  return words;
}

class SourceLaw : public ::testing::TestWithParam<std::string> {};

TEST_P(SourceLaw, TheSourceOnlyDecides) {
  const plan::Plan bare = Load(GetParam());
  plan::Plan filled = Load(GetParam());
  const Sources sources =
      ReadSources(absl::StrCat(COMPLIANCE_SOURCE_DIR, "/", GetParam()), "");
  FillFromSources(sources, filled);
  const Verdicts without = Judge(bare);
  const Verdicts with = Judge(filled);
  std::size_t open = 0;
  std::size_t seen_through = 0;
  for (const auto& [subject, verdicts] : without) {
    const auto found = with.find(subject);
    ASSERT_NE(found, with.end()) << subject.first << " at " << subject.second;
    if (verdicts.count(Verdict::kUnknown) != 0) {
      ++open;
      if (found->second.count(Verdict::kUnknown) == 0) ++seen_through;
      continue;
    }
    EXPECT_EQ(Words(found->second), Words(verdicts))
        << subject.first << " at " << subject.second;
  }
  std::cout << GetParam() << ": " << open << " undecided without the source, "
            << seen_through << " of them decided with it\n";
}

INSTANTIATE_TEST_SUITE_P(Stacks, SourceLaw, ::testing::ValuesIn(Stacks()),
                         [](const auto& row) {
                           std::string name = row.param;
                           std::replace_if(
                               name.begin(), name.end(),
                               [](char c) { return std::isalnum(c) == 0; },
                               '_');
                           return name;
                         });

// The module of a stack that is out of step adds nothing.
TEST(Sources, AreInStepWithTheRecordedPlans) {
  for (const std::string& stack : Stacks()) {
    plan::Plan plan = Load(stack);
    const Sources sources =
        ReadSources(absl::StrCat(COMPLIANCE_SOURCE_DIR, "/", stack), "");
    EXPECT_TRUE(sources.configuration.problems.empty()) << stack;
    EXPECT_EQ(plan::FillFromSource(sources.configuration, plan),
              std::vector<std::string>())
        << stack;
  }
}

}  // namespace
}  // namespace compliance::engine
