#include "secret.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "re2/re2.h"
#include "re2/stringpiece.h"

namespace compliance::rules {
namespace {

const std::vector<std::unique_ptr<RE2>>& Tokens() {
  static const auto& tokens = *[] {
    auto* built = new std::vector<std::unique_ptr<RE2>>;
    for (
        const char* form : {
            R"((\b(?:AKIA|ASIA)[0-9A-Z]{16}\b))",
            R"((-----BEGIN [A-Z ]*PRIVATE KEY-----))",
            R"((\bgh[pousr]_[0-9A-Za-z]{36}))",
            R"((\bgithub_pat_[0-9A-Za-z_]{22,}))",
            R"((\bglpat-[0-9A-Za-z_-]{20}))",
            R"((\bxox[abeoprs]-[0-9A-Za-z-]{10,}))",
            R"((\b[sr]k_live_[0-9A-Za-z]{16,}))",
            R"((\bAIza[0-9A-Za-z_-]{35}))",
            R"((\bSG\.[0-9A-Za-z_-]{22}\.[0-9A-Za-z_-]{43}))",
            R"((\bnpm_[0-9A-Za-z]{36}))",
            R"((https://hooks\.slack\.com/services/T\w+/B\w+/\w{20,}))",
            R"((\beyJ[0-9A-Za-z_-]{10,}\.eyJ[0-9A-Za-z_-]{10,}\.[0-9A-Za-z_-]{20,}))",
        }) {
      built->push_back(std::make_unique<RE2>(form));
    }
    return built;
  }();
  return tokens;
}

bool IsPlaceholder(absl::string_view text) {
  return text.empty() || absl::StrContains(text, "${") ||
         absl::StrContains(text, "{{") || absl::StartsWith(text, "arn:");
}

// Adds what the first group of `form` matches, except for the forms that only
// stand for a password.
void AddPasswords(re2::StringPiece text, const RE2& form,
                  std::vector<std::string>& found) {
  std::string password;
  while (RE2::FindAndConsume(&text, form, &password)) {
    if (!IsPlaceholder(password)) found.push_back(password);
  }
}

// What stands between the quotes of a JSON string, as the text that it means.
std::string Unquoted(const std::string& quoted) {
  const auto text = nlohmann::json::parse('"' + quoted + '"', nullptr,
                                          /*allow_exceptions=*/false);
  return text.is_string() ? text.get<std::string>() : quoted;
}

// Bits of information in each character, by how often each occurs.
double Entropy(absl::string_view text) {
  std::array<int, 256> counts{};
  for (const char c : text) ++counts[static_cast<unsigned char>(c)];
  double bits = 0;
  for (const int count : counts) {
    if (count == 0) continue;
    const double share = count / static_cast<double>(text.size());
    bits -= share * std::log2(share);
  }
  return bits;
}

// Forms that are public by what they are: uuids, digests, dates, numbers,
// switches, host names, paths, and what stands for a value that comes later.
bool IsPlain(absl::string_view text) {
  static const RE2& plain = *new RE2(
      "(?i)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|"
      "(?:sha(?:1|256|512)[:-]).*|.*@sha256:[0-9a-f]{64}|"
      "[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|"
      "[0-9.:,TZ+/-]+|true|false|null|none|yes|no|on|off|enabled|disabled|"
      "required|optional|x+|\\*+|<.*>|\\$[A-Z_]+|%.*%|__.*__|"
      "(?:[a-z0-9-]+\\.)+[a-z]{2,}(?::[0-9]+)?(?:/.*)?|"
      "[a-z][a-z0-9+.-]*://[^@]*|\\.{0,2}/.*|"
      "projects/.*|(?:ssm|vault|secretsmanager|aws):.*|"
      "\\{\\{.*|your[-_ ].*|.*placeholder.*|change[-_]?me[-_].*");
  return IsPlaceholder(text) ||
         RE2::FullMatch(re2::StringPiece(text.data(), text.size()), plain);
}

// A name of a secret itself, not of where it is kept or how it is used.
bool NamesSecret(absl::string_view name) {
  static const RE2& secret = *new RE2(
      "(?i)(?:^|.*[^a-z]|.*[a-z](?-i:[A-Z])?)(?:password|passwd|pwd|secret|"
      "token|"
      "api[-_]?key|private[-_]?key|access[-_]?key|secret[-_]?key|auth[-_]?key|"
      "credentials?|passphrase)");
  return RE2::FullMatch(re2::StringPiece(name.data(), name.size()), secret);
}

// Long, of mixed characters, and without any pattern: only keys are so.
bool IsRandom(absl::string_view text) {
  constexpr std::size_t kShortest = 24;
  constexpr double kBits = 4.3;
  static const RE2& form = *new RE2("[A-Za-z0-9+/_=-]+");
  if (text.size() < kShortest ||
      !RE2::FullMatch(re2::StringPiece(text.data(), text.size()), form)) {
    return false;
  }
  const auto any = [&](auto is) {
    return std::any_of(text.begin(), text.end(), is);
  };
  return any(absl::ascii_isdigit) && any(absl::ascii_islower) &&
         any(absl::ascii_isupper) && Entropy(text) >= kBits;
}

}  // namespace

bool IsSecretUnder(absl::string_view name, absl::string_view text) {
  if (!SecretsIn(text).empty()) return true;
  if (IsPlain(text)) return false;
  return NamesSecret(name) || IsRandom(text);
}

std::vector<std::string> SecretsIn(absl::string_view text) {
  static const RE2& url =
      *new RE2(R"([A-Za-z][A-Za-z0-9+.-]*://[^/\s:@]*:([^/\s@]+)@)");
  static const RE2& json =
      *new RE2(R"~((?i)"[\w-]*(?:password|passwd|secret|token|api_?key|)~"
               R"~((?:secret|private)(?:_?access)?_?key)"\s*:\s*)~"
               R"~("((?:[^"\\]|\\.)+)")~");
  const re2::StringPiece piece(text.data(), text.size());
  std::vector<std::string> found;
  for (const auto& token : Tokens()) {
    re2::StringPiece rest = piece;
    std::string match;
    while (RE2::FindAndConsume(&rest, *token, &match)) found.push_back(match);
  }
  AddPasswords(piece, url, found);
  std::vector<std::string> quoted;
  AddPasswords(piece, json, quoted);
  for (const std::string& password : quoted)
    found.push_back(Unquoted(password));
  return found;
}

}  // namespace compliance::rules
