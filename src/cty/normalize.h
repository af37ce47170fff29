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

}  // namespace compliance::cty

#endif  // COMPLIANCE_CTY_NORMALIZE_H_
