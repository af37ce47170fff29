// Base64 as Go's standard encoding has it.
#ifndef COMPLIANCE_LANG_BASE64_H_
#define COMPLIANCE_LANG_BASE64_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace compliance::lang {

// The bytes; line breaks are passed over, padding is required. nullopt for
// anything else.
std::optional<std::string> DecodeBase64(absl::string_view text);

}  // namespace compliance::lang

#endif  // COMPLIANCE_LANG_BASE64_H_
