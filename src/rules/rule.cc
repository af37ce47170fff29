#include "compliance/rules/rule.h"

#include "absl/strings/string_view.h"

namespace compliance::rules {

absl::string_view SeverityName(Severity severity) {
  switch (severity) {
    case Severity::kLow:
      return "low";
    case Severity::kMedium:
      return "medium";
    case Severity::kHigh:
      return "high";
    case Severity::kCritical:
      return "critical";
  }
  return "";
}

absl::string_view IntentName(Intent intent) {
  switch (intent) {
    case Intent::kExposure:
      return "exposure";
    case Intent::kData:
      return "data";
    case Intent::kSecret:
      return "secret";
    case Intent::kAudit:
      return "audit";
    case Intent::kAccess:
      return "access";
    case Intent::kChange:
      return "change";
    case Intent::kResilience:
      return "resilience";
    case Intent::kHygiene:
      return "hygiene";
  }
  return "";
}

absl::string_view TargetName(Target target) {
  switch (target) {
    case Target::kResource:
      return "resource";
    case Target::kPlan:
      return "plan";
    case Target::kProvider:
      return "provider";
    case Target::kOutput:
      return "output";
    case Target::kVariable:
      return "variable";
    case Target::kModule:
      return "module";
  }
  return "";
}

}  // namespace compliance::rules
