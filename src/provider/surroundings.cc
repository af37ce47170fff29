#include "provider/surroundings.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "provider/terraform_command.h"

namespace compliance::provider {
namespace {

std::optional<std::string> Variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (value == nullptr) return std::nullopt;
  return value;
}

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

}  // namespace

Surroundings ProcessSurroundings() {
  std::error_code error;
  return {
      .environment = Variable,
      .read_file = ReadFile,
      .working_directory = std::filesystem::current_path(error).string(),
      .takes_down = TakesDown(ParentCommand()),
  };
}

}  // namespace compliance::provider
