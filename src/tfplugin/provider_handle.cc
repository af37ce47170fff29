#include "tfplugin/provider_handle.h"

#include <mutex>

#include "compliance/cty/type.h"
#include "compliance/schema/schema.h"
#include "compliance/tfplugin/provider.h"

namespace compliance::tfplugin {

Provider& ProviderHandle::provider() {
  std::call_once(once_, [this] { provider_ = factory_(); });
  return *provider_;
}

const cty::Type& ProviderHandle::TypeOf(const schema::Schema& schema) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto [entry, added] = types_.try_emplace(&schema);
  if (added) entry->second = schema::ImpliedType(schema.block);
  return entry->second;
}

}  // namespace compliance::tfplugin
