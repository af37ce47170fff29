// Findings -> reports. One renderer per format, each in a file of its own.
#ifndef COMPLIANCE_REPORT_REPORT_H_
#define COMPLIANCE_REPORT_REPORT_H_

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "compliance/engine/evaluate.h"

namespace compliance::report {

struct Options {
  bool color = false;
  bool all_verdicts = false;  // pass and not_applicable too
};

// For a terminal: failures first, one block each, then what stayed undecided,
// then one line of totals.
std::string RenderText(const engine::Evaluation& evaluation,
                       const Options& options);

// The JSON contract; docs/report-schema.json describes it.
std::string RenderJson(const engine::Evaluation& evaluation,
                       const Options& options);

// The same in pieces, of which each follows the last: the report of a big plan
// may be as big as that.
using Sink = absl::FunctionRef<void(absl::string_view)>;
void WriteJson(const engine::Evaluation& evaluation, const Options& options,
               Sink sink);

}  // namespace compliance::report

#endif  // COMPLIANCE_REPORT_REPORT_H_
