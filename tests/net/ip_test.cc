#include "compliance/net/ip.h"

#include <string>

#include "gtest/gtest.h"

namespace compliance::net {
namespace {

TEST(Ip, IsWrittenInItsCanonicalForm) {
  const struct {
    const char* text;
    const char* canonical;
  } cases[] = {
      {"192.0.2.1", "192.0.2.1"},
      {"0.0.0.0", "0.0.0.0"},
      {"255.255.255.255", "255.255.255.255"},
      {"::", "::"},
      {"::1", "::1"},
      {"1::", "1::"},
      {"2001:DB8::1", "2001:db8::1"},
      {"2001:0db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"},
      {"1:0:0:2:0:0:0:3", "1:0:0:2::3"},
      {"1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"},
      {"1:0:3:4:5:6:7:8", "1:0:3:4:5:6:7:8"},
      {"64:ff9b::192.0.2.33", "64:ff9b::c000:221"},
      {"::ffff:c000:201", "192.0.2.1"},
      {"1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"},
  };
  for (const auto& c : cases) {
    const auto ip = Ip::Parse(c.text);
    ASSERT_TRUE(ip.ok()) << c.text << ": " << ip.status();
    EXPECT_EQ(ip->ToString(), c.canonical) << c.text;
    EXPECT_EQ(*Ip::Parse(c.canonical), *ip) << c.text;
  }
}

TEST(Ip, RefusesWhatIsNoAddress) {
  for (const char* text : {"",
                           ".",
                           ":",
                           ":::",
                           "1.2.3",
                           "1.2.3.4.5",
                           "1.2.3.256",
                           "01.2.3.4",
                           "1.2.3.4 ",
                           " 1.2.3.4",
                           "1.2.3.-4",
                           "+1.2.3.4",
                           "1.2..4",
                           "a.b.c.d",
                           "1:2:3:4:5:6:7",
                           "1:2:3:4:5:6:7:8:9",
                           "1::2::3",
                           "12345::",
                           "g::",
                           "1:2:3:4:5:6:7:8::",
                           "::1%eth0",
                           "::ffff:192.0.2.1",
                           "1.2.3.4::",
                           "1:",
                           ":1",
                           "[::1]",
                           "10.0.0.0/8"}) {
    EXPECT_FALSE(Ip::Parse(text).ok()) << text;
  }
}

TEST(Ip, KnowsItsKind) {
  const auto ip = [](const char* text) { return *Ip::Parse(text); };
  EXPECT_TRUE(ip("127.3.2.1").IsLoopback());
  EXPECT_TRUE(ip("::1").IsLoopback());
  EXPECT_FALSE(ip("::2").IsLoopback());
  EXPECT_TRUE(ip("0.0.0.0").IsUnspecified());
  EXPECT_TRUE(ip("::").IsUnspecified());
  EXPECT_TRUE(ip("169.254.169.254").IsLinkLocalUnicast());
  EXPECT_TRUE(ip("febf::1").IsLinkLocalUnicast());
  EXPECT_FALSE(ip("fec0::1").IsLinkLocalUnicast());
  EXPECT_TRUE(ip("224.0.0.251").IsLinkLocalMulticast());
  EXPECT_FALSE(ip("224.0.1.1").IsLinkLocalMulticast());
  EXPECT_TRUE(ip("ff02::1").IsLinkLocalMulticast());
  EXPECT_FALSE(ip("ff05::1").IsLinkLocalMulticast());
  EXPECT_TRUE(ip("239.1.1.1").IsMulticast());
  EXPECT_TRUE(ip("10.0.0.1").IsGlobalUnicast());
  EXPECT_TRUE(ip("8.8.8.8").IsGlobalUnicast());
  EXPECT_TRUE(ip("2001:db8::1").IsGlobalUnicast());
  EXPECT_FALSE(ip("255.255.255.255").IsGlobalUnicast());
  EXPECT_FALSE(ip("fe80::1").IsGlobalUnicast());
  EXPECT_FALSE(ip("224.0.0.1").IsGlobalUnicast());
}

}  // namespace
}  // namespace compliance::net
