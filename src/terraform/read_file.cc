#include "terraform/read_file.h"

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace compliance::terraform {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kMaxSize = 16U << 20U;

absl::Status Error(const std::string& path, const std::string& what) {
  return absl::InvalidArgumentError(absl::StrCat(path, ": ", what));
}

}  // namespace

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found) {
    return absl::NotFoundError(absl::StrCat(path, ": there is no such file"));
  }
  if (error) return Error(path, error.message());
  if (status.type() != fs::file_type::regular) {
    return Error(path, "this is not a file");
  }
  const std::uintmax_t size = fs::file_size(path, error);
  if (error) return Error(path, error.message());
  if (size > kMaxSize) return Error(path, "the file is larger than 16 MiB");
  errno = 0;
  std::ifstream in(path, std::ios::binary);
  if (!in) return Error(path, std::strerror(errno));
  std::string text(std::istreambuf_iterator<char>(in), {});
  if (in.bad()) return Error(path, "reading failed");
  return text;
}

}  // namespace compliance::terraform
