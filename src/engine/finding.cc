#include "compliance/engine/finding.h"

#include "absl/strings/string_view.h"

namespace compliance::engine {

absl::string_view VerdictName(Verdict verdict) {
  switch (verdict) {
    case Verdict::kPass:
      return "pass";
    case Verdict::kFail:
      return "fail";
    case Verdict::kUnknown:
      return "unknown";
    case Verdict::kNotApplicable:
      return "not_applicable";
    case Verdict::kWaived:
      return "waived";
    case Verdict::kError:
      return "error";
  }
  return "";
}

absl::string_view EnforcementName(Enforcement enforcement) {
  switch (enforcement) {
    case Enforcement::kOff:
      return "off";
    case Enforcement::kReport:
      return "report";
    case Enforcement::kAdvisory:
      return "advisory";
    case Enforcement::kMandatory:
      return "mandatory";
  }
  return "";
}

}  // namespace compliance::engine
