#include "tfplugin/socket_dir.h"

#include <stdlib.h>
#include <sys/un.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"

namespace compliance::tfplugin {

absl::StatusOr<SocketDir> SocketDir::Make(
    std::initializer_list<absl::string_view> parents) {
  std::vector<absl::string_view> tried;
  for (const absl::string_view parent : parents) {
    if (parent.empty()) continue;
    tried.push_back(parent);
    SocketDir dir(absl::StrCat(parent, "/compliance-XXXXXX"));
    // The path ends with a NUL inside sun_path.
    const bool fits = dir.socket_path().size() < sizeof(sockaddr_un::sun_path);
    if (fits && mkdtemp(dir.path_.data()) != nullptr) return dir;
    dir.path_.clear();
  }
  return absl::UnavailableError(absl::StrCat(
      "plugin socket: no usable directory among ", absl::StrJoin(tried, ", "),
      "; set TMPDIR to a writable directory with a short name"));
}

void SocketDir::Remove() {
  if (path_.empty()) return;
  unlink(socket_path().c_str());
  rmdir(path_.c_str());
  path_.clear();
}

}  // namespace compliance::tfplugin
