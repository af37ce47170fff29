#include "lang/charset.h"

#include <cstddef>
#include <map>

#include "absl/strings/ascii.h"
#include "compliance/base/text.h"
#include "lang/characters.h"

namespace compliance::lang {
namespace {

constexpr CodePoint kFirstSurrogate = 0xD800;
constexpr CodePoint kFirstLowSurrogate = 0xDC00;
constexpr CodePoint kLastSurrogate = 0xDFFF;
constexpr CodePoint kFirstSupplementary = 0x10000;

void AppendUnit(CodePoint unit, bool little, std::string* out) {
  const char low = static_cast<char>(unit & 0xFF);
  const char high = static_cast<char>(unit >> 8);
  *out += little ? low : high;
  *out += little ? high : low;
}

std::string EncodeUtf16(absl::string_view text, bool little) {
  std::string out;
  for (const CodePoint code_point : CodePointsOf(text)) {
    if (code_point < kFirstSupplementary) {
      AppendUnit(code_point, little, &out);
    } else {
      const CodePoint rest = code_point - kFirstSupplementary;
      AppendUnit(kFirstSurrogate + (rest >> 10), little, &out);
      AppendUnit(kFirstLowSurrogate + (rest & 0x3FF), little, &out);
    }
  }
  return out;
}

std::optional<std::string> DecodeUtf16(absl::string_view bytes, bool little) {
  if (bytes.size() % 2 != 0) return std::nullopt;
  std::string out;
  CodePoint high = 0;  // a surrogate that waits for its second half
  for (std::size_t i = 0; i < bytes.size(); i += 2) {
    const auto first = static_cast<unsigned char>(bytes[i]);
    const auto second = static_cast<unsigned char>(bytes[i + 1]);
    const CodePoint unit = little ? first | second << 8 : first << 8 | second;
    const bool low = unit >= kFirstLowSurrogate && unit <= kLastSurrogate;
    if (low != (high != 0)) return std::nullopt;
    if (low) {
      AppendCodePoint(kFirstSupplementary + ((high - kFirstSurrogate) << 10) +
                          (unit - kFirstLowSurrogate),
                      &out);
      high = 0;
    } else if (unit >= kFirstSurrogate && unit < kFirstLowSurrogate) {
      high = unit;
    } else {
      AppendCodePoint(unit, &out);
    }
  }
  if (high != 0) return std::nullopt;
  return out;
}

std::optional<std::string> EncodeBytes(absl::string_view text, CodePoint last) {
  std::string out;
  for (const CodePoint code_point : CodePointsOf(text)) {
    if (code_point > last) return std::nullopt;
    out += static_cast<char>(code_point);
  }
  return out;
}

std::optional<std::string> DecodeBytes(absl::string_view bytes,
                                       CodePoint last) {
  std::string out;
  for (const char c : bytes) {
    const auto code_point =
        static_cast<CodePoint>(static_cast<unsigned char>(c));
    if (code_point > last) return std::nullopt;
    AppendCodePoint(code_point, &out);
  }
  return out;
}

constexpr CodePoint kLastLatin1 = 0xFF;
constexpr CodePoint kLastAscii = 0x7F;

}  // namespace

std::optional<Charset> CharsetNamed(absl::string_view name) {
  static const auto& names = *new std::map<std::string, Charset>{
      {"utf-8", Charset::kUtf8},         {"csutf8", Charset::kUtf8},
      {"utf-16le", Charset::kUtf16Le},   {"csutf16le", Charset::kUtf16Le},
      {"utf-16be", Charset::kUtf16Be},   {"csutf16be", Charset::kUtf16Be},
      {"iso-8859-1", Charset::kLatin1},  {"iso_8859-1", Charset::kLatin1},
      {"latin1", Charset::kLatin1},      {"l1", Charset::kLatin1},
      {"csisolatin1", Charset::kLatin1}, {"us-ascii", Charset::kAscii},
      {"ascii", Charset::kAscii},        {"csascii", Charset::kAscii},
  };
  const auto found = names.find(absl::AsciiStrToLower(name));
  if (found == names.end()) return std::nullopt;
  return found->second;
}

std::optional<std::string> Encode(absl::string_view text, Charset charset) {
  switch (charset) {
    case Charset::kUtf8:
      return std::string(text);
    case Charset::kUtf16Le:
    case Charset::kUtf16Be:
      return EncodeUtf16(text, charset == Charset::kUtf16Le);
    case Charset::kLatin1:
      return EncodeBytes(text, kLastLatin1);
    case Charset::kAscii:
      return EncodeBytes(text, kLastAscii);
  }
  return std::nullopt;
}

std::optional<std::string> Decode(absl::string_view bytes, Charset charset) {
  switch (charset) {
    case Charset::kUtf8:
      if (!IsValidUtf8(bytes)) return std::nullopt;
      return std::string(bytes);
    case Charset::kUtf16Le:
    case Charset::kUtf16Be:
      return DecodeUtf16(bytes, charset == Charset::kUtf16Le);
    case Charset::kLatin1:
      return DecodeBytes(bytes, kLastLatin1);
    case Charset::kAscii:
      return DecodeBytes(bytes, kLastAscii);
  }
  return std::nullopt;
}

}  // namespace compliance::lang
