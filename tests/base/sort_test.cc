#include "compliance/base/sort.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <numeric>
#include <utility>
#include <vector>

namespace compliance {
namespace {

// A key, and where the item stood before.
using Item = std::pair<int, int>;

bool KeyBefore(const Item& a, const Item& b) { return a.first < b.first; }

TEST(StableSort, SortsLikeTheStandardOneWhateverTheOrder) {
  std::vector<int> keys = {0, 0, 1, 1, 2, 3};
  do {
    std::vector<Item> items;
    for (const int key : keys) {
      items.emplace_back(key, static_cast<int>(items.size()));
    }
    std::vector<Item> want = items;
    std::stable_sort(want.begin(), want.end(), KeyBefore);
    StableSort(items, KeyBefore);
    EXPECT_EQ(items, want);
  } while (std::next_permutation(keys.begin(), keys.end()));
}

TEST(StableSort, TakesNoneAndWhatCanOnlyBeMoved) {
  std::vector<int> none;
  StableSort(none, std::less<>());
  EXPECT_TRUE(none.empty());
  std::vector<std::unique_ptr<int>> items;
  for (const int key : {3, 1, 2}) items.push_back(std::make_unique<int>(key));
  StableSort(items, [](const auto& a, const auto& b) { return *a < *b; });
  EXPECT_EQ(*items[0], 1);
  EXPECT_EQ(*items[1], 2);
  EXPECT_EQ(*items[2], 3);
}

}  // namespace
}  // namespace compliance
