// The handshake by which a go-plugin host starts a plugin (protocol section 1):
// environment variables in, one line on stdout.
#ifndef COMPLIANCE_SRC_TFPLUGIN_HANDSHAKE_H_
#define COMPLIANCE_SRC_TFPLUGIN_HANDSHAKE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace compliance::tfplugin {

inline constexpr char kCookieVariable[] = "TF_PLUGIN_MAGIC_COOKIE";
inline constexpr char kCookie[] =
    "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";

// The protocols to offer, 5 and 6 or one of them: what COMPLIANCE_PROTOCOL
// leaves (`restriction`: its value, empty for no restriction). A value that
// names neither restricts nothing.
std::vector<int> OfferedProtocols(absl::string_view restriction);

// The highest of `offered` that is in `wanted`, the host's comma-separated
// list. Without one, the lowest offered: the host then reports the mismatch.
int NegotiateProtocol(absl::string_view wanted,
                      const std::vector<int>& offered);

struct HandshakeLine {
  int protocol = 6;
  std::string socket_path;
  std::string certificate;    // Certificate::handshake_text; empty without TLS
  bool multiplexing = false;  // the host asked whether we can (we cannot)

  // With the newline.
  std::string ToString() const;
};

// What a plugin's line says to its host.
struct PluginGreeting {
  int protocol = 6;     // 5 or 6
  std::string network;  // "unix" or "tcp"
  std::string address;
  std::string certificate;  // as in HandshakeLine; empty without TLS
};

// `line` is without the newline. Errors: FAILED_PRECONDITION that says what is
// wrong with it, in a form to follow the plugin's name.
absl::StatusOr<PluginGreeting> ParseHandshakeLine(absl::string_view line);

// The environment of a plugin that we start: `base` (NAME=VALUE) with the
// variables by which a host speaks to a plugin put in the place of any that are
// there. `certificate_pem` is our own; empty: without TLS.
std::vector<std::string> PluginEnvironment(const std::vector<std::string>& base,
                                           const std::string& certificate_pem);

}  // namespace compliance::tfplugin

#endif  // COMPLIANCE_SRC_TFPLUGIN_HANDSHAKE_H_
