#include "provider/explain.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "compliance/base/text.h"
#include "compliance/engine/diagnostics.h"
#include "compliance/engine/finding.h"

namespace compliance::provider {
namespace {

using engine::Finding;
using engine::Verdict;

std::string Place(const Finding& finding) {
  if (finding.paths.empty()) return finding.address;
  std::vector<std::string> paths;
  paths.reserve(finding.paths.size());
  for (const cty::Path& path : finding.paths) paths.push_back(path.ToString());
  return absl::StrCat(finding.address, ": ", absl::StrJoin(paths, ", "));
}

std::string Requirements(const Finding& finding) {
  return absl::StrJoin(
      finding.requirements, ", ",
      [](std::string* out, const rules::Requirement& requirement) {
        absl::StrAppend(out, requirement.framework);
        if (!requirement.id.empty()) absl::StrAppend(out, " ", requirement.id);
      });
}

std::string Indented(const std::string& text) {
  std::string indented;
  for (absl::string_view line :
       absl::StrSplit(text, '\n', absl::SkipWhitespace())) {
    absl::StrAppend(&indented, "\n    ", line);
  }
  return indented;
}

std::string Failure(const Finding& finding) {
  std::string text =
      absl::StrCat(engine::Summary(finding), "\n  at ", Place(finding),
                   "\n  required by ", Requirements(finding));
  if (!finding.rule->fix.empty()) {
    absl::StrAppend(&text, "\n  fix:", Indented(finding.rule->fix));
  }
  return text;
}

std::string Undecided(const Finding& finding) {
  return absl::StrCat("Not decided: ", finding.rule->title, " [",
                      finding.rule->id, "]\n  at ", finding.address,
                      "\n  needs ", absl::StrJoin(finding.needs, ", "));
}

}  // namespace

std::string Explain(const engine::Evaluation& evaluation) {
  std::vector<std::string> failures;
  std::vector<std::string> undecided;
  for (const Finding& finding : evaluation.findings) {
    if (finding.enforcement == engine::Enforcement::kOff) continue;
    if (finding.verdict == Verdict::kFail ||
        finding.verdict == Verdict::kError) {
      failures.push_back(Failure(finding));
    } else if (finding.verdict == Verdict::kUnknown) {
      undecided.push_back(Undecided(finding));
    }
  }
  if (failures.empty()) failures.push_back("No rule is broken.");
  failures.insert(failures.end(), undecided.begin(), undecided.end());
  return ToValidUtf8(absl::StrJoin(failures, "\n\n"));
}

}  // namespace compliance::provider
