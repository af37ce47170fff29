#include "hook/memory_file.h"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace compliance::hook {
namespace {

absl::Status SystemError(absl::string_view what) {
  return absl::UnavailableError(absl::StrCat(what, ": ", std::strerror(errno)));
}

}  // namespace

absl::StatusOr<MemoryFile> MemoryFile::Create() {
  const int fd = memfd_create("plan", MFD_CLOEXEC);
  if (fd < 0) return SystemError("no memory for the plan is to be had");
  return MemoryFile(fd);
}

MemoryFile::MemoryFile(MemoryFile&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)),
      mapped_(std::exchange(other.mapped_, nullptr)),
      mapped_size_(std::exchange(other.mapped_size_, 0)) {}

MemoryFile& MemoryFile::operator=(MemoryFile&& other) noexcept {
  std::swap(fd_, other.fd_);
  std::swap(mapped_, other.mapped_);
  std::swap(mapped_size_, other.mapped_size_);
  return *this;
}

MemoryFile::~MemoryFile() {
  if (mapped_ != nullptr) munmap(mapped_, mapped_size_);
  if (fd_ >= 0) close(fd_);
}

std::string MemoryFile::path() const {
  return absl::StrCat("/proc/", getpid(), "/fd/", fd_);
}

absl::Status MemoryFile::Write(absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = write(fd_, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return SystemError("cannot write to memory");
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return absl::OkStatus();
}

absl::StatusOr<absl::string_view> MemoryFile::Contents() {
  struct stat info {};
  if (fstat(fd_, &info) != 0) return SystemError("cannot read from memory");
  if (mapped_ != nullptr) munmap(mapped_, mapped_size_);
  mapped_ = nullptr;
  mapped_size_ = static_cast<std::size_t>(info.st_size);
  if (mapped_size_ == 0) return absl::string_view();
  void* const mapped =
      mmap(nullptr, mapped_size_, PROT_READ, MAP_PRIVATE, fd_, 0);
  if (mapped == MAP_FAILED) return SystemError("cannot read from memory");
  mapped_ = mapped;
  return absl::string_view(static_cast<const char*>(mapped_), mapped_size_);
}

}  // namespace compliance::hook
