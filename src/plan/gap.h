// One planned value beside what the source gives for it.
#ifndef COMPLIANCE_SRC_PLAN_GAP_H_
#define COMPLIANCE_SRC_PLAN_GAP_H_

#include <vector>

#include "compliance/cty/path.h"
#include "compliance/cty/value.h"

namespace compliance::plan {

// Whether both may be the same value. Tolerant of what a provider does to a
// value: it fills in what is null, and writes JSON its own way.
bool MayAgree(const cty::Value& planned, const cty::Value& source);

// `planned` with what `source` adds where it is unknown. Appends the paths of
// what was filled, below `at`. Precondition: MayAgree.
cty::Value FillGaps(const cty::Value& planned, const cty::Value& source,
                    const cty::Path& at, std::vector<cty::Path>& filled);

}  // namespace compliance::plan

#endif  // COMPLIANCE_SRC_PLAN_GAP_H_
