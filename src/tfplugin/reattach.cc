#include "tfplugin/reattach.h"

#include <poll.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
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
#include "tfplugin/connections.h"
#include "tfplugin/exit_watch.h"
#include "tfplugin/host.h"
#include "tfplugin/listener.h"
#include "tfplugin/method.h"
#include "tfplugin/provider_handle.h"
#include "tfplugin/socket_dir.h"
#include "tfplugin/unique_fd.h"

namespace compliance::tfplugin {
namespace {

// Each connection gets a server and a provider of its own.
ServeConnection Serving(const ProviderFactory& factory, int protocol) {
  return [&factory, protocol](UniqueFd fd, pid_t) -> ConnectionServer {
    absl::StatusOr<std::unique_ptr<Host>> host = Host::Adopt(
        fd.Release(),
        ProtocolMethods(protocol, std::make_shared<ProviderHandle>(factory)),
        // Terraform says Shutdown to processes it started, not to this one.
        [] {});
    if (host.ok()) return *std::move(host);
    Log(LogLevel::kError, host.status().message());
    return nullptr;
  };
}

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

std::string ReattachEntry(int protocol, pid_t pid,
                          absl::string_view socket_path) {
  return absl::StrCat(R"({"Protocol":"grpc","ProtocolVersion":)", protocol,
                      R"(,"Pid":)", pid,
                      R"(,"Test":true,"Addr":{"Network":"unix","String":)",
                      Quote(socket_path), "}}");
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
  const absl::StatusOr<Listener> listener = Listener::Open(path);
  if (!listener.ok()) {
    std::fprintf(stderr, "%s\n",
                 std::string(listener.status().message()).c_str());
    return 1;
  }
  PrintInstructions(
      absl::StrCat("{", Quote(options.provider_address), ":",
                   ReattachEntry(options.debug_protocol, getpid(), path), "}"));
  const ServeConnection serve = Serving(factory, options.debug_protocol);
  Connections connections;
  while (true) {
    std::vector<pollfd> fds = connections.Awaited();
    fds.push_back({listener->fd(), POLLIN, 0});
    if (exit_watch.Wait(fds)) break;
    const bool more = fds.back().revents != 0;
    fds.pop_back();
    connections.Handle(fds);
    if (more) connections.Accept(*listener, serve);
  }
  dir->Remove();
  ExitWithin(absl::Seconds(1));
  return 0;
}

}  // namespace compliance::tfplugin
