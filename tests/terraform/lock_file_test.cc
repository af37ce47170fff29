#include "terraform/lock_file.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "support/status.h"
#include "terraform/folder.h"

namespace compliance::terraform {
namespace {

using compliance::testing::IsOkAndHolds;
using compliance::testing::StatusIs;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(LockFile, ReadsWhatTerraformWrites) {
  ASSERT_OK_AND_ASSIGN(const auto locked, ParseLockFile("l.hcl", R"(
# This file is maintained automatically by "terraform init".
# Manual edits may be lost in future updates.

provider "registry.terraform.io/hashicorp/aws" {
  version     = "5.100.0"
  constraints = ">= 4.0.0, ~> 5.1"
  hashes = [
    "h1:abc=",
    "zh:0123",
  ]
}

provider "example.com:8443/acme/x-y" {
  version = "1.0.0-rc.1+build.5"
}
)"));
  ASSERT_EQ(locked.size(), 2U);
  EXPECT_EQ(locked[0].address, "registry.terraform.io/hashicorp/aws");
  EXPECT_EQ(locked[0].version, "5.100.0");
  EXPECT_THAT(locked[0].hashes, ElementsAre("h1:abc=", "zh:0123"));
  EXPECT_EQ(locked[1].address, "example.com:8443/acme/x-y");
  EXPECT_EQ(locked[1].version, "1.0.0-rc.1+build.5");
  EXPECT_THAT(locked[1].hashes, IsEmpty());
}

TEST(LockFile, PassesOverModules) {
  EXPECT_THAT(ParseLockFile("l", "module \"x\" {\n  version = \"1\"\n}\n"),
              IsOkAndHolds(IsEmpty()));
}

TEST(LockFile, SaysWhereAndWhatToDo) {
  const auto in_block = [](const std::string& body) {
    return absl::StrCat("provider \"a.io/b/c\" {\n", body, "\n}\n");
  };
  const struct {
    std::string text;
    std::string want;
  } kCases[] = {
      {"x = \"y\"", "l:1: unexpected argument \"x\""},
      {"\nfoo {}", "l:2: unexpected block \"foo\""},
      {"provider {}", "l:1: a provider block has one label"},
      {"provider \"a\" \"b\" {}", "l:1: a provider block has one label"},
      {"provider \"aws\" {}", "\"aws\" is not a provider address"},
      {"provider \"acme/aws\" {}", "is not a provider address"},
      {"provider \"A.io/b/c\" {}", "is not a provider address"},
      {"provider \"../../x\" {}", "is not a provider address"},
      {"provider \"a.io/../x\" {}", "is not a provider address"},
      {in_block(""), "l:1: the argument \"version\" is missing"},
      {in_block("version = \"\""), "l:2: \"version\" must be a version"},
      {in_block("version = 5"), "l:2: \"version\" must be a version"},
      {in_block("version = \"1.2\""), "l:2: \"version\" must be a version"},
      {in_block("version = \"01.2.3\""), "\"version\" must be a version"},
      {in_block("version = \"1.2.3-\""), "\"version\" must be a version"},
      {in_block("version = \"1.2.3/../4\""), "\"version\" must be a version"},
      {in_block("version = \"1.2.${x}\""), "\"version\" must be a version"},
      {in_block("version = \"1.0.0\"\nversion = \"1.0.0\""),
       "l:3: the argument \"version\" is set for a second time"},
      {in_block("version = \"1.0.0\"\nother = \"\""),
       "l:3: unexpected argument \"other\""},
      {in_block("version = \"1.0.0\"\nother {}"),
       "l:3: unexpected block \"other\""},
      {in_block("version = \"1.0.0\"\nhashes = \"h1:x\""),
       "l:3: \"hashes\" must be a list"},
      {in_block("version = \"1.0.0\"\nhashes = []"),
       "l:3: \"hashes\" must be a list"},
      {in_block("version = \"1.0.0\"\nhashes = [\n\"h1:x\",\n5]"),
       "l:5: a hash must be a text"},
      {in_block("version = \"1.0.0\"\nhashes = [\":x\"]"),
       "l:3: a hash must be a text"},
      {in_block("version = \"1.0.0\"") + in_block("version = \"1.0.1\""),
       "l:4: a.io/b/c is locked for a second time"},
  };
  for (const auto& test : kCases) {
    EXPECT_THAT(
        ParseLockFile("l", test.text),
        StatusIs(absl::StatusCode::kInvalidArgument,
                 AllOf(HasSubstr(test.want), HasSubstr("run terraform init"))))
        << test.text;
  }
  EXPECT_THAT(ParseLockFile("l", "provider \"a.io/b/c\" {\n"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("l:1: ")));
}

TEST(LockFile, MayBeAbsentButNotUnreadable) {
  const Folder folder;
  EXPECT_THAT(ReadLockFile(folder / ".terraform.lock.hcl"),
              IsOkAndHolds(IsEmpty()));
  EXPECT_THAT(
      ReadLockFile(folder.path()),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(folder.path())));
  const std::string file = folder.Write("l.hcl", "\n{");
  EXPECT_THAT(ReadLockFile(file), StatusIs(absl::StatusCode::kInvalidArgument,
                                           HasSubstr(file + ":2: ")));
}

}  // namespace
}  // namespace compliance::terraform
