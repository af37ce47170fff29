// A file that only memory holds: a plan has secrets in it.
#ifndef COMPLIANCE_SRC_HOOK_MEMORY_FILE_H_
#define COMPLIANCE_SRC_HOOK_MEMORY_FILE_H_

#include <cstddef>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace compliance::hook {

// Gone with the object, or with the process. Movable only.
class MemoryFile {
 public:
  // Errors: UNAVAILABLE where the system has none to give.
  static absl::StatusOr<MemoryFile> Create();
  MemoryFile(MemoryFile&& other) noexcept;
  MemoryFile& operator=(MemoryFile&& other) noexcept;
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  ~MemoryFile();

  // Close-on-exec.
  int fd() const { return fd_; }

  // A name by which another process of the same user can open it.
  std::string path() const;

  // Adds bytes at the end. Errors: UNAVAILABLE where memory is full.
  absl::Status Write(absl::string_view bytes);

  // What was written to it so far; valid while the object lives and nobody
  // makes it shorter.
  absl::StatusOr<absl::string_view> Contents();

 private:
  explicit MemoryFile(int fd) : fd_(fd) {}

  int fd_ = -1;
  void* mapped_ = nullptr;
  std::size_t mapped_size_ = 0;
};

}  // namespace compliance::hook

#endif  // COMPLIANCE_SRC_HOOK_MEMORY_FILE_H_
