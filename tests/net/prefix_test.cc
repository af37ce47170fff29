#include "compliance/net/prefix.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace compliance::net {
namespace {

Prefix Read(absl::string_view text) {
  const auto prefix = Prefix::Parse(text);
  EXPECT_TRUE(prefix.ok()) << text << ": " << prefix.status();
  return prefix.value_or(Prefix());
}

TEST(Prefix, KeepsHostBitsUntilMasked) {
  struct Case {
    std::string text, masked;
    bool host_bits;
  };
  const std::vector<Case> cases = {
      {"0.0.0.0/0", "0.0.0.0/0", false},
      {"192.168.0.1/24", "192.168.0.0/24", true},
      {"10.0.0.1/32", "10.0.0.1/32", false},
      {"255.255.255.255/0", "0.0.0.0/0", true},
      {"::/0", "::/0", false},
      {"2001:db8::1/32", "2001:db8::/32", true},
      {"2001:db8::1/128", "2001:db8::1/128", false},
  };
  for (const Case& c : cases) {
    const Prefix prefix = Read(c.text);
    EXPECT_EQ(prefix.ToString(), c.text);
    EXPECT_EQ(prefix.Masked().ToString(), c.masked);
    EXPECT_EQ(prefix.HasHostBits(), c.host_bits) << c.text;
  }
}

TEST(Prefix, RefusesWhatIsNoNetwork) {
  for (const std::string text :
       {"", "/", "10.0.0.0", "192.168.0.0/", "10.0.0.0/33", "10.0.0.0/-1",
        "10.0.0.0/+8", "10.0.0.0/08", "10.0.0.0/8/8", "10.0.0.0/ 8", "::/129",
        "::/9999999999", "fe80::1%en0/24", "::ffff:192.168.0.1/24",
        "::ffff:c0a8:1/120"}) {
    EXPECT_FALSE(Prefix::Parse(text).ok()) << text;
  }
}

TEST(Prefix, SpansFirstToLast) {
  EXPECT_EQ(Read("10.1.2.3/8").first().ToString(), "10.0.0.0");
  EXPECT_EQ(Read("10.1.2.3/8").last().ToString(), "10.255.255.255");
  EXPECT_EQ(Read("::/0").last().ToString(),
            "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff");
  EXPECT_EQ(Read("0.0.0.0/0").last().ToString(), "255.255.255.255");
}

TEST(Prefix, ContainsAddressesAndNetworks) {
  struct Case {
    std::string outer, inner;
    bool want;
  };
  const std::vector<Case> cases = {
      {"192.168.0.0/24", "192.168.0.0/25", true},
      {"192.168.0.0/24", "192.168.0.1/32", true},
      {"192.168.0.0/24", "192.168.0.0/23", false},
      {"192.168.0.0/24", "192.168.1.0/24", false},
      {"10.0.0.0/8", "10.0.0.0/8", true},
      {"10.0.0.1/8", "10.255.0.0/16", true},
      {"0.0.0.0/0", "10.0.0.0/8", true},
      {"0.0.0.0/0", "::/0", false},
      {"::/0", "10.0.0.0/8", false},
      {"2001:db8::/32", "2001:db8::/33", true},
      {"2001:db8::/32", "2001:db9::/33", false},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(Read(c.outer).Contains(Read(c.inner)), c.want)
        << c.outer << " " << c.inner;
  }
  EXPECT_TRUE(Read("192.168.0.0/24").Contains(Read("192.168.0.1/32").ip()));
  EXPECT_FALSE(Read("192.168.1.1/32").Contains(Read("2001:db8::/32").ip()));
}

}  // namespace
}  // namespace compliance::net
