// The gRPC server of a plugin process.
#ifndef COMPLIANCE_SRC_TFPLUGIN_HOST_H_
#define COMPLIANCE_SRC_TFPLUGIN_HOST_H_

#include <grpcpp/generic/async_generic_service.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "tfplugin/certificate.h"
#include "tfplugin/method.h"

namespace compliance::tfplugin {

// Mutual TLS: clients must show exactly the host's certificate.
struct Tls {
  Certificate own;
  std::string host_certificate_pem;
};

// Serves a MethodTable and go-plugin's own services (protocol section 4).
// Messages of any size pass. Every other method is UNIMPLEMENTED.
class Host {
 public:
  // Called on the host's Shutdown, from a thread of gRPC: must not block and
  // must not call Stop.
  using OnShutdown = std::function<void()>;

  // Listens on a Unix socket, which gets mode 0600. Errors: UNAVAILABLE when
  // the socket cannot be bound or the certificates are not usable.
  static absl::StatusOr<std::unique_ptr<Host>> Listen(
      const std::string& socket_path, const std::optional<Tls>& tls,
      MethodTable methods, OnShutdown on_shutdown);

  // Serves one connection that is already accepted, without TLS. Takes the
  // descriptor.
  static absl::StatusOr<std::unique_ptr<Host>> Adopt(int connection,
                                                     MethodTable methods,
                                                     OnShutdown on_shutdown);

  // The same, but every call goes to `service`: nothing is answered here.
  static absl::StatusOr<std::unique_ptr<Host>> AdoptGeneric(
      int connection, std::unique_ptr<grpc::CallbackGenericService> service);

  // Stops. Calls in flight get `grace`, then they are cancelled.
  virtual void Stop(absl::Duration grace) = 0;

  virtual ~Host() = default;
};

}  // namespace compliance::tfplugin

#endif  // COMPLIANCE_SRC_TFPLUGIN_HOST_H_
