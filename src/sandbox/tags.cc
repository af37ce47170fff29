#include "sandbox/tags.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/match.h"
#include "sandbox/values.h"

namespace compliance::sandbox {
namespace {

using Tags = std::map<std::string, std::string>;

bool IsIgnored(const std::string& key, const ProviderSettings& settings) {
  const auto& keys = settings.ignored_tags;
  const auto& prefixes = settings.ignored_tag_prefixes;
  return std::find(keys.begin(), keys.end(), key) != keys.end() ||
         std::any_of(prefixes.begin(), prefixes.end(), [&](const auto& prefix) {
           return absl::StartsWith(key, prefix);
         });
}

bool HasEmptyValue(const Tags& tags) {
  return std::any_of(tags.begin(), tags.end(),
                     [](const auto& tag) { return tag.second.empty(); });
}

}  // namespace

Tags MergedTags(const cty::Value& tags, const ProviderSettings& settings) {
  Tags merged = TextMapOf(tags);
  merged.insert(settings.default_tags.begin(), settings.default_tags.end());
  for (auto it = merged.begin(); it != merged.end();) {
    it = IsIgnored(it->first, settings) ? merged.erase(it) : std::next(it);
  }
  return merged;
}

// The provider leaves it to the service (unknown) when there is nothing to
// merge, and when a value is empty: its SDK cannot tell "" from absent.
cty::Value PlanTagsAll(const cty::Value& tags, const cty::Value& prior,
                       const ProviderSettings& settings) {
  const cty::Value unknown =
      cty::Value::Unknown(cty::Type::Map(cty::Type::String()));
  if (!tags.IsWhollyKnown() || !settings.default_tags_known) return unknown;
  const Tags merged = MergedTags(tags, settings);
  if (!merged.empty() && !HasEmptyValue(merged)) return StringMap(merged);
  const cty::Value* before =
      prior.HasContent() ? prior.Find("tags_all") : nullptr;
  const bool same = before != nullptr && TextMapOf(*before) == merged;
  return same ? *before : unknown;
}

}  // namespace compliance::sandbox
