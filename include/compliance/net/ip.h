// An IP address of either family.
#ifndef COMPLIANCE_NET_IP_H_
#define COMPLIANCE_NET_IP_H_

#include <compare>
#include <cstdint>
#include <string>

#include "absl/numeric/int128.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace compliance::net {

enum class Family : std::uint8_t { kV4, kV6 };

// How many bits an address of the family has: 32, 128.
constexpr int BitsOf(Family family) { return family == Family::kV4 ? 32 : 128; }

class Ip {
 public:
  constexpr Ip() = default;  // 0.0.0.0
  // Precondition: `bits` fits into the family.
  constexpr Ip(Family family, absl::uint128 bits)
      : family_(family), bits_(bits) {}

  // Reads an address as CEL's network extension does: four decimal numbers
  // without leading zeros, or IPv6 with at most one "::" and an optional dotted
  // tail. No zones. An IPv4 address in IPv6 is refused where it is written with
  // dots (::ffff:192.0.2.1), and is that IPv4 address where it is written in
  // hex
  // (::ffff:c000:201). Errors: INVALID_ARGUMENT, without the text.
  static absl::StatusOr<Ip> Parse(absl::string_view text);

  Family family() const { return family_; }
  absl::uint128 bits() const { return bits_; }

  // The canonical text (RFC 5952).
  std::string ToString() const;

  bool IsUnspecified() const { return bits_ == 0; }
  bool IsLoopback() const;
  bool IsMulticast() const;
  bool IsLinkLocalUnicast() const;
  bool IsLinkLocalMulticast() const;
  // None of the above, nor IPv4's broadcast address. Private addresses are
  // global unicast in this sense, as they are in CEL.
  bool IsGlobalUnicast() const;

  friend bool operator==(const Ip&, const Ip&) = default;
  // IPv4 before IPv6.
  friend std::strong_ordering operator<=>(const Ip& a, const Ip& b);

 private:
  Family family_ = Family::kV4;
  absl::uint128 bits_ = 0;
};

}  // namespace compliance::net

#endif  // COMPLIANCE_NET_IP_H_
