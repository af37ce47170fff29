// Reads data sources without a cloud.
#ifndef COMPLIANCE_SANDBOX_DATA_SOURCES_H_
#define COMPLIANCE_SANDBOX_DATA_SOURCES_H_

#include "compliance/cty/value.h"
#include "compliance/schema/facts.h"
#include "compliance/tfplugin/provider.h"
#include "sandbox/provider_settings.h"

namespace compliance::sandbox {

// What the provider would read: computed where that is possible (policy
// documents, region, zones), else plausible and the same for the same
// configuration on every read. `config` is wholly known.
tfplugin::ValueResult ReadData(const schema::TypeFacts& facts,
                               const cty::Value& config,
                               const ProviderSettings& settings);

}  // namespace compliance::sandbox

#endif  // COMPLIANCE_SANDBOX_DATA_SOURCES_H_
