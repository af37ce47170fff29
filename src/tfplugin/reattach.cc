#include "tfplugin/reattach.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "compliance/base/text.h"
#include "compliance/tfplugin/log.h"
#include "compliance/tfplugin/serve.h"
#include "tfplugin/exit_watch.h"
#include "tfplugin/host.h"
#include "tfplugin/method.h"
#include "tfplugin/provider_handle.h"
#include "tfplugin/socket_dir.h"

namespace compliance::tfplugin {
namespace {

// A listening socket of mode 0600, or -1.
int ListenOn(const std::string& path) {
  const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, path.c_str(), sizeof(address.sun_path) - 1);
  if (bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) !=
          0 ||
      chmod(path.c_str(), 0600) != 0 || listen(fd, SOMAXCONN) != 0) {
    close(fd);
    return -1;
  }
  return fd;
}

bool SameUser(int connection) {
  ucred peer{};
  socklen_t size = sizeof(peer);
  return getsockopt(connection, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 &&
         peer.uid == geteuid();
}

// The connections of Terraform processes, each with a server and a provider.
class Connections {
 public:
  Connections(const ProviderFactory& factory, int protocol)
      : factory_(factory), protocol_(protocol) {}

  ~Connections() {
    for (Connection& connection : connections_) Close(connection);
  }

  void Accept(int listener) {
    const int fd =
        accept4(listener, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (fd < 0) return;
    if (SameUser(fd)) {
      connections_.push_back({fd, nullptr});
    } else {
      Log(LogLevel::kWarn, "refused a connection of another user");
      close(fd);
    }
  }

  // What to wait for. Before a server reads it, a connection may carry bytes
  // or, when Terraform only probes the address, end at once.
  std::vector<pollfd> Awaited() const {
    std::vector<pollfd> fds;
    for (const Connection& connection : connections_) {
      const short events =
          connection.host == nullptr ? POLLIN | POLLRDHUP : POLLRDHUP;
      fds.push_back({connection.fd, events, 0});
    }
    return fds;
  }

  // `fds` is Awaited() after a wait.
  void Handle(const std::vector<pollfd>& fds) {
    std::vector<Connection> open;
    for (std::size_t i = 0; i < connections_.size(); ++i) {
      Connection& connection = connections_[i];
      const short events = i < fds.size() ? fds[i].revents : short{0};
      const bool ended = (events & (POLLRDHUP | POLLHUP | POLLERR)) != 0;
      if (ended || ((events & POLLIN) != 0 && !Serve(connection))) {
        Close(connection);
      } else {
        open.push_back(std::move(connection));
      }
    }
    connections_ = std::move(open);
  }

 private:
  struct Connection {
    int fd = -1;  // ours; the server reads a duplicate of it
    std::unique_ptr<Host> host;
  };

  bool Serve(Connection& connection) {
    absl::StatusOr<std::unique_ptr<Host>> host = Host::Adopt(
        fcntl(connection.fd, F_DUPFD_CLOEXEC, 0),
        ProtocolMethods(protocol_, std::make_shared<ProviderHandle>(factory_)),
        // Terraform says Shutdown to processes it started, not to this one.
        [] {});
    if (!host.ok()) {
      Log(LogLevel::kError, host.status().message());
      return false;
    }
    connection.host = *std::move(host);
    return true;
  }

  static void Close(Connection& connection) {
    if (connection.host != nullptr) connection.host->Stop(absl::ZeroDuration());
    close(connection.fd);
  }

  const ProviderFactory& factory_;
  int protocol_;
  std::vector<Connection> connections_;
};

void PrintInstructions(const std::string& reattach) {
  std::printf(
      "Provider started. To attach Terraform to it, set the "
      "TF_REATTACH_PROVIDERS environment variable in the shell that runs "
      "Terraform:\n\n"
      "\tTF_REATTACH_PROVIDERS='%s'\n\n"
      "End it with Ctrl-C.\n",
      reattach.c_str());
  std::fflush(stdout);
}

}  // namespace

std::string ReattachJson(absl::string_view provider_address, int protocol,
                         pid_t pid, absl::string_view socket_path) {
  return absl::StrCat("{", Quote(provider_address),
                      R"(:{"Protocol":"grpc","ProtocolVersion":)", protocol,
                      R"(,"Pid":)", pid,
                      R"(,"Test":true,"Addr":{"Network":"unix","String":)",
                      Quote(socket_path), "}}}");
}

int ServeReattached(const ProviderFactory& factory,
                    const ServeOptions& options) {
  ExitWatch exit_watch(/*under_host=*/false);
  const char* tmpdir = std::getenv("TMPDIR");
  absl::StatusOr<SocketDir> dir =
      SocketDir::Make({tmpdir != nullptr ? tmpdir : "", "/tmp"});
  if (!dir.ok()) {
    std::fprintf(stderr, "%s\n", std::string(dir.status().message()).c_str());
    return 1;
  }
  const std::string path = dir->socket_path();
  const int listener = ListenOn(path);
  if (listener < 0) {
    std::fprintf(stderr, "%s: cannot listen there: %s\n", path.c_str(),
                 std::strerror(errno));
    return 1;
  }
  PrintInstructions(ReattachJson(options.provider_address,
                                 options.debug_protocol, getpid(), path));
  Connections connections(factory, options.debug_protocol);
  while (true) {
    std::vector<pollfd> fds = connections.Awaited();
    fds.push_back({listener, POLLIN, 0});
    if (exit_watch.Wait(fds)) break;
    const bool more = fds.back().revents != 0;
    fds.pop_back();
    connections.Handle(fds);
    if (more) connections.Accept(listener);
  }
  close(listener);
  dir->Remove();
  ExitWithin(absl::Seconds(1));
  return 0;
}

}  // namespace compliance::tfplugin
