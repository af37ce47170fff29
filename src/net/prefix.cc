#include "compliance/net/prefix.h"

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace compliance::net {
namespace {

absl::Status NotABlock() {
  return absl::InvalidArgumentError(
      "not a CIDR block; write 10.0.0.0/8 or 2001:db8::/32");
}

// The bits behind the length. Shifting by all 128 is not defined.
absl::uint128 HostBits(const Prefix& prefix) {
  const absl::uint128 last = LastOf(prefix.ip.family);
  return prefix.length == 128 ? absl::uint128(0) : last >> prefix.length;
}

}  // namespace

absl::StatusOr<Prefix> Prefix::Parse(absl::string_view text) {
  const std::size_t slash = text.rfind('/');
  if (slash == absl::string_view::npos) return NotABlock();
  const absl::StatusOr<Ip> ip = Ip::Parse(text.substr(0, slash));
  // An IPv4 address in IPv6 counts its length in the wrong family.
  const bool is_mapped = ip.ok() && ip->family == Family::kV4 &&
                         text.find(':') != absl::string_view::npos;
  if (!ip.ok() || is_mapped) return NotABlock();
  const absl::string_view digits = text.substr(slash + 1);
  int length = 0;
  const bool is_number =
      !digits.empty() && digits.size() <= 3 &&
      digits.find_first_not_of("0123456789") == absl::string_view::npos &&
      (digits.size() == 1 || digits[0] != '0') &&
      absl::SimpleAtoi(digits, &length);
  if (!is_number || length > BitsOf(ip->family)) return NotABlock();
  return Prefix{*ip, length};
}

std::string Prefix::ToString() const {
  return absl::StrCat(ip.ToString(), "/", length);
}

Ip Prefix::First() const { return {ip.family, ip.bits & ~HostBits(*this)}; }

Ip Prefix::Last() const { return {ip.family, ip.bits | HostBits(*this)}; }

bool Prefix::Contains(const Ip& other) const {
  return other.family == ip.family && First().bits <= other.bits &&
         other.bits <= Last().bits;
}

bool Prefix::Contains(const Prefix& other) const {
  return other.length >= length && Contains(other.First());
}

}  // namespace compliance::net
