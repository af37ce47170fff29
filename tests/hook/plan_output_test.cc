#include "hook/plan_output.h"

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace compliance::hook {
namespace {

constexpr char kPath[] = "/proc/7/fd/3";
constexpr char kPlan[] =
    "  # random_id.x will be created\n\nPlan: 1 to add, 0 to change, 0 to "
    "destroy.\n";
constexpr char kRule[] = "\n\xe2\x94\x80\xe2\x94\x80\xe2\x94\x80\n\n";
constexpr char kColoredRule[] =
    "\x1b[0m\x1b[90m\n\xe2\x94\x80\xe2\x94\x80\xe2\x94\x80\x1b[0m\n\n";
constexpr char kSaved[] =
    "Saved the plan to: /proc/7/fd/3\n\nTo perform exactly these actions, run "
    "the following command to apply:\n    terraform apply \"/proc/7/fd/3\"\n";
constexpr char kNote[] =
    "Note: You didn't use the -out option to save this plan, so Terraform "
    "can't\nguarantee to take exactly these actions if you run \"terraform "
    "apply\" now.\n";

// Fed in pieces of `step` bytes.
std::string Filter(const std::string& text, Ending ending, std::size_t step,
                   int columns = 80) {
  PlanOutputFilter filter(kPath, ending, columns);
  std::string out;
  for (std::size_t i = 0; i < text.size(); i += step) {
    out += filter.Feed(text.substr(i, step));
  }
  return out + filter.Finish();
}

class PlanOutputFilterTest : public testing::TestWithParam<std::size_t> {};

TEST_P(PlanOutputFilterTest, NoteTakesThePlaceOfTheFile) {
  const std::string before = std::string(kPlan) + kRule;
  EXPECT_EQ(Filter(before + kSaved, Ending::kNote, GetParam()), before + kNote);
}

TEST_P(PlanOutputFilterTest, ColorsStay) {
  const std::string before = std::string(kPlan) + kColoredRule;
  EXPECT_EQ(Filter(before + kSaved, Ending::kNote, GetParam()), before + kNote);
}

TEST_P(PlanOutputFilterTest, NothingTakesThePlaceOfFileAndRule) {
  EXPECT_EQ(
      Filter(std::string(kPlan) + kRule + kSaved, Ending::kNothing, GetParam()),
      kPlan);
  EXPECT_EQ(Filter(std::string(kPlan) + kColoredRule + kSaved, Ending::kNothing,
                   GetParam()),
            std::string(kPlan) + "\x1b[0m");
}

TEST_P(PlanOutputFilterTest, OpenTofuSpeaksForItself) {
  std::string saved = kSaved;
  saved.replace(saved.find("terraform apply"), 9, "tofu");
  EXPECT_THAT(Filter(std::string(kRule) + saved, Ending::kNote, GetParam()),
              testing::AllOf(testing::HasSubstr("so OpenTofu can't"),
                             testing::HasSubstr("\"tofu apply\" now.\n"),
                             testing::Not(testing::HasSubstr("Saved"))));
}

TEST_P(PlanOutputFilterTest, OtherTextsPass) {
  for (const std::string& text :
       {std::string(kPlan), std::string(kPlan) + kRule + "Warning: x\n\n\n",
        std::string("\n\n\n\n\nNo changes.\n"), std::string("\n\n"),
        std::string("Saved the plane to: x\n"), std::string("  Enter: "),
        // The user's own file.
        std::string("Saved the plan to: tfplan\n\n  terraform apply "
                    "\"tfplan\"\n")}) {
    EXPECT_EQ(Filter(text, Ending::kNothing, GetParam()), text);
  }
}

INSTANTIATE_TEST_SUITE_P(Pieces, PlanOutputFilterTest,
                         testing::Values(1, 2, 3, 7, 64, 100000));

TEST(PlanOutputFilter, WrapsAsNarrowAsTheTerminal) {
  EXPECT_EQ(Filter(kSaved, Ending::kNote, 1000, 50),
            "Note: You didn't use the -out option to save this\n"
            "plan, so Terraform can't guarantee to take\n"
            "exactly these actions if you run \"terraform\n"
            "apply\" now.\n");
  EXPECT_EQ(Filter(kSaved, Ending::kNote, 1000, 0),
            "Note: You didn't use the -out option to save this plan, so "
            "Terraform can't guarantee to take exactly these actions if you "
            "run \"terraform apply\" now.\n");
}

// What waits for an answer has no newline, and must not wait here.
TEST(PlanOutputFilter, QuestionsPassAtOnce) {
  PlanOutputFilter filter(kPath, Ending::kNote, 80);
  EXPECT_EQ(filter.Feed("var.region\n  Enter a value: "),
            "var.region\n  Enter a value: ");
  EXPECT_EQ(filter.Feed("\n"), "\n");
}

}  // namespace
}  // namespace compliance::hook
