#include "listing.h"

namespace compliance::report {

using engine::Verdict;

bool IsListed(const engine::Finding& finding, const Options& options) {
  if (options.all_verdicts) return true;
  return finding.verdict != Verdict::kPass &&
         finding.verdict != Verdict::kNotApplicable;
}

std::map<Verdict, std::size_t> CountVerdicts(
    const engine::Evaluation& evaluation) {
  std::map<Verdict, std::size_t> counts = {
      {Verdict::kPass, 0},    {Verdict::kFail, 0},
      {Verdict::kUnknown, 0}, {Verdict::kNotApplicable, 0},
      {Verdict::kWaived, 0},  {Verdict::kError, 0},
  };
  for (const auto& [verdict, count] : evaluation.not_kept) {
    counts[verdict] += count;
  }
  for (const engine::Finding& finding : evaluation.findings) {
    ++counts[finding.verdict];
  }
  return counts;
}

}  // namespace compliance::report
