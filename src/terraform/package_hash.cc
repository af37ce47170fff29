// The hash of an unpacked package, as Go's dirhash defines it.
#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>
#include <system_error>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "compliance/base/status_macros.h"
#include "compliance/base/text.h"
#include "compliance/terraform/providers.h"

namespace compliance::terraform {
namespace {

namespace fs = std::filesystem;

// Providers have hundreds of megabytes: few calls, yet small beside a cache.
constexpr std::size_t kReadSize = 1U << 20U;

class Sha256 {
 public:
  Sha256() : context_(EVP_MD_CTX_new(), EVP_MD_CTX_free) {
    ok_ = context_ != nullptr &&
          EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) == 1;
  }

  void Update(const void* data, std::size_t size) {
    ok_ = ok_ && EVP_DigestUpdate(context_.get(), data, size) == 1;
  }

  // The 32 bytes. Errors where the cryptographic library fails.
  absl::StatusOr<std::string> Finish() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    ok_ = ok_ && EVP_DigestFinal_ex(context_.get(), digest.data(), &size) == 1;
    if (!ok_) return absl::InternalError("SHA-256 is not available");
    return std::string(digest.begin(), digest.begin() + size);
  }

 private:
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_;
  bool ok_ = false;
};

absl::Status Unreadable(const std::string& path, absl::string_view why) {
  return absl::FailedPreconditionError(
      absl::StrCat(path, ": the file cannot be read: ", why));
}

absl::Status Unreadable(const std::string& path) {
  return Unreadable(path, std::strerror(errno));
}

class Descriptor {
 public:
  // A named pipe in the place of a file must not make us wait.
  explicit Descriptor(const std::string& path)
      : fd_(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {}
  ~Descriptor() {
    if (fd_ >= 0) close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int get() const { return fd_; }

 private:
  int fd_;
};

absl::StatusOr<std::string> HashFile(const std::string& path,
                                     std::vector<char>& buffer) {
  const Descriptor file(path);
  struct stat status {};
  if (file.get() < 0 || fstat(file.get(), &status) != 0) {
    return Unreadable(path);
  }
  if (!S_ISREG(status.st_mode)) return Unreadable(path, "it is not a file");
  Sha256 hash;
  while (true) {
    const ssize_t got = read(file.get(), buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return Unreadable(path);
    if (got == 0) return hash.Finish();
    hash.Update(buffer.data(), static_cast<std::size_t>(got));
  }
}

// The names of all files below `root`, relative to it. A link is a file,
// wherever it leads.
absl::StatusOr<std::vector<std::string>> FilesBelow(const fs::path& root) {
  std::vector<std::string> names;
  std::error_code error;
  fs::recursive_directory_iterator it(root, error);
  for (const fs::recursive_directory_iterator end; !error && it != end;
       it.increment(error)) {
    const fs::file_status status = it->symlink_status(error);
    if (error) break;
    if (status.type() == fs::file_type::directory) continue;
    names.push_back(it->path().lexically_relative(root).generic_string());
    if (names.back().find('\n') != std::string::npos) {
      return absl::FailedPreconditionError(
          absl::StrCat(root.string(), ": the file ", Quote(names.back()),
                       " has a line break in its name"));
    }
  }
  if (error) return Unreadable(root.string(), error.message());
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

absl::StatusOr<std::string> HashPackage(const std::string& directory) {
  std::error_code error;
  const fs::path root = fs::canonical(directory, error);
  if (error) return Unreadable(directory, error.message());
  ASSIGN_OR_RETURN(const std::vector<std::string> names, FilesBelow(root));
  std::vector<char> buffer(kReadSize);
  Sha256 list;
  for (const std::string& name : names) {
    ASSIGN_OR_RETURN(const std::string hash,
                     HashFile((root / name).string(), buffer));
    const std::string line =
        absl::StrCat(absl::BytesToHexString(hash), "  ", name, "\n");
    list.Update(line.data(), line.size());
  }
  ASSIGN_OR_RETURN(const std::string hash, list.Finish());
  return absl::StrCat("h1:", absl::Base64Escape(hash));
}

}  // namespace compliance::terraform
