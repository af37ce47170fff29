// The lexical level of msgpack: one header at a time, never trusting a length.
#ifndef COMPLIANCE_CTY_MSGPACK_TOKEN_H_
#define COMPLIANCE_CTY_MSGPACK_TOKEN_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace compliance::cty {

// One value of a scalar, or the header of a container.
struct Token {
  enum class Kind : std::uint8_t {
    kNil,
    kBool,
    kInt,    // integer, unless it needs kUint
    kUint,   // above int64
    kFloat,  // number
    kString,
    kBinary,
    kArray,      // size elements follow
    kMap,        // size pairs follow
    kExtension,  // integer is its type
  };
  Kind kind = Kind::kNil;
  bool boolean = false;
  std::int64_t integer = 0;
  std::uint64_t unsigned_integer = 0;
  double number = 0;
  std::uint32_t size = 0;
  absl::string_view bytes;  // of a string, a binary, an extension

  bool IsText() const { return kind == Kind::kString || kind == Kind::kBinary; }
};

// Reads tokens from bytes that it does not own. Copyable, to look ahead.
class TokenReader {
 public:
  explicit TokenReader(absl::string_view bytes) : bytes_(bytes) {}

  bool AtEnd() const { return bytes_.empty(); }
  std::size_t remaining() const { return bytes_.size(); }

  // The next token, or nothing where the input ends or holds the one code that
  // msgpack never uses.
  std::optional<Token> Next();

  // Passes over one whole value, however deep; false where the input ends.
  bool Skip();

 private:
  std::optional<std::uint64_t> BigEndian(std::size_t width);
  std::optional<Token> Sized(Token::Kind kind, std::size_t width);
  std::optional<Token> WithBytes(Token token);
  std::optional<Token> Extension(std::uint32_t size);
  std::optional<Token> Signed(std::size_t width);
  std::optional<Token> Unsigned(std::size_t width);
  std::optional<Token> Float(std::size_t width);

  absl::string_view bytes_;
};

}  // namespace compliance::cty

#endif  // COMPLIANCE_CTY_MSGPACK_TOKEN_H_
