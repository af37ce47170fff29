// A plugin process as a host sees it.
#ifndef COMPLIANCE_TESTS_TFPLUGIN_PLUGIN_PROCESS_H_
#define COMPLIANCE_TESTS_TFPLUGIN_PLUGIN_PROCESS_H_

#include <sys/types.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace compliance::tfplugin {

// A directory that is removed with what is in it.
class TempDir {
 public:
  explicit TempDir(const std::string& suffix = "");
  ~TempDir();
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;

  const std::string& path() const { return path_; }
  // Names of the entries directly inside.
  std::vector<std::string> Entries() const;

 private:
  std::string root_;
  std::string path_;
};

struct LaunchOptions {
  std::vector<std::string> arguments;
  // On top of an environment without any variable that the host side sets; an
  // empty value unsets.
  std::map<std::string, std::string> environment;
  // Puts a process between the test and the plugin; KillHost ends it.
  bool through_host = false;
};

// Cookie and protocol list, as Terraform sets them.
std::map<std::string, std::string> HostEnvironment();

class PluginProcess {
 public:
  PluginProcess(const std::string& binary, const LaunchOptions& options);
  // Kills what is left.
  ~PluginProcess();
  PluginProcess(const PluginProcess&) = delete;
  PluginProcess& operator=(const PluginProcess&) = delete;

  // The next line of stdout, without its newline; empty at its end or after a
  // long wait.
  std::string ReadLine();
  // The handshake line's fields.
  std::vector<std::string> ReadHandshake();

  // Closes our end of the plugin's stdout.
  void CloseStdout();

  pid_t pid() const { return pid_; }
  void Signal(int signal) const;
  // With `through_host`: SIGKILL to the process in between.
  void KillHost();

  // Whether the process ended within `limit`.
  bool WaitForExit(absl::Duration limit);
  // After it ended: the exit code, or minus the signal.
  int exit_code() const { return exit_code_; }
  // After it ended: the rest of stdout, and all of stderr.
  std::string RestOfStdout();
  std::string Stderr();

 private:
  pid_t pid_ = -1;
  pid_t host_pid_ = -1;
  int stdout_fd_ = -1;
  int stderr_fd_ = -1;
  int exit_code_ = 0;
  bool ended_ = false;
};

}  // namespace compliance::tfplugin

#endif  // COMPLIANCE_TESTS_TFPLUGIN_PLUGIN_PROCESS_H_
