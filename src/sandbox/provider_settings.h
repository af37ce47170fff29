// What a provider block says that matters to the sandbox.
#ifndef COMPLIANCE_SANDBOX_PROVIDER_SETTINGS_H_
#define COMPLIANCE_SANDBOX_PROVIDER_SETTINGS_H_

#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "compliance/cty/value.h"

namespace compliance::sandbox {

// The account that everything in the sandbox belongs to: the one that AWS's own
// documentation uses, so that no one takes it for theirs.
inline constexpr char kAccountId[] = "123456789012";

struct ProviderSettings {
  std::string region = "us-east-1";
  std::string partition = "aws";
  std::string dns_suffix = "amazonaws.com";
  // default_tags. False in `default_tags_known`: unknown as yet, or one of the
  // values is.
  std::map<std::string, std::string> default_tags;
  bool default_tags_known = true;
  // ignore_tags
  std::vector<std::string> ignored_tags;
  std::vector<std::string> ignored_tag_prefixes;
};

// Reads the configuration of provider aws. A region that is not set, or not yet
// known, is that of AWS_REGION or AWS_DEFAULT_REGION, else us-east-1.
ProviderSettings ReadSettings(const cty::Value& config);

}  // namespace compliance::sandbox

#endif  // COMPLIANCE_SANDBOX_PROVIDER_SETTINGS_H_
