// What is made of a plugin's standard error.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tfplugin/line_splitter.h"
#include "tfplugin/panic_text.h"

namespace compliance::tfplugin {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

std::vector<std::string> LinesOf(const std::vector<std::string>& pieces) {
  LineSplitter splitter;
  std::vector<std::string> lines;
  const auto take = [&](absl::string_view line) { lines.emplace_back(line); };
  for (const std::string& piece : pieces) splitter.Add(piece, take);
  splitter.End(take);
  return lines;
}

TEST(LineSplitter, CutsAtNewlines) {
  EXPECT_THAT(LinesOf({"a\nb", "c\r\n", "\n", "d"}),
              ElementsAre("a", "bc", "", "d"));
  EXPECT_THAT(LinesOf({"a\n"}), ElementsAre("a"));
}

TEST(LineSplitter, CutsLongLinesInPieces) {
  constexpr std::size_t kMost = 65536;
  const std::string line(2 * kMost + 5, 'x');
  EXPECT_THAT(LinesOf({line.substr(0, 100), line.substr(100) + "\nrest\n"}),
              ElementsAre(std::string(kMost, 'x'), std::string(kMost, 'x'),
                          "xxxxx", "rest"));
}

TEST(PanicText, KeepsWhatFollowsThePanic) {
  PanicText text;
  text.Add("before");
  EXPECT_EQ(text.Message("p"), "");
  text.Add("panic: oh");
  text.Add("[INFO] logged at the same time");
  text.Add(R"({"@level":"info","@message":"so is this"})");
  text.Add("goroutine 1");
  EXPECT_THAT(text.Message("p"),
              AllOf(HasSubstr("from the p plugin:\n\npanic: oh\ngoroutine 1\n"),
                    Not(HasSubstr("before"))));
}

TEST(PanicText, KeepsNoMoreThanTerraformKeeps) {
  PanicText text;
  text.Add("fatal error: all goroutines are asleep");
  for (int i = 1; i < 200; ++i) text.Add(absl::StrCat("line ", i));
  EXPECT_THAT(text.Message("p"),
              AllOf(HasSubstr("line 100\n"), Not(HasSubstr("line 101"))));
}

}  // namespace
}  // namespace compliance::tfplugin
