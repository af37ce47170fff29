// A plan JSON with one byte lost or added, wherever that is: what another
// reader of JSON refuses, the loader refuses too, also where it reads nothing.
#include <gtest/gtest.h>

#include <cstddef>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>

#include "absl/strings/string_view.h"
#include "compliance/plan/load.h"
#include "compliance/plan/plan.h"

namespace compliance::plan {
namespace {

// What gives JSON its structure, or a number or an escape its form.
constexpr absl::string_view kInserted = "{}[]:,\"\\0-.e\n";

std::string SmallPlan() {
  std::ifstream file(COMPLIANCE_SOURCE_DIR
                     "/tests/testdata/plans/small/plan.json");
  return {std::istreambuf_iterator<char>(file), {}};
}

// Whether the text was malformed; it must not be taken if so.
bool IsRefused(const std::string& text) {
  if (nlohmann::json::accept(text)) return false;
  EXPECT_FALSE(LoadPlanJson(text).ok()) << text;
  return true;
}

TEST(BrokenJson, TheWholeIsAPlan) {
  const absl::StatusOr<Plan> plan = LoadPlanJson(SmallPlan());
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_EQ(plan->resources.size(), 2U);
}

TEST(BrokenJson, AByteLessIsRefused) {
  const std::string text = SmallPlan();
  std::size_t refused = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string broken = text;
    broken.erase(i, 1);
    refused += IsRefused(broken) ? 1 : 0;
  }
  EXPECT_GT(refused, 1000U);
}

TEST(BrokenJson, AByteMoreIsRefused) {
  const std::string text = SmallPlan();
  for (const char inserted : kInserted) {
    std::size_t refused = 0;
    for (std::size_t i = 0; i <= text.size(); ++i) {
      std::string broken = text;
      broken.insert(i, 1, inserted);
      refused += IsRefused(broken) ? 1 : 0;
    }
    EXPECT_GT(refused, 500U) << inserted;
  }
}

}  // namespace
}  // namespace compliance::plan
