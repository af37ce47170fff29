#include "hook/real_program.h"

#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "compliance/base/status_macros.h"

namespace compliance::hook {

namespace fs = std::filesystem;

bool IsShim(const std::string& file) {
  std::ifstream in(file);
  std::string line;
  std::getline(in, line);
  return line == "#!/bin/sh" && std::getline(in, line) &&
         absl::string_view(line) == kShimMark;
}

std::string OwnBinary() {
  std::error_code error;
  return fs::read_symlink("/proc/self/exe", error).string();
}

absl::StatusOr<std::string> FindRealProgram(
    const std::string& name, const terraform::Environment& environment,
    std::vector<std::string> passed_over) {
  while (true) {
    ASSIGN_OR_RETURN(std::string program,
                     terraform::FindProgram(name, environment, passed_over));
    if (!IsShim(program)) return program;
    if (name.find('/') != std::string::npos) {
      return absl::InvalidArgumentError(
          absl::StrCat(program,
                       " is a shim of compliance itself; name the program that "
                       "it stands for"));
    }
    passed_over.push_back(fs::path(program).parent_path().string());
  }
}

}  // namespace compliance::hook
