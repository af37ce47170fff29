#include "terraform/version_order.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <tuple>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"

namespace compliance::terraform {
namespace {

struct Version {
  std::array<std::uint64_t, 3> numbers{};
  bool is_release = true;
  absl::string_view suffix;

  friend bool operator<(const Version& a, const Version& b) {
    return std::tie(a.numbers, a.is_release, a.suffix) <
           std::tie(b.numbers, b.is_release, b.suffix);
  }
};

Version VersionOf(absl::string_view text) {
  const std::vector<absl::string_view> build =
      absl::StrSplit(text, absl::MaxSplits('+', 1));
  const std::vector<absl::string_view> release =
      absl::StrSplit(build[0], absl::MaxSplits('-', 1));
  const std::vector<absl::string_view> numbers =
      absl::StrSplit(release[0], '.');
  Version version;
  for (std::size_t i = 0; i < numbers.size() && i < 3; ++i) {
    if (!absl::SimpleAtoi(numbers[i], &version.numbers[i])) return {};
  }
  version.is_release = release.size() == 1;
  if (!version.is_release) version.suffix = release[1];
  return version;
}

}  // namespace

bool IsOlderVersion(absl::string_view a, absl::string_view b) {
  return VersionOf(a) < VersionOf(b);
}

}  // namespace compliance::terraform
