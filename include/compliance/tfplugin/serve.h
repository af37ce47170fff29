// The plugin host: runs a Provider as a Terraform plugin process.
#ifndef COMPLIANCE_TFPLUGIN_SERVE_H_
#define COMPLIANCE_TFPLUGIN_SERVE_H_

#include <functional>
#include <memory>
#include <string>

#include "compliance/tfplugin/provider.h"

namespace compliance::tfplugin {

// Whether the environment says that a go-plugin host started this process: the
// magic cookie is there and right (protocol section 1.1).
bool StartedByHost();

// Builds the provider; never null, and throws nothing. Called with the first
// RPC, so after the handshake line, which nothing slow may delay. Under `debug`
// it is called once for each connection.
using ProviderFactory = std::function<std::unique_ptr<Provider>()>;

struct ServeOptions {
  // The address for -debug's TF_REATTACH_PROVIDERS, such as
  // "registry.terraform.io/planguard/compliance".
  std::string provider_address;
  // Under a debugger: print TF_REATTACH_PROVIDERS on stdout instead of a
  // handshake, serve without TLS, run until interrupted.
  bool debug = false;
  // With `debug`: the protocol to offer, 5 or 6.
  int debug_protocol = 6;
};

// In the environment: 5 or 6, to offer only that protocol in the handshake. For
// tests, and for a Terraform that has trouble with the one it would pick.
inline constexpr char kProtocolVariable[] = "COMPLIANCE_PROTOCOL";

// Serves until the host says Shutdown, the host dies, or (debug) SIGINT or
// SIGTERM. Returns the process's exit code. Call from main, before any thread
// is started.
int Serve(const ProviderFactory& factory, const ServeOptions& options);

}  // namespace compliance::tfplugin

#endif  // COMPLIANCE_TFPLUGIN_SERVE_H_
