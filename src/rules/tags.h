// Tags of a resource after the provider's default_tags.
#ifndef COMPLIANCE_RULES_TAGS_H_
#define COMPLIANCE_RULES_TAGS_H_

#include <cstdint>

#include "compliance/cel/value.h"
#include "compliance/plan/plan.h"
#include "compliance/rules/subjects.h"

namespace compliance::rules {

// tags_all where it is known; else tags merged into the default_tags that the
// provider's configuration shows. A known key may have an unknown value. An
// unknown where even the keys are not settled.
cel::Value TagsOf(const plan::Resource& resource, std::uint32_t number,
                  Subjects& subjects);

}  // namespace compliance::rules

#endif  // COMPLIANCE_RULES_TAGS_H_
