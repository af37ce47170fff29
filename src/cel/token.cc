#include "cel/token.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "compliance/base/status_macros.h"
#include "compliance/base/text.h"

namespace compliance::cel {
namespace {

bool IsDigit(char c) {
  return absl::ascii_isdigit(static_cast<unsigned char>(c));
}
bool IsHexDigit(char c) {
  return absl::ascii_isxdigit(static_cast<unsigned char>(c));
}
bool IsIdentifierStart(char c) {
  return absl::ascii_isalpha(static_cast<unsigned char>(c)) || c == '_';
}
bool IsIdentifierPart(char c) { return IsIdentifierStart(c) || IsDigit(c); }

void AppendUtf8(std::string& text, std::uint32_t code) {
  const auto put = [&](std::uint32_t byte) {
    text.push_back(static_cast<char>(static_cast<unsigned char>(byte)));
  };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0U | (code >> 6U));
    put(0x80U | (code & 0x3FU));
  } else if (code < 0x10000) {
    put(0xE0U | (code >> 12U));
    put(0x80U | ((code >> 6U) & 0x3FU));
    put(0x80U | (code & 0x3FU));
  } else {
    put(0xF0U | (code >> 18U));
    put(0x80U | ((code >> 12U) & 0x3FU));
    put(0x80U | ((code >> 6U) & 0x3FU));
    put(0x80U | (code & 0x3FU));
  }
}

class Lexer {
 public:
  explicit Lexer(absl::string_view source) : source_(source) {}

  absl::StatusOr<std::vector<Token>> Run() {
    std::vector<Token> tokens;
    while (true) {
      SkipSpace();
      ASSIGN_OR_RETURN(Token token, Next());
      tokens.push_back(std::move(token));
      if (tokens.back().kind == Token::Kind::kEnd) return tokens;
    }
  }

 private:
  char At(std::size_t offset) const {
    return offset < source_.size() ? source_[offset] : '\0';
  }

  void SkipSpace() {
    while (at_ < source_.size()) {
      if (absl::ascii_isspace(static_cast<unsigned char>(source_[at_]))) {
        ++at_;
      } else if (absl::StartsWith(source_.substr(at_), "//")) {
        at_ = std::min(source_.find('\n', at_), source_.size());
      } else {
        return;
      }
    }
  }

  absl::StatusOr<Token> Next() {
    const std::size_t start = at_;
    if (at_ >= source_.size()) return Token{Token::Kind::kEnd, "", start};
    const char c = source_[at_];
    if (IsDigit(c) || (c == '.' && IsDigit(At(at_ + 1)))) return Number();
    if (StartsText()) return Text();
    if (IsIdentifierStart(c)) {
      while (IsIdentifierPart(At(at_))) ++at_;
      return Token{Token::Kind::kIdentifier,
                   std::string(source_.substr(start, at_ - start)), start};
    }
    if (c == '`') return QuotedIdentifier();
    return Symbol();
  }

  absl::StatusOr<Token> Symbol() {
    const std::size_t start = at_;
    for (absl::string_view symbol : {"==", "!=", "<=", ">=", "&&", "||"}) {
      if (absl::StartsWith(source_.substr(at_), symbol)) {
        at_ += 2;
        return Token{Token::Kind::kSymbol, std::string(symbol), start};
      }
    }
    const char c = source_[at_];
    if (absl::string_view("()[]{}.,:?+-*/%!<>").find(c) !=
        absl::string_view::npos) {
      ++at_;
      return Token{Token::Kind::kSymbol, std::string(1, c), start};
    }
    if (c == '=') return Error(start, R"("=" compares nothing; write "==")");
    if (c == '&' || c == '|') {
      return Error(start, absl::StrCat("a single \"", std::string(1, c),
                                       "\"; write it twice"));
    }
    return Error(start, "a character that has no meaning here");
  }

  absl::StatusOr<Token> QuotedIdentifier() {
    const std::size_t start = at_++;
    const std::size_t end = source_.find('`', at_);
    if (end == absl::string_view::npos || end == at_) {
      return Error(start, "a quoted name that does not end");
    }
    const absl::string_view name = source_.substr(at_, end - at_);
    const bool valid = std::all_of(name.begin(), name.end(), [](char c) {
      return IsIdentifierPart(c) || c == '.' || c == '-' || c == '/' ||
             c == ' ';
    });
    if (!valid) return Error(start, "a quoted name with other than letters");
    at_ = end + 1;
    return Token{Token::Kind::kQuotedIdentifier, std::string(name), start};
  }

  absl::StatusOr<Token> Number() {
    const std::size_t start = at_;
    Token::Kind kind = Token::Kind::kInt;
    if (At(at_) == '0' && (At(at_ + 1) == 'x' || At(at_ + 1) == 'X')) {
      at_ += 2;
      if (!IsHexDigit(At(at_))) return Error(start, "digits are missing");
      while (IsHexDigit(At(at_))) ++at_;
    } else {
      while (IsDigit(At(at_))) ++at_;
      if (At(at_) == '.' && IsDigit(At(at_ + 1))) {
        kind = Token::Kind::kDouble;
        ++at_;
        while (IsDigit(At(at_))) ++at_;
      }
      if (At(at_) == 'e' || At(at_) == 'E') {
        kind = Token::Kind::kDouble;
        ++at_;
        if (At(at_) == '+' || At(at_) == '-') ++at_;
        if (!IsDigit(At(at_))) return Error(start, "digits are missing");
        while (IsDigit(At(at_))) ++at_;
      }
    }
    Token token{kind, std::string(source_.substr(start, at_ - start)), start};
    if (kind == Token::Kind::kInt && (At(at_) == 'u' || At(at_) == 'U')) {
      token.kind = Token::Kind::kUint;
      ++at_;
    }
    if (IsIdentifierPart(At(at_))) {
      return Error(start, "a number that runs into a name");
    }
    return token;
  }

