#include "hook/plan_output.h"

#include <fcntl.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "hook/own_words.h"
#include "hook/word_wrap.h"

namespace compliance::hook {
namespace {

constexpr absl::string_view kSaved = "Saved the plan to:";
constexpr absl::string_view kDash = "\xe2\x94\x80";  // ─
// Where Terraform's output is no terminal it takes this width.
constexpr int kDefaultColumns = 78;
// A blank line, a line of dashes and another blank line lead to the ending.
constexpr std::size_t kLinesBefore = 3;

// Takes a colour sequence off the front.
bool ConsumeColor(absl::string_view& text) {
  if (!absl::StartsWith(text, "\x1b[")) return false;
  const std::size_t end = text.find_first_not_of("0123456789;", 2);
  if (end == absl::string_view::npos || text[end] != 'm') return false;
  text.remove_prefix(end + 1);
  return true;
}

// Whether a line shows nothing, or a line of dashes. Also true for the
// beginning of one: bytes may end in the midst of a sequence.
bool IsRule(absl::string_view line) {
  while (!line.empty()) {
    if (ConsumeColor(line) || absl::ConsumePrefix(&line, kDash) ||
        absl::ConsumePrefix(&line, "\r") || absl::ConsumePrefix(&line, "\n")) {
      continue;
    }
    const bool is_cut_dash =
        line.size() < kDash.size() && absl::StartsWith(kDash, line);
    const bool is_cut_color =
        line[0] == '\x1b' &&
        (line.size() == 1 ||
         (line[1] == '[' &&
          line.find_first_not_of("0123456789;", 2) == absl::string_view::npos));
    return is_cut_dash || is_cut_color;
  }
  return true;
}

bool MayBeSaved(absl::string_view line) {
  return absl::StartsWith(line, kSaved) || absl::StartsWith(kSaved, line);
}

// What Terraform says where no plan file was asked for.
std::string Note(bool is_open_tofu, int columns, absl::string_view newline) {
  const std::string text = absl::StrCat(
      "Note: You didn't use the -out option to save this plan, so ",
      is_open_tofu ? "OpenTofu" : "Terraform",
      " can't guarantee to take exactly these actions if you run \"",
      is_open_tofu ? "tofu" : "terraform", " apply\" now.");
  const auto width = static_cast<std::size_t>(std::max(columns - 1, 0));
  return absl::StrReplaceAll(absl::StrCat(WordWrap(text, width), "\n"),
                             {{"\n", newline}});
}

int Columns() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) return kDefaultColumns;
  return size.ws_col;
}

// Bytes pass as they are; only the real terminal turns newlines into more.
void MakeRaw(int terminal) {
  termios settings{};
  if (tcgetattr(terminal, &settings) != 0) return;
  cfmakeraw(&settings);
  tcsetattr(terminal, TCSANOW, &settings);
}

void CopySize(int to) {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0) {
    ioctl(to, TIOCSWINSZ, &size);
  }
}

}  // namespace

PlanOutputFilter::PlanOutputFilter(std::string plan_path, Ending ending,
                                   int columns)
    : plan_path_(std::move(plan_path)), ending_(ending), columns_(columns) {}

std::string PlanOutputFilter::Feed(absl::string_view bytes) {
  std::string out;
  while (!bytes.empty()) {
    const std::size_t newline = bytes.find('\n');
    const std::size_t size =
        newline == absl::string_view::npos ? bytes.size() : newline + 1;
    line_.append(bytes.data(), size);
    bytes.remove_prefix(size);
    absl::StrAppend(
        &out, newline == absl::string_view::npos ? TakePart() : TakeLine());
  }
  return out;
}

