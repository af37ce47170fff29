// Unicode normalization of strings, map keys and attribute names.
#ifndef COMPLIANCE_CTY_NORMALIZE_H_
#define COMPLIANCE_CTY_NORMALIZE_H_

#include <string>

#include "absl/strings/string_view.h"

namespace compliance::cty {

// `text` in Unicode normalization form C, as every cty string is. Ill-formed
// UTF-8 is kept byte for byte: Terraform carries it too, and changing it would
// plan a change that nobody wrote. Linear in text.size().
std::string NormalizeNfc(absl::string_view text);

// As much of `prefix`, the cut-off start of some string, as stays what it is
// whatever follows: without its last character, which a combining one may yet
// change, unless that is a delimiter.
absl::string_view SafePrefix(absl::string_view prefix);

}  // namespace compliance::cty

#endif  // COMPLIANCE_CTY_NORMALIZE_H_
