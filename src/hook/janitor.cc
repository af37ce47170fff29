#include "hook/janitor.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <csignal>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace compliance::hook {
namespace {

bool IsDirectory(const std::string& path) {
  struct stat info {};
  return lstat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode);
}

bool IsSocket(const std::string& path) {
  struct stat info {};
  return lstat(path.c_str(), &info) == 0 && S_ISSOCK(info.st_mode);
}

// Plugins may have put theirs into directories of their own, one level down.
void RemoveSockets(const std::string& directory, int levels_below = 1) {
  DIR* const entries = opendir(directory.c_str());
  if (entries == nullptr) return;
  while (const dirent* entry = readdir(entries)) {
    const absl::string_view name = entry->d_name;
    if (name == "." || name == "..") continue;
    const std::string path = absl::StrCat(directory, "/", name);
    if (IsSocket(path)) {
      unlink(path.c_str());
    } else if (levels_below > 0 && IsDirectory(path)) {
      RemoveSockets(path, levels_below - 1);
    }
  }
  closedir(entries);
  rmdir(directory.c_str());
}

// Plugins die at the same time as whoever started them, but one of them may
// still have been making its socket.
void RemoveSoon(const std::string& directory) {
  constexpr int kTimes = 20;
  for (int i = 0; i < kTimes && IsDirectory(directory); ++i) {
    if (i > 0) absl::SleepFor(absl::Milliseconds(100));
    RemoveSockets(directory);
  }
}

// Lines with directories come in; an empty line at the end says that all is in
// good order.
[[noreturn]] void Wait(int pipe) {
  std::string text;
  char buffer[PATH_MAX];
  while (true) {
    const ssize_t n = read(pipe, buffer, sizeof(buffer));
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) break;
    text.append(buffer, static_cast<std::size_t>(n));
  }
  if (!absl::EndsWith(text, "\n\n")) {
    for (const absl::string_view line :
         absl::StrSplit(text, '\n', absl::SkipEmpty())) {
      RemoveSoon(std::string(line));
    }
  }
  _exit(0);
}

// Nothing of the terminal or of whoever waits for our output may be held open.
void LetGo(int kept) {
  setsid();
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE}) {
    std::signal(signal, SIG_IGN);
  }
  prctl(PR_SET_NAME, "janitor");
  const int null = open("/dev/null", O_RDWR | O_CLOEXEC);
  for (int fd = 0; fd <= 2; ++fd) dup2(null, fd);
  const long limit = sysconf(_SC_OPEN_MAX);
  for (int fd = 3; fd < limit && fd < 4096; ++fd) {
    if (fd != kept) close(fd);
  }
}

}  // namespace

Janitor::Janitor() {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return;
  pid_ = fork();
  if (pid_ == 0) {
    close(ends[1]);
    LetGo(ends[0]);
    Wait(ends[0]);
  }
  close(ends[0]);
  pipe_ = ends[1];
}

Janitor::~Janitor() {
  if (pipe_ >= 0) close(pipe_);
  if (pid_ > 0) waitpid(pid_, nullptr, 0);
}

void Janitor::Watch(const std::string& directory) {
  const std::string line = directory + "\n";
  // Without a janitor all is as before, only less tidy after a sudden death.
  if (pipe_ >= 0 && write(pipe_, line.data(), line.size()) < 0) return;
}

void Janitor::Done() {
  if (pipe_ >= 0 && write(pipe_, "\n", 1) < 0) return;
}

}  // namespace compliance::hook
