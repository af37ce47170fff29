// Notes what a rule learned from the source of the configuration.
#ifndef COMPLIANCE_SRC_RULES_SOURCE_USE_H_
#define COMPLIANCE_SRC_RULES_SOURCE_USE_H_

#include "compliance/cty/path.h"
#include "compliance/plan/plan.h"
#include "compliance/plan/query.h"
#include "compliance/rules/functions.h"

namespace compliance::rules {

// Notes the places where the source sets what lies at, in or around `path`, if
// the plan alone tells less of it.
void NoteSource(const Host& host, const plan::Resource& resource,
                const cty::Path& path);
// The same for each member that was joined by its `attribute`.
void NoteSource(const Host& host, const plan::Members& members,
                const cty::Path& attribute);

}  // namespace compliance::rules

#endif  // COMPLIANCE_SRC_RULES_SOURCE_USE_H_
