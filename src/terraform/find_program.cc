#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "compliance/terraform/command_line.h"

namespace compliance::terraform {
namespace {

namespace fs = std::filesystem;

bool IsExecutable(const fs::path& file) {
  std::error_code error;
  return fs::is_regular_file(file, error) && access(file.c_str(), X_OK) == 0;
}

bool IsSameFolder(const fs::path& a, const fs::path& b) {
  std::error_code error;
  return a == b || fs::equivalent(a, b, error);
}

// By the folder it was found in and by the one that a link leads to: a link to
// a shim is a shim.
bool IsPassedOver(const fs::path& file,
                  const std::vector<std::string>& passed_over) {
  std::error_code error;
  const fs::path target = fs::canonical(file, error);
  return std::any_of(
      passed_over.begin(), passed_over.end(), [&](const std::string& folder) {
        return IsSameFolder(file.parent_path(), folder) ||
               (!error && IsSameFolder(target.parent_path(), folder));
      });
}

}  // namespace

absl::StatusOr<std::string> FindProgram(
    const std::string& name, const Environment& environment,
    const std::vector<std::string>& passed_over) {
  if (name.find('/') != std::string::npos) return name;
  const std::string path = environment("PATH").value_or("");
  for (const absl::string_view folder : absl::StrSplit(path, ':')) {
    // An empty entry is the current folder, to shells too.
    const fs::path file =
        fs::path(folder.empty() ? "." : std::string(folder)) / name;
    if (!name.empty() && IsExecutable(file) &&
        !IsPassedOver(file, passed_over)) {
      return file.string();
    }
  }
  return absl::NotFoundError(
      absl::StrCat("no executable \"", name, "\" on PATH (", path,
                   "); install it, or name it with its folder"));
}

}  // namespace compliance::terraform
