#include "sandbox/served_schema.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "compliance/cty/path.h"
#include "compliance/schema/facts.h"

namespace compliance::sandbox {
namespace {

void MarkDefaults(const schema::TypeFacts& facts, const cty::Path& path,
                  schema::Block& block) {
  for (schema::Attribute& attribute : block.attributes) {
    if (attribute.optional &&
        facts.planned_defaults.count(path.Attr(attribute.name)) > 0) {
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
    if (!facts.planned_defaults.empty()) MarkDefaults(facts, {}, schema.block);
  }
  for (const std::string& name : schema::DataSourceTypes()) {
    if (!absl::StartsWith(name, prefix)) continue;
    served.data_sources[name] = schema::FindDataSource(name)->schema;
  }
  return served;
}

}  // namespace compliance::sandbox
