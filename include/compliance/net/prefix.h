// A network prefix: 10.0.0.0/8, 2001:db8::/32.
#ifndef COMPLIANCE_NET_PREFIX_H_
#define COMPLIANCE_NET_PREFIX_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "compliance/net/ip.h"

namespace compliance::net {

class Prefix {
 public:
  constexpr Prefix() = default;  // 0.0.0.0/0
  // Precondition: 0 <= length <= BitsOf(ip.family()).
  constexpr Prefix(Ip ip, int length) : ip_(ip), length_(length) {}

  // Reads ADDRESS/LENGTH. Bits of the address beyond the length are kept, as
  // CEL does; Masked() drops them. IPv4 in IPv6 is refused in either spelling.
  // Errors: INVALID_ARGUMENT, without the text.
  static absl::StatusOr<Prefix> Parse(absl::string_view text);

  const Ip& ip() const { return ip_; }
  int length() const { return length_; }
  std::string ToString() const;

  // The lowest and the highest address.
  Ip first() const;
  Ip last() const;
  Prefix Masked() const { return {first(), length_}; }
  bool HasHostBits() const { return ip_ != first(); }

  // False across families.
  bool Contains(const Ip& ip) const;
  bool Contains(const Prefix& other) const;

  // As written: 10.0.0.1/8 is not 10.0.0.0/8.
  friend bool operator==(const Prefix&, const Prefix&) = default;

 private:
  Ip ip_;
  int length_ = 0;
};

}  // namespace compliance::net

#endif  // COMPLIANCE_NET_PREFIX_H_
