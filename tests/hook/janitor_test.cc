#include "hook/janitor.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"

namespace compliance::hook {
namespace {

namespace fs = std::filesystem;

// A directory with a socket in it.
std::string MakeSocketDirectory() {
  std::string path = testing::TempDir() + "/janitor-XXXXXX";
  EXPECT_NE(mkdtemp(path.data()), nullptr);
  const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, (path + "/socket").c_str(),
               sizeof(address.sun_path) - 1);
  EXPECT_EQ(bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)),
            0);
  close(fd);
  return path;
}

// Runs a process that watches `directory` and ends as `how` says.
template <typename How>
void RunProcess(const std::string& directory, How how) {
  const pid_t pid = fork();
  if (pid == 0) {
    Janitor janitor;
    janitor.Watch(directory);
    how(janitor);
    _exit(0);
  }
  int status = 0;
  ASSERT_EQ(waitpid(pid, &status, 0), pid);
}

bool GoesSoon(const std::string& path) {
  for (int i = 0; i < 500 && fs::exists(path); ++i) {
    absl::SleepFor(absl::Milliseconds(10));
  }
  return !fs::exists(path);
}

TEST(JanitorTest, RemovesTheSocketsOfTheKilled) {
  const std::string directory = MakeSocketDirectory();
  RunProcess(directory, [](Janitor&) { kill(getpid(), SIGKILL); });
  EXPECT_TRUE(GoesSoon(directory));
}

TEST(JanitorTest, LeavesOtherFilesAlone) {
  const std::string directory = MakeSocketDirectory();
  std::ofstream(directory + "/notes") << "mine";
  RunProcess(directory, [](Janitor&) { kill(getpid(), SIGKILL); });
  EXPECT_TRUE(GoesSoon(directory + "/socket"));
  EXPECT_TRUE(fs::exists(directory + "/notes"));
  fs::remove_all(directory);
}

TEST(JanitorTest, TouchesNothingThatIsInGoodOrder) {
  const std::string directory = MakeSocketDirectory();
  RunProcess(directory, [](Janitor& janitor) {
    janitor.Done();
    // Its end waits for the janitor's.
    janitor.~Janitor();
  });
  EXPECT_TRUE(fs::exists(directory + "/socket"));
  fs::remove_all(directory);
}

}  // namespace
}  // namespace compliance::hook
