#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "compliance/terraform/command_line.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "terraform/support.h"

namespace compliance::terraform {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class FindProgramTest : public testing::Test {
 protected:
  FindProgramTest() {
    std::string pattern = fs::path(testing::TempDir()) / "find-XXXXXX";
    root_ = mkdtemp(pattern.data());
    for (const char* folder : {"a", "b", "shims"}) {
      fs::create_directory(root_ / folder);
    }
  }
  ~FindProgramTest() override { fs::remove_all(root_); }

  std::string In(const std::string& name) const { return root_ / name; }

  void Write(const std::string& name, fs::perms permissions) const {
    std::ofstream(root_ / name) << "#!/bin/sh\n";
    fs::permissions(root_ / name, permissions);
  }

  absl::StatusOr<std::string> Find(
      const std::vector<std::string>& passed_over = {}) const {
    const std::string path =
        absl::StrCat(In("none"), ":", In("shims"), ":", In("a"), ":", In("b"));
    return FindProgram("terraform", Of({{"PATH", path}}), passed_over);
  }

  fs::path root_;
};

TEST_F(FindProgramTest, TakesTheFirstThatCanBeRun) {
  Write("a/terraform", fs::perms::owner_read);
  Write("b/terraform", fs::perms::owner_all);
  const auto found = Find();
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(*found, In("b/terraform"));
}

TEST_F(FindProgramTest, AFolderIsNoProgram) {
  fs::create_directory(root_ / "a/terraform");
  EXPECT_EQ(Find().status().code(), absl::StatusCode::kNotFound);
}

TEST_F(FindProgramTest, PassesShimsOverHoweverTheyAreReached) {
  Write("shims/terraform", fs::perms::owner_all);
  fs::create_symlink(In("shims/terraform"), In("a/terraform"));
  Write("b/terraform", fs::perms::owner_all);
  EXPECT_EQ(*Find(), In("shims/terraform"));
  EXPECT_EQ(*Find({In("shims")}), In("b/terraform"));
  EXPECT_EQ(*Find({In("b/../shims")}), In("b/terraform"));
}

TEST_F(FindProgramTest, NamesPathWhereThereIsNone) {
  const auto found = Find();
  EXPECT_EQ(found.status().code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(found.status().message()), HasSubstr(In("shims")));
  EXPECT_FALSE(FindProgram("terraform", Of({}), {}).ok());
  EXPECT_FALSE(FindProgram("", Of({{"PATH", In("a")}}), {}).ok());
}

TEST_F(FindProgramTest, ANameWithASlashIsItself) {
  EXPECT_EQ(*FindProgram("./terraform", Of({}), {}), "./terraform");
}

}  // namespace
}  // namespace compliance::terraform
