// Text in encodings other than UTF-8.
#ifndef COMPLIANCE_LANG_CHARSET_H_
#define COMPLIANCE_LANG_CHARSET_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace compliance::lang {

enum class Charset : std::uint8_t {
  kUtf8,
  kUtf16Le,
  kUtf16Be,
  kLatin1,
  kAscii
};

// By its IANA name or an alias; nullopt for those that are not here.
std::optional<Charset> CharsetNamed(absl::string_view name);

// nullopt where the text has characters that the encoding lacks.
std::optional<std::string> Encode(absl::string_view text, Charset charset);
// nullopt where the bytes are no text in that encoding.
std::optional<std::string> Decode(absl::string_view bytes, Charset charset);

}  // namespace compliance::lang

#endif  // COMPLIANCE_LANG_CHARSET_H_
