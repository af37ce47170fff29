// The way to a plugin process.
#ifndef COMPLIANCE_SRC_TFPLUGIN_PLUGIN_CHANNEL_H_
#define COMPLIANCE_SRC_TFPLUGIN_PLUGIN_CHANNEL_H_

#include <grpcpp/channel.h>

#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "tfplugin/certificate.h"

namespace compliance::tfplugin {

// gRPC reads addresses as URIs, so a path with other characters is escaped.
std::string UnixTarget(absl::string_view path);

struct PluginAddress {
  std::string network;  // "unix" or "tcp"
  std::string address;  // a path, or HOST:PORT
};

// A channel with a connection of its own, for messages of any size; each call
// is made exactly once.
std::shared_ptr<grpc::Channel> PlainChannel(const PluginAddress& address);

// The same with mutual TLS: the plugin has to show the certificate that its
// handshake line carried (Certificate::handshake_text).
std::shared_ptr<grpc::Channel> TlsChannel(const PluginAddress& address,
                                          const Certificate& own,
                                          absl::string_view plugin_certificate);

// The threads that run reactions end with the last channel or server, and gRPC
// 1.51 aborts where that one goes in a reaction, as channels do here. After
// this call they stay until the process ends.
void KeepReactionThreads();

}  // namespace compliance::tfplugin

#endif  // COMPLIANCE_SRC_TFPLUGIN_PLUGIN_CHANNEL_H_
