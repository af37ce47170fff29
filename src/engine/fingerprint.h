// An identity of findings that survives edits elsewhere in the file.
#ifndef COMPLIANCE_ENGINE_FINGERPRINT_H_
#define COMPLIANCE_ENGINE_FINGERPRINT_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "compliance/cty/path.h"

namespace compliance::engine {

// 32 hex digits.
std::string Fingerprint(absl::string_view rule_id, absl::string_view address,
                        const std::vector<cty::Path>& paths);

}  // namespace compliance::engine

#endif  // COMPLIANCE_ENGINE_FINGERPRINT_H_
