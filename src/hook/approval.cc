#include "hook/approval.h"

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace compliance::hook {
namespace {

std::string Query(const Question& question) {
  const bool is_named =
      !question.workspace.empty() && question.workspace != "default";
  const std::string name = absl::StrCat("\"", question.workspace, "\"");
  if (question.refresh_only) {
    return absl::StrCat("Would you like to update the ", question.product,
                        " state ", is_named ? "for " + name + " " : "",
                        "to reflect these detected changes?");
  }
  return absl::StrCat("Do you want to perform these actions",
                      is_named ? " in workspace " + name : "", "?");
}

std::string Description(const Question& question) {
  if (question.refresh_only) {
    return absl::StrCat(
        "  ", question.product,
        " will write these changes to the state without modifying any real "
        "infrastructure.\n"
        "  There is no undo. Only 'yes' will be accepted to confirm.\n");
  }
  return absl::StrCat("  ", question.product,
                      " will perform the actions described above.\n"
                      "  Only 'yes' will be accepted to approve.\n");
}

std::string Text(const Question& question) {
  const absl::string_view bold = question.color ? "\x1b[1m" : "";
  const absl::string_view reset = question.color ? "\x1b[0m" : "";
  return absl::StrCat(reset, bold, "\n", Query(question), reset, "\n",
                      Description(question), "\n  ", bold,
                      "Enter a value:", reset, " ", reset);
}

bool WriteAll(absl::string_view text) {
  while (!text.empty()) {
    const ssize_t n = write(STDOUT_FILENO, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

// Byte by byte: what comes after the line is for Terraform, which has the same
// standard input. A last line without its newline is none, as for Terraform.
std::optional<std::string> ReadLine(int interrupt_fd, bool& interrupted) {
  std::string line;
  while (true) {
    pollfd fds[] = {{STDIN_FILENO, POLLIN, 0}, {interrupt_fd, POLLIN, 0}};
    if (poll(fds, 2, -1) < 0) {
      if (errno == EINTR) continue;
      return std::nullopt;
    }
    if (fds[1].revents != 0) {
      interrupted = true;
      return std::nullopt;
    }
    char byte = 0;
    const ssize_t n = read(STDIN_FILENO, &byte, 1);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return std::nullopt;
    if (byte == '\n') return line;
    line += byte;
  }
}

}  // namespace

Answer AskForApproval(const Question& question, int interrupt_fd) {
  if (!WriteAll(Text(question))) return Answer::kNoInput;
  bool interrupted = false;
  const std::optional<std::string> line = ReadLine(interrupt_fd, interrupted);
  if (interrupted) return Answer::kInterrupted;
  if (!line) return Answer::kNoInput;
  if (!WriteAll("\n")) return Answer::kNoInput;
  return absl::StripTrailingAsciiWhitespace(*line) == "yes" ? Answer::kYes
                                                            : Answer::kNo;
}

}  // namespace compliance::hook
