#include "output.h"

#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <new>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "compliance/base/text.h"

namespace compliance::cli {
namespace {

struct Closer {
  void operator()(FILE* file) const { std::fclose(file); }
};

absl::Status SystemError(absl::string_view what) {
  return absl::UnavailableError(absl::StrCat(what, ": ", std::strerror(errno)));
}

// What a regular file says that it holds, 0 for a stream. Only a guess: it may
// be written to while it is read.
std::size_t SizeOf(FILE* file) {
  struct stat status = {};
  const bool is_file =
      fstat(fileno(file), &status) == 0 && S_ISREG(status.st_mode);
  return is_file ? static_cast<std::size_t>(status.st_size) : 0;
}

// Read, not mapped: a file that is cut short while it is mapped ends the
// process by a signal, and pages that are mapped and touched count no less than
// a copy. With the size known the copy is never grown, which would take twice
// its size and more.
absl::StatusOr<std::string> ReadAll(FILE* file, absl::string_view name) {
  std::string out;
  out.reserve(SizeOf(file));
  std::array<char, 65536> buffer;
  while (true) {
    const std::size_t n = std::fread(buffer.data(), 1, buffer.size(), file);
    out.append(buffer.data(), n);
    if (n < buffer.size()) break;
  }
  if (std::ferror(file) != 0) return SystemError(name);
  return out;
}

// Whether all of it was taken.
bool WriteTo(FILE* file, absl::FunctionRef<void(Sink)> write) {
  bool written = true;
  write([&](absl::string_view piece) {
    written = written &&
              std::fwrite(piece.data(), 1, piece.size(), file) == piece.size();
  });
  return written;
}

}  // namespace

absl::Status Print(absl::string_view text) {
  return Print([text](Sink sink) { sink(text); });
}

absl::Status Print(absl::FunctionRef<void(Sink)> write) {
  const bool written = WriteTo(stdout, write);
  if (!written || std::fflush(stdout) != 0) {
    return SystemError("cannot write to standard output");
  }
  return absl::OkStatus();
}

void PrintError(absl::string_view message) {
  const std::string line =
      absl::StrCat("compliance: ", ToValidUtf8(message), "\n");
  std::fwrite(line.data(), 1, line.size(), stderr);
}

absl::Status WriteFile(const std::string& path,
                       absl::FunctionRef<void(Sink)> write) {
  std::unique_ptr<FILE, Closer> file(std::fopen(path.c_str(), "wb"));
  if (file == nullptr) return SystemError(absl::StrCat("cannot write ", path));
  const bool written = WriteTo(file.get(), write);
  // Closing writes what is buffered, and may find the disk full.
  if (std::fclose(file.release()) != 0 || !written) {
    return SystemError(absl::StrCat("cannot write ", path));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> ReadFile(const std::string& path) try {
  if (path == "-") return ReadAll(stdin, "cannot read standard input");
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) {
    return absl::InvalidArgumentError(
        absl::StrCat("cannot read ", path, ": it is a directory"));
  }
  std::unique_ptr<FILE, Closer> file(std::fopen(path.c_str(), "rb"));
  if (file == nullptr) return SystemError(absl::StrCat("cannot read ", path));
  return ReadAll(file.get(), absl::StrCat("cannot read ", path));
} catch (const std::bad_alloc&) {
  return absl::ResourceExhaustedError(absl::StrCat(
      "cannot read ", path, ": there is not enough memory for it"));
}

}  // namespace compliance::cli
