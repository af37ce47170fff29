// The connections of Terraform processes, each with what serves it.
#ifndef COMPLIANCE_SRC_TFPLUGIN_CONNECTIONS_H_
#define COMPLIANCE_SRC_TFPLUGIN_CONNECTIONS_H_

#include <poll.h>
#include <sys/types.h>

#include <functional>
#include <memory>
#include <vector>

#include "tfplugin/listener.h"
#include "tfplugin/unique_fd.h"

namespace compliance::tfplugin {

// Serves a connection until it is destroyed, which happens when the other side
// leaves; null when it cannot.
using ConnectionServer = std::shared_ptr<void>;

// `fd` is a duplicate, for the server to keep.
using ServeConnection =
    std::function<ConnectionServer(UniqueFd fd, pid_t peer)>;

// For one thread.
class Connections {
 public:
  // Takes a waiting connection, if there is one. It is served once it carries
  // bytes: Terraform probes an address with a connection that carries none.
  // False when none can be taken until files are closed.
  bool Accept(const Listener& listener, ServeConnection serve);

  // What to wait for, in the order that Handle takes.
  std::vector<pollfd> Awaited() const;

  // `fds` is Awaited() after a wait.
  void Handle(const std::vector<pollfd>& fds);

  // Ends all.
  void Clear() { connections_.clear(); }

 private:
  struct Connection {
    UniqueFd fd;  // the server reads a duplicate of it
    pid_t peer = 0;
    ServeConnection serve;
    ConnectionServer server;
  };

  std::vector<Connection> connections_;
};

}  // namespace compliance::tfplugin

#endif  // COMPLIANCE_SRC_TFPLUGIN_CONNECTIONS_H_
