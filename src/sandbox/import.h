// What an import knows of a resource.
#ifndef COMPLIANCE_SANDBOX_IMPORT_H_
#define COMPLIANCE_SANDBOX_IMPORT_H_

#include "absl/strings/string_view.h"
#include "compliance/cty/value.h"
#include "compliance/schema/facts.h"
#include "sandbox/provider_settings.h"

namespace compliance::sandbox {

// A state with the id, the argument that the id stands for where there is one,
// and what a service fills in. All other arguments are null: there is no cloud
// to ask, and the next plan sets them.
cty::Value ImportedState(const schema::TypeFacts& facts, absl::string_view id,
                         const ProviderSettings& settings);

}  // namespace compliance::sandbox

#endif  // COMPLIANCE_SANDBOX_IMPORT_H_
