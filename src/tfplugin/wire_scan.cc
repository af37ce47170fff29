#include "tfplugin/wire_scan.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/strings/string_view.h"

namespace compliance::tfplugin {
namespace {

enum WireType : std::uint32_t {
  kVarint = 0,
  kFixed64 = 1,
  kDelimited = 2,
  kStartGroup = 3,
  kEndGroup = 4,
  kFixed32 = 5,
};

constexpr std::size_t kMaxVarintBytes = 10;
constexpr std::size_t kMaxTagBytes = 5;
// As deep as protobuf's own parser goes.
constexpr std::size_t kMaxGroupDepth = 100;

}  // namespace

std::optional<WireField> WireScan::Next() {
  if (!ok_ || rest_.empty()) return std::nullopt;
  std::optional<WireField> field;
  if (const std::optional<Tag> tag = ReadTag()) field = Field(*tag);
  ok_ = field.has_value();
  return field;
}

std::optional<std::uint64_t> WireScan::Varint() {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < kMaxVarintBytes && i < rest_.size(); ++i) {
    const auto byte = static_cast<unsigned char>(rest_[i]);
    value |= static_cast<std::uint64_t>(byte & 0x7f) << (7 * i);
    if (byte < 0x80) {
      rest_.remove_prefix(i + 1);
      return value;
    }
  }
  return std::nullopt;
}

// As protobuf reads tags: of five bytes at most, bits above 32 dropped.
std::optional<WireScan::Tag> WireScan::ReadTag() {
  const std::size_t before = rest_.size();
  const std::optional<std::uint64_t> read = Varint();
  if (!read || before - rest_.size() > kMaxTagBytes) return std::nullopt;
  const auto bits = static_cast<std::uint32_t>(*read);
  if (bits >> 3 == 0) return std::nullopt;
  return Tag{bits >> 3, bits & 7};
}

std::optional<absl::string_view> WireScan::Take(std::uint64_t length) {
  if (length > rest_.size()) return std::nullopt;
  const absl::string_view taken = rest_.substr(0, length);
  rest_.remove_prefix(length);
  return taken;
}

std::optional<WireField> WireScan::Field(const Tag& tag) {
  WireField field{tag.number, std::nullopt};
  bool whole = false;
  switch (tag.type) {
    case kVarint:
      whole = Varint().has_value();
      break;
    case kFixed64:
      whole = Take(8).has_value();
      break;
    case kFixed32:
      whole = Take(4).has_value();
      break;
    case kDelimited:
      if (const std::optional<std::uint64_t> length = Varint()) {
        field.content = Take(*length);
      }
      whole = field.content.has_value();
      break;
    case kStartGroup:
      whole = SkipGroup(tag.number);
      break;
    default:  // the end of a group that was not begun, or no wire type
      break;
  }
  if (!whole) return std::nullopt;
  return field;
}

bool WireScan::SkipGroup(std::uint32_t number) {
  std::vector<std::uint32_t> open = {number};
  while (!open.empty()) {
    const std::optional<Tag> tag = ReadTag();
    if (!tag) return false;
    if (tag->type == kEndGroup) {
      if (tag->number != open.back()) return false;
      open.pop_back();
    } else if (tag->type == kStartGroup) {
      if (open.size() == kMaxGroupDepth) return false;
      open.push_back(tag->number);
    } else if (!Field(*tag)) {
      return false;
    }
  }
  return true;
}

}  // namespace compliance::tfplugin
