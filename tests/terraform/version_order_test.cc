#include "terraform/version_order.h"

#include "gtest/gtest.h"

namespace compliance::terraform {
namespace {

TEST(VersionOrder, IsThatOfSemanticVersions) {
  const char* const kInOrder[] = {"0.9.0",      "1.0.0-alpha", "1.0.0-beta",
                                  "1.0.0",      "1.0.1",       "1.2.0",
                                  "1.10.0-rc1", "1.10.0",      "10.0.0"};
  for (std::size_t i = 0; i < std::size(kInOrder); ++i) {
    for (std::size_t j = 0; j < std::size(kInOrder); ++j) {
      EXPECT_EQ(IsOlderVersion(kInOrder[i], kInOrder[j]), i < j)
          << kInOrder[i] << " " << kInOrder[j];
    }
  }
  EXPECT_TRUE(IsOlderVersion("no version", "0.0.1"));
  EXPECT_FALSE(IsOlderVersion("1.0.0+a", "1.0.0+b"));
}

}  // namespace
}  // namespace compliance::terraform
