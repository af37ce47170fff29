#include "tfplugin/listener.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "compliance/tfplugin/log.h"

namespace compliance::tfplugin {

absl::StatusOr<Listener> Listener::Open(const std::string& path) {
  UniqueFd fd(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, path.c_str(), sizeof(address.sun_path) - 1);
  if (!fd ||
      bind(fd.get(), reinterpret_cast<const sockaddr*>(&address),
           sizeof(address)) != 0 ||
      chmod(path.c_str(), 0600) != 0 || listen(fd.get(), SOMAXCONN) != 0) {
    return absl::UnavailableError(
        absl::StrCat(path, ": cannot listen there: ", std::strerror(errno)));
  }
  return Listener(std::move(fd));
}

absl::StatusOr<AcceptedConnection> Listener::Accept() const {
  UniqueFd fd(
      accept4(fd_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
  if (!fd) {
    const bool lacks = errno == EMFILE || errno == ENFILE || errno == ENOBUFS ||
                       errno == ENOMEM;
    return absl::Status(lacks ? absl::StatusCode::kResourceExhausted
                              : absl::StatusCode::kUnavailable,
                        std::strerror(errno));
  }
  ucred peer{};
  socklen_t size = sizeof(peer);
  if (getsockopt(fd.get(), SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0 ||
      peer.uid != geteuid()) {
    constexpr char kRefused[] = "refused a connection of another user";
    Log(LogLevel::kWarn, kRefused);
    return absl::UnavailableError(kRefused);
  }
  return AcceptedConnection{std::move(fd), peer.pid};
}

}  // namespace compliance::tfplugin
