#include "tags.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "compliance/cty/path.h"
#include "compliance/cty/value.h"

namespace compliance::rules {
namespace {

const cty::Path& DefaultTags() {
  static const auto& path =
      *new cty::Path(cty::Path().Attr("default_tags").Index(0).Attr("tags"));
  return path;
}

bool IsMap(const cty::Value& value) {
  return value.HasContent() &&
         (value.type().kind() == cty::Type::Kind::kMap ||
          value.type().kind() == cty::Type::Kind::kObject);
}

// The default tags that the configuration shows to be in force, or nullopt
// where it does not tell.
std::optional<cty::Value::Attributes> DefaultTagsOf(
    const plan::Resource& resource, const plan::Plan& plan) {
  if (!plan.has_configuration) return std::nullopt;
  for (const plan::ProviderConfig& provider : plan.provider_configs) {
    if (provider.key != resource.provider_config) continue;
    cty::Value::Attributes tags;
    for (const auto& [path, expression] : provider.expressions) {
      const cty::Path block = cty::Path().Attr("default_tags");
      if (!path.StartsWith(block)) continue;
      if (path != DefaultTags() || !expression.is_constant ||
          !IsMap(expression.constant)) {
        return std::nullopt;
      }
      tags = expression.constant.AsAttributes();
    }
    return tags;
  }
  // No provider block: nothing is added.
  return cty::Value::Attributes{};
}

}  // namespace

cel::Value TagsOf(const plan::Resource& resource, std::uint32_t number,
                  Subjects& subjects) {
  const cel::Value& self = subjects.ValueOf(number);
  const cel::Origin all_origin{number, cty::Path().Attr("tags_all")};
  const cty::Value* object = self.cty();
  const cty::Value* all =
      object == nullptr ? nullptr : object->Find("tags_all");
  if (all != nullptr && IsMap(*all))
    return cel::Value::FromCty(*all, all_origin);
  const cty::Value* own = object == nullptr ? nullptr : object->Find("tags");
  const auto defaults = DefaultTagsOf(resource, subjects.plan());
  const bool settled = own == nullptr || own->IsNull() || IsMap(*own);
  if (all != nullptr && all->IsUnknown() && (!defaults || !settled)) {
    return cel::Value::FromCty(*all, all_origin);
  }
  std::vector<std::pair<cel::Value, cel::Value>> entries;
  const auto add = [&](const std::string& key, const cty::Value& value) {
    entries.emplace_back(
        cel::Value::String(key),
        cel::Value::FromCty(
            value, cel::Origin{number, cty::Path().Attr("tags").Key(key)}));
  };
  const bool has_own = own != nullptr && IsMap(*own);
  if (has_own) {
    for (const auto& [key, value] : own->AsAttributes()) add(key, value);
  }
  if (all != nullptr && all->IsUnknown()) {
    for (const auto& [key, value] : *defaults) {
      if (!has_own || own->AsAttributes().count(key) == 0) add(key, value);
    }
  }
  return cel::Value::Map(std::move(entries)).WithOrigin(all_origin);
}

}  // namespace compliance::rules
