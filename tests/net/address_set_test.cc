#include "compliance/net/address_set.h"

#include <vector>

#include "gtest/gtest.h"

namespace compliance::net {
namespace {

Prefix Block(const char* text) { return *Prefix::Parse(text); }

AddressSet SetOf(const std::vector<const char*>& texts) {
  AddressSet set;
  for (const char* text : texts) set.Add(Block(text));
  return set;
}

TEST(AddressSet, MembersThatTouchCoverTogether) {
  const AddressSet set =
      SetOf({"10.0.1.0/24", "10.0.3.0/24", "10.0.0.0/24", "10.0.2.0/24"});
  EXPECT_TRUE(set.Covers(Block("10.0.0.0/22")));
  EXPECT_FALSE(set.Covers(Block("10.0.0.0/21")));
  EXPECT_TRUE(set.Intersects(Block("10.0.0.0/21")));
  EXPECT_FALSE(set.Intersects(Block("10.0.4.0/24")));
  EXPECT_FALSE(set.Covers(Block("::/128")));
  EXPECT_TRUE(AddressSet().empty());
  EXPECT_FALSE(AddressSet().Intersects(Block("0.0.0.0/0")));
}

TEST(AddressSet, OneMemberMayJoinManyOthers) {
  AddressSet set = SetOf({"10.0.0.0/24", "10.0.2.0/24", "10.0.4.0/24"});
  EXPECT_FALSE(set.Covers(Block("10.0.0.0/23")));
  set.Add(Block("10.0.0.0/16"));
  EXPECT_TRUE(set.Covers(Block("10.0.0.0/16")));
}

TEST(AddressSet, ReachesTheEndOfTheNumbers) {
  const AddressSet set = SetOf({"8000::/1", "::/1"});
  EXPECT_TRUE(set.Covers(Block("::/0")));
  EXPECT_TRUE(SetOf({"128.0.0.0/1", "0.0.0.0/1"}).Covers(Block("0.0.0.0/0")));
}

TEST(AddressSet, GivesUpWhatIsRemoved) {
  AddressSet set = SetOf({"10.0.0.0/8", "::/0"});
  set.Remove(Block("10.64.0.0/10"));
  EXPECT_TRUE(set.Covers(Block("10.0.0.0/10")));
  EXPECT_TRUE(set.Covers(Block("10.128.0.0/9")));
  EXPECT_FALSE(set.Intersects(Block("10.64.0.0/10")));
  set.RemoveAll(SetOf({"10.0.0.0/9", "8000::/1"}));
  EXPECT_FALSE(set.Intersects(Block("10.0.0.0/9")));
  EXPECT_TRUE(set.Covers(Block("10.128.0.0/9")));
  EXPECT_TRUE(set.Covers(Block("::/1")));
  EXPECT_FALSE(set.Intersects(Block("ffff::/16")));
  set.RemoveAll(SetOf({"0.0.0.0/0", "::/0"}));
  EXPECT_TRUE(set.empty());
}

TEST(AddressSet, JoinsAnotherSet) {
  AddressSet set = SetOf({"0.0.0.0/1"});
  set.AddAll(SetOf({"128.0.0.0/1", "2001:db8::/32"}));
  EXPECT_TRUE(set.Covers(Block("0.0.0.0/0")));
  EXPECT_TRUE(set.Covers(Block("2001:db8::/32")));
}

TEST(AddressSet, TellsTheInternetFromNetworks) {
  const struct {
    std::vector<const char*> blocks;
    bool is_public;
  } cases[] = {
      {{}, false},
      {{"0.0.0.0/0"}, true},
      {{"::/0"}, true},
      {{"2000::/3"}, true},
      {{"2000::/4"}, true},
      {{"2000::/5", "3000::/5"}, true},
      {{"2600::/12"}, true},
      {{"2600::/13", "2608::/14"}, false},
      {{"fc00::/7"}, false},
      {{"0.0.0.0/1", "128.0.0.0/1"}, true},
      {{"0.0.0.0/1"}, true},
      {{"128.0.0.0/1"}, true},
      {{"64.0.0.0/4"}, true},
      {{"64.0.0.0/5"}, false},
      {{"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"}, false},
      // The largest that one organisation owns, and private space beside it.
      {{"17.0.0.0/8", "10.0.0.0/8"}, false},
      {{"224.0.0.0/3"}, false},
      // Everything but one network.
      {{"0.0.0.0/2", "64.0.0.0/3", "96.0.0.0/4", "128.0.0.0/1"}, true},
      {{"203.0.113.7/32"}, false},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(SetOf(c.blocks).IsPublic(), c.is_public)
        << (c.blocks.empty() ? "none" : c.blocks.front());
  }
}

}  // namespace
}  // namespace compliance::net
