// JSON as tokens. Generous: what is wrong inside a token is for the reader.
#ifndef COMPLIANCE_SRC_HCL_JSON_LEXER_H_
#define COMPLIANCE_SRC_HCL_JSON_LEXER_H_

#include <cstdint>

#include "absl/strings/string_view.h"
#include "compliance/hcl/source_range.h"

namespace compliance::hcl {

struct JsonToken {
  enum class Kind : std::uint8_t {
    kOpenBrace,
    kCloseBrace,
    kOpenBracket,
    kCloseBracket,
    kComma,
    kColon,
    kEquals,  // as in native syntax: a likely slip
    kString,  // with its quotes; the closing one may be missing
    kNumber,
    kWord,
    kUnknown,
    kEnd,
  };
  Kind kind = Kind::kEnd;
  absl::string_view text;
  SourcePoint begin, end;
};

class JsonLexer {
 public:
  explicit JsonLexer(absl::string_view text) : text_(text) {}

  JsonToken Next();

 private:
  void SkipSpace();
  JsonToken Take(JsonToken::Kind kind, std::size_t size);

  absl::string_view text_;  // what is left
  SourcePoint point_;       // where that begins
};

}  // namespace compliance::hcl

#endif  // COMPLIANCE_SRC_HCL_JSON_LEXER_H_
