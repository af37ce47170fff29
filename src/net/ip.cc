#include "compliance/net/ip.h"

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace compliance::net {
namespace {

constexpr std::size_t kGroups = 8;  // of 16 bits, in an IPv6 address

absl::Status NotAnAddress() {
  return absl::InvalidArgumentError(
      "not an IP address; write 192.0.2.1 or 2001:db8::1");
}

std::optional<std::uint32_t> ParseDecimal(absl::string_view text) {
  if (text.empty() || text.size() > 3) return std::nullopt;
  if (text.size() > 1 && text[0] == '0') return std::nullopt;
  std::uint32_t value = 0;
  for (const char c : text) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(c))) {
      return std::nullopt;
    }
    value = value * 10 + static_cast<std::uint32_t>(c - '0');
  }
  return value <= 255 ? std::optional(value) : std::nullopt;
}

std::optional<std::uint32_t> ParseV4(absl::string_view text) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, '.');
  if (parts.size() != 4) return std::nullopt;
  std::uint32_t value = 0;
  for (const absl::string_view part : parts) {
    const std::optional<std::uint32_t> byte = ParseDecimal(part);
    if (!byte) return std::nullopt;
    value = value << 8U | *byte;
  }
  return value;
}

std::optional<std::uint16_t> ParseGroup(absl::string_view text) {
  if (text.empty() || text.size() > 4) return std::nullopt;
  std::uint32_t value = 0;
  for (const char c : text) {
    const auto u = static_cast<unsigned char>(c);
    if (!absl::ascii_isxdigit(u)) return std::nullopt;
    const int digit =
        absl::ascii_isdigit(u) ? c - '0' : absl::ascii_tolower(u) - 'a' + 10;
    value = value << 4U | static_cast<std::uint32_t>(digit);
  }
  return static_cast<std::uint16_t>(value);
}

// The groups of one side of "::"; the last may be a dotted IPv4 address, which
// is two of them.
bool ParseGroups(absl::string_view text, std::vector<std::uint16_t>& out) {
  if (text.empty()) return true;
  const std::vector<absl::string_view> parts = absl::StrSplit(text, ':');
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i + 1 == parts.size()) {
      if (const std::optional<std::uint32_t> v4 = ParseV4(parts[i])) {
        out.push_back(static_cast<std::uint16_t>(*v4 >> 16U));
        out.push_back(static_cast<std::uint16_t>(*v4 & 0xFFFFU));
        continue;
      }
    }
    const std::optional<std::uint16_t> group = ParseGroup(parts[i]);
    if (!group) return false;
    out.push_back(*group);
  }
  return true;
}

std::optional<absl::uint128> ParseV6(absl::string_view text) {
  std::vector<std::uint16_t> head;
  std::vector<std::uint16_t> tail;
  const std::size_t gap = text.find("::");
  if (gap == absl::string_view::npos) {
    if (!ParseGroups(text, head) || head.size() != kGroups) return std::nullopt;
  } else {
    const absl::string_view before = text.substr(0, gap);
    // A dotted address can only end the text.
    if (before.find('.') != absl::string_view::npos) return std::nullopt;
    if (!ParseGroups(before, head) ||
        !ParseGroups(text.substr(gap + 2), tail) ||
        head.size() + tail.size() >= kGroups) {
      return std::nullopt;
    }
    head.resize(kGroups - tail.size());
    head.insert(head.end(), tail.begin(), tail.end());
  }
  absl::uint128 bits = 0;
  for (const std::uint16_t group : head) bits = bits << 16 | group;
  return bits;
}

std::array<std::uint16_t, kGroups> GroupsOf(absl::uint128 bits) {
  std::array<std::uint16_t, kGroups> groups{};
  for (std::size_t i = kGroups; i-- > 0; bits >>= 16) {
    groups[i] = static_cast<std::uint16_t>(absl::Uint128Low64(bits) & 0xFFFFU);
  }
  return groups;
}

std::string V6ToString(absl::uint128 bits) {
  const auto groups = GroupsOf(bits);
  // The longest run of two or more zero groups, the first of equals.
  std::size_t start = 0;
  std::size_t length = 1;
  for (std::size_t i = 0; i < kGroups; ++i) {
    std::size_t end = i;
    while (end < kGroups && groups[end] == 0) ++end;
    if (end - i > length) {
      start = i;
      length = end - i;
    }
  }
  const auto join = [&groups](std::size_t from, std::size_t to) {
    std::vector<std::string> parts;
    for (std::size_t i = from; i < to; ++i) {
      parts.push_back(absl::StrCat(absl::Hex(groups[i])));
    }
    return absl::StrJoin(parts, ":");
  };
  if (length < 2) return join(0, kGroups);
  return absl::StrCat(join(0, start), "::", join(start + length, kGroups));
}

bool StartsWith(const Ip& ip, absl::uint128 head, int length) {
  const int shift = BitsOf(ip.family) - length;
  return (ip.bits >> shift) == head;
}

}  // namespace

absl::uint128 LastOf(Family family) {
  return family == Family::kV4 ? absl::uint128(0xFFFFFFFFU)
                               : absl::Uint128Max();
}

absl::StatusOr<Ip> Ip::Parse(absl::string_view text) {
  if (text.find(':') == absl::string_view::npos) {
    const std::optional<std::uint32_t> v4 = ParseV4(text);
    if (!v4) return NotAnAddress();
    return Ip{Family::kV4, *v4};
  }
  const std::optional<absl::uint128> v6 = ParseV6(text);
  if (!v6) return NotAnAddress();
  if ((*v6 >> 32) == absl::uint128(0xFFFFU)) {
    if (text.find('.') == absl::string_view::npos) {
      return Ip{Family::kV4, *v6 & LastOf(Family::kV4)};
    }
    return absl::InvalidArgumentError(
        "an IPv4-mapped IPv6 address; write the IPv4 address");
  }
  return Ip{Family::kV6, *v6};
}

std::string Ip::ToString() const {
  if (family == Family::kV6) return V6ToString(bits);
  const std::uint64_t number = absl::Uint128Low64(bits);
  return absl::StrCat(number >> 24U, ".", number >> 16U & 0xFFU, ".",
                      number >> 8U & 0xFFU, ".", number & 0xFFU);
}

bool Ip::IsUnspecified() const { return bits == 0; }

bool Ip::IsLoopback() const {
  return family == Family::kV4 ? StartsWith(*this, 127, 8) : bits == 1;
}

bool Ip::IsLinkLocalUnicast() const {
  return family == Family::kV4 ? StartsWith(*this, 0xA9FE, 16)
                               : StartsWith(*this, 0xFE80 >> 6, 10);
}

bool Ip::IsLinkLocalMulticast() const {
  if (family == Family::kV4) return StartsWith(*this, 0xE00000, 24);
  // Any flags, scope 2 (RFC 4291, 2.7).
  return StartsWith(*this, 0xFF, 8) &&
         (absl::Uint128High64(bits) >> 48U & 0xFU) == 2;
}

bool Ip::IsMulticast() const {
  return family == Family::kV4 ? StartsWith(*this, 0xE, 4)
                               : StartsWith(*this, 0xFF, 8);
}

bool Ip::IsGlobalUnicast() const {
  const bool is_broadcast = family == Family::kV4 && bits == LastOf(family);
  return !is_broadcast && !IsUnspecified() && !IsLoopback() && !IsMulticast() &&
         !IsLinkLocalUnicast();
}

}  // namespace compliance::net
