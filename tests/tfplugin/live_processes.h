// Which plugins live at the moment.
#ifndef COMPLIANCE_TESTS_TFPLUGIN_LIVE_PROCESSES_H_
#define COMPLIANCE_TESTS_TFPLUGIN_LIVE_PROCESSES_H_

#include <sys/types.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <system_error>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"

namespace compliance::tfplugin {

// Live processes with this text in their environment.
inline std::vector<pid_t> ProcessesWith(const std::string& text) {
  std::vector<pid_t> found;
  std::error_code ignored;
  for (const auto& entry :
       std::filesystem::directory_iterator("/proc", ignored)) {
    int pid = 0;
    if (!absl::SimpleAtoi(entry.path().filename().string(), &pid)) continue;
    std::ifstream file(entry.path() / "environ", std::ios::binary);
    std::stringstream environment;
    environment << file.rdbuf();
    if (absl::StrContains(environment.str(), text)) found.push_back(pid);
  }
  return found;
}

}  // namespace compliance::tfplugin

#endif  // COMPLIANCE_TESTS_TFPLUGIN_LIVE_PROCESSES_H_
