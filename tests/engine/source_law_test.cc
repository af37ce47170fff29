// The law of the source: it only turns `unknown` into something else, and never
// contradicts what is decided without it. Over every stack of which the
// repository has both the files and a recorded plan.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include "compliance/plan/source.h"
#include "recorded_stack.h"

namespace compliance::engine {
namespace {

std::vector<std::string> Stacks() {
  std::vector<std::string> stacks = StacksBelow("examples");
  std::vector<std::string> others = StacksBelow("tests/testdata/plans");
  std::move(others.begin(), others.end(), std::back_inserter(stacks));
  return stacks;
}

class SourceLaw : public ::testing::TestWithParam<std::string> {};

TEST_P(SourceLaw, TheSourceOnlyDecides) {
  const Verdicts without = Judge(LoadPlanOf(GetParam()));
  const Verdicts with = JudgeBySource(GetParam());
  std::size_t open = 0;
  std::size_t seen_through = 0;
  for (const auto& [subject, verdicts] : without) {
    const auto found = with.find(subject);
    ASSERT_NE(found, with.end()) << subject.first << " at " << subject.second;
    if (IsUndecided(verdicts)) {
      ++open;
      if (!IsUndecided(found->second)) ++seen_through;
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
    plan::Plan plan = LoadPlanOf(stack);
    const Sources sources = SourcesOf(stack);
    EXPECT_TRUE(sources.configuration.problems.empty()) << stack;
    EXPECT_EQ(plan::FillFromSource(sources.configuration, plan),
              std::vector<std::string>())
        << stack;
  }
}

}  // namespace
}  // namespace compliance::engine
