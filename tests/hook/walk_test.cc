#include "hook/walk.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "hook/peer.h"

namespace compliance::hook {
namespace {

TEST(WalkTest, IsReadOffTheCommandLine) {
  struct Case {
    std::vector<std::string> words;
    Walk walk;
  };
  const std::vector<Case> cases = {
      {{"plan", "-out=x"}, Walk::kPlan},
      {{"apply", "x.tfplan"}, Walk::kApply},
      {{"validate"}, Walk::kValidate},
      {{"test"}, Walk::kTest},
      {{"show", "-json", "x.tfplan"}, Walk::kShow},
      {{"import", "aws_kms_key.k", "id"}, Walk::kOther},
      {{"destroy"}, Walk::kTakesDown},
      {{"plan", "-destroy"}, Walk::kTakesDown},
      {{"apply", "-destroy", "-auto-approve"}, Walk::kTakesDown},
  };
  for (const Case& one : cases) {
    EXPECT_EQ(WalkOf(Peer(one.words).pid()), one.walk)
        << absl::StrJoin(one.words, " ");
  }
}

TEST(WalkTest, TheEnvironmentOfThePeerCounts) {
  EXPECT_EQ(WalkOf(Peer({"plan"}, {"TF_CLI_ARGS_plan=-destroy"}).pid()),
            Walk::kTakesDown);
  EXPECT_EQ(WalkOf(Peer({"apply"}, {"TF_CLI_ARGS_plan=-destroy"}).pid()),
            Walk::kApply);
}

TEST(WalkTest, AProcessThatCannotBeSeenIsDoingAnything) {
  EXPECT_EQ(WalkOf(0), Walk::kOther);
  EXPECT_EQ(WalkOf(-1), Walk::kOther);
}

}  // namespace
}  // namespace compliance::hook
