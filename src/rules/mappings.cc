#include "mappings.h"

#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"

namespace compliance::rules {
namespace {

struct Refused {
  const char* framework;
  const char* id;  // this requirement and those below it
  const char* why;
};

const std::vector<Refused>& Always() {
  static const auto& table = *new std::vector<Refused>{
      {"pci-dss-4.0.1", "A1", "for multi-tenant service providers only"},
      {"pci-dss-4.0.1", "A3", "for designated entities only"},
      {"pci-dss-4.0.1", "1.5.1", "about computing devices of people"},
      {"pci-dss-4.0.1", "3.3", "about authentication data after authorization"},
      {"pci-dss-4.0.1", "6.4.1", "superseded by 6.4.2"},
      {"pci-dss-4.0.1", "11.6.1", "about payment pages in browsers"},
      {"pci-dss-4.0.1", "12.10.5", "about the incident response plan"},
      {"hipaa", "164.314(b)", "about group health plans"},
      {"hipaa", "164.308(a)(4)(ii)(A)", "about clearinghouses"},
      {"hipaa", "164.308(a)(1)(ii)(B)", "about managing risk, not a setting"},
      {"hipaa", "164.312(a)(2)(ii)", "about emergency access procedures"},
      {"hipaa", "164.310(d)(2)(iv)", "about moving equipment"},
  };
  return table;
}

// Whether `id` is `section` or lies below it.
bool Within(absl::string_view id, absl::string_view section) {
  if (!absl::StartsWith(id, section)) return false;
  return id.size() == section.size() || id[section.size()] == '.' ||
         id[section.size()] == '(';
}

}  // namespace

std::string WhyRefused(const Requirement& requirement, Intent intent) {
  for (const Refused& refused : Always()) {
    if (requirement.framework == refused.framework &&
        Within(requirement.id, refused.id)) {
      return refused.why;
    }
  }
  if (requirement.framework == "pci-dss-4.0.1" &&
      Within(requirement.id, "8.3.2") && intent != Intent::kSecret) {
    return "about credentials; the intent of the rule is not `secret`";
  }
  return "";
}

}  // namespace compliance::rules
