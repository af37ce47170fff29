#include "sandbox/regions.h"

#include "absl/strings/str_cat.h"

namespace compliance::sandbox {
namespace {

struct Region {
  const char* name;
  const char* description;
  const char* zone_id_prefix;
  const char* zones;  // their letters
};

constexpr Region kRegions[] = {
    {"af-south-1", "Africa (Cape Town)", "afs1", "abc"},
    {"ap-east-1", "Asia Pacific (Hong Kong)", "ape1", "abc"},
    {"ap-northeast-1", "Asia Pacific (Tokyo)", "apne1", "acd"},
    {"ap-northeast-2", "Asia Pacific (Seoul)", "apne2", "abcd"},
    {"ap-northeast-3", "Asia Pacific (Osaka)", "apne3", "abc"},
    {"ap-south-1", "Asia Pacific (Mumbai)", "aps1", "abc"},
    {"ap-south-2", "Asia Pacific (Hyderabad)", "aps2", "abc"},
    {"ap-southeast-1", "Asia Pacific (Singapore)", "apse1", "abc"},
    {"ap-southeast-2", "Asia Pacific (Sydney)", "apse2", "abc"},
    {"ap-southeast-3", "Asia Pacific (Jakarta)", "apse3", "abc"},
    {"ap-southeast-4", "Asia Pacific (Melbourne)", "apse4", "abc"},
    {"ca-central-1", "Canada (Central)", "cac1", "abd"},
    {"cn-north-1", "China (Beijing)", "cnn1", "abd"},
    {"cn-northwest-1", "China (Ningxia)", "cnnw1", "abc"},
    {"eu-central-1", "Europe (Frankfurt)", "euc1", "abc"},
    {"eu-central-2", "Europe (Zurich)", "euc2", "abc"},
    {"eu-north-1", "Europe (Stockholm)", "eun1", "abc"},
    {"eu-south-1", "Europe (Milan)", "eus1", "abc"},
    {"eu-south-2", "Europe (Spain)", "eus2", "abc"},
    {"eu-west-1", "Europe (Ireland)", "euw1", "abc"},
    {"eu-west-2", "Europe (London)", "euw2", "abc"},
    {"eu-west-3", "Europe (Paris)", "euw3", "abc"},
    {"il-central-1", "Israel (Tel Aviv)", "ilc1", "abc"},
    {"me-central-1", "Middle East (UAE)", "mec1", "abc"},
    {"me-south-1", "Middle East (Bahrain)", "mes1", "abc"},
    {"sa-east-1", "South America (Sao Paulo)", "sae1", "abc"},
    {"us-east-1", "US East (N. Virginia)", "use1", "abcdef"},
    {"us-east-2", "US East (Ohio)", "use2", "abc"},
    {"us-gov-east-1", "AWS GovCloud (US-East)", "usge1", "abc"},
    {"us-gov-west-1", "AWS GovCloud (US-West)", "usgw1", "abc"},
    {"us-west-1", "US West (N. California)", "usw1", "ac"},
    {"us-west-2", "US West (Oregon)", "usw2", "abcd"},
};

const Region* FindRegion(absl::string_view name) {
  for (const Region& region : kRegions) {
    if (region.name == name) return &region;
  }
  return nullptr;
}

}  // namespace

std::string RegionDescription(absl::string_view region) {
  const Region* found = FindRegion(region);
  return found == nullptr ? std::string(region) : found->description;
}

std::vector<Zone> ZonesOf(absl::string_view region) {
  const Region* found = FindRegion(region);
  const absl::string_view letters = found == nullptr ? "abc" : found->zones;
  const std::string prefix =
      found == nullptr ? std::string(region) : found->zone_id_prefix;
  std::vector<Zone> zones;
  for (const char letter : letters) {
    zones.push_back({absl::StrCat(region, std::string(1, letter)),
                     absl::StrCat(prefix, "-az", zones.size() + 1)});
  }
  return zones;
}

}  // namespace compliance::sandbox
