#include "compliance/terraform/providers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "support/status.h"
#include "terraform/folder.h"

namespace compliance::terraform {
namespace {

using compliance::testing::StatusIs;
using ::testing::AllOf;
using ::testing::HasSubstr;

class VerifyPackageTest : public ::testing::Test {
 protected:
  VerifyPackageTest() {
    folder_.Write("terraform-provider-aws_v1.2.3", "binary");
    provider_.address = "registry.terraform.io/hashicorp/aws";
    provider_.version = "1.2.3";
    provider_.directory = folder_.path();
    hash_ = *HashPackage(folder_.path());
  }

  absl::Status Verify(Origin origin, std::vector<std::string> hashes,
                      bool allow_unlocked) {
    provider_.origin = origin;
    provider_.hashes = std::move(hashes);
    return VerifyPackage(provider_, allow_unlocked);
  }

  Folder folder_;
  InstalledProvider provider_;
  std::string hash_;
};

TEST_F(VerifyPackageTest, TakesOneThatMatchesAnyHash) {
  EXPECT_OK(Verify(Origin::kLocked, {hash_}, false));
  EXPECT_OK(Verify(Origin::kLocked, {"zh:00", "h1:other=", hash_}, false));
}

TEST_F(VerifyPackageTest, RefusesOneThatWasChanged) {
  folder_.Write("terraform-provider-aws_v1.2.3", "tampered");
  for (const bool allow_unlocked : {false, true}) {
    EXPECT_THAT(Verify(Origin::kLocked, {"zh:00", hash_}, allow_unlocked),
                StatusIs(absl::StatusCode::kFailedPrecondition,
                         AllOf(HasSubstr(folder_.path()),
                               HasSubstr("hashicorp/aws 1.2.3 does not match"),
                               HasSubstr("terraform init"))));
  }
}

TEST_F(VerifyPackageTest, RefusesOneWithAFileMoreOrLess) {
  folder_.Write("more", "");
  EXPECT_FALSE(Verify(Origin::kLocked, {hash_}, false).ok());
  std::filesystem::remove(folder_ / "more");
  EXPECT_OK(Verify(Origin::kLocked, {hash_}, false));
  std::filesystem::remove(folder_ / "terraform-provider-aws_v1.2.3");
  EXPECT_FALSE(Verify(Origin::kLocked, {hash_}, false).ok());
}

TEST_F(VerifyPackageTest, NamesTheRemedyWhereOnlyZipsCanBeChecked) {
  for (const bool allow_unlocked : {false, true}) {
    EXPECT_THAT(Verify(Origin::kLocked, {"zh:00", "h2:x"}, allow_unlocked),
                StatusIs(absl::StatusCode::kFailedPrecondition,
                         AllOf(HasSubstr("zh:"),
                               HasSubstr("terraform providers lock"))));
  }
}

TEST_F(VerifyPackageTest, TakesTheUnlockedOnlyWhereAllowed) {
  EXPECT_OK(Verify(Origin::kUnlocked, {}, true));
  EXPECT_THAT(Verify(Origin::kUnlocked, {}, false),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       AllOf(HasSubstr("has no entry"),
                             HasSubstr("--allow-unlocked"))));
  EXPECT_OK(Verify(Origin::kLocked, {}, true));
  EXPECT_THAT(Verify(Origin::kLocked, {}, false),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("entry without hashes")));
}

TEST_F(VerifyPackageTest, DoesNotAskWhereTerraformDoesNot) {
  EXPECT_OK(Verify(Origin::kDevOverride, {}, false));
  EXPECT_OK(Verify(Origin::kReattached, {}, false));
}

TEST_F(VerifyPackageTest, RefusesWhatCannotBeRead) {
  provider_.directory += "/none";
  EXPECT_THAT(Verify(Origin::kLocked, {hash_}, true),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr(provider_.directory)));
}

}  // namespace
}  // namespace compliance::terraform
