// CIDR blocks.
#ifndef COMPLIANCE_NET_PREFIX_H_
#define COMPLIANCE_NET_PREFIX_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "compliance/net/ip.h"

namespace compliance::net {

// An address and the number of leading bits that count. The address may have
// bits set behind them: 10.1.2.3/8 is kept as written.
struct Prefix {
  Ip ip;
  int length = 0;  // 0..32 or 0..128

  // 10.0.0.0/8, 2001:db8::/32. Errors: INVALID_ARGUMENT, as Ip::Parse, and for
  // a length that is missing, signed, padded or too large.
  static absl::StatusOr<Prefix> Parse(absl::string_view text);
  std::string ToString() const;

  // The first and last address in it.
  Ip First() const;
  Ip Last() const;
  // With the bits behind the length cleared.
  Prefix Masked() const { return {First(), length}; }

  // False across families.
  bool Contains(const Ip& other) const;
  bool Contains(const Prefix& other) const;

  friend bool operator==(const Prefix&, const Prefix&) = default;
};

}  // namespace compliance::net

#endif  // COMPLIANCE_NET_PREFIX_H_
