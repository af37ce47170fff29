#include "hook/result_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace compliance::hook {
namespace {

using Json = nlohmann::ordered_json;

absl::Status CannotWrite(const std::string& path) {
  return absl::UnavailableError(
      absl::StrCat("cannot write ", path, ": ", std::strerror(errno)));
}

bool WriteAll(int fd, absl::string_view text) {
  while (!text.empty()) {
    const ssize_t n = write(fd, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

// A device or a pipe is written to; it must not be replaced.
bool IsSpecial(const std::string& path) {
  struct stat info {};
  return stat(path.c_str(), &info) == 0 && !S_ISREG(info.st_mode);
}

absl::Status WriteSpecial(const std::string& path, absl::string_view text) {
  const int fd = open(path.c_str(), O_WRONLY | O_CLOEXEC);
  if (fd < 0) return CannotWrite(path);
  const absl::Status status =
      WriteAll(fd, text) ? absl::OkStatus() : CannotWrite(path);
  close(fd);
  return status;
}

}  // namespace

std::string RenderOutcome(const Outcome& outcome) {
  Json findings = Json::array();
  for (const NotedFinding& finding : outcome.findings) {
    findings.push_back({{"rule", finding.rule},
                        {"address", finding.address},
                        {"verdict", finding.verdict},
                        {"enforcement", finding.enforcement}});
  }
  const Json json = {
      {"exit_code", static_cast<int>(outcome.precise)},
      {"terraform_exit_code", outcome.terraform_exit_code
                                  ? Json(*outcome.terraform_exit_code)
                                  : Json()},
      {"blocked", outcome.blocked},
      {"reason", outcome.reason},
      {"judged_calls", outcome.judged_calls},
      {"findings", std::move(findings)}};
  return absl::StrCat(json.dump(2, ' ', false, Json::error_handler_t::replace),
                      "\n");
}

absl::Status WriteResultFile(const std::string& path, const Outcome& outcome) {
  const std::string text = RenderOutcome(outcome);
  if (IsSpecial(path)) return WriteSpecial(path, text);
  // What mkostemp makes is for the owner alone.
  std::string temporary = path + ".XXXXXX";
  const int fd = mkostemp(temporary.data(), O_CLOEXEC);
  if (fd < 0) return CannotWrite(path);
  const bool is_written = WriteAll(fd, text);
  // Closing may find the disk full.
  if (close(fd) == 0 && is_written &&
      std::rename(temporary.c_str(), path.c_str()) == 0) {
    return absl::OkStatus();
  }
  const absl::Status status = CannotWrite(path);
  unlink(temporary.c_str());
  return status;
}

}  // namespace compliance::hook
