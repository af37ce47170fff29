#include "hook/result_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "scratch.h"
#include "support/status.h"

namespace compliance::hook {
namespace {

using ::compliance::testing::IsOk;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(ResultFile, TellsHowItEnded) {
  Outcome outcome;
  outcome.exit_code = 1;
  outcome.precise = Precise::kUndecided;
  outcome.terraform_exit_code = 0;
  outcome.blocked = true;
  outcome.reason = "because \xff";
  outcome.judged_calls = 7;
  outcome.findings = {
      {"aws.kms.rotation", "aws_kms_key.k", "fail", "mandatory"}};
  const auto json = nlohmann::json::parse(RenderOutcome(outcome));
  EXPECT_EQ(json["exit_code"], 3);
  EXPECT_EQ(json["terraform_exit_code"], 0);
  EXPECT_EQ(json["blocked"], true);
  EXPECT_EQ(json["judged_calls"], 7);
  EXPECT_EQ(json["findings"][0]["rule"], "aws.kms.rotation");
  EXPECT_EQ(nlohmann::json::parse(RenderOutcome(
                Outcome::CouldNotCheck("x")))["terraform_exit_code"],
            nullptr);
}

TEST(ResultFile, IsReplacedWholeAndForItsOwnerOnly) {
  const Scratch scratch;
  const std::string path = scratch.Write("result.json", "old");
  EXPECT_THAT(WriteResultFile(path, Outcome()), IsOk());
  EXPECT_THAT(scratch.Read("result.json"), HasSubstr("\"exit_code\": 0"));
  struct stat info {};
  ASSERT_EQ(stat(path.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600U);
  std::size_t files = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(scratch.Path(""))) {
    files += entry.exists() ? 1 : 0;
  }
  EXPECT_EQ(files, 1U);
}

TEST(ResultFile, SaysWhatCannotBeWritten) {
  EXPECT_THAT(
      std::string(WriteResultFile("/no/such/folder/r", Outcome()).message()),
      HasSubstr("/no/such/folder/r"));
  EXPECT_THAT(WriteResultFile("/dev/full", Outcome()), Not(IsOk()));
}

TEST(ResultFile, ADeviceIsNotReplaced) {
  EXPECT_THAT(WriteResultFile("/dev/null", Outcome()), IsOk());
  EXPECT_TRUE(std::filesystem::is_character_file("/dev/null"));
}

}  // namespace
}  // namespace compliance::hook
