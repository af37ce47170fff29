#include "hook/json_output.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "hook/own_words.h"

namespace compliance::hook {
namespace {

bool IsOfPlan(absl::string_view line) {
  const auto json =
      nlohmann::json::parse(line.begin(), line.end(), nullptr, false);
  if (!json.is_object()) return false;
  const auto type = json.find("type");
  return type != json.end() &&
         (*type == "version" || *type == "planned_change");
}

}  // namespace

std::string AppliedLinesFilter::Feed(absl::string_view bytes) {
  std::string out;
  while (!bytes.empty()) {
    if (is_past_plan_) return absl::StrCat(out, bytes);
    const std::size_t newline = bytes.find('\n');
    if (newline == absl::string_view::npos) {
      absl::StrAppend(&line_, bytes);
      return out;
    }
    absl::StrAppend(&line_, bytes.substr(0, newline + 1));
    bytes.remove_prefix(newline + 1);
    is_past_plan_ = !IsOfPlan(line_);
    if (is_past_plan_) absl::StrAppend(&out, line_);
    line_.clear();
  }
  return out;
}

std::string AppliedLinesFilter::Finish() { return std::exchange(line_, {}); }

absl::StatusOr<std::unique_ptr<JsonOutput>> JsonOutput::Open() {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) {
    return absl::UnavailableError("no pipe is to be had");
  }
  return std::unique_ptr<JsonOutput>(new JsonOutput(ends[0], ends[1]));
}

JsonOutput::JsonOutput(int our_end, int child_end)
    : our_end_(our_end), child_end_(child_end), thread_([this] { Copy(); }) {}

JsonOutput::~JsonOutput() {
  Finish();
  close(our_end_);
}

void JsonOutput::Finish() {
  if (!thread_.joinable()) return;
  // The copying ends when nobody holds the other end.
  close(child_end_);
  thread_.join();
}

void JsonOutput::Copy() {
  AppliedLinesFilter filter;
  std::vector<char> buffer(65536);
  while (true) {
    const ssize_t n = read(our_end_, buffer.data(), buffer.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) break;
    WriteTo(STDOUT_FILENO, filter.Feed(absl::string_view(
                               buffer.data(), static_cast<std::size_t>(n))));
  }
  WriteTo(STDOUT_FILENO, filter.Finish());
}

}  // namespace compliance::hook
