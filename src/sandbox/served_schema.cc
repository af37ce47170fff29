#include "sandbox/served_schema.h"

#include <algorithm>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "compliance/cty/path.h"
#include "compliance/schema/facts.h"

namespace compliance::sandbox {
namespace {

bool HasConditionalDefault(const schema::TypeFacts& facts,
                           const cty::Path& block, const std::string& name) {
  return block.empty() &&
         std::any_of(facts.conditional_defaults.begin(),
                     facts.conditional_defaults.end(),
                     [&](const schema::ConditionalDefault& conditional) {
                       return conditional.attribute == name;
                     });
}

void MarkDefaults(const schema::TypeFacts& facts, const cty::Path& path,
                  schema::Block& block) {
  for (schema::Attribute& attribute : block.attributes) {
    if (attribute.optional &&
        (facts.planned_defaults.count(path.Attr(attribute.name)) > 0 ||
         HasConditionalDefault(facts, path, attribute.name))) {
      attribute.computed = true;
    }
  }
  for (schema::NestedBlock& nested : block.blocks) {
    MarkDefaults(facts, path.Attr(nested.name), nested.block);
  }
}

}  // namespace

schema::ProviderSchema ServedSchema(absl::string_view provider_type) {
  schema::ProviderSchema served;
  if (const schema::Schema* provider = schema::FindProvider(provider_type)) {
    served.provider = *provider;
  }
  const std::string prefix = absl::StrCat(provider_type, "_");
  for (const std::string& name : schema::ResourceTypes()) {
    if (!absl::StartsWith(name, prefix)) continue;
    const schema::TypeFacts& facts = *schema::FindResource(name);
    schema::Schema& schema = served.resources[name];
    schema = facts.schema;
    MarkDefaults(facts, {}, schema.block);
  }
  for (const std::string& name : schema::DataSourceTypes()) {
    if (!absl::StartsWith(name, prefix)) continue;
    served.data_sources[name] = schema::FindDataSource(name)->schema;
  }
  return served;
}

}  // namespace compliance::sandbox
