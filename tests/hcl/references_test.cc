#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "compliance/hcl/evaluate.h"
#include "compliance/hcl/parse.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "hcl/evaluation.h"
#include "nlohmann/json.hpp"

namespace compliance::hcl {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string ContentOf(const std::string& name) {
  std::ifstream file(COMPLIANCE_SOURCE_DIR "/tests/testdata/hcl/references/" +
                     name);
  return {std::istreambuf_iterator<char>(file), {}};
}

// record_references.py made recorded.json from a real plan.
TEST(References, AreThoseOfPlanJson) {
  const ParsedFile file = Parse(ContentOf("main.tf"));
  ASSERT_TRUE(file.problems.empty());
  const auto recorded = nlohmann::json::parse(ContentOf("recorded.json"));
  std::size_t compared = 0;
  for (const Block& block : file.body.blocks) {
    if (block.type != "output") continue;
    const std::string& name = block.labels.front().text;
    EXPECT_EQ(References(block.body.Find("value")->expression),
              recorded.at(name).get<std::vector<std::string>>())
        << name;
    ++compared;
  }
  EXPECT_EQ(compared, recorded.size());
}

std::vector<std::string> ReferencesIn(const std::string& text) {
  return References(compliance::testing::ExpressionOf(text));
}

TEST(References, NeedAnObjectToReferTo) {
  EXPECT_THAT(ReferencesIn("var"), IsEmpty());
  EXPECT_THAT(ReferencesIn("aws_vpc"), IsEmpty());
  EXPECT_THAT(ReferencesIn("data.aws_vpc"), IsEmpty());
  EXPECT_THAT(ReferencesIn("var[0]"), IsEmpty());
  EXPECT_THAT(ReferencesIn("each.value.id"),
              ElementsAre("each.value.id", "each.value"));
  EXPECT_THAT(ReferencesIn("count.index"), ElementsAre("count.index"));
  EXPECT_THAT(ReferencesIn("self.arn"), ElementsAre("self.arn", "self"));
  EXPECT_THAT(ReferencesIn("data.aws_vpc.v[0].id"),
              ElementsAre("data.aws_vpc.v[0].id", "data.aws_vpc.v[0]",
                          "data.aws_vpc.v"));
}

}  // namespace
}  // namespace compliance::hcl
