#include "tfplugin/connections.h"

#include <fcntl.h>
#include <poll.h>

#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace compliance::tfplugin {

bool Connections::Accept(const Listener& listener, ServeConnection serve) {
  absl::StatusOr<AcceptedConnection> accepted = listener.Accept();
  if (!accepted.ok()) return !absl::IsResourceExhausted(accepted.status());
  connections_.push_back(
      {std::move(accepted->fd), accepted->peer, std::move(serve), nullptr});
  return true;
}

std::vector<pollfd> Connections::Awaited() const {
  std::vector<pollfd> fds;
  fds.reserve(connections_.size());
  for (const Connection& connection : connections_) {
    const short events =
        connection.server == nullptr ? POLLIN | POLLRDHUP : POLLRDHUP;
    fds.push_back({connection.fd.get(), events, 0});
  }
  return fds;
}

void Connections::Handle(const std::vector<pollfd>& fds) {
  std::vector<Connection> open;
  for (std::size_t i = 0; i < connections_.size(); ++i) {
    Connection& connection = connections_[i];
    const short events = i < fds.size() ? fds[i].revents : short{0};
    if ((events & (POLLRDHUP | POLLHUP | POLLERR)) != 0) continue;
    if ((events & POLLIN) != 0) {
      UniqueFd copy(fcntl(connection.fd.get(), F_DUPFD_CLOEXEC, 0));
      if (!copy) continue;
      connection.server = connection.serve(std::move(copy), connection.peer);
      if (connection.server == nullptr) continue;
    }
    open.push_back(std::move(connection));
  }
  // What is left in the old list ends here.
  connections_ = std::move(open);
}

}  // namespace compliance::tfplugin
