#include "sandbox/identifiers.h"

#include <cstddef>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace compliance::sandbox {

Identifiers Identifiers::Fresh() {
  std::random_device device;
  return Identifiers((std::uint64_t{device()} << 32) | device());
}

// FNV-1a: std::hash may differ from one standard library to the next.
Identifiers Identifiers::Of(absl::string_view words) {
  std::uint64_t hash = 14695981039346656037U;
  for (const char c : words) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
  }
  return Identifiers(hash);
}

std::string Identifiers::Pick(absl::string_view alphabet, std::size_t length) {
  std::string text;
  while (text.size() < length) text += alphabet[engine_() % alphabet.size()];
  return text;
}

std::string Identifiers::Hex(std::size_t length) {
  return Pick("0123456789abcdef", length);
}

std::string Identifiers::Digits(std::size_t length) {
  return Pick("0123456789", length);
}

std::string Identifiers::Upper(std::size_t length) {
  return Pick("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", length);
}

std::string Identifiers::Mixed(std::size_t length) {
  return Pick("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", length);
}

std::string Identifiers::Uuid() {
  return absl::StrCat(Hex(8), "-", Hex(4), "-4", Hex(3), "-", Pick("89ab", 1),
                      Hex(3), "-", Hex(12));
}

std::string Identifiers::Unique() {
  return absl::StrCat(
      absl::FormatTime("%Y%m%d%H%M%S", absl::Now(), absl::UTCTimeZone()),
      Hex(12));
}

}  // namespace compliance::sandbox
