// Sorting of things that are big themselves.
#ifndef COMPLIANCE_BASE_SORT_H_
#define COMPLIANCE_BASE_SORT_H_

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <utility>
#include <vector>

namespace compliance {

// std::stable_sort, but for moving each item once and needing no room for a
// second one of each.
template <typename T, typename Before>
void StableSort(std::vector<T>& items, Before before) {
  // order[i]: where the item comes from that belongs at i.
  std::vector<std::size_t> order(items.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(
      order.begin(), order.end(),
      [&](std::size_t a, std::size_t b) { return before(items[a], items[b]); });
  for (std::size_t start = 0; start < items.size(); ++start) {
    if (order[start] == start) continue;
    T first = std::move(items[start]);
    std::size_t at = start;
    while (order[at] != start) {
      const std::size_t from = std::exchange(order[at], at);
      items[at] = std::move(items[from]);
      at = from;
    }
    items[at] = std::move(first);
    order[at] = at;
  }
}

}  // namespace compliance

#endif  // COMPLIANCE_BASE_SORT_H_
