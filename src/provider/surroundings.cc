#include "provider/surroundings.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "compliance/terraform/command_line.h"

namespace compliance::provider {
namespace {

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) {
    return absl::InvalidArgumentError(absl::StrCat(path, " is a folder"));
  }
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    const std::string why = absl::StrCat(path, ": ", std::strerror(errno));
    return errno == ENOENT ? absl::NotFoundError(why)
                           : absl::UnavailableError(why);
  }
  std::string content{std::istreambuf_iterator<char>(in), {}};
  if (in.bad()) return absl::UnavailableError(absl::StrCat("reading ", path));
  return content;
}

// Our parent is the Terraform that plans, and its environment is ours.
bool ParentTakesDown(const terraform::Environment& environment) {
  return TakesDown(terraform::CommandLine::Parse(
      terraform::WordsOfProcess(getppid()), environment));
}

}  // namespace

Surroundings ProcessSurroundings() {
  std::error_code error;
  const terraform::Environment environment = terraform::ProcessEnvironment();
  return {
      .environment = environment,
      .read_file = ReadFile,
      .working_directory = std::filesystem::current_path(error).string(),
      .takes_down = ParentTakesDown(environment),
  };
}

}  // namespace compliance::provider
