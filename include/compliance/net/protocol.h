// IP protocols as firewall rules name them.
#ifndef COMPLIANCE_NET_PROTOCOL_H_
#define COMPLIANCE_NET_PROTOCOL_H_

#include <string>

#include "absl/strings/string_view.h"

namespace compliance::net {

// One name for each protocol: "all" for -1, and "tcp" "udp" "icmp" "icmpv6" for
// their numbers; anything else in lower case as it is.
std::string ProtocolName(absl::string_view text);

// Whether port numbers mean something for rules of the protocol so named: tcp,
// udp, and all, which holds both. The numbers of icmp are types and codes.
bool HasPorts(absl::string_view name);

}  // namespace compliance::net

#endif  // COMPLIANCE_NET_PROTOCOL_H_
