#include "lang/limits.h"

namespace compliance::lang {
namespace {

constexpr std::size_t kMaxMembers = 4000000;

// Whether the value and its members are no more than are `left`.
bool Fits(const cty::Value& value, std::size_t* left) {
  using Kind = cty::Type::Kind;
  if (*left == 0) return false;
  --*left;
  if (!value.HasContent() || value.type().IsPrimitive()) return true;
  if (value.type().kind() == Kind::kMap ||
      value.type().kind() == Kind::kObject) {
    for (const auto& [name, member] : value.AsAttributes()) {
      if (!Fits(member, left)) return false;
    }
    return true;
  }
  for (const cty::Value& member : value.AsElements()) {
    if (!Fits(member, left)) return false;
  }
  return true;
}

}  // namespace

absl::Status CheckText(std::size_t size) {
  if (size <= kMaxText) return absl::OkStatus();
  return absl::ResourceExhaustedError("the text would be too long");
}

absl::Status CheckMembers(const cty::Value& value) {
  std::size_t left = kMaxMembers;
  if (Fits(value, &left)) return absl::OkStatus();
  return absl::ResourceExhaustedError("the value has too many members");
}

}  // namespace compliance::lang
