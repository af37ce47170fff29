// The regions of AWS that the sandbox knows by name.
#ifndef COMPLIANCE_SANDBOX_REGIONS_H_
#define COMPLIANCE_SANDBOX_REGIONS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace compliance::sandbox {

struct Zone {
  std::string name;  // us-east-1a
  std::string id;    // use1-az1
};

// "US East (N. Virginia)"; the name itself for a region that is not known.
std::string RegionDescription(absl::string_view region);

// The availability zones in the order in which AWS lists them. Accounts differ
// in which name stands for which id; here they are in step.
std::vector<Zone> ZonesOf(absl::string_view region);

}  // namespace compliance::sandbox

#endif  // COMPLIANCE_SANDBOX_REGIONS_H_
