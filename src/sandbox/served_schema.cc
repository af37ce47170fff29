#include "sandbox/served_schema.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "compliance/schema/facts.h"

namespace compliance::sandbox {

schema::ProviderSchema ServedSchema(absl::string_view provider_type) {
  schema::ProviderSchema served;
  if (const schema::Schema* provider = schema::FindProvider(provider_type)) {
    served.provider = *provider;
  }
  const std::string prefix = absl::StrCat(provider_type, "_");
  for (const std::string& name : schema::ResourceTypes()) {
    if (!absl::StartsWith(name, prefix)) continue;
    served.resources[name] = schema::FindResource(name)->schema;
  }
  for (const std::string& name : schema::DataSourceTypes()) {
    if (!absl::StartsWith(name, prefix)) continue;
    served.data_sources[name] = schema::FindDataSource(name)->schema;
  }
  return served;
}

}  // namespace compliance::sandbox