  // A quote, or up to two of the prefixes r and b before one.
  bool StartsText() const {
    std::size_t at = at_;
    for (int i = 0; i < 2; ++i) {
      const char c = absl::ascii_tolower(static_cast<unsigned char>(At(at)));
      if (c == 'r' || c == 'b') ++at;
    }
    return At(at) == '"' || At(at) == '\'';
  }

  absl::StatusOr<Token> Text() {
    const std::size_t start = at_;
    bool raw = false;
    bool bytes = false;
    for (; At(at_) != '"' && At(at_) != '\''; ++at_) {
      const char c = absl::ascii_tolower(static_cast<unsigned char>(At(at_)));
      bool& seen = c == 'r' ? raw : bytes;
      if (seen) return Error(start, "a prefix of a text that is there twice");
      seen = true;
    }
    std::string quote(1, At(at_));
    const bool triple = absl::StartsWith(source_.substr(at_),
                                         absl::StrCat(quote, quote, quote));
    if (triple) quote = absl::StrCat(quote, quote, quote);
    at_ += quote.size();
    Token token{bytes ? Token::Kind::kBytes : Token::Kind::kString, "", start};
    while (!absl::StartsWith(source_.substr(at_), quote)) {
      if (at_ >= source_.size() ||
          (!triple && (At(at_) == '\n' || At(at_) == '\r'))) {
        return Error(start, "a text that does not end");
      }
      if (At(at_) == '\\' && !raw) {
        RETURN_IF_ERROR(Escape(bytes, token.text));
      } else if (At(at_) == '\\' && at_ + 1 < source_.size()) {
        // Raw: the backslash stays, and so does the quote behind it.
        token.text.push_back(source_[at_++]);
        token.text.push_back(source_[at_++]);
      } else {
        token.text.push_back(source_[at_++]);
      }
    }
    at_ += quote.size();
    return token;
  }

  absl::Status Escape(bool bytes, std::string& text) {
    static constexpr absl::string_view kNames = "abfnrtv\\?\"'`";
    static constexpr absl::string_view kMeanings = "\a\b\f\n\r\t\v\\?\"'`";
    const std::size_t start = at_++;
    const char c = At(at_);
    const std::size_t simple = kNames.find(c);
    if (simple != absl::string_view::npos && at_ < source_.size()) {
      text.push_back(kMeanings[simple]);
      ++at_;
      return absl::OkStatus();
    }
    if (c == 'x' || c == 'X') return Code(start, 1, 2, 16, bytes, text);
    if (c >= '0' && c <= '3') return Code(start, 0, 3, 8, bytes, text);
    if (c == 'u' && !bytes) return Code(start, 1, 4, 16, bytes, text);
    if (c == 'U' && !bytes) return Code(start, 1, 8, 16, bytes, text);
    return Error(start, "an escape that has no meaning");
  }

  // `digits` digits of a code point, or of a byte in bytes literals.
  absl::Status Code(std::size_t start, std::size_t skip, std::size_t digits,
                    std::uint32_t base, bool bytes, std::string& text) {
    at_ += skip;
    std::uint32_t code = 0;
    for (std::size_t i = 0; i < digits; ++i, ++at_) {
      const char c = absl::ascii_tolower(static_cast<unsigned char>(At(at_)));
      if (!IsHexDigit(c)) return Error(start, "an escape that is cut short");
      const std::uint32_t digit =
          IsDigit(c) ? static_cast<std::uint32_t>(c - '0')
                     : static_cast<std::uint32_t>(c - 'a') + 10;
      if (digit >= base) return Error(start, "an escape that is cut short");
      code = code * base + digit;
    }
    if (bytes) {
      text.push_back(static_cast<char>(static_cast<unsigned char>(code)));
      return absl::OkStatus();
    }
    if (code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) {
      return Error(start, "an escape that is no Unicode character");
    }
    AppendUtf8(text, code);
    return absl::OkStatus();
  }

  absl::Status Error(std::size_t offset, absl::string_view what) const {
    return ErrorAt(source_, offset, what);
  }

  absl::string_view source_;
  std::size_t at_ = 0;
};

}  // namespace

absl::Status ErrorAt(absl::string_view source, std::size_t offset,
                     absl::string_view what) {
  const absl::string_view before = source.substr(0, offset);
  const auto column = std::count_if(before.begin(), before.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  });
  return absl::InvalidArgumentError(absl::StrCat(column + 1, ": ", what));
}

absl::StatusOr<std::vector<Token>> Tokenize(absl::string_view source) {
  return Lexer(source).Run();
}

}  // namespace compliance::cel
