// The words of an expression.
#ifndef COMPLIANCE_SRC_CEL_TOKEN_H_
#define COMPLIANCE_SRC_CEL_TOKEN_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace compliance::cel {

struct Token {
  enum class Kind : std::uint8_t {
    kIdentifier,
    kQuotedIdentifier,  // `field-name`, after a dot
    kInt,               // digits only: the sign is an operator
    kUint,
    kDouble,
    kString,
    kBytes,
    kSymbol,
    kEnd,
  };
  Kind kind = Kind::kEnd;
  std::string text;  // decoded, for literals of text; as written otherwise
  std::size_t offset = 0;  // in bytes
};

// Splits an expression into tokens, the last of which is kEnd. Errors:
// INVALID_ARGUMENT "COLUMN: what".
absl::StatusOr<std::vector<Token>> Tokenize(absl::string_view source);

// INVALID_ARGUMENT "COLUMN: what", the column counted in code points from 1.
absl::Status ErrorAt(absl::string_view source, std::size_t offset,
                     absl::string_view what);

}  // namespace compliance::cel

#endif  // COMPLIANCE_SRC_CEL_TOKEN_H_
