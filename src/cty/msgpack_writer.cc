#include "cty/msgpack_writer.h"

#include <bit>
#include <limits>

#include "absl/strings/str_cat.h"

namespace compliance::cty {
namespace {

void WriteByte(std::uint64_t byte, std::string* out) {
  *out += static_cast<char>(static_cast<unsigned char>(byte));
}

// A code, then `n` in so many bytes, big end first.
void WriteCoded(std::uint8_t code, std::uint64_t n, int width,
                std::string* out) {
  WriteByte(code, out);
  for (int shift = 8 * (width - 1); shift >= 0; shift -= 8) {
    WriteByte(n >> shift & 0xFF, out);
  }
}

// `code8` is the code with a size of one byte; 16 and 32 bits follow it.
void WriteSize(std::uint8_t code8, std::size_t size, std::string* out) {
  if (size <= std::numeric_limits<std::uint8_t>::max()) {
    WriteCoded(code8, size, 1, out);
  } else if (size <= std::numeric_limits<std::uint16_t>::max()) {
    WriteCoded(static_cast<std::uint8_t>(code8 + 1), size, 2, out);
  } else {
    WriteCoded(static_cast<std::uint8_t>(code8 + 2), size, 4, out);
  }
}

void WriteContainerHeader(std::uint8_t fixed, std::uint8_t code16,
                          std::size_t size, std::string* out) {
  if (size < 16) {
    WriteByte(fixed | size, out);
  } else if (size <= std::numeric_limits<std::uint16_t>::max()) {
    WriteCoded(code16, size, 2, out);
  } else {
    WriteCoded(static_cast<std::uint8_t>(code16 + 1), size, 4, out);
  }
}

void WriteUnsigned(std::uint64_t n, std::string* out) {
  if (n < 0x80) {
    WriteByte(n, out);
  } else if (n <= std::numeric_limits<std::uint8_t>::max()) {
    WriteCoded(0xCC, n, 1, out);
  } else if (n <= std::numeric_limits<std::uint16_t>::max()) {
    WriteCoded(0xCD, n, 2, out);
  } else if (n <= std::numeric_limits<std::uint32_t>::max()) {
    WriteCoded(0xCE, n, 4, out);
  } else {
    WriteCoded(0xCF, n, 8, out);
  }
}

}  // namespace

void WriteNil(std::string* out) { WriteByte(0xC0, out); }

void WriteBool(bool b, std::string* out) { WriteByte(b ? 0xC3 : 0xC2, out); }

void WriteInt(std::int64_t n, std::string* out) {
  const auto bits = static_cast<std::uint64_t>(n);
  if (n >= 0) {
    WriteUnsigned(bits, out);
  } else if (n >= -32) {
    WriteByte(bits & 0xFF, out);
  } else if (n >= std::numeric_limits<std::int8_t>::min()) {
    WriteCoded(0xD0, bits, 1, out);
  } else if (n >= std::numeric_limits<std::int16_t>::min()) {
    WriteCoded(0xD1, bits, 2, out);
  } else if (n >= std::numeric_limits<std::int32_t>::min()) {
    WriteCoded(0xD2, bits, 4, out);
  } else {
    WriteCoded(0xD3, bits, 8, out);
  }
}

void WriteDouble(double d, std::string* out) {
  WriteCoded(0xCB, std::bit_cast<std::uint64_t>(d), 8, out);
}

void WriteString(absl::string_view text, std::string* out) {
  if (text.size() < 32) {
    WriteByte(0xA0 | text.size(), out);
  } else {
    WriteSize(0xD9, text.size(), out);
  }
  absl::StrAppend(out, text);
}

void WriteBinary(absl::string_view bytes, std::string* out) {
  WriteSize(0xC4, bytes.size(), out);
  absl::StrAppend(out, bytes);
}

void WriteArrayHeader(std::size_t size, std::string* out) {
  WriteContainerHeader(0x90, 0xDC, size, out);
}

void WriteMapHeader(std::size_t size, std::string* out) {
  WriteContainerHeader(0x80, 0xDE, size, out);
}

void WriteExtension(std::int8_t type, absl::string_view payload,
                    std::string* out) {
  if (std::has_single_bit(payload.size()) && payload.size() <= 16) {
    WriteByte(0xD4 + std::countr_zero(payload.size()), out);
  } else {
    WriteSize(0xC7, payload.size(), out);
  }
  *out += static_cast<char>(type);
  absl::StrAppend(out, payload);
}

void WriteNumber(const Number& number, std::string* out) {
  if (const std::optional<std::int64_t> n = number.AsInt64()) {
    WriteInt(*n, out);
    return;
  }
  const std::optional<double> d = number.AsExactDouble();
  if (d.has_value() && !number.IsInteger()) {
    WriteDouble(*d, out);
  } else {
    WriteString(number.ToString(), out);
  }
}

}  // namespace compliance::cty
