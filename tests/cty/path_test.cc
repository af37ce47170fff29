#include "compliance/cty/path.h"

#include <sstream>

#include "gtest/gtest.h"

namespace compliance::cty {
namespace {

TEST(Path, PrintsInTerraformsNotation) {
  EXPECT_EQ(Path().ToString(), "");
  EXPECT_EQ(
      Path().Attr("ingress").Index(0).Attr("cidr_blocks").Index(1).ToString(),
      "ingress[0].cidr_blocks[1]");
  EXPECT_EQ(Path().Attr("tags").Key("Na\"me").ToString(), R"(tags["Na\"me"])");
  EXPECT_EQ(Path().Key("first").Attr("a").ToString(), R"(["first"].a)");
  std::ostringstream out;
  out << Path().Attr("a");
  EXPECT_EQ(out.str(), "a");
}

TEST(Path, GrowsWithoutChangingItsStart) {
  const Path start = Path().Attr("a");
  const Path longer = start.Index(2);
  EXPECT_EQ(start.steps().size(), 1U);
  EXPECT_EQ(longer, Path({AttributeName{"a"}, ListIndex{2}}));
  EXPECT_TRUE(longer.StartsWith(start));
  EXPECT_TRUE(longer.StartsWith(longer));
  EXPECT_TRUE(longer.StartsWith(Path()));
  EXPECT_FALSE(start.StartsWith(longer));
  EXPECT_FALSE(longer.StartsWith(Path().Attr("b")));
  EXPECT_FALSE(longer.StartsWith(Path().Key("a")));
}

TEST(Path, IsOrdered) {
  EXPECT_LT(Path(), Path().Attr("a"));
  EXPECT_LT(Path().Attr("a"), Path().Attr("a").Index(0));
  EXPECT_LT(Path().Index(2), Path().Index(10));
  EXPECT_LT(Path().Attr("a"), Path().Attr("b"));
}

}  // namespace
}  // namespace compliance::cty
