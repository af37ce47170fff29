#include "tfplugin/go_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "nlohmann/json.hpp"

namespace compliance::tfplugin {
namespace {

// The shortest digits; an exponent from 1e6 on and below 1e-4.
std::string NumberText(double number) {
  const double size = std::fabs(number);
  const bool plain = number == 0 || (size >= 1e-4 && size < 1e6);
  std::array<char, 64> text{};
  const auto end = std::to_chars(
      text.data(), text.data() + text.size(), number,
      plain ? std::chars_format::fixed : std::chars_format::scientific);
  return std::string(text.data(), end.ptr);
}

// Control characters as Go escapes them, and those of `also` with a backslash.
// Letters beyond ASCII stay as they are.
std::string Escaped(absl::string_view text, absl::string_view also) {
  constexpr absl::string_view kNamed = "\a\b\f\n\r\t\v";
  constexpr absl::string_view kNames = "abfnrtv";
  std::string out;
  for (const char c : text) {
    const std::size_t named = kNamed.find(c);
    const auto byte = static_cast<unsigned char>(c);
    if (named != absl::string_view::npos) {
      absl::StrAppend(&out, "\\", kNames.substr(named, 1));
    } else if (byte < 0x20) {
      absl::StrAppendFormat(&out, "\\x%02x", byte);
    } else if (byte == 0x7f) {
      out += "\\u007f";
    } else {
      if (absl::StrContains(also, absl::string_view(&c, 1))) out += '\\';
      out += c;
    }
  }
  return out;
}

bool NeedsQuotes(absl::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return c < '-' || c > '~'; });
}

std::string ListField(const nlohmann::json& list) {
  std::vector<std::string> items;
  for (const nlohmann::json& item : list) {
    std::string text = GoText(item);
    if (text.find_first_of(" \t\n\r") != std::string::npos) {
      text = absl::StrCat("\"", Escaped(text, "\"\\"), "\"");
    }
    items.push_back(std::move(text));
  }
  return absl::StrCat("[", absl::StrJoin(items, ", "), "]");
}

std::string Indented(absl::string_view text) {
  std::string out;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    const bool last = line.data() + line.size() == text.data() + text.size();
    if (last && line.empty()) break;
    absl::StrAppend(&out, "  | ", Escaped(line, ""), "\n");
  }
  return out;
}

}  // namespace

std::string GoText(const nlohmann::json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_boolean()) return value.get<bool>() ? "true" : "false";
  if (value.is_number()) return NumberText(value.get<double>());
  std::vector<std::string> items;
  if (value.is_array()) {
    for (const nlohmann::json& item : value) items.push_back(GoText(item));
    return absl::StrCat("[", absl::StrJoin(items, " "), "]");
  }
  if (value.is_object()) {
    for (const auto& [key, item] : value.items()) {
      items.push_back(absl::StrCat(key, ":", GoText(item)));
    }
    return absl::StrCat("map[", absl::StrJoin(items, " "), "]");
  }
  return "<nil>";
}

std::string HclogField(absl::string_view key, const nlohmann::json& value) {
  if (value.is_array()) return absl::StrCat(" ", key, "=", ListField(value));
  const std::string text = GoText(value);
  if (text.empty()) return absl::StrCat(" ", key, "=\"\"");
  if (absl::StrContains(text, "\n")) {
    return absl::StrCat("\n  ", key, "=\n", Indented(text), "  ");
  }
  if (NeedsQuotes(text)) {
    return absl::StrCat(" ", key, "=\"", Escaped(text, "\""), "\"");
  }
  return absl::StrCat(" ", key, "=", text);
}

}  // namespace compliance::tfplugin
