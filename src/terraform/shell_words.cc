#include "terraform/shell_words.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace compliance::terraform {
namespace {

bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

bool EndsCommand(char c) {
  return c == ';' || c == '&' || c == '|' || c == '<' || c == '>';
}

class Splitter {
 public:
  // False when the line cannot be split. Sets done() at the end of a command.
  bool Take(char c) {
    if (escaped_) return TakeEscaped(c);
    switch (quote_) {
      case '\0':
        return TakeBare(c);
      case '"':
        return TakeInDoubleQuotes(c);
      case '\'':
        return TakeUntil('\'', c);
      default:
        return TakeSubstitution(c);
    }
  }

  bool done() const { return done_; }

  std::optional<std::vector<std::string>> Finish() {
    EndWord();
    if (escaped_ || quote_ != '\0') return std::nullopt;
    return std::move(words_);
  }

 private:
  bool Append(char c) {
    word_ += c;
    in_word_ = true;
    return true;
  }

  bool TakeEscaped(char c) {
    escaped_ = false;
    if (quote_ == '`' || quote_ == ')') word_ += '\\';
    return Append(c);
  }

  bool TakeBare(char c) {
    if (c == '\\') return escaped_ = true;
    if (IsSpace(c)) return EndWord();
    if (EndsCommand(c)) return EndCommand(c);
    if (c == '"' || c == '\'') {
      quote_ = c;
      return true;
    }
    if (c == ')') return false;
    if (c == '(') {
      if (!absl::EndsWith(word_, "$")) return false;
      quote_ = ')';
    }
    if (c == '`') quote_ = c;
    return Append(c);
  }

  bool TakeInDoubleQuotes(char c) {
    if (c == '\\') return escaped_ = true;
    return TakeUntil('"', c);
  }

  // The quotes themselves are no part of the word, which may be empty.
  bool TakeUntil(char end, char c) {
    if (c != end) return Append(c);
    quote_ = '\0';
    return in_word_ = true;
  }

  // `…` and $(…) are kept as they stand: nothing is run.
  bool TakeSubstitution(char c) {
    if (c == '\\') return escaped_ = true;
    if (quote_ == ')' && c == '(') return false;
    if (c == quote_) quote_ = '\0';
    return Append(c);
  }

  bool EndWord() {
    if (in_word_) words_.push_back(std::move(word_));
    word_.clear();
    in_word_ = false;
    return true;
  }

  // 2>file: the digits belong to the redirection.
  bool EndCommand(char c) {
    const bool digits =
        !word_.empty() && std::all_of(word_.begin(), word_.end(), [](char d) {
          return absl::ascii_isdigit(static_cast<unsigned char>(d));
        });
    if (c == '>' && digits) in_word_ = false;
    return done_ = true;
  }

  std::vector<std::string> words_;
  std::string word_;
  bool in_word_ = false;
  bool escaped_ = false;
  bool done_ = false;
  char quote_ = '\0';  // what ends the quotation; '\0' outside of one
};

}  // namespace

std::optional<std::vector<std::string>> SplitShellWords(
    absl::string_view line) {
  Splitter splitter;
  for (const char c : line) {
    if (!splitter.Take(c)) return std::nullopt;
    if (splitter.done()) break;
  }
  return splitter.Finish();
}

}  // namespace compliance::terraform