// A whole line is in.
std::string PlanOutputFilter::TakeLine() {
  std::string line = std::exchange(line_, {});
  const bool continues = std::exchange(passed_, false);
  if (!saved_.empty()) return TakeSaved(line);
  if (!continues && IsRule(line)) {
    held_.push_back(std::move(line));
    return held_.size() > kLinesBefore ? Release(1) : "";
  }
  if (!continues && absl::StartsWith(line, kSaved)) return TakeSaved(line);
  return absl::StrCat(Release(held_.size()), line);
}

// The beginning of a line is in; it waits only while it may be ours.
std::string PlanOutputFilter::TakePart() {
  const bool may_be_ours =
      !saved_.empty() || (!passed_ && (IsRule(line_) || MayBeSaved(line_)));
  if (may_be_ours) return "";
  passed_ = true;
  return absl::StrCat(Release(held_.size()), std::exchange(line_, {}));
}

std::string PlanOutputFilter::TakeSaved(const std::string& line) {
  absl::StrAppend(&saved_, line);
  const bool is_end =
      absl::StrContains(line, absl::StrCat("\"", plan_path_, "\""));
  if (!is_end) return "";
  const bool is_open_tofu = absl::StrContains(saved_, "tofu apply");
  const absl::string_view newline =
      absl::EndsWith(line, "\r\n") ? "\r\n" : "\n";
  saved_.clear();
  if (ending_ == Ending::kNote) {
    return absl::StrCat(Release(held_.size()),
                        Note(is_open_tofu, columns_, newline));
  }
  // The blank line may start with what ends the colours of the text before it.
  std::string first = held_.empty() ? "" : std::move(held_.front());
  held_.clear();
  first.erase(std::min(first.find("\x1b[90m"), first.find_first_of("\r\n")));
  return first;
}

// The first lines that were held, now known to be none of ours.
std::string PlanOutputFilter::Release(std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) absl::StrAppend(&out, held_[i]);
  held_.erase(held_.begin(),
              held_.begin() + static_cast<std::ptrdiff_t>(count));
  return out;
}

std::string PlanOutputFilter::Finish() {
  return absl::StrCat(Release(held_.size()), std::exchange(saved_, {}),
                      std::exchange(line_, {}));
}

absl::StatusOr<std::unique_ptr<PlanOutput>> PlanOutput::Open(
    const std::string& plan_path, Ending ending) {
  int ours = -1;
  int childs = -1;
  if (isatty(STDOUT_FILENO) == 1) {
    if (openpty(&ours, &childs, nullptr, nullptr, nullptr) != 0) {
      return absl::UnavailableError("no pseudo-terminal is to be had");
    }
    MakeRaw(childs);
    CopySize(ours);
    fcntl(ours, F_SETFD, FD_CLOEXEC);
    fcntl(childs, F_SETFD, FD_CLOEXEC);
  } else {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) {
      return absl::UnavailableError("no pipe is to be had");
    }
    ours = ends[0];
    childs = ends[1];
  }
  return std::unique_ptr<PlanOutput>(new PlanOutput(
      ours, childs, PlanOutputFilter(plan_path, ending, Columns())));
}

PlanOutput::PlanOutput(int our_end, int child_end, PlanOutputFilter filter)
    : our_end_(our_end),
      child_end_(child_end),
      filter_(std::move(filter)),
      thread_([this] { Copy(); }) {}

PlanOutput::~PlanOutput() {
  Finish();
  close(our_end_);
}

void PlanOutput::FollowSize() { CopySize(our_end_); }

void PlanOutput::Finish() {
  if (!thread_.joinable()) return;
  // The copying ends when nobody holds the other end.
  close(child_end_);
  thread_.join();
}

void PlanOutput::Copy() {
  std::vector<char> buffer(65536);
  while (true) {
    const ssize_t n = read(our_end_, buffer.data(), buffer.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) break;  // a terminal without another end says EIO
    WriteTo(STDOUT_FILENO, filter_.Feed(absl::string_view(
                               buffer.data(), static_cast<std::size_t>(n))));
  }
  WriteTo(STDOUT_FILENO, filter_.Finish());
}

}  // namespace compliance::hook
