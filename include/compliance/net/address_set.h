// Unions of CIDR blocks.
#ifndef COMPLIANCE_NET_ADDRESS_SET_H_
#define COMPLIANCE_NET_ADDRESS_SET_H_

#include <utility>
#include <vector>

#include "absl/numeric/int128.h"
#include "compliance/net/prefix.h"

namespace compliance::net {

// A set of addresses of both families, kept as disjoint, sorted ranges.
class AddressSet {
 public:
  AddressSet() = default;
  explicit AddressSet(const std::vector<Prefix>& prefixes);

  void Add(const Prefix& prefix);
  void Remove(const Prefix& prefix);
  void AddAll(const AddressSet& other);
  void RemoveAll(const AddressSet& other);
  bool empty() const { return v4_.empty() && v6_.empty(); }

  // Whether every address of the block is in the set, however many members it
  // takes.
  bool Covers(const Prefix& prefix) const;
  // Whether the set and the block share an address.
  bool Intersects(const Prefix& prefix) const;

  // Whether the set opens to the internet at large: whether it holds a
  // sixteenth of the IPv4 addresses that are routed there (all but the
  // special-purpose blocks of RFC 6890, multicast and reserved space: near
  // fourteen blocks of length 8, more than any organisation has), or a /12 of
  // 2000::/3, which is what a registry has for a continent. So 0.0.0.0/1 and
  // 128.0.0.0/1 are public as 0.0.0.0/0 is, and a list that spares a few
  // networks is too, but nothing that one organisation owns.
  bool IsPublic() const;

 private:
  // Both ends are in the range.
  using Range = std::pair<absl::uint128, absl::uint128>;

  const std::vector<Range>& Of(Family family) const;
  static void AddRange(Range added, std::vector<Range>& ranges);
  static void RemoveRange(const Range& removed, std::vector<Range>& ranges);

  std::vector<Range> v4_, v6_;
};

}  // namespace compliance::net

#endif  // COMPLIANCE_NET_ADDRESS_SET_H_
