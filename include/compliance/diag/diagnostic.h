// Diagnostics: what Terraform shows a user, with the attribute it speaks of.
#ifndef COMPLIANCE_DIAG_DIAGNOSTIC_H_
#define COMPLIANCE_DIAG_DIAGNOSTIC_H_

#include <cstdint>
#include <string>
#include <vector>

#include "compliance/cty/path.h"

namespace compliance::diag {

enum class Severity : std::uint8_t { kError = 1, kWarning = 2 };  // wire values

// Protocol message Diagnostic. Terraform resolves `attribute` against the
// configuration body and prints its line; an empty path stands for the block.
struct Diagnostic {
  Severity severity = Severity::kError;
  std::string summary;  // one line
  std::string detail;   // what is wrong, where, and what to do
  cty::Path attribute;

  friend bool operator==(const Diagnostic&, const Diagnostic&) = default;
};

using Diagnostics = std::vector<Diagnostic>;

Diagnostic Error(std::string summary, std::string detail,
                 cty::Path attribute = {});
Diagnostic Warning(std::string summary, std::string detail,
                   cty::Path attribute = {});
bool HasErrors(const Diagnostics& diagnostics);

}  // namespace compliance::diag

#endif  // COMPLIANCE_DIAG_DIAGNOSTIC_H_
