#include "hook/own_words.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <string>

#include "absl/strings/str_cat.h"
#include "compliance/base/text.h"

namespace compliance::hook {
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
    WriteTo(STDOUT_FILENO, RenderErrorAsJsonLine(summary, detail));
    return;
  }
  WriteTo(
      STDERR_FILENO,
      RenderErrorForPeople(summary, detail, TerminalOf(STDERR_FILENO, voice)));
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
