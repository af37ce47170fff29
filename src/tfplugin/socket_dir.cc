#include "tfplugin/socket_dir.h"

#include <stdlib.h>
#include <sys/un.h>

#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"

namespace compliance::tfplugin {
namespace {

constexpr std::size_t kMostSockets = 1000;

}  // namespace

absl::StatusOr<SocketDir> SocketDir::Make(
    const std::vector<std::string>& parents) {
  std::vector<absl::string_view> tried;
  for (const std::string& parent : parents) {
    if (parent.empty()) continue;
    tried.push_back(parent);
    SocketDir dir(absl::StrCat(parent, "/compliance-XXXXXX"));
    // The path ends with a NUL inside sun_path.
    const bool fits = dir.socket_path(kMostSockets - 1).size() <
                      sizeof(sockaddr_un::sun_path);
    if (fits && mkdtemp(dir.path_.data()) != nullptr) return dir;
    dir.path_.clear();
  }
  return absl::UnavailableError(absl::StrCat(
      "plugin socket: no usable directory among ", absl::StrJoin(tried, ", "),
      "; set TMPDIR to a writable directory with a short name"));
}

std::string SocketDir::socket_path(std::size_t index) const {
  return index == 0 ? absl::StrCat(path_, "/socket")
                    : absl::StrCat(path_, "/socket", index);
}

void SocketDir::Remove() {
  if (path_.empty()) return;
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
  path_.clear();
}

}  // namespace compliance::tfplugin
