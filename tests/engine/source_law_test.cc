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
struct Opinion {
  std::set<Verdict> verdicts;
  bool names_source = false;
};
using Opinions = std::map<std::pair<std::string, std::string>, Opinion>;

Opinions Judge(const plan::Plan& plan) {
  Opinions opinions;
  const Evaluation evaluation =
      Evaluate(rules::RuleSet::BuiltIn(), plan, config::Config());
  for (const Finding& finding : evaluation.findings) {
    Opinion& opinion = opinions[{finding.rule->id, finding.address}];
    opinion.verdicts.insert(finding.verdict);
    opinion.names_source |= !finding.decided_from.empty();
  }
  return opinions;
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
  const Opinions without = Judge(bare);
  const Opinions with = Judge(filled);
  std::size_t open = 0;
  std::size_t seen_through = 0;
  for (const auto& [subject, opinion] : without) {
    const std::string place =
        absl::StrCat(subject.first, " at ", subject.second);
    const auto found = with.find(subject);
    ASSERT_NE(found, with.end()) << place;
    EXPECT_FALSE(opinion.names_source) << place;
    if (opinion.verdicts.count(Verdict::kUnknown) == 0) {
      EXPECT_EQ(Words(found->second.verdicts), Words(opinion.verdicts))
          << place;
      continue;
    }
    ++open;
    if (found->second.verdicts.count(Verdict::kUnknown) != 0) continue;
    ++seen_through;
    // A partner that turns out to be another's is no place to point at.
    const bool lacks_partner =
        found->second.verdicts.count(Verdict::kFail) != 0;
    EXPECT_TRUE(found->second.names_source || lacks_partner) << place;
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
