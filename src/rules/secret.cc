#include "secret.h"

#include <memory>
#include <vector>

#include "absl/strings/match.h"
#include "re2/re2.h"
#include "re2/stringpiece.h"

namespace compliance::rules {
namespace {

const std::vector<std::unique_ptr<RE2>>& Tokens() {
  static const auto& tokens = *[] {
    auto* built = new std::vector<std::unique_ptr<RE2>>;
    for (const char* form : {
             R"(\b(AKIA|ASIA)[0-9A-Z]{16}\b)",
             R"(-----BEGIN [A-Z ]*PRIVATE KEY-----)",
             R"(\bgh[pousr]_[0-9A-Za-z]{36})",
             R"(\bgithub_pat_[0-9A-Za-z_]{22,})",
             R"(\bglpat-[0-9A-Za-z_-]{20})",
             R"(\bxox[abeoprs]-[0-9A-Za-z-]{10,})",
             R"(\b[sr]k_live_[0-9A-Za-z]{16,})",
             R"(\bAIza[0-9A-Za-z_-]{35})",
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

// Whether a match of `form`, whose first group is the password, is none of the
// forms that only stand for one.
bool HoldsPassword(re2::StringPiece text, const RE2& form) {
  re2::StringPiece password;
  while (RE2::FindAndConsume(&text, form, &password)) {
    if (!IsPlaceholder(absl::string_view(password.data(), password.size()))) {
      return true;
    }
  }
  return false;
}

}  // namespace

bool LooksLikeSecret(absl::string_view text) {
  static const RE2& url =
      *new RE2(R"([A-Za-z][A-Za-z0-9+.-]*://[^/\s:@]*:([^/\s@]+)@)");
  static const RE2& json =
      *new RE2(R"~((?i)"[^"]*(?:password|passwd|secret|token|api_?key)[^"]*")~"
               R"~(\s*:\s*"((?:[^"\\]|\\.)+)")~");
  const re2::StringPiece piece(text.data(), text.size());
  for (const auto& token : Tokens()) {
    if (RE2::PartialMatch(piece, *token)) return true;
  }
  return HoldsPassword(piece, url) || HoldsPassword(piece, json);
}

}  // namespace compliance::rules
