#include "compliance/net/prefix.h"

#include "gtest/gtest.h"

namespace compliance::net {
namespace {

Prefix Of(const char* text) { return *Prefix::Parse(text); }

TEST(Prefix, KeepsTheAddressAsWritten) {
  const Prefix prefix = Of("10.1.2.3/8");
  EXPECT_EQ(prefix.ToString(), "10.1.2.3/8");
  EXPECT_EQ(prefix.Masked().ToString(), "10.0.0.0/8");
  EXPECT_EQ(prefix.Last().ToString(), "10.255.255.255");
  EXPECT_EQ(Of("2001:DB8:1::/32").Masked().ToString(), "2001:db8::/32");
  EXPECT_EQ(Of("::/0").Last().ToString(),
            "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff");
  EXPECT_EQ(Of("2001:db8::1/128").Masked().ToString(), "2001:db8::1/128");
}

TEST(Prefix, RefusesWhatIsNoBlock) {
  for (const char* text :
       {"", "/", "10.0.0.0", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1",
        "10.0.0.0/+8", "10.0.0.0/08", "10.0.0/8", "::/129", "10.0.0.0/8 ",
        "10.0.0.0/255.0.0.0", "10.0.0.0/8/8", "::ffff:10.0.0.0/104",
        "::ffff:a00:0/104", "fe80::%eth0/10"}) {
    EXPECT_FALSE(Prefix::Parse(text).ok()) << text;
  }
}

TEST(Prefix, Contains) {
  EXPECT_TRUE(Of("10.0.0.0/8").Contains(*Ip::Parse("10.255.0.1")));
  EXPECT_FALSE(Of("10.0.0.0/8").Contains(*Ip::Parse("11.0.0.0")));
  EXPECT_FALSE(Of("0.0.0.0/0").Contains(*Ip::Parse("::1")));
  EXPECT_TRUE(Of("0.0.0.0/0").Contains(Of("10.0.0.0/8")));
  EXPECT_FALSE(Of("10.0.0.0/8").Contains(Of("0.0.0.0/0")));
  EXPECT_TRUE(Of("10.0.0.0/8").Contains(Of("10.9.9.9/8")));
  EXPECT_TRUE(Of("::/0").Contains(Of("::/0")));
}

}  // namespace
}  // namespace compliance::net
