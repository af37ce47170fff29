#include "compliance/diag/diagnostic.h"

#include <algorithm>
#include <utility>

namespace compliance::diag {

Diagnostic Error(std::string summary, std::string detail, cty::Path attribute) {
  return {Severity::kError, std::move(summary), std::move(detail),
          std::move(attribute)};
}

Diagnostic Warning(std::string summary, std::string detail,
                   cty::Path attribute) {
  return {Severity::kWarning, std::move(summary), std::move(detail),
          std::move(attribute)};
}

bool HasErrors(const Diagnostics& diagnostics) {
  return std::any_of(
      diagnostics.begin(), diagnostics.end(),
      [](const Diagnostic& d) { return d.severity == Severity::kError; });
}

}  // namespace compliance::diag
