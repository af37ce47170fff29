#include "cty/msgpack_token.h"

#include <bit>
#include <limits>

namespace compliance::cty {
namespace {

Token BoolToken(bool b) {
  Token token;
  token.kind = Token::Kind::kBool;
  token.boolean = b;
  return token;
}

Token IntToken(std::int64_t n) {
  Token token;
  token.kind = Token::Kind::kInt;
  token.integer = n;
  return token;
}

Token SizedToken(Token::Kind kind, std::uint32_t size) {
  Token token;
  token.kind = kind;
  token.size = size;
  return token;
}

}  // namespace

std::optional<std::uint64_t> TokenReader::BigEndian(std::size_t width) {
  if (bytes_.size() < width) return std::nullopt;
  std::uint64_t n = 0;
  for (const char c : bytes_.substr(0, width)) {
    n = n << 8 | static_cast<unsigned char>(c);
  }
  bytes_.remove_prefix(width);
  return n;
}

std::optional<Token> TokenReader::Unsigned(std::size_t width) {
  const std::optional<std::uint64_t> n = BigEndian(width);
  if (!n.has_value()) return std::nullopt;
  Token token = IntToken(static_cast<std::int64_t>(*n));
  if (token.integer < 0) {
    token.kind = Token::Kind::kUint;
    token.unsigned_integer = *n;
  }
  return token;
}

std::optional<Token> TokenReader::Signed(std::size_t width) {
  const std::optional<std::uint64_t> n = BigEndian(width);
  if (!n.has_value()) return std::nullopt;
  const int shift = static_cast<int>(64 - 8 * width);
  return IntToken(static_cast<std::int64_t>(*n << shift) >> shift);
}

std::optional<Token> TokenReader::Float(std::size_t width) {
  const std::optional<std::uint64_t> n = BigEndian(width);
  if (!n.has_value()) return std::nullopt;
  Token token;
  token.kind = Token::Kind::kFloat;
  token.number = width == 4 ? static_cast<double>(std::bit_cast<float>(
                                  static_cast<std::uint32_t>(*n)))
                            : std::bit_cast<double>(*n);
  return token;
}

std::optional<Token> TokenReader::Sized(Token::Kind kind, std::size_t width) {
  const std::optional<std::uint64_t> size = BigEndian(width);
  if (!size.has_value()) return std::nullopt;
  const Token token = SizedToken(kind, static_cast<std::uint32_t>(*size));
  if (kind == Token::Kind::kArray || kind == Token::Kind::kMap) return token;
  return WithBytes(token);
}

std::optional<Token> TokenReader::WithBytes(Token token) {
  if (bytes_.size() < token.size) return std::nullopt;
  token.bytes = bytes_.substr(0, token.size);
  bytes_.remove_prefix(token.size);
  return token;
}

std::optional<Token> TokenReader::Extension(std::uint32_t size) {
  const std::optional<Token> type = Signed(1);
  if (!type.has_value()) return std::nullopt;
  Token token = SizedToken(Token::Kind::kExtension, size);
  token.integer = type->integer;
  return WithBytes(token);
}

std::optional<Token> TokenReader::Next() {
  using Kind = Token::Kind;
  const std::optional<std::uint64_t> read = BigEndian(1);
  if (!read.has_value()) return std::nullopt;
  const auto code = static_cast<std::uint32_t>(*read);
  if (code < 0x80) return IntToken(code);
  if (code >= 0xE0) return IntToken(static_cast<std::int64_t>(code) - 0x100);
  if (code < 0x90) return SizedToken(Kind::kMap, code & 0x0F);
  if (code < 0xA0) return SizedToken(Kind::kArray, code & 0x0F);
  if (code < 0xC0) return WithBytes(SizedToken(Kind::kString, code & 0x1F));
  // Codes of one family differ in the width of what follows: 1, 2, 4, 8 bytes.
  const auto width = [code](std::uint32_t first) {
    return std::size_t{1} << ((code - first) & 7);
  };
  switch (code) {
    case 0xC0:
      return Token();
    case 0xC2:
    case 0xC3:
      return BoolToken(code == 0xC3);
    case 0xC4:
    case 0xC5:
    case 0xC6:
      return Sized(Kind::kBinary, width(0xC4));
    case 0xC7:
    case 0xC8:
    case 0xC9: {
      const std::optional<std::uint64_t> size = BigEndian(width(0xC7));
      if (!size.has_value()) return std::nullopt;
      return Extension(static_cast<std::uint32_t>(*size));
    }
    case 0xCA:
    case 0xCB:
      return Float(width(0xCA) * 4);
    case 0xCC:
    case 0xCD:
    case 0xCE:
    case 0xCF:
      return Unsigned(width(0xCC));
    case 0xD0:
    case 0xD1:
    case 0xD2:
    case 0xD3:
      return Signed(width(0xD0));
    case 0xD4:
    case 0xD5:
    case 0xD6:
    case 0xD7:
    case 0xD8:
      return Extension(static_cast<std::uint32_t>(width(0xD4)));
    case 0xD9:
    case 0xDA:
    case 0xDB:
      return Sized(Kind::kString, width(0xD9));
    case 0xDC:
    case 0xDD:
      return Sized(Kind::kArray, width(0xDC) * 2);
    case 0xDE:
    case 0xDF:
      return Sized(Kind::kMap, width(0xDE) * 2);
    default:
      return std::nullopt;
  }
}

bool TokenReader::Skip() {
  std::uint64_t pending = 1;
  while (pending > 0) {
    const std::optional<Token> token = Next();
    if (!token.has_value()) return false;
    --pending;
    if (token->kind == Token::Kind::kArray) pending += token->size;
    if (token->kind == Token::Kind::kMap) {
      pending += 2 * static_cast<std::uint64_t>(token->size);
    }
  }
  return true;
}

}  // namespace compliance::cty
