#include "tfplugin/handshake.h"

#include <stdlib.h>

#include <string>
#include <vector>

#include "compliance/tfplugin/serve.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace compliance::tfplugin {
namespace {

using ::testing::ElementsAre;

TEST(StartedByHost, TakesOnlyTheRightCookie) {
  unsetenv(kCookieVariable);
  EXPECT_FALSE(StartedByHost());
  setenv(kCookieVariable, "wrong", 1);
  EXPECT_FALSE(StartedByHost());
  setenv(kCookieVariable, kCookie, 1);
  EXPECT_TRUE(StartedByHost());
}

TEST(OfferedProtocols, AreRestrictedByOneOfThem) {
  EXPECT_THAT(OfferedProtocols(""), ElementsAre(5, 6));
  EXPECT_THAT(OfferedProtocols("5"), ElementsAre(5));
  EXPECT_THAT(OfferedProtocols("6"), ElementsAre(6));
  EXPECT_THAT(OfferedProtocols("7"), ElementsAre(5, 6));
}

TEST(NegotiateProtocol, PicksTheHighestThatBothKnow) {
  struct Case {
    std::string wanted;
    std::vector<int> offered;
    int want;
  };
  for (const Case& c : std::vector<Case>{{"5,6", {5, 6}, 6},
                                         {"6,5", {5, 6}, 6},
                                         {"5", {5, 6}, 5},
                                         {"6,5", {5}, 5},
                                         {"7,6", {5, 6}, 6},
                                         {"", {5, 6}, 5},
                                         {"7", {5, 6}, 5},
                                         {"5", {6}, 6},
                                         {"six, ,6", {5, 6}, 6}}) {
    EXPECT_EQ(NegotiateProtocol(c.wanted, c.offered), c.want) << c.wanted;
  }
}

TEST(HandshakeLine, HasSixFieldsUnlessTheHostAsksForTheSeventh) {
  HandshakeLine line{
      .protocol = 5, .socket_path = "/tmp/s", .certificate = "MIIB"};
  EXPECT_EQ(line.ToString(), "1|5|unix|/tmp/s|grpc|MIIB\n");
  line.multiplexing = true;
  line.certificate = "";
  EXPECT_EQ(line.ToString(), "1|5|unix|/tmp/s|grpc||false\n");
}

}  // namespace
}  // namespace compliance::tfplugin
