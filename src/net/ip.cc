#include "compliance/net/ip.h"

#include <array>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace compliance::net {
namespace {

constexpr std::size_t kGroups = 8;

absl::Status NotAnAddress() {
  return absl::InvalidArgumentError("not an IP address");
}

absl::Status MappedAddress() {
  return absl::InvalidArgumentError(
      "an IPv4 address inside IPv6 is not allowed; write the IPv4 address");
}

std::optional<std::uint32_t> ParseDotted(absl::string_view text) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, '.');
  if (parts.size() != 4) return std::nullopt;
  std::uint32_t bits = 0;
  for (const absl::string_view part : parts) {
    if (part.empty() || part.size() > 3) return std::nullopt;
    if (part.size() > 1 && part[0] == '0') return std::nullopt;
    std::uint32_t number = 0;
    for (const char c : part) {
      if (!absl::ascii_isdigit(static_cast<unsigned char>(c))) {
        return std::nullopt;
      }
      number = number * 10 + static_cast<std::uint32_t>(c - '0');
    }
    if (number > 255) return std::nullopt;
    bits = bits << 8 | number;
  }
  return bits;
}

// The 16-bit groups of one side of "::"; a dotted tail makes two.
std::optional<std::vector<std::uint32_t>> ParseGroups(absl::string_view text,
                                                      bool may_end_dotted) {
  std::vector<std::uint32_t> groups;
  if (text.empty()) return groups;
  const std::vector<absl::string_view> parts = absl::StrSplit(text, ':');
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (may_end_dotted && i + 1 == parts.size() &&
        parts[i].find('.') != absl::string_view::npos) {
      const std::optional<std::uint32_t> tail = ParseDotted(parts[i]);
      if (!tail) return std::nullopt;
      groups.push_back(*tail >> 16);
      groups.push_back(*tail & 0xffff);
      continue;
    }
    if (parts[i].empty() || parts[i].size() > 4) return std::nullopt;
    std::uint32_t group = 0;
    for (const char c : parts[i]) {
      if (!absl::ascii_isxdigit(static_cast<unsigned char>(c))) {
        return std::nullopt;
      }
      group = group << 4 |
              static_cast<std::uint32_t>(
                  absl::ascii_isdigit(static_cast<unsigned char>(c))
                      ? c - '0'
                      : absl::ascii_tolower(static_cast<unsigned char>(c)) -
                            'a' + 10);
    }
    groups.push_back(group);
  }
  return groups;
}

std::optional<absl::uint128> ParseColons(absl::string_view text) {
  const std::size_t gap = text.find("::");
  std::vector<std::uint32_t> groups;
  if (gap == absl::string_view::npos) {
    const auto all = ParseGroups(text, true);
    if (!all || all->size() != kGroups) return std::nullopt;
    groups = *all;
  } else {
    const auto head = ParseGroups(text.substr(0, gap), false);
    const auto tail = ParseGroups(text.substr(gap + 2), true);
    // "::" stands for one group at least.
    if (!head || !tail || head->size() + tail->size() >= kGroups) {
      return std::nullopt;
    }
    groups = *head;
    groups.resize(kGroups - tail->size());
    groups.insert(groups.end(), tail->begin(), tail->end());
  }
  absl::uint128 bits = 0;
  for (const std::uint32_t group : groups) bits = bits << 16 | group;
  return bits;
}

bool IsMapped(absl::uint128 bits) { return bits >> 32 == 0xffff; }

std::string V4Text(std::uint32_t bits) {
  return absl::StrCat(bits >> 24, ".", bits >> 16 & 0xff, ".", bits >> 8 & 0xff,
                      ".", bits & 0xff);
}

// The longest run of two or more zero groups, the first of equals, is "::".
std::string V6Text(absl::uint128 bits) {
  std::array<std::uint32_t, kGroups> groups{};
  for (std::size_t i = 0; i < kGroups; ++i) {
    groups[i] = static_cast<std::uint32_t>(
        absl::Uint128Low64(bits >> static_cast<int>(16 * (kGroups - 1 - i))) &
        0xffff);
  }
  std::size_t best = 0;
  std::size_t best_size = 1;
  for (std::size_t i = 0; i < kGroups;) {
    std::size_t end = i;
    while (end < kGroups && groups[end] == 0) ++end;
    if (end - i > best_size) {
      best = i;
      best_size = end - i;
    }
    i = end + 1;
  }
  const auto hex = [](std::string* out, std::uint32_t group) {
    absl::StrAppend(out, absl::Hex(group));
  };
  if (best_size < 2) return absl::StrJoin(groups, ":", hex);
  const std::uint32_t* begin = groups.data();
  return absl::StrCat(
      absl::StrJoin(begin, begin + best, ":", hex),
      "::", absl::StrJoin(begin + best + best_size, begin + kGroups, ":", hex));
}

}  // namespace

absl::StatusOr<Ip> Ip::Parse(absl::string_view text) {
  if (text.find('%') != absl::string_view::npos) {
    return absl::InvalidArgumentError(
        "an IP address with a zone is not allowed; leave out what follows %");
  }
  if (text.find(':') == absl::string_view::npos) {
    const std::optional<std::uint32_t> bits = ParseDotted(text);
    if (!bits) return NotAnAddress();
    return Ip(Family::kV4, *bits);
  }
  const std::optional<absl::uint128> bits = ParseColons(text);
  if (!bits) return NotAnAddress();
  if (!IsMapped(*bits)) return Ip(Family::kV6, *bits);
  if (text.find('.') != absl::string_view::npos) return MappedAddress();
  return Ip(Family::kV4, *bits & 0xffffffff);
}

std::string Ip::ToString() const {
  return family_ == Family::kV4
             ? V4Text(static_cast<std::uint32_t>(absl::Uint128Low64(bits_)))
             : V6Text(bits_);
}

bool Ip::IsLoopback() const {
  return family_ == Family::kV4 ? bits_ >> 24 == 127 : bits_ == 1;
}

bool Ip::IsMulticast() const {
  return family_ == Family::kV4 ? bits_ >> 28 == 0xe : bits_ >> 120 == 0xff;
}

bool Ip::IsLinkLocalUnicast() const {
  return family_ == Family::kV4 ? bits_ >> 16 == 0xa9fe
                                : bits_ >> 118 == (0xfe80 >> 6);
}

bool Ip::IsLinkLocalMulticast() const {
  return family_ == Family::kV4 ? bits_ >> 8 == 0xe00000
                                : (bits_ >> 112 & 0xff0f) == 0xff02;
}

bool Ip::IsGlobalUnicast() const {
  const bool broadcast = family_ == Family::kV4 && bits_ == 0xffffffff;
  return !broadcast && !IsUnspecified() && !IsLoopback() && !IsMulticast() &&
         !IsLinkLocalUnicast();
}

std::strong_ordering operator<=>(const Ip& a, const Ip& b) {
  if (a.family_ != b.family_) return a.family_ <=> b.family_;
  if (a.bits_ == b.bits_) return std::strong_ordering::equal;
  return a.bits_ < b.bits_ ? std::strong_ordering::less
                           : std::strong_ordering::greater;
}

}  // namespace compliance::net
