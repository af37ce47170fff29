#include "compliance/hook/shim.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "compliance/base/status_macros.h"
#include "hook/real_program.h"
#include "hook/shell_quote.h"

namespace compliance::hook {
namespace {

namespace fs = std::filesystem;

// What a shim is called, and what it goes by when it runs.
struct Shim {
  std::string name;
  std::string program;
};

std::string Script(const Shim& shim, const std::string& directory) {
  return absl::StrCat("#!/bin/sh\n", kShimMark, "\nexec ",
                      ShellQuote(OwnBinary()), " exec --shim ",
                      ShellQuote(directory), " -- ", ShellQuote(shim.program),
                      " \"$@\"\n");
}

absl::StatusOr<std::vector<Shim>> ShimsFor(const ShimOptions& options,
                                           const std::string& directory) {
  if (!options.program.empty()) {
    ASSIGN_OR_RETURN(
        std::string program,
        FindRealProgram(options.program, options.environment, {directory}));
    program = fs::absolute(program).string();
    const bool is_tofu =
        absl::StartsWith(fs::path(program).filename().string(), "tofu");
    return std::vector<Shim>{{is_tofu ? "tofu" : "terraform", program}};
  }
  std::vector<Shim> shims;
  for (const std::string name : {"terraform", "tofu"}) {
    if (FindRealProgram(name, options.environment, {directory}).ok()) {
      shims.push_back({name, name});
    }
  }
  if (!shims.empty()) return shims;
  return absl::NotFoundError(
      "neither terraform nor tofu is on PATH; name one by --terraform PATH");
}

absl::Status CannotWrite(const std::string& file) {
  return absl::UnavailableError(
      absl::StrCat("cannot write ", file, ": ", std::strerror(errno)));
}

absl::Status Write(const std::string& file, const std::string& script) {
  std::error_code error;
  if (fs::exists(fs::symlink_status(file, error)) && !IsShim(file)) {
    return absl::AlreadyExistsError(
        absl::StrCat(file,
                     " is there already and no shim; choose another "
                     "directory"));
  }
  std::ofstream out(file, std::ios::trunc);
  out << script;
  out.close();
  if (!out) return CannotWrite(file);
  fs::permissions(file, fs::perms(0755), error);
  if (error) {
    errno = error.value();
    return CannotWrite(file);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<std::string>> WriteShims(
    const ShimOptions& options) {
  std::error_code error;
  const std::string directory =
      fs::absolute(options.directory, error).lexically_normal().string();
  fs::create_directories(directory, error);
  if (error) {
    return absl::UnavailableError(
        absl::StrCat("cannot make ", directory, ": ", error.message()));
  }
  ASSIGN_OR_RETURN(const std::vector<Shim> shims, ShimsFor(options, directory));
  std::vector<std::string> files;
  for (const Shim& shim : shims) {
    files.push_back((fs::path(directory) / shim.name).string());
    RETURN_IF_ERROR(Write(files.back(), Script(shim, directory)));
  }
  return files;
}

}  // namespace compliance::hook
