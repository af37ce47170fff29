// A private directory for sockets.
#ifndef COMPLIANCE_SRC_TFPLUGIN_SOCKET_DIR_H_
#define COMPLIANCE_SRC_TFPLUGIN_SOCKET_DIR_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace compliance::tfplugin {

// A fresh directory of mode 0700, removed with the sockets inside it when the
// object goes. Movable only.
class SocketDir {
 public:
  // Below the first of `parents` that is writable and short enough for a
  // socket's path (107 bytes); empty names are passed over. Errors: UNAVAILABLE
  // naming what was tried.
  static absl::StatusOr<SocketDir> Make(
      const std::vector<std::string>& parents);

  SocketDir(SocketDir&& other) noexcept
      : path_(std::exchange(other.path_, {})) {}
  SocketDir& operator=(SocketDir&& other) noexcept {
    std::swap(path_, other.path_);
    return *this;
  }
  SocketDir(const SocketDir&) = delete;
  SocketDir& operator=(const SocketDir&) = delete;
  ~SocketDir() { Remove(); }

  const std::string& path() const { return path_; }
  std::string socket_path() const { return socket_path(0); }
  // The path of one of several; `index` is less than a thousand.
  std::string socket_path(std::size_t index) const;
  void Remove();

 private:
  explicit SocketDir(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

}  // namespace compliance::tfplugin

#endif  // COMPLIANCE_SRC_TFPLUGIN_SOCKET_DIR_H_
