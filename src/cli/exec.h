// compliance exec, env and shim: the ways to the hook.
#ifndef COMPLIANCE_SRC_CLI_EXEC_H_
#define COMPLIANCE_SRC_CLI_EXEC_H_

#include <string>
#include <vector>

#include "settings.h"

namespace compliance::cli {

// Which providers may be started.
struct ProviderFlags {
  bool allow_unlocked = false;
  bool sandbox = false;
};

struct ExecFlags {
  SettingFlags settings;
  ProviderFlags providers;
  std::string result_file;
  std::string shim_directory;
  bool shows_installation = false;
  std::vector<std::string> words;  // of the command to run
};

struct EnvFlags {
  SettingFlags settings;
  ProviderFlags providers;
  std::string chdir;
  std::string shell = "sh";
  bool open_tofu = false;
  bool stops = false;
};

struct ShimFlags {
  std::string directory;
  std::string program;
};

// Each returns the process's exit code.
int RunExec(const ExecFlags& flags);
int RunEnv(const EnvFlags& flags);
int RunShim(const ShimFlags& flags);

}  // namespace compliance::cli

#endif  // COMPLIANCE_SRC_CLI_EXEC_H_
