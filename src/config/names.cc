#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "compliance/base/text.h"
#include "compliance/config/config.h"

namespace compliance::config {

const std::vector<std::string>& FrameworkNames() {
  static const auto& names =
      *new std::vector<std::string>{"pci-dss-4.0.1", "hipaa", "baseline"};
  return names;
}

const std::vector<std::string>& ProfileNames() {
  static const auto& names =
      *new std::vector<std::string>{"production", "test"};
  return names;
}

const std::vector<std::string>& EnforcementNames() {
  static const auto& names =
      *new std::vector<std::string>{"mandatory", "advisory", "report", "off"};
  return names;
}

absl::StatusOr<Profile> ProfileByName(absl::string_view name) {
  if (name == "production") return Profile{};
  if (name == "test") return Profile{"destroyable", "single", "off"};
  return absl::InvalidArgumentError(
      absl::StrCat("no profile ", Quote(name), "; use ",
                   absl::StrJoin(ProfileNames(), " or ")));
}

}  // namespace compliance::config
