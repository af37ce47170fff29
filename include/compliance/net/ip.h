// IP addresses as numbers.
#ifndef COMPLIANCE_NET_IP_H_
#define COMPLIANCE_NET_IP_H_

#include <cstdint>
#include <string>

#include "absl/numeric/int128.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace compliance::net {

enum class Family : std::uint8_t { kV4 = 4, kV6 = 6 };

// 32 or 128.
constexpr int BitsOf(Family family) { return family == Family::kV4 ? 32 : 128; }
// The highest address of the family.
absl::uint128 LastOf(Family family);

// An address; `bits` is its number, at most LastOf(family).
struct Ip {
  Family family = Family::kV4;
  absl::uint128 bits = 0;

  // 192.0.2.1, 2001:db8::1. An IPv4 address in IPv6 is that IPv4 address where
  // it is written in hex (::ffff:c000:201), as CEL has it. Errors:
  // INVALID_ARGUMENT for anything else, and for zones, leading zeros in IPv4
  // and the dotted form ::ffff:192.0.2.1.
  static absl::StatusOr<Ip> Parse(absl::string_view text);
  // Canonical: dotted, or as RFC 5952 says.
  std::string ToString() const;

  bool IsUnspecified() const;
  bool IsLoopback() const;
  bool IsLinkLocalUnicast() const;
  bool IsLinkLocalMulticast() const;
  bool IsMulticast() const;
  // Any unicast address that leaves the link: private ones too, as RFC 4291
  // and the condition language's network extension have it.
  bool IsGlobalUnicast() const;

  friend bool operator==(const Ip&, const Ip&) = default;
};

}  // namespace compliance::net

#endif  // COMPLIANCE_NET_IP_H_
