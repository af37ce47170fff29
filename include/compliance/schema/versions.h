// What versions of the AWS provider after the one of facts.h add: enough for
// rules that speak of it to load, and to be judged on plans of either version.
// Compiled in from facts/aws.versions.
#ifndef COMPLIANCE_SCHEMA_VERSIONS_H_
#define COMPLIANCE_SCHEMA_VERSIONS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace compliance::schema {

// A change of one resource type.
struct VersionChange {
  enum class Kind { kAdds, kRemoves, kType };
  std::string since;  // "5.45", "6.0"
  std::string type;   // "*": every type
  Kind kind = Kind::kAdds;
  std::vector<std::string> attributes;
};

// In the order of the file. Lives as long as the program; thread-safe.
const std::vector<VersionChange>& VersionChanges();

// Whether a later version has the type, or adds the attribute (or block) to it.
bool IsLaterType(absl::string_view type);
bool HasLaterAttribute(absl::string_view type, absl::string_view attribute);

// The attributes that later versions add to the type.
std::vector<std::string> LaterAttributes(absl::string_view type);

}  // namespace compliance::schema

#endif  // COMPLIANCE_SCHEMA_VERSIONS_H_
