#include "tfplugin/plugin_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <map>
#include <string>
#include <system_error>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "tfplugin/handshake.h"

namespace compliance::tfplugin {
namespace {

constexpr int kLineTimeoutMs = 20000;

std::string ReadAll(int fd) {
  std::string all;
  char buffer[4096];
  ssize_t size = 0;
  while ((size = read(fd, buffer, sizeof(buffer))) > 0) {
    all.append(buffer, static_cast<std::size_t>(size));
  }
  return all;
}

void SetEnvironment(const LaunchOptions& options) {
  for (const char* name :
       {"TF_PLUGIN_MAGIC_COOKIE", "PLUGIN_PROTOCOL_VERSIONS",
        "PLUGIN_CLIENT_CERT", "PLUGIN_MULTIPLEX_GRPC", "PLUGIN_UNIX_SOCKET_DIR",
        "COMPLIANCE_PROTOCOL", "TF_LOG", "TF_LOG_PROVIDER"}) {
    unsetenv(name);
  }
  for (const auto& [name, value] : options.environment) {
    if (value.empty()) {
      unsetenv(name.c_str());
    } else {
      setenv(name.c_str(), value.c_str(), 1);
    }
  }
}

[[noreturn]] void Exec(const std::string& binary,
                       const LaunchOptions& options) {
  SetEnvironment(options);
  std::vector<std::string> words = {binary};
  words.insert(words.end(), options.arguments.begin(), options.arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  execv(binary.c_str(), argv.data());
  _exit(127);
}

}  // namespace

TempDir::TempDir(const std::string& suffix) {
  root_ = "/tmp/host-test-XXXXXX";
  mkdtemp(root_.data());
  path_ = root_ + suffix;
  std::filesystem::create_directories(path_);
}

TempDir::~TempDir() {
  std::error_code ignored;
  std::filesystem::remove_all(root_, ignored);
}

std::vector<std::string> TempDir::Entries() const {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(path_)) {
    names.push_back(entry.path().filename());
  }
  return names;
}

std::map<std::string, std::string> HostEnvironment() {
  return {{kCookieVariable, kCookie}, {"PLUGIN_PROTOCOL_VERSIONS", "6,5"}};
}

PluginProcess::PluginProcess(const std::string& binary,
                             const LaunchOptions& options) {
  int out[2];
  int err[2];
  int pid_pipe[2];
  if (pipe2(out, O_CLOEXEC) != 0 || pipe2(err, O_CLOEXEC) != 0 ||
      pipe2(pid_pipe, O_CLOEXEC) != 0) {
    return;
  }
  const auto run_plugin = [&] {
    dup2(out[1], STDOUT_FILENO);
    dup2(err[1], STDERR_FILENO);
    Exec(binary, options);
  };
  const pid_t child = fork();
  if (child == 0 && !options.through_host) run_plugin();
  if (child == 0) {
    const pid_t plugin = fork();
    if (plugin == 0) run_plugin();
    [[maybe_unused]] const ssize_t written =
        write(pid_pipe[1], &plugin, sizeof(plugin));
    while (true) pause();
  }
  close(out[1]);
  close(err[1]);
  stdout_fd_ = out[0];
  stderr_fd_ = err[0];
  pid_ = child;
  if (options.through_host) {
    host_pid_ = child;
    [[maybe_unused]] const ssize_t size =
        read(pid_pipe[0], &pid_, sizeof(pid_));
  }
  close(pid_pipe[0]);
  close(pid_pipe[1]);
}

PluginProcess::~PluginProcess() {
  if (!ended_ && pid_ > 0) {
    kill(pid_, SIGKILL);
    if (host_pid_ < 0) waitpid(pid_, nullptr, 0);
  }
  KillHost();
  close(stdout_fd_);
  close(stderr_fd_);
}

std::string PluginProcess::ReadLine() {
  std::string line;
  pollfd readable{stdout_fd_, POLLIN, 0};
  char c = 0;
  while (poll(&readable, 1, kLineTimeoutMs) == 1 &&
         read(stdout_fd_, &c, 1) == 1 && c != '\n') {
    line += c;
  }
  return line;
}

std::vector<std::string> PluginProcess::ReadHandshake() {
  return absl::StrSplit(ReadLine(), '|');
}

void PluginProcess::CloseStdout() {
  close(stdout_fd_);
  stdout_fd_ = -1;
}

void PluginProcess::Signal(int signal) const { kill(pid_, signal); }

void PluginProcess::KillHost() {
  if (host_pid_ < 0) return;
  kill(host_pid_, SIGKILL);
  waitpid(host_pid_, nullptr, 0);
  host_pid_ = -1;
}

bool PluginProcess::WaitForExit(absl::Duration limit) {
  const bool child = host_pid_ < 0;
  const absl::Time deadline = absl::Now() + limit;
  while (absl::Now() < deadline) {
    int status = 0;
    if (child && waitpid(pid_, &status, WNOHANG) == pid_) {
      exit_code_ = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
      ended_ = true;
      return true;
    }
    // An orphan is not ours to wait for: its end shows at the pipe it held.
    pollfd closed{stderr_fd_, 0, 0};
    if (waitpid(pid_, nullptr, WNOHANG) < 0 && poll(&closed, 1, 0) == 1 &&
        (closed.revents & POLLHUP) != 0) {
      ended_ = true;
      return true;
    }
    absl::SleepFor(absl::Milliseconds(5));
  }
  return false;
}

std::string PluginProcess::RestOfStdout() { return ReadAll(stdout_fd_); }
std::string PluginProcess::Stderr() { return ReadAll(stderr_fd_); }

}  // namespace compliance::tfplugin
