// What the report formats have in common.
#ifndef COMPLIANCE_SRC_REPORT_LISTING_H_
#define COMPLIANCE_SRC_REPORT_LISTING_H_

#include <cstddef>
#include <map>
#include <vector>

#include "compliance/engine/evaluate.h"
#include "compliance/report/report.h"

namespace compliance::report {

// Whether a report with these options lists the finding.
bool IsListed(const engine::Finding& finding, const Options& options);

// Every verdict, those without findings too.
std::map<engine::Verdict, std::size_t> CountVerdicts(
    const engine::Evaluation& evaluation);

}  // namespace compliance::report

#endif  // COMPLIANCE_SRC_REPORT_LISTING_H_
