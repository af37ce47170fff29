#include "compliance/tfplugin/plugin_log.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "compliance/base/text.h"
#include "compliance/tfplugin/forward.h"
#include "compliance/tfplugin/log.h"
#include "nlohmann/json.hpp"
#include "tfplugin/go_text.h"
#include "tfplugin/unique_fd.h"

namespace compliance::tfplugin {
namespace {

using Json = nlohmann::json;

constexpr std::array<absl::string_view, 5> kLevels = {"trace", "debug", "info",
                                                      "warn", "error"};

std::optional<LogLevel> LevelNamed(absl::string_view name) {
  for (std::size_t i = 0; i < kLevels.size(); ++i) {
    if (absl::EqualsIgnoreCase(kLevels[i], absl::StripAsciiWhitespace(name))) {
      return static_cast<LogLevel>(i);
    }
  }
  return std::nullopt;
}

// What is said, whether as a JSON line of hclog or plainly.
struct Entry {
  LogLevel level = LogLevel::kDebug;
  std::string message;
  Json fields = Json::object();
  std::string timestamp;  // the plugin's own; empty for a plain line
};

bool IsDigit(char c) {
  return absl::ascii_isdigit(static_cast<unsigned char>(c));
}

// "2006-01-02T15:04:05.000000Z07:00" to "2006-01-02T15:04:05.000Z0700".
// nullopt for anything else.
std::optional<std::string> ShortTimestamp(absl::string_view text) {
  constexpr absl::string_view kShape = "dddd-dd-ddTdd:dd:dd.dddddd";
  if (text.size() <= kShape.size()) return std::nullopt;
  for (std::size_t i = 0; i < kShape.size(); ++i) {
    if (kShape[i] == 'd' ? !IsDigit(text[i]) : text[i] != kShape[i]) {
      return std::nullopt;
    }
  }
  constexpr std::size_t kMilliseconds = 23;
  const absl::string_view zone = text.substr(kShape.size());
  const absl::string_view time = text.substr(0, kMilliseconds);
  if (zone == "Z" || zone == "+00:00") return absl::StrCat(time, "Z");
  if (zone.size() != 6 || zone[3] != ':') return std::nullopt;
  return absl::StrCat(time, zone.substr(0, 3), zone.substr(4));
}

// The text under `key`, which is taken out; nullopt where it is no text.
std::optional<std::string> TakeText(Json& object, const char* key,
                                    absl::string_view absent) {
  const auto found = object.find(key);
  if (found == object.end()) return std::string(absent);
  if (!found->is_string()) return std::nullopt;
  std::string text = found->get<std::string>();
  object.erase(found);
  return text;
}

std::optional<Entry> ReadHclog(const std::string& line) {
  Json object = Json::parse(line, nullptr, /*allow_exceptions=*/false);
  if (!object.is_object()) return std::nullopt;
  const auto message = TakeText(object, "@message", "");
  const auto level = TakeText(object, "@level", "");
  const auto time =
      TakeText(object, "@timestamp", "0001-01-01T00:00:00.000000Z");
  if (!message || !level || !time) return std::nullopt;
  const auto timestamp = ShortTimestamp(*time);
  const auto known = LevelNamed(*level);
  if (!timestamp || !known) return std::nullopt;
  return Entry{*known, *message, std::move(object), *timestamp};
}

Entry ReadPlain(const std::string& line) {
  Entry entry;
  entry.message = line;
  for (std::size_t i = 0; i < kLevels.size(); ++i) {
    const std::string tag =
        absl::StrCat("[", absl::AsciiStrToUpper(kLevels[i]), "]");
    if (absl::StartsWith(line, tag)) entry.level = static_cast<LogLevel>(i);
  }
  return entry;
}

std::string PlainText(const Entry& entry, const std::string& plugin) {
  const absl::TimeZone zone = absl::LocalTimeZone();
  const absl::Time now = absl::Now();
  std::string offset = absl::FormatTime("%z", now, zone);
  if (offset == "+0000") offset = "Z";
  const std::string tag = absl::StrCat(
      "[",
      absl::AsciiStrToUpper(kLevels[static_cast<std::size_t>(entry.level)]),
      "]");
  std::string text =
      absl::StrCat(absl::FormatTime("%Y-%m-%dT%H:%M:%E3S", now, zone), offset,
                   " ", tag, tag.size() < 7 ? " " : "", " provider.", plugin);
  if (!entry.message.empty()) absl::StrAppend(&text, ": ", entry.message);
  if (entry.timestamp.empty()) return text + "\n";
  text += ":";
  for (const auto& [key, value] : entry.fields.items()) {
    text += HclogField(key, value);
  }
  return absl::StrCat(text, HclogField("timestamp", entry.timestamp), "\n");
}

std::string JsonText(const Entry& entry, const std::string& plugin) {
  const absl::TimeZone zone = absl::LocalTimeZone();
  const absl::Time now = absl::Now();
  std::string offset = absl::FormatTime("%Ez", now, zone);
  if (offset == "+00:00") offset = "Z";
  Json object = {
      {"@level", kLevels[static_cast<std::size_t>(entry.level)].data()},
      {"@message", entry.message},
      {"@module", absl::StrCat("provider.", plugin)},
      {"@timestamp",
       absl::StrCat(absl::FormatTime("%Y-%m-%dT%H:%M:%E6S", now, zone),
                    offset)}};
  // The plugin's own fields win, its @module too.
  object.update(entry.fields);
  if (!entry.timestamp.empty()) object["timestamp"] = entry.timestamp;
  // As Go writes JSON, so that it may lie in HTML.
  return absl::StrReplaceAll(
             object.dump(-1, ' ', false, Json::error_handler_t::replace),
             {{"<", "\\u003c"}, {">", "\\u003e"}, {"&", "\\u0026"}}) +
         "\n";
}

struct Output {
  LogLevel level;
  bool json;
  UniqueFd file;  // none: stderr

  void Write(const std::string& plugin, absl::string_view line) const {
    const std::string text = ToValidUtf8(line);
    std::optional<Entry> entry = ReadHclog(text);
    if (!entry) entry = ReadPlain(text);
    if (entry->level < level) return;
    const std::string out =
        json ? JsonText(*entry, plugin) : PlainText(*entry, plugin);
    // A log line that cannot be written has nowhere to be reported.
    [[maybe_unused]] const ssize_t written =
        write(file ? file.get() : STDERR_FILENO, out.data(), out.size());
  }
};

}  // namespace

PluginLogSink PluginLog(
    const std::function<std::optional<std::string>(const std::string& name)>&
        environment) {
  const auto first = [&](const char* name, const char* otherwise) {
    const std::string value = environment(name).value_or("");
    return value.empty() ? environment(otherwise).value_or("") : value;
  };
  const std::string wanted = first("TF_LOG_PROVIDER", "TF_LOG");
  if (wanted.empty() || absl::EqualsIgnoreCase(wanted, "off")) return nullptr;
  const auto output = std::make_shared<Output>();
  output->level = LevelNamed(wanted).value_or(LogLevel::kTrace);
  output->json = absl::EqualsIgnoreCase(first("TF_LOG", "TF_LOG_CORE"), "json");
  const std::string path = environment("TF_LOG_PATH").value_or("");
  if (!path.empty()) {
    // Terraform says so where it cannot be opened, and goes on with stderr.
    output->file = UniqueFd(
        open(path.c_str(), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0666));
  }
  return [output](const std::string& plugin, absl::string_view line) {
    output->Write(plugin, line);
  };
}

}  // namespace compliance::tfplugin
