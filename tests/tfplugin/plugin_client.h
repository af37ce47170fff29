// The client side of a plugin connection, as a host has it.
#ifndef COMPLIANCE_TESTS_TFPLUGIN_PLUGIN_CLIENT_H_
#define COMPLIANCE_TESTS_TFPLUGIN_PLUGIN_CLIENT_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "tfplugin/certificate.h"

namespace compliance::tfplugin {

class PluginClient {
 public:
  // Without TLS.
  explicit PluginClient(const std::string& socket_path);
  // With it: our certificate, and the plugin's as the handshake line has it.
  PluginClient(const std::string& socket_path, const Certificate& own,
               const std::string& plugin_certificate);
  ~PluginClient();

  // Opens the two streams that every host opens, and leaves them open.
  void OpenHostStreams();

  // One unary call. The status is gRPC's.
  absl::StatusOr<std::string> Call(const std::string& method,
                                   const std::string& request,
                                   absl::Duration limit = absl::Seconds(20));

 private:
  struct Rep;
  std::unique_ptr<Rep> rep_;
};

}  // namespace compliance::tfplugin

#endif  // COMPLIANCE_TESTS_TFPLUGIN_PLUGIN_CLIENT_H_
