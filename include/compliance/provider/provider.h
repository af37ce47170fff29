// The provider planguard/compliance.
#ifndef COMPLIANCE_PROVIDER_PROVIDER_H_
#define COMPLIANCE_PROVIDER_PROVIDER_H_

#include <memory>

#include "compliance/schema/schema.h"
#include "compliance/tfplugin/provider.h"

namespace compliance::provider {

inline constexpr char kAddress[] = "registry.terraform.io/planguard/compliance";

std::unique_ptr<tfplugin::Provider> NewProvider();

// What the provider declares: also the source of the registry documentation.
const schema::ProviderSchema& ProviderSchema();

}  // namespace compliance::provider

#endif  // COMPLIANCE_PROVIDER_PROVIDER_H_
