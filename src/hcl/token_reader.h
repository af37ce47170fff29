// Tokens as the parser sees them: without comments, and without newlines where
// these mean nothing.
#ifndef COMPLIANCE_SRC_HCL_TOKEN_READER_H_
#define COMPLIANCE_SRC_HCL_TOKEN_READER_H_

#include <cstddef>
#include <vector>

#include "hcl/lexer.h"

namespace compliance::hcl {

class TokenReader {
 public:
  // `tokens` end with kEnd, which is read again and again.
  explicit TokenReader(std::vector<Lexeme> tokens);

  const Lexeme& Peek() const { return next_; }
  Lexeme::Kind PeekKind() const { return next_.kind; }
  Lexeme Read();
  // The one that was read last; the first of all before that.
  const Lexeme& Previous() const;

 private:
  friend class Newlines;
  // Finds the next token from index_ on.
  void Settle();

  std::vector<Lexeme> tokens_;
  std::size_t index_ = 0;       // of the next token, or what is skipped before
  std::size_t next_index_ = 0;  // of the next token
  Lexeme next_;
  bool newlines_ = true;
};

// Whether newlines are tokens, for as long as it lives: not between
// parentheses and brackets.
class Newlines {
 public:
  Newlines(TokenReader* reader, bool shown);
  ~Newlines();
  Newlines(const Newlines&) = delete;
  Newlines& operator=(const Newlines&) = delete;

 private:
  TokenReader* reader_;
  bool before_;
};

}  // namespace compliance::hcl

#endif  // COMPLIANCE_SRC_HCL_TOKEN_READER_H_
