#include "hook/child_process.h"

#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "compliance/tfplugin/file_limit.h"

namespace compliance::hook {
namespace {

std::vector<char*> Pointers(const std::vector<std::string>& words) {
  std::vector<char*> pointers;
  pointers.reserve(words.size() + 1);
  // execve takes them as char* and does not write to them.
  for (const std::string& word : words) {
    pointers.push_back(const_cast<char*>(word.c_str()));
  }
  pointers.push_back(nullptr);
  return pointers;
}

absl::Status CannotStart(const std::string& path, int error) {
  return absl::UnavailableError(
      absl::StrCat("cannot start ", path, ": ", std::strerror(error)));
}

// We ignore SIGPIPE ourselves; a program expects what it is born with.
class SpawnAttributes {
 public:
  explicit SpawnAttributes(const sigset_t& mask) {
    posix_spawnattr_init(&attributes_);
    sigset_t defaults;
    sigemptyset(&defaults);
    sigaddset(&defaults, SIGPIPE);
    posix_spawnattr_setsigdefault(&attributes_, &defaults);
    posix_spawnattr_setsigmask(&attributes_, &mask);
    posix_spawnattr_setflags(&attributes_,
                             POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
  }
  ~SpawnAttributes() { posix_spawnattr_destroy(&attributes_); }
  SpawnAttributes(const SpawnAttributes&) = delete;
  SpawnAttributes& operator=(const SpawnAttributes&) = delete;
  const posix_spawnattr_t* get() const { return &attributes_; }

 private:
  posix_spawnattr_t attributes_{};
};

class SpawnActions {
 public:
  SpawnActions() { posix_spawn_file_actions_init(&actions_); }
  ~SpawnActions() { posix_spawn_file_actions_destroy(&actions_); }
  SpawnActions(const SpawnActions&) = delete;
  SpawnActions& operator=(const SpawnActions&) = delete;
  void Replace(int standard, int fd) {
    if (fd >= 0) posix_spawn_file_actions_adddup2(&actions_, fd, standard);
  }
  const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
};

absl::StatusOr<pid_t> Start(const ChildCommand& command, const sigset_t& mask) {
  const SpawnAttributes attributes(mask);
  SpawnActions actions;
  actions.Replace(STDIN_FILENO, command.input);
  actions.Replace(STDOUT_FILENO, command.output);
  actions.Replace(STDERR_FILENO, command.errors);
  pid_t pid = 0;
  const tfplugin::FileLimitLowered lowered;
  const int error =
      posix_spawn(&pid, command.path.c_str(), actions.get(), attributes.get(),
                  Pointers(command.words).data(),
                  Pointers(command.variables.ToWords()).data());
  if (error != 0) return CannotStart(command.path, error);
  return pid;
}

// nullopt while it runs.
std::optional<int> ExitCodeOf(pid_t pid) {
  int status = 0;
  const pid_t ended = waitpid(pid, &status, WNOHANG);
  if (ended == 0 || (ended < 0 && errno == EINTR)) return std::nullopt;
  if (ended < 0) return 1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

absl::StatusOr<int> RunChild(const ChildCommand& command, SignalInbox& signals,
                             const std::function<void()>& on_resize) {
  const absl::StatusOr<pid_t> pid = Start(command, signals.before());
  if (!pid.ok()) return pid.status();
  while (true) {
    if (const std::optional<int> code = ExitCodeOf(*pid)) return *code;
    pollfd wait[] = {{signals.end_fd(), POLLIN, 0},
                     {signals.notice_fd(), POLLIN, 0}};
    poll(wait, 2, -1);
    while (const std::optional<Signal> signal = signals.Take()) {
      if (signal->number == SIGCHLD) continue;
      if (signal->number == SIGWINCH) {
        if (on_resize) on_resize();
      } else if (!signal->from_terminal || signal->number == SIGHUP) {
        // A terminal that is gone says so to the leader of its session alone.
        kill(*pid, signal->number);
      }
    }
  }
}

absl::Status BecomeCommand(const ChildCommand& command) {
  signal(SIGPIPE, SIG_DFL);
  execve(command.path.c_str(), Pointers(command.words).data(),
         Pointers(command.variables.ToWords()).data());
  return CannotStart(command.path, errno);
}

}  // namespace compliance::hook
