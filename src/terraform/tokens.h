// The tokens of Terraform's own settings files: the older HCL, in which blocks
// and keys may stand in quotes and behind commas.
#ifndef COMPLIANCE_SRC_TERRAFORM_TOKENS_H_
#define COMPLIANCE_SRC_TERRAFORM_TOKENS_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace compliance::terraform {

struct Token {
  enum class Kind : std::uint8_t {
    kName,
    kString,  // a whole quoted template or heredoc; `text` without quotes
    kOpen,    // { [ (
    kClose,   // } ] )
    kEquals,  // =, and no longer operator
    kNewline,
    kOther,
    kEnd,
  };
  Kind kind = Kind::kEnd;
  std::string text;
  int line = 1;
  int column = 1;
  // Where it lies in the text, in bytes; quotes included.
  std::size_t begin = 0;
  std::size_t end = 0;
  bool is_heredoc = false;
};

// Reads tokens off a text. Comments and white space are skipped; strings,
// templates and heredocs are one token, however they nest.
class Tokenizer {
 public:
  explicit Tokenizer(absl::string_view text);

  Token Next();

 private:
  Token Read();
  bool AtEnd() const { return at_ >= text_.size(); }
  char Peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  void Advance();
  void AdvanceTo(std::size_t end);
  void SkipSpaceAndComments();
  void SkipLine();
  void SkipQuoted();
  bool SkipHeredoc();
  Token Start(Token::Kind kind) const;

  absl::string_view text_;
  std::size_t origin_ = 0;  // of text_: what a byte order mark takes
  std::size_t at_ = 0;
  int line_ = 1;
  int column_ = 1;
};

}  // namespace compliance::terraform

#endif  // COMPLIANCE_SRC_TERRAFORM_TOKENS_H_
