// tags_all: what a resource is tagged with after the provider's default_tags.
#ifndef COMPLIANCE_SANDBOX_TAGS_H_
#define COMPLIANCE_SANDBOX_TAGS_H_

#include <map>
#include <string>

#include "compliance/cty/value.h"
#include "sandbox/provider_settings.h"

namespace compliance::sandbox {

// The resource's own tags over the provider's, less the ignored ones. Unknown
// values are left out.
std::map<std::string, std::string> MergedTags(const cty::Value& tags,
                                              const ProviderSettings& settings);

// The planned value of tags_all. `prior` is the prior state, null on create.
cty::Value PlanTagsAll(const cty::Value& tags, const cty::Value& prior,
                       const ProviderSettings& settings);

}  // namespace compliance::sandbox

#endif  // COMPLIANCE_SANDBOX_TAGS_H_
