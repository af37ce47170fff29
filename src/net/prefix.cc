#include "compliance/net/prefix.h"

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "compliance/base/status_macros.h"

namespace compliance::net {
namespace {

absl::Status NotANetwork() {
  return absl::InvalidArgumentError(
      "not a network; write ADDRESS/LENGTH, such as 10.0.0.0/8");
}

// -1 where it is no length: a sign, a leading zero, too long.
int ParseLength(absl::string_view text) {
  if (text.empty() || text.size() > 3 || (text.size() > 1 && text[0] == '0')) {
    return -1;
  }
  int length = 0;
  for (const char c : text) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(c))) return -1;
    length = length * 10 + (c - '0');
  }
  return length;
}

// The bits of an address that a prefix of this length leaves open.
absl::uint128 HostMask(Family family, int length) {
  const int host = BitsOf(family) - length;
  return host == 128 ? absl::Uint128Max() : (absl::uint128(1) << host) - 1;
}

}  // namespace

absl::StatusOr<Prefix> Prefix::Parse(absl::string_view text) {
  const std::size_t slash = text.rfind('/');
  if (slash == absl::string_view::npos) return NotANetwork();
  const absl::string_view address = text.substr(0, slash);
  ASSIGN_OR_RETURN(const Ip ip, Ip::Parse(address));
  if (ip.family() == Family::kV4 &&
      address.find(':') != absl::string_view::npos) {
    return absl::InvalidArgumentError(
        "an IPv4 network inside IPv6 is not allowed; write the IPv4 network");
  }
  const int length = ParseLength(text.substr(slash + 1));
  if (length < 0 || length > BitsOf(ip.family())) return NotANetwork();
  return Prefix(ip, length);
}

std::string Prefix::ToString() const {
  return absl::StrCat(ip_.ToString(), "/", length_);
}

Ip Prefix::first() const {
  return {ip_.family(), ip_.bits() & ~HostMask(ip_.family(), length_)};
}

Ip Prefix::last() const {
  return {ip_.family(), ip_.bits() | HostMask(ip_.family(), length_)};
}

bool Prefix::Contains(const Ip& ip) const {
  return ip.family() == ip_.family() && first() <= ip && ip <= last();
}

bool Prefix::Contains(const Prefix& other) const {
  return other.length_ >= length_ && Contains(other.ip_);
}

}  // namespace compliance::net
