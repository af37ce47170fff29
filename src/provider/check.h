// data and ephemeral "compliance_check": the same judgement as a guard's, over
// values that are known, or over the JSON form of a plan.
#ifndef COMPLIANCE_PROVIDER_CHECK_H_
#define COMPLIANCE_PROVIDER_CHECK_H_

#include "compliance/cty/value.h"
#include "compliance/diag/diagnostic.h"
#include "compliance/schema/schema.h"
#include "compliance/tfplugin/provider.h"
#include "provider/context.h"

namespace compliance::provider {

schema::Schema CheckDataSourceSchema();
schema::Schema CheckEphemeralSchema();

// Says what is malformed; gives no verdict, as ValidateGuard.
diag::Diagnostics ValidateCheck(const Context& context,
                                const cty::Value& config);

// What was handed in is not in the state that comes back.
tfplugin::ValueResult ReadCheck(const Context& context,
                                const cty::Value& config);
// Terraform demands its arguments back, and stores none of them.
tfplugin::ValueResult OpenCheck(const Context& context,
                                const cty::Value& config);

}  // namespace compliance::provider

#endif  // COMPLIANCE_PROVIDER_CHECK_H_
