// A provider that is built when it is first needed, with the types of its
// values.
#ifndef COMPLIANCE_SRC_TFPLUGIN_PROVIDER_HANDLE_H_
#define COMPLIANCE_SRC_TFPLUGIN_PROVIDER_HANDLE_H_

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "compliance/cty/type.h"
#include "compliance/schema/schema.h"
#include "compliance/tfplugin/provider.h"
#include "compliance/tfplugin/serve.h"

namespace compliance::tfplugin {

// Thread-safe.
class ProviderHandle {
 public:
  explicit ProviderHandle(ProviderFactory factory)
      : factory_(std::move(factory)) {}

  Provider& provider();
  const schema::ProviderSchema& schema() { return provider().Schema(); }

  // The implied type of a schema that belongs to schema(); made once, because
  // it is asked for with every call.
  const cty::Type& TypeOf(const schema::Schema& schema);

 private:
  ProviderFactory factory_;
  std::once_flag once_;
  std::unique_ptr<Provider> provider_;
  std::mutex mutex_;
  std::map<const schema::Schema*, cty::Type> types_;
};

}  // namespace compliance::tfplugin

#endif  // COMPLIANCE_SRC_TFPLUGIN_PROVIDER_HANDLE_H_
