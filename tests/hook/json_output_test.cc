#include "hook/json_output.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace compliance::hook {
namespace {

constexpr char kVersion[] = "{\"@level\":\"info\",\"type\":\"version\"}\n";
constexpr char kChange[] = "{\"type\":\"planned_change\",\"change\":{}}\n";
constexpr char kStart[] = "{\"type\":\"apply_start\"}\n";

std::string Filtered(const std::string& text, std::size_t step) {
  AppliedLinesFilter filter;
  std::string out;
  for (std::size_t at = 0; at < text.size(); at += step) {
    out += filter.Feed(text.substr(at, step));
  }
  return out + filter.Finish();
}

TEST(AppliedLinesFilter, LeavesOutWhatThePlanSaid) {
  struct Case {
    std::string in, out;
  };
  const std::vector<Case> cases = {
      {std::string(kVersion) + kChange + kChange + kStart, kStart},
      {std::string(kVersion) + kStart, kStart},
      // Only the beginning is the plan's.
      {std::string(kStart) + kVersion + kChange,
       std::string(kStart) + kVersion + kChange},
      {"no JSON\n" + std::string(kChange), "no JSON\n" + std::string(kChange)},
      {"[1]\n", "[1]\n"},
      {"{\"type\":3}\n", "{\"type\":3}\n"},
      {"cut of", "cut of"},
      {"", ""},
  };
  for (const Case& test : cases) {
    for (const std::size_t step : {1u, 7u, 1000u}) {
      EXPECT_EQ(Filtered(test.in, step), test.out) << test.in << step;
    }
  }
}

}  // namespace
}  // namespace compliance::hook
