#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/numeric/int128.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "compliance/base/status_macros.h"
#include "compliance/net/ip.h"
#include "compliance/net/prefix.h"
#include "lang/families.h"

namespace compliance::lang {
namespace {

using cty::Type;
using cty::Value;
using net::BitsOf;
using net::Family;
using net::Ip;
using net::Prefix;

// Numbers of hosts and subnets that take more bits are left to Terraform.
constexpr int kOrdinalBits = 63;

// Terraform reads numbers with leading zeros, as decimal.
std::string WithoutLeadingZeros(absl::string_view text) {
  const std::size_t address = std::min(text.find('/'), text.size());
  std::vector<absl::string_view> numbers =
      absl::StrSplit(text.substr(0, address), '.');
  for (absl::string_view& number : numbers) {
    while (number.size() > 1 && number.front() == '0') number.remove_prefix(1);
  }
  return absl::StrCat(absl::StrJoin(numbers, "."), text.substr(address));
}

// The block, masked.
absl::StatusOr<Prefix> PrefixOf(const Arguments& arguments) {
  const std::string& text = arguments[0].AsString();
  const bool mixed =
      absl::StrContains(text, ":") && absl::StrContains(text, ".");
  if (mixed) return absl::UnimplementedError("IPv4 in IPv6 is not read here");
  const absl::StatusOr<Prefix> prefix = Prefix::Parse(
      absl::StrContains(text, ":") ? text : WithoutLeadingZeros(text));
  if (!prefix.ok()) return ArgumentError(0, "is not a CIDR block");
  return prefix->Masked();
}

// 2^bits; zero, as numbers wrap, for 2^128.
absl::uint128 PowerOfTwo(int bits) {
  return bits >= BitsOf(Family::kV6) ? 0 : absl::uint128(1) << bits;
}

// The number of a host or a subnet; negative ones count from the end.
struct Ordinal {
  bool negative = false;
  std::uint64_t magnitude = 0;
};

absl::StatusOr<Ordinal> OrdinalAt(const Arguments& arguments,
                                  std::size_t index) {
  const std::optional<std::string> digits =
      arguments[index].AsNumber().ToInteger(10);
  if (!digits.has_value()) {
    return ArgumentError(index, "a whole number is required");
  }
  absl::string_view text = *digits;
  Ordinal ordinal;
  ordinal.negative = absl::ConsumePrefix(&text, "-");
  if (!absl::SimpleAtoi(text, &ordinal.magnitude) ||
      ordinal.magnitude >> kOrdinalBits > 0) {
    return absl::OutOfRangeError("the number is too large");
  }
  return ordinal;
}

Result CidrHost(const Arguments& arguments, const Type&) {
  ASSIGN_OR_RETURN(const Ordinal host, OrdinalAt(arguments, 1));
  ASSIGN_OR_RETURN(const Prefix prefix, PrefixOf(arguments));
  const absl::uint128 last =
      PowerOfTwo(BitsOf(prefix.ip.family) - prefix.length) - 1;
  const std::uint64_t distance = host.magnitude - (host.negative ? 1 : 0);
  if (distance > last) {
    return ArgumentError(1, "the block has not so many addresses");
  }
  Ip ip = prefix.ip;
  ip.bits |= host.negative ? last - distance : distance;
  return Value::String(ip.ToString());
}

Result CidrNetmask(const Arguments& arguments, const Type&) {
  ASSIGN_OR_RETURN(const Prefix prefix, PrefixOf(arguments));
  if (prefix.ip.family != Family::kV4) {
    return ArgumentError(0, "an IPv4 block is required");
  }
  const Prefix all{{Family::kV4, net::LastOf(Family::kV4)}, prefix.length};
  return Value::String(all.First().ToString());
}

Result CidrSubnet(const Arguments& arguments, const Type&) {
  ASSIGN_OR_RETURN(const std::int64_t new_bits, WholeNumber(arguments, 1));
  ASSIGN_OR_RETURN(const Ordinal net, OrdinalAt(arguments, 2));
  ASSIGN_OR_RETURN(const Prefix prefix, PrefixOf(arguments));
  const int bits = BitsOf(prefix.ip.family);
  if (new_bits > bits - prefix.length) {
    return ArgumentError(1, "the block has not so many bits left");
  }
  if (new_bits < 0 || net.negative) {
    return absl::UnimplementedError("negative numbers are not handled here");
  }
  if (new_bits < kOrdinalBits && net.magnitude >> new_bits > 0) {
    return ArgumentError(2, "the block has not so many subnets");
  }
  Prefix subnet = prefix;
  subnet.length += static_cast<int>(new_bits);
  if (subnet.length > 0) {
    subnet.ip.bits |= absl::uint128(net.magnitude) << (bits - subnet.length);
  }
  return Value::String(subnet.ToString());
}

absl::StatusOr<int> NewLength(const Arguments& arguments, std::size_t index,
                              const Prefix& prefix) {
  constexpr std::int64_t kMost = 32;
  ASSIGN_OR_RETURN(const std::int64_t bits, WholeNumber(arguments, index));
  if (bits < 1 || bits > kMost) {
    return ArgumentError(index, "must be from 1 to 32");
  }
  const int length = prefix.length + static_cast<int>(bits);
  if (length > BitsOf(prefix.ip.family)) {
    return ArgumentError(index, "the block has not so many bits left");
  }
  return length;
}

// One subnet after another, each at the first place that fits. In a block that
// starts with the lowest address of all Terraform finds no place.
Result CidrSubnets(const Arguments& arguments, const Type&) {
  ASSIGN_OR_RETURN(const Prefix prefix, PrefixOf(arguments));
  const absl::uint128 last = prefix.Last().bits;
  absl::uint128 next = prefix.ip.bits;
  bool full = prefix.ip.bits == 0;
  Value::Elements subnets;
  for (std::size_t i = 1; i < arguments.size(); ++i) {
    ASSIGN_OR_RETURN(const int length, NewLength(arguments, i, prefix));
    const absl::uint128 size = PowerOfTwo(BitsOf(prefix.ip.family) - length);
    const absl::uint128 misplaced = next & (size - 1);
    if (misplaced != 0) {
      full |= last - next < size - misplaced;
      next += size - misplaced;
    }
    if (full || next > last) {
      return ArgumentError(i, "the block has no room left");
    }
    const Prefix subnet{{prefix.ip.family, next}, length};
    subnets.push_back(Value::String(subnet.ToString()));
    full = last - next < size;
    next += size;
  }
  return Value::List(Type::String(), std::move(subnets));
}

}  // namespace

std::vector<Function> NetworkFunctions() {
  const Parameter prefix = {"prefix", Type::String()};
  return {
      {.name = "cidrhost",
       .parameters = {prefix, {"hostnum", Type::Number()}},
       .type = Always(Type::String()),
       .body = &CidrHost},
      {.name = "cidrnetmask",
       .parameters = {prefix},
       .type = Always(Type::String()),
       .body = &CidrNetmask},
      {.name = "cidrsubnet",
       .parameters = {prefix,
                      {"newbits", Type::Number()},
                      {"netnum", Type::Number()}},
       .type = Always(Type::String()),
       .body = &CidrSubnet},
      {.name = "cidrsubnets",
       .parameters = {prefix},
       .variadic = Parameter{"newbits", Type::Number()},
       .type = Always(Type::List(Type::String())),
       .body = &CidrSubnets},
  };
}

}  // namespace compliance::lang
