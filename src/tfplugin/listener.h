// A Unix socket that takes connections of the same user only.
#ifndef COMPLIANCE_SRC_TFPLUGIN_LISTENER_H_
#define COMPLIANCE_SRC_TFPLUGIN_LISTENER_H_

#include <sys/types.h>

#include <string>

#include "absl/status/statusor.h"
#include "tfplugin/unique_fd.h"

namespace compliance::tfplugin {

struct AcceptedConnection {
  UniqueFd fd;  // does not block
  pid_t peer = 0;
};

class Listener {
 public:
  // Binds `path` with mode 0600. Errors: UNAVAILABLE with the system's reason.
  static absl::StatusOr<Listener> Open(const std::string& path);

  // Ready to read: a connection waits.
  int fd() const { return fd_.get(); }

  // Errors: RESOURCE_EXHAUSTED when it has to wait until files are closed;
  // UNAVAILABLE when none waits after all, or it is of another user.
  absl::StatusOr<AcceptedConnection> Accept() const;

 private:
  explicit Listener(UniqueFd fd) : fd_(std::move(fd)) {}
  UniqueFd fd_;
};

}  // namespace compliance::tfplugin

#endif  // COMPLIANCE_SRC_TFPLUGIN_LISTENER_H_
