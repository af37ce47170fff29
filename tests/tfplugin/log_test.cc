#include "compliance/tfplugin/log.h"

#include <stdlib.h>

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace compliance::tfplugin {
namespace {

using ::testing::MatchesRegex;

std::string Logged(LogLevel level, const char* wanted) {
  setenv("TF_LOG_PROVIDER", wanted, 1);
  ::testing::internal::CaptureStderr();
  Log(level, "say \"it\"\n\xff", {{"rpc", "Read"}, {"odd\x01", "back\\slash"}});
  return ::testing::internal::GetCapturedStderr();
}

TEST(Log, WritesOneLineAsHclogReadsIt) {
  EXPECT_THAT(
      Logged(LogLevel::kInfo, "trace"),
      MatchesRegex(
          R"(\{"@level":"info","@message":"say \\"it\\"\\u000a�",)"
          R"("@timestamp":"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:)"
          R"([0-9]{2}\.[0-9]{6}Z","rpc":"Read","odd\\u0001":"back\\\\slash"\})"
          "\n"));
}

TEST(Log, DropsWhatTheHostWouldDrop) {
  EXPECT_EQ(Logged(LogLevel::kInfo, "WARN"), "");
}

TEST(Log, WritesEverythingForJson) {
  EXPECT_NE(Logged(LogLevel::kTrace, "JSON"), "");
}

TEST(Log, WritesWarningsWhenNothingIsAskedFor) {
  EXPECT_EQ(Logged(LogLevel::kInfo, ""), "");
}

}  // namespace
}  // namespace compliance::tfplugin
