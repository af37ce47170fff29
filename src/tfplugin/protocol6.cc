#include "tfplugin/protocol6.h"

#include <memory>
#include <utility>

#include "tfplugin/method.h"
#include "tfplugin/provider_handle.h"
#include "tfplugin/provider_service.h"
#include "tfplugin/unused_methods.h"

namespace compliance::tfplugin {
namespace {

// State stores exist in version 6 only; no provider of ours has one.
template <class Rpc>
void AddNoStateStore(MethodTable& table, absl::string_view rpc) {
  AddNoneOf<Protocol6, typename Rpc::Request, typename Rpc::Response>(
      table, rpc, "state store type");
}

}  // namespace

MethodTable Protocol6Methods(std::shared_ptr<ProviderHandle> provider) {
  MethodTable table = ProviderService<Protocol6>::Methods(
      std::make_shared<ProviderService<Protocol6>>(std::move(provider)));
  AddNoStateStore<::tfplugin6::ValidateStateStore>(table,
                                                   "ValidateStateStoreConfig");
  AddNoStateStore<::tfplugin6::ConfigureStateStore>(table,
                                                    "ConfigureStateStore");
  AddNoStateStore<::tfplugin6::ReadStateBytes>(table, "ReadStateBytes");
  AddNoneOf<Protocol6, ::tfplugin6::WriteStateBytes::RequestChunk,
            ::tfplugin6::WriteStateBytes::Response>(table, "WriteStateBytes",
                                                    "state store type");
  AddNoStateStore<::tfplugin6::LockState>(table, "LockState");
  AddNoStateStore<::tfplugin6::UnlockState>(table, "UnlockState");
  AddNoStateStore<::tfplugin6::GetStates>(table, "GetStates");
  AddNoStateStore<::tfplugin6::DeleteState>(table, "DeleteState");
  return table;
}

}  // namespace compliance::tfplugin
