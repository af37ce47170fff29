#include "lang/base64.h"

#include <cstddef>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"

namespace compliance::lang {

std::optional<std::string> DecodeBase64(absl::string_view text) {
  constexpr std::size_t kQuantum = 4;
  const std::string packed =
      absl::StrReplaceAll(text, {{"\n", ""}, {"\r", ""}});
  if (packed.size() % kQuantum != 0) return std::nullopt;
  const std::size_t padding = packed.size() - packed.find('=');
  const bool padded = absl::StrContains(packed, "=");
  if (padded && (padding > 2 || packed.back() != '=')) return std::nullopt;
  const auto is_digit = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           (c >= '0' && c <= '9') || c == '+' || c == '/' || c == '=';
  };
  for (const char c : packed) {
    if (!is_digit(c)) return std::nullopt;
  }
  std::string bytes;
  if (!absl::Base64Unescape(packed, &bytes)) return std::nullopt;
  return bytes;
}

}  // namespace compliance::lang
