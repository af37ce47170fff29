// Go's notation for string literals, by which go-cty orders sets of strings
// inside other values.
#ifndef COMPLIANCE_CTY_GO_QUOTE_H_
#define COMPLIANCE_CTY_GO_QUOTE_H_

#include <string>

#include "absl/strings/string_view.h"

namespace compliance::cty {

// Appends `text` as Go's %q writes it.
void AppendGoQuoted(absl::string_view text, std::string* out);

}  // namespace compliance::cty

#endif  // COMPLIANCE_CTY_GO_QUOTE_H_
