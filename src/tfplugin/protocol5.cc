#include "tfplugin/protocol5.h"

#include <memory>
#include <utility>

#include "tfplugin/method.h"
#include "tfplugin/provider_handle.h"
#include "tfplugin/provider_service.h"

namespace compliance::tfplugin {

MethodTable Protocol5Methods(std::shared_ptr<ProviderHandle> provider) {
  return ProviderService<Protocol5>::Methods(
      std::make_shared<ProviderService<Protocol5>>(std::move(provider)));
}

}  // namespace compliance::tfplugin
