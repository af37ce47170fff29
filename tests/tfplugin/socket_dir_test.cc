#include "tfplugin/socket_dir.h"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "support/status.h"
#include "tfplugin/plugin_process.h"

namespace compliance::tfplugin {
namespace {

using ::compliance::testing::StatusIs;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

TEST(SocketDir, IsPrivateAndGoesWithItsSocket) {
  const TempDir parent;
  {
    auto dir = SocketDir::Make({"", parent.path()});
    ASSERT_TRUE(dir.ok()) << dir.status();
    EXPECT_THAT(parent.Entries(), SizeIs(1));
    struct stat info {};
    const std::string path =
        std::filesystem::path(dir->socket_path()).parent_path();
    ASSERT_EQ(stat(path.c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777, 0700u);
    std::ofstream(dir->socket_path()) << "stands in for a socket";
    const SocketDir moved = *std::move(dir);
    EXPECT_TRUE(std::filesystem::exists(moved.socket_path()));
  }
  EXPECT_THAT(parent.Entries(), IsEmpty());
}

TEST(SocketDir, PassesOverLongAndMissingParents) {
  const TempDir longer("/" + std::string(90, 'x'));
  const TempDir parent;
  for (const std::string& bad :
       {longer.path(), std::string("/does/not/exist")}) {
    const auto dir = SocketDir::Make({bad, parent.path()});
    ASSERT_TRUE(dir.ok()) << dir.status();
    EXPECT_THAT(dir->socket_path(), StartsWith(parent.path()));
  }
}

TEST(SocketDir, NamesWhatItTried) {
  EXPECT_THAT(SocketDir::Make({"/does/not/exist", "/nor/this"}).status(),
              StatusIs(absl::StatusCode::kUnavailable,
                       HasSubstr("/does/not/exist, /nor/this; set TMPDIR")));
}

}  // namespace
}  // namespace compliance::tfplugin
