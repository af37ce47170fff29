#include "compliance/tfplugin/log.h"

#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "compliance/base/text.h"

namespace compliance::tfplugin {
namespace {

constexpr std::array<absl::string_view, 5> kNames = {"trace", "debug", "info",
                                                     "warn", "error"};

// What the host would show of our lines. It drops the rest in any case; not
// writing them spares it the parsing.
LogLevel Threshold() {
  const char* wanted = std::getenv("TF_LOG_PROVIDER");
  if (wanted == nullptr || *wanted == '\0') wanted = std::getenv("TF_LOG");
  if (wanted == nullptr || *wanted == '\0') return LogLevel::kWarn;
  const std::string name = absl::AsciiStrToLower(wanted);
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == name) return static_cast<LogLevel>(i);
  }
  return name == "off" ? LogLevel::kError : LogLevel::kTrace;  // or JSON
}

std::string JsonString(absl::string_view text) {
  std::string out = "\"";
  for (const char c : ToValidUtf8(text)) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20 || byte == 0x7f) {
      std::array<char, 8> escape{};
      std::snprintf(escape.data(), escape.size(), "\\u%04x", byte);
      out += escape.data();
    } else {
      out += c;
    }
  }
  out += '"';
  return out;
}

}  // namespace

void Log(LogLevel level, absl::string_view message,
         std::initializer_list<LogField> fields) {
  if (level < Threshold()) return;
  std::string line = absl::StrCat(
      "{\"@level\":\"", kNames[static_cast<std::size_t>(level)],
      "\",\"@message\":", JsonString(message), ",\"@timestamp\":\"",
      absl::FormatTime("%Y-%m-%dT%H:%M:%E6SZ", absl::Now(),
                       absl::UTCTimeZone()),
      "\"");
  for (const auto& [key, value] : fields) {
    absl::StrAppend(&line, ",", JsonString(key), ":", JsonString(value));
  }
  line += "}\n";
  // A log line that cannot be written has nowhere to be reported.
  [[maybe_unused]] const ssize_t written =
      write(STDERR_FILENO, line.data(), line.size());
}

}  // namespace compliance::tfplugin
