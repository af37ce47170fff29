#include "tfplugin/handshake.h"

#include <stdlib.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "compliance/tfplugin/serve.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "support/status.h"

namespace compliance::tfplugin {
namespace {

using ::compliance::testing::IsOk;
using ::compliance::testing::StatusIs;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

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

TEST(ParseHandshakeLine, ReadsWhatPluginsPrint) {
  const std::string certificate(80, 'M');
  const auto tls =
      ParseHandshakeLine("1|5|unix|/tmp/s|grpc|" + certificate + "\r");
  ASSERT_THAT(tls, IsOk());
  EXPECT_EQ(tls->protocol, 5);
  EXPECT_EQ(tls->network, "unix");
  EXPECT_EQ(tls->address, "/tmp/s");
  EXPECT_EQ(tls->certificate, certificate);
  const auto plain = ParseHandshakeLine("1|6|tcp|127.0.0.1:10000|grpc||false");
  ASSERT_THAT(plain, IsOk());
  EXPECT_EQ(plain->protocol, 6);
  EXPECT_EQ(plain->network, "tcp");
  EXPECT_EQ(plain->certificate, "");
}

TEST(ParseHandshakeLine, SaysWhatIsWrong) {
  for (const auto& [line, message] :
       std::vector<std::pair<std::string, std::string>>{
           {"", "printed something other than a plugin's handshake: \"\""},
           {"usage: x | y | z | w", "printed something other"},
           {std::string(500, 'x'), "xxx\"..."},
           {std::string("\0\xff", 2), "printed something other"},
           {"2|6|unix|/s|grpc", "version 2 of the plugin handshake"},
           {"1|4|unix|/s|grpc", "speaks protocol \"4\", not 5 or 6"},
           {"1|x|unix|/s|grpc", "speaks protocol \"x\""},
           {"1|6|pipe|/s|grpc", "an unknown network, \"pipe\""},
           {"1|6|unix|/s", "does not speak gRPC"},
           {"1|6|unix|/s|netrpc", "does not speak gRPC"},
       }) {
    EXPECT_THAT(
        ParseHandshakeLine(line),
        StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr(message)));
  }
}

TEST(PluginEnvironment, PutsOursInThePlaceOfTheHosts) {
  const std::vector<std::string> base = {
      "PATH=/bin", "PLUGIN_CLIENT_CERT=x", "PLUGIN_PROTOCOL_VERSIONS=4",
      "PLUGIN_MULTIPLEX_GRPC=true", "PLUGIN_CLIENT_CERT_OTHER=kept"};
  EXPECT_THAT(PluginEnvironment(base, ""),
              ElementsAre("PATH=/bin", "PLUGIN_CLIENT_CERT_OTHER=kept",
                          StartsWith("TF_PLUGIN_MAGIC_COOKIE="),
                          "PLUGIN_PROTOCOL_VERSIONS=5,6",
                          "PLUGIN_MIN_PORT=10000", "PLUGIN_MAX_PORT=25000"));
  EXPECT_THAT(PluginEnvironment(base, "pem"),
              Contains("PLUGIN_CLIENT_CERT=pem"));
}

}  // namespace
}  // namespace compliance::tfplugin
