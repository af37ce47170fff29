#include "secret.h"

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
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
             R"((\b(?:AKIA|ASIA)[0-9A-Z]{16}\b))",
             R"((-----BEGIN [A-Z ]*PRIVATE KEY-----))",
             R"((\bgh[pousr]_[0-9A-Za-z]{36}))",
             R"((\bgithub_pat_[0-9A-Za-z_]{22,}))",
             R"((\bglpat-[0-9A-Za-z_-]{20}))",
             R"((\bxox[abeoprs]-[0-9A-Za-z-]{10,}))",
             R"((\b[sr]k_live_[0-9A-Za-z]{16,}))",
             R"((\bAIza[0-9A-Za-z_-]{35}))",
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

}  // namespace

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
