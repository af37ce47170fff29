#include "hcl/token_reader.h"

#include <algorithm>
#include <utility>

namespace compliance::hcl {

using Kind = Lexeme::Kind;

TokenReader::TokenReader(std::vector<Lexeme> tokens)
    : tokens_(std::move(tokens)) {
  Settle();
}

Lexeme TokenReader::Read() {
  const Lexeme token = next_;
  index_ = std::min(next_index_ + 1, tokens_.size() - 1);
  Settle();
  return token;
}

const Lexeme& TokenReader::Previous() const {
  return tokens_[index_ == 0 ? 0 : index_ - 1];
}

void TokenReader::Settle() {
  next_index_ = index_;
  for (;; ++next_index_) {
    next_ = tokens_[next_index_];
    if (next_.kind == Kind::kComment) {
      // A line comment takes its newline with it.
      const bool ends_line = next_.end.column == 1;
      if (!ends_line || !newlines_) continue;
      next_.kind = Kind::kNewline;
    }
    if (next_.kind != Kind::kNewline || newlines_) return;
  }
}

Newlines::Newlines(TokenReader* reader, bool shown)
    : reader_(reader), before_(std::exchange(reader->newlines_, shown)) {
  reader_->Settle();
}

Newlines::~Newlines() {
  reader_->newlines_ = before_;
  reader_->Settle();
}

}  // namespace compliance::hcl
