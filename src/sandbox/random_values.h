// The resources of provider random: passwords, ids, numbers.
#ifndef COMPLIANCE_SANDBOX_RANDOM_VALUES_H_
#define COMPLIANCE_SANDBOX_RANDOM_VALUES_H_

#include "absl/strings/string_view.h"
#include "compliance/cty/value.h"
#include "compliance/diag/diagnostic.h"

namespace compliance::sandbox {

// Whether the arguments can be met: a password long enough for its minimums,
// a character to choose from. Unknown arguments decide nothing.
diag::Diagnostics CheckRandom(absl::string_view type_name,
                              const cty::Value& config);

// `planned` with what depends on other arguments settled.
cty::Value PlanRandom(const cty::Value& config, const cty::Value& planned);

// `planned` with its values drawn from the system's random source; what is
// known stays. The bcrypt hash of a password has only the shape of one.
cty::Value DrawRandom(absl::string_view type_name, const cty::Value& planned);

}  // namespace compliance::sandbox

#endif  // COMPLIANCE_SANDBOX_RANDOM_VALUES_H_
