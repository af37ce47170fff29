#include <sys/stat.h>

#include "absl/strings/str_cat.h"
#include "compliance/terraform/providers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "support/status.h"
#include "terraform/folder.h"

namespace compliance::terraform {
namespace {

using compliance::testing::IsOkAndHolds;
using compliance::testing::StatusIs;
using ::testing::HasSubstr;

// Expected values: (sha256sum of the files, sorted by name) | sha256sum, in
// base64.
TEST(PackageHash, IsOverNamesAndContents) {
  const Folder folder;
  EXPECT_THAT(HashPackage(folder.path()),
              IsOkAndHolds("h1:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="));
  folder.Write("a", "hello\n");
  folder.Write("b/c/d", "world\n");
  folder.Write("b.txt", "");
  EXPECT_THAT(HashPackage(folder.path()),
              IsOkAndHolds("h1:KtQCVbpeetJYYneqV767GZ0G4Xj885p3RMRG1ZGgWGs="));
}

TEST(PackageHash, FollowsLinksToFilesAndToThePackage) {
  const Folder folder;
  folder.Write("real/a", "x");
  folder.Write("copy/a", "x");
  folder.Write("copy/b", "x");
  folder.Link("real/b", "a");
  folder.Link("package", "real");
  ASSERT_OK_AND_ASSIGN(const std::string want, HashPackage(folder / "copy"));
  EXPECT_THAT(HashPackage(folder / "real"), IsOkAndHolds(want));
  EXPECT_THAT(HashPackage(folder / "package"), IsOkAndHolds(want));
}

TEST(PackageHash, HashesMoreThanOneReadHolds) {
  const Folder folder;
  std::string text((1U << 20U) * 2U + 7U, 'x');
  folder.Write("a", text);
  ASSERT_OK_AND_ASSIGN(const std::string one, HashPackage(folder.path()));
  text.back() = 'y';
  folder.Write("a", text);
  ASSERT_OK_AND_ASSIGN(const std::string other, HashPackage(folder.path()));
  EXPECT_NE(one, other);
}

TEST(PackageHash, NamesTheFileThatCannotBeRead) {
  const auto fails_with = [](const std::string& text) {
    return StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr(text));
  };
  const Folder folder;
  EXPECT_THAT(HashPackage(folder / "none"), fails_with(folder / "none"));
  EXPECT_THAT(HashPackage(folder.Write("file", "")),
              fails_with(folder / "file"));
  folder.Link("dangling/a", "nowhere");
  EXPECT_THAT(HashPackage(folder / "dangling"),
              fails_with(folder / "dangling/a"));
  folder.Link("linked/a", folder / "dangling");
  EXPECT_THAT(HashPackage(folder / "linked"), fails_with(folder / "linked/a"));
  folder.Write("pipe/a", "");
  ASSERT_EQ(mkfifo((folder / "pipe/p").c_str(), 0600), 0);
  EXPECT_THAT(HashPackage(folder / "pipe"), fails_with(folder / "pipe/p"));
  folder.Write("newline/a\nb", "");
  EXPECT_THAT(HashPackage(folder / "newline"),
              fails_with("\"a\\nb\" has a line break in its name"));
}

}  // namespace
}  // namespace compliance::terraform
