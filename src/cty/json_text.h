// Writing JSON text by hand, so that its bytes are those of Go's encoder.
#ifndef COMPLIANCE_CTY_JSON_TEXT_H_
#define COMPLIANCE_CTY_JSON_TEXT_H_

#include <string>

#include "absl/strings/string_view.h"

namespace compliance::cty {

// Appends `text` as a JSON string. Escapes what Go's encoder does, <, > and &
// included; ill-formed UTF-8 becomes \ufffd.
void AppendJsonString(absl::string_view text, std::string* out);

}  // namespace compliance::cty

#endif  // COMPLIANCE_CTY_JSON_TEXT_H_
