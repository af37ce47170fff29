#include "compliance/net/address_set.h"

#include <algorithm>

namespace compliance::net {
namespace {

// What no one reaches from the internet: RFC 6890, multicast, reserved.
const std::vector<Prefix>& NotRoutedV4() {
  static const auto& blocks = *[] {
    auto* built = new std::vector<Prefix>;
    for (const char* text :
         {"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8",
          "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
          "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",
          "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"}) {
      built->push_back(*Prefix::Parse(text));
    }
    return built;
  }();
  return blocks;
}

using Range = std::pair<absl::uint128, absl::uint128>;

// How many addresses the ranges and the block share. Of IPv6 the whole space
// has one more than the number can hold, but no block asked for here is that.
absl::uint128 Shared(const std::vector<Range>& ranges, const Prefix& block) {
  const absl::uint128 first = block.First().bits;
  const absl::uint128 last = block.Last().bits;
  absl::uint128 count = 0;
  for (const Range& range : ranges) {
    const absl::uint128 low = std::max(range.first, first);
    const absl::uint128 high = std::min(range.second, last);
    if (low <= high) count += high - low + 1;
  }
  return count;
}

}  // namespace

AddressSet::AddressSet(const std::vector<Prefix>& prefixes) {
  for (const Prefix& prefix : prefixes) Add(prefix);
}

const std::vector<AddressSet::Range>& AddressSet::Of(Family family) const {
  return family == Family::kV4 ? v4_ : v6_;
}

void AddressSet::Add(const Prefix& prefix) {
  AddRange({prefix.First().bits, prefix.Last().bits},
           prefix.ip.family == Family::kV4 ? v4_ : v6_);
}

void AddressSet::Remove(const Prefix& prefix) {
  RemoveRange({prefix.First().bits, prefix.Last().bits},
              prefix.ip.family == Family::kV4 ? v4_ : v6_);
}

void AddressSet::AddAll(const AddressSet& other) {
  for (const Range& range : other.v4_) AddRange(range, v4_);
  for (const Range& range : other.v6_) AddRange(range, v6_);
}

void AddressSet::RemoveAll(const AddressSet& other) {
  for (const Range& range : other.v4_) RemoveRange(range, v4_);
  for (const Range& range : other.v6_) RemoveRange(range, v6_);
}

void AddressSet::AddRange(Range added, std::vector<Range>& ranges) {
  std::vector<Range> merged;
  bool is_in = false;
  for (const Range& range : ranges) {
    // Ranges that touch become one. The ends are compared so that adding one to
    // the last address of IPv6 never wraps.
    const bool ends_before =
        range.second < added.first && added.first - range.second > 1;
    const bool starts_after =
        range.first > added.second && range.first - added.second > 1;
    if (ends_before) {
      merged.push_back(range);
    } else if (starts_after) {
      if (!is_in) merged.push_back(added);
      is_in = true;
      merged.push_back(range);
    } else {
      added.first = std::min(added.first, range.first);
      added.second = std::max(added.second, range.second);
    }
  }
  if (!is_in) merged.push_back(added);
  ranges = std::move(merged);
}

void AddressSet::RemoveRange(const Range& removed, std::vector<Range>& ranges) {
  std::vector<Range> kept;
  for (const Range& range : ranges) {
    if (range.second < removed.first || removed.second < range.first) {
      kept.push_back(range);
      continue;
    }
    if (range.first < removed.first) {
      kept.emplace_back(range.first, removed.first - 1);
    }
    if (removed.second < range.second) {
      kept.emplace_back(removed.second + 1, range.second);
    }
  }
  ranges = std::move(kept);
}

bool AddressSet::Covers(const Prefix& prefix) const {
  const std::vector<Range>& ranges = Of(prefix.ip.family);
  return std::any_of(ranges.begin(), ranges.end(), [&prefix](const Range& r) {
    return r.first <= prefix.First().bits && prefix.Last().bits <= r.second;
  });
}

bool AddressSet::Intersects(const Prefix& prefix) const {
  const std::vector<Range>& ranges = Of(prefix.ip.family);
  return std::any_of(ranges.begin(), ranges.end(), [&prefix](const Range& r) {
    return r.first <= prefix.Last().bits && prefix.First().bits <= r.second;
  });
}

bool AddressSet::IsPublic() const {
  static const Prefix kRoutedV6 = *Prefix::Parse("2000::/3");
  static const absl::uint128 kRegistry = absl::uint128(1) << (128 - 12);
  if (Shared(v6_, kRoutedV6) >= kRegistry) return true;
  absl::uint128 routed = absl::uint128(1) << 32;
  absl::uint128 held = Shared(v4_, Prefix{});
  for (const Prefix& block : NotRoutedV4()) {
    routed -= Shared({{block.First().bits, block.Last().bits}}, block);
    held -= Shared(v4_, block);
  }
  return held * 16 >= routed;
}

}  // namespace compliance::net
