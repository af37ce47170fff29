#include "compliance/net/ip.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace compliance::net {
namespace {

Ip Read(absl::string_view text) {
  const auto ip = Ip::Parse(text);
  EXPECT_TRUE(ip.ok()) << text << ": " << ip.status();
  return ip.value_or(Ip());
}

TEST(Ip, WritesTheCanonicalForm) {
  struct Case {
    std::string text, want;
  };
  const std::vector<Case> cases = {
      {"0.0.0.0", "0.0.0.0"},
      {"192.168.0.1", "192.168.0.1"},
      {"255.255.255.255", "255.255.255.255"},
      {"::", "::"},
      {"::1", "::1"},
      {"1::", "1::"},
      {"2001:DB8::68", "2001:db8::68"},
      {"2001:0db8:0000:0000:0000:0000:0000:0068", "2001:db8::68"},
      {"2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"},
      {"1:0:0:2:0:0:0:3", "1:0:0:2::3"},
      {"1:0:0:2:3:0:0:4", "1::2:3:0:0:4"},
      {"1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"},
      {"64:ff9b::192.0.2.1", "64:ff9b::c000:201"},
      {"::ffff:c0a8:1", "192.168.0.1"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(Read(c.text).ToString(), c.want) << c.text;
    EXPECT_EQ(Read(c.want), Read(c.text)) << c.text;
  }
}

TEST(Ip, RefusesWhatIsNoAddress) {
  for (const std::string text : {"",
                                 "1.2.3",
                                 "192.168.0.1.0",
                                 "01.2.3.4",
                                 "256.1.1.1",
                                 "1.2.3.+4",
                                 "1.2.3.",
                                 " 1.2.3.4",
                                 ":",
                                 ":::",
                                 "1:::2",
                                 "2001:db8:::68",
                                 "1:2",
                                 "1:2:3:4:5:6:7",
                                 "1:2:3:4:5:6:7:8:9",
                                 "1:2:3:4::5:6:7:8",
                                 "12345::",
                                 "g::",
                                 "1::2::3",
                                 ":1::2",
                                 "::1:",
                                 "1.2.3.4::",
                                 "::1.2.3",
                                 "::1.2.3.4:5",
                                 "10.0.0.0/8"}) {
    EXPECT_FALSE(Ip::Parse(text).ok()) << text;
  }
}

TEST(Ip, SaysWhyItRefusesZonesAndMappedAddresses) {
  EXPECT_THAT(Ip::Parse("fe80::1%en0").status().message(),
              testing::HasSubstr("zone"));
  EXPECT_THAT(Ip::Parse("::ffff:192.168.0.1").status().message(),
              testing::HasSubstr("inside IPv6"));
}

struct Traits {
  std::string text;
  bool unspecified, loopback, global, link_unicast, link_multicast;
};

TEST(Ip, KnowsTheSpecialRanges) {
  const std::vector<Traits> cases = {
      {"0.0.0.0", true, false, false, false, false},
      {"127.0.0.1", false, true, false, false, false},
      {"127.255.255.255", false, true, false, false, false},
      {"128.0.0.0", false, false, true, false, false},
      {"192.168.0.1", false, false, true, false, false},
      {"169.254.169.254", false, false, false, true, false},
      {"169.255.0.0", false, false, true, false, false},
      {"224.0.0.1", false, false, false, false, true},
      {"224.0.1.1", false, false, false, false, false},
      {"240.0.0.1", false, false, true, false, false},
      {"255.255.255.255", false, false, false, false, false},
      {"::", true, false, false, false, false},
      {"::1", false, true, false, false, false},
      {"2001:db8::abcd", false, false, true, false, false},
      {"fd80::1", false, false, true, false, false},
      {"fe80::1", false, false, false, true, false},
      {"febf::1", false, false, false, true, false},
      {"fec0::1", false, false, true, false, false},
      {"ff00::1", false, false, false, false, false},
      {"ff02::1", false, false, false, false, true},
      {"ff12::1", false, false, false, false, true},
  };
  for (const Traits& c : cases) {
    const Ip ip = Read(c.text);
    EXPECT_EQ(ip.IsUnspecified(), c.unspecified) << c.text;
    EXPECT_EQ(ip.IsLoopback(), c.loopback) << c.text;
    EXPECT_EQ(ip.IsGlobalUnicast(), c.global) << c.text;
    EXPECT_EQ(ip.IsLinkLocalUnicast(), c.link_unicast) << c.text;
    EXPECT_EQ(ip.IsLinkLocalMulticast(), c.link_multicast) << c.text;
  }
}

TEST(Ip, OrdersByFamilyThenNumber) {
  EXPECT_LT(Read("9.0.0.0"), Read("10.0.0.0"));
  EXPECT_LT(Read("255.0.0.0"), Read("::"));
  EXPECT_NE(Read("0.0.0.0"), Read("::"));
}

}  // namespace
}  // namespace compliance::net
