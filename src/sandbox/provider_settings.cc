#include "sandbox/provider_settings.h"

#include <cstdlib>

#include "absl/strings/match.h"
#include "sandbox/values.h"

namespace compliance::sandbox {
namespace {

std::string RegionOf(const cty::Value& config) {
  std::string region = TextOf(config, "region");
  for (const char* variable : {"AWS_REGION", "AWS_DEFAULT_REGION"}) {
    if (!region.empty()) break;
    if (const char* value = std::getenv(variable)) region = value;
  }
  return region.empty() ? "us-east-1" : region;
}

void SetPartition(ProviderSettings& settings) {
  if (absl::StartsWith(settings.region, "cn-")) {
    settings.partition = "aws-cn";
    settings.dns_suffix = "amazonaws.com.cn";
  } else if (absl::StartsWith(settings.region, "us-gov-")) {
    settings.partition = "aws-us-gov";
  }
}

}  // namespace

ProviderSettings ReadSettings(const cty::Value& config) {
  ProviderSettings settings;
  settings.region = RegionOf(config);
  SetPartition(settings);
  if (!config.HasContent()) return settings;
  if (const cty::Value* blocks = config.Find("default_tags")) {
    settings.default_tags_known = blocks->IsWhollyKnown();
    for (const cty::Value& tags :
         MembersAt(config, cty::Path().Attr("default_tags").Attr("tags"))) {
      settings.default_tags.merge(TextMapOf(tags));
    }
  }
  const cty::Path ignored = cty::Path().Attr("ignore_tags");
  for (const cty::Value& keys : MembersAt(config, ignored.Attr("keys"))) {
    settings.ignored_tags = TextsOf(keys);
  }
  for (const cty::Value& prefixes :
       MembersAt(config, ignored.Attr("key_prefixes"))) {
    settings.ignored_tag_prefixes = TextsOf(prefixes);
  }
  return settings;
}

}  // namespace compliance::sandbox
