#include "compliance/net/protocol.h"

#include "absl/strings/ascii.h"

namespace compliance::net {

std::string ProtocolName(absl::string_view text) {
  const std::string name = absl::AsciiStrToLower(text);
  if (name == "-1") return "all";
  if (name == "1") return "icmp";
  if (name == "6") return "tcp";
  if (name == "17") return "udp";
  if (name == "58") return "icmpv6";
  return name;
}

bool HasPorts(absl::string_view name) {
  return name == "all" || name == "tcp" || name == "udp";
}

}  // namespace compliance::net
