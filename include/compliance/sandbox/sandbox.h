// The sandbox: stands in for a cloud provider without a cloud. It validates and
// plans resources as the real provider does, from a table of facts.
#ifndef COMPLIANCE_SANDBOX_SANDBOX_H_
#define COMPLIANCE_SANDBOX_SANDBOX_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "compliance/tfplugin/provider.h"

namespace compliance::sandbox {

// The provider types that the sandbox can stand in for: "aws", "random".
const std::vector<std::string>& ProviderTypes();

// `provider_type` must be one of ProviderTypes().
std::unique_ptr<tfplugin::Provider> NewSandbox(absl::string_view provider_type);

}  // namespace compliance::sandbox

#endif  // COMPLIANCE_SANDBOX_SANDBOX_H_
