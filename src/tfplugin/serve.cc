#include "compliance/tfplugin/serve.h"

#include <unistd.h>

#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "compliance/base/status_macros.h"
#include "compliance/tfplugin/log.h"
#include "tfplugin/certificate.h"
#include "tfplugin/exit_watch.h"
#include "tfplugin/handshake.h"
#include "tfplugin/host.h"
#include "tfplugin/method.h"
#include "tfplugin/provider_handle.h"
#include "tfplugin/reattach.h"
#include "tfplugin/socket_dir.h"

namespace compliance::tfplugin {
namespace {

// The host kills what is not gone two seconds after Shutdown.
constexpr absl::Duration kExitLimit = absl::Milliseconds(1500);
// For the answer to Shutdown itself. Streams that the host leaves open do not
// end by themselves, so this is always waited for in part.
constexpr absl::Duration kGrace = absl::Milliseconds(100);

std::string Environment(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : "";
}

absl::StatusOr<std::optional<Tls>> TlsFromEnvironment() {
  const std::string host_certificate = Environment("PLUGIN_CLIENT_CERT");
  if (host_certificate.empty()) return std::nullopt;
  RETURN_IF_ERROR(CheckCertificatePem(host_certificate));
  ASSIGN_OR_RETURN(Certificate own, MakeCertificate());
  return Tls{std::move(own), host_certificate};
}

absl::Status Print(absl::string_view line) {
  if (write(STDOUT_FILENO, line.data(), line.size()) ==
      static_cast<ssize_t>(line.size())) {
    return absl::OkStatus();
  }
  return absl::UnavailableError(
      "cannot write the handshake to stdout; the host is gone");
}

absl::Status ServeHost(const ProviderFactory& factory) {
  ExitWatch exit_watch(/*under_host=*/true);
  HandshakeLine line;
  line.protocol =
      NegotiateProtocol(Environment("PLUGIN_PROTOCOL_VERSIONS"),
                        OfferedProtocols(Environment(kProtocolVariable)));
  line.multiplexing = !Environment("PLUGIN_MULTIPLEX_GRPC").empty();

  ASSIGN_OR_RETURN(const std::optional<Tls> tls, TlsFromEnvironment());
  if (tls) line.certificate = tls->own.handshake_text;
  ASSIGN_OR_RETURN(SocketDir dir,
                   SocketDir::Make({Environment("PLUGIN_UNIX_SOCKET_DIR"),
                                    Environment("TMPDIR"), "/tmp"}));
  line.socket_path = dir.socket_path();
  ASSIGN_OR_RETURN(
      const std::unique_ptr<Host> host,
      Host::Listen(dir.socket_path(), tls,
                   ProtocolMethods(line.protocol,
                                   std::make_shared<ProviderHandle>(factory)),
                   [&exit_watch] { exit_watch.Request(); }));
  RETURN_IF_ERROR(Print(line.ToString()));

  const ExitReason reason = exit_watch.Wait();
  Log(LogLevel::kDebug, "exiting",
      {{"reason", reason == ExitReason::kRequested ? "shutdown"
                  : reason == ExitReason::kSignal  ? "signal"
                                                   : "the host is gone"}});
  dir.Remove();
  ExitWithin(kExitLimit);
  host->Stop(reason == ExitReason::kHostGone ? absl::ZeroDuration() : kGrace);
  return absl::OkStatus();
}

}  // namespace

MethodTable ProtocolMethods(int protocol,
                            std::shared_ptr<ProviderHandle> provider) {
  return protocol == 5 ? Protocol5Methods(std::move(provider))
                       : Protocol6Methods(std::move(provider));
}

int Serve(const ProviderFactory& factory, const ServeOptions& options) {
  if (options.debug) return ServeReattached(factory, options);
  const absl::Status status = ServeHost(factory);
  if (status.ok()) return 0;
  Log(LogLevel::kError, status.message());
  return 1;
}

}  // namespace compliance::tfplugin
