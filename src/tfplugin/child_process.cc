#include "tfplugin/child_process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "compliance/tfplugin/file_limit.h"

namespace compliance::tfplugin {
namespace {

struct Pipe {
  UniqueFd read;
  UniqueFd write;
};

std::optional<Pipe> MakePipe() {
  int fds[2];
  if (pipe2(fds, O_CLOEXEC) != 0) return std::nullopt;
  fcntl(fds[0], F_SETFL, O_NONBLOCK);
  return Pipe{UniqueFd(fds[0]), UniqueFd(fds[1])};
}

std::vector<char*> Pointers(std::vector<std::string>& strings) {
  std::vector<char*> pointers;
  pointers.reserve(strings.size() + 1);
  for (std::string& string : strings) pointers.push_back(string.data());
  pointers.push_back(nullptr);
  return pointers;
}

// All that the child needs; made beforehand, since it may not allocate.
struct Plan {
  const char* path;
  const char* directory;
  char* const* argv;
  char* const* envp;
  int out;
  int err;
  rlimit files;
  pid_t parent;
  volatile int* error;
};

// What was ignored before us stays so (nohup); what we changed does not.
void RestoreSignals() {
  struct sigaction by_default {};
  by_default.sa_handler = SIG_DFL;
  for (int signal = 1; signal < NSIG; ++signal) {
    if (signal != SIGHUP) sigaction(signal, &by_default, nullptr);
  }
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
}

// The child shares our memory until it executes: only what is safe in a signal
// handler may happen here.
[[noreturn]] void Become(const Plan& plan) {
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && getppid() == plan.parent &&
      (*plan.directory == '\0' || chdir(plan.directory) == 0) &&
      dup2(plan.out, STDOUT_FILENO) >= 0 &&
      dup2(plan.err, STDERR_FILENO) >= 0) {
    setrlimit(RLIMIT_NOFILE, &plan.files);
    RestoreSignals();
    execve(plan.path, plan.argv, plan.envp);
  }
  *plan.error = errno;
  _exit(127);
}

// A signal that is handled between vfork and exec would run our handlers in the
// child, on our memory.
class AllSignalsBlocked {
 public:
  AllSignalsBlocked() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  ~AllSignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  AllSignalsBlocked(const AllSignalsBlocked&) = delete;
  AllSignalsBlocked& operator=(const AllSignalsBlocked&) = delete;

 private:
  sigset_t before_;
};

absl::Status CannotStart(int error) {
  return absl::UnavailableError(
      absl::StrCat("cannot be started: ", std::strerror(error)));
}

}  // namespace

absl::StatusOr<ChildProcess> StartChild(
    const PluginCommand& command, const std::vector<std::string>& environment) {
  std::optional<Pipe> out = MakePipe();
  std::optional<Pipe> err = MakePipe();
  if (!out || !err) return CannotStart(errno);
  std::vector<std::string> arguments = {command.name};
  std::vector<std::string> variables = environment;
  const std::vector<char*> argv = Pointers(arguments);
  const std::vector<char*> envp = Pointers(variables);
  volatile int error = 0;
  const Plan plan = {.path = command.path.c_str(),
                     .directory = command.working_directory.c_str(),
                     .argv = argv.data(),
                     .envp = envp.data(),
                     .out = out->write.get(),
                     .err = err->write.get(),
                     .files = FileLimitBefore(),
                     .parent = getpid(),
                     .error = &error};
  pid_t pid = -1;
  {
    const AllSignalsBlocked blocked;
    // gRPC's threads make fork unsafe, and posix_spawn cannot tie the child's
    // life to ours.
    pid = vfork();  // NOLINT(clang-analyzer-security.insecureAPI.vfork)
    if (pid == 0) Become(plan);  // NOLINT(clang-analyzer-unix.Vfork)
  }
  if (pid < 0) return CannotStart(errno);
  if (error != 0) {
    waitpid(pid, nullptr, 0);
    return CannotStart(error);
  }
  return ChildProcess{
      .pid = pid,
      .exited = UniqueFd(static_cast<int>(syscall(SYS_pidfd_open, pid, 0))),
      .out = std::move(out->read),
      .err = std::move(err->read)};
}

std::optional<ChildEnd> ReapChild(pid_t pid) {
  int status = 0;
  const pid_t reaped = waitpid(pid, &status, WNOHANG);
  if (reaped == 0) return std::nullopt;
  if (reaped < 0) return ChildEnd{"ended"};
  if (WIFSIGNALED(status)) {
    return ChildEnd{absl::StrCat("was ended by signal ", WTERMSIG(status), " (",
                                 strsignal(WTERMSIG(status)), ")"),
                    true};
  }
  return ChildEnd{absl::StrCat("exited with code ", WEXITSTATUS(status))};
}

}  // namespace compliance::tfplugin
