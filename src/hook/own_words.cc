#include "hook/own_words.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "compliance/base/text.h"
#include "hook/word_wrap.h"

namespace compliance::hook {
namespace {

using Json = nlohmann::ordered_json;

// What starts with a space is left as it is, as Terraform does.
std::string Wrapped(absl::string_view detail, int width) {
  if (detail.empty()) return "";
  std::string out;
  const auto columns = static_cast<std::size_t>(std::max(width, 0));
  for (const absl::string_view line : absl::StrSplit(detail, '\n')) {
    absl::StrAppend(&out,
                    absl::StartsWith(line, " ") ? std::string(line)
                                                : WordWrap(line, columns),
                    "\n");
  }
  return out;
}

std::string Plain(absl::string_view summary, absl::string_view detail,
                  int width) {
  return absl::StrCat("\nError: ", summary, "\n\n", Wrapped(detail, width - 1));
}

std::string Boxed(absl::string_view summary, absl::string_view detail,
                  int width) {
  constexpr absl::string_view kReset = "\x1b[0m";
  constexpr absl::string_view kRed = "\x1b[31m";
  constexpr absl::string_view kBold = "\x1b[1m";
  const std::string text =
      absl::StrCat(kBold, kRed, "Error: ", kReset, kReset, kBold, summary,
                   kReset, "\n\n", kReset, Wrapped(detail, width - 3));
  std::string out = absl::StrCat(kRed, "╷", kReset, kReset, "\n");
  for (const absl::string_view line :
       absl::StrSplit(absl::StripSuffix(text, "\n"), '\n')) {
    absl::StrAppend(&out, kRed, "│", kReset, " ", kReset, line, "\n");
  }
  absl::StrAppend(&out, kRed, "╵", kReset, kReset, "\n");
  return out;
}

std::string JsonLine(absl::string_view summary, absl::string_view detail) {
  const Json line = {
      {"@level", "error"},
      {"@message", absl::StrCat("Error: ", ToValidUtf8(summary))},
      {"@module", "terraform.ui"},
      {"@timestamp", absl::FormatTime("%Y-%m-%dT%H:%M:%E6SZ", absl::Now(),
                                      absl::UTCTimeZone())},
      {"diagnostic",
       {{"severity", "error"},
        {"summary", ToValidUtf8(summary)},
        {"detail", ToValidUtf8(detail)}}},
      {"type", "diagnostic"}};
  return absl::StrCat(line.dump(), "\n");
}

}  // namespace

Voice Voice::Of(const terraform::CommandLine& command) {
  return {command.Has("-json"), !command.Has("-no-color")};
}

Terminal TerminalOf(int stream, const Voice& voice) {
  Terminal terminal;
  terminal.color = voice.color;
  winsize size{};
  if (ioctl(stream, TIOCGWINSZ, &size) == 0) terminal.width = size.ws_col;
  return terminal;
}

void SayError(const Voice& voice, absl::string_view summary,
              absl::string_view detail) {
  if (voice.json) {
    WriteTo(STDOUT_FILENO, JsonLine(summary, detail));
    return;
  }
  const int width = TerminalOf(STDERR_FILENO, voice).width;
  const std::string text = voice.color ? Boxed(summary, detail, width)
                                       : Plain(summary, detail, width);
  WriteTo(STDERR_FILENO, ToValidUtf8(text));
}

void SayNote(absl::string_view text) {
  WriteTo(STDERR_FILENO, absl::StrCat("compliance: ", ToValidUtf8(text), "\n"));
}

void WriteTo(int stream, absl::string_view text) {
  while (!text.empty()) {
    const ssize_t n = write(stream, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(n));
  }
}

}  // namespace compliance::hook
