#include "compliance/net/protocol.h"

#include "gtest/gtest.h"

namespace compliance::net {
namespace {

TEST(Protocol, HasOneNameAndMayHavePorts) {
  const struct {
    const char* text;
    const char* name;
    bool has_ports;
  } cases[] = {
      {"-1", "all", true},     {"all", "all", true},
      {"6", "tcp", true},      {"TCP", "tcp", true},
      {"17", "udp", true},     {"1", "icmp", false},
      {"58", "icmpv6", false}, {"icmpv6", "icmpv6", false},
      {"50", "50", false},     {"", "", false},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(ProtocolName(c.text), c.name) << c.text;
    EXPECT_EQ(HasPorts(ProtocolName(c.text)), c.has_ports) << c.text;
  }
}

}  // namespace
}  // namespace compliance::net
