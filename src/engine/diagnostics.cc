#include "compliance/engine/diagnostics.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "compliance/base/text.h"

namespace compliance::engine {
namespace {

using rules::Requirement;
using rules::Strength;

absl::string_view DisplayName(absl::string_view framework) {
  if (framework == "pci-dss-4.0.1") return "PCI-DSS";
  if (framework == "hipaa") return "HIPAA";
  if (framework == "baseline") return "Baseline";
  return framework;
}

std::string Citation(const Requirement& requirement) {
  return absl::StrCat(DisplayName(requirement.framework),
                      requirement.id.empty() ? "" : " ", requirement.id);
}

// The requirement that a summary names: the first primary one, else the first.
// Numbered ones go before the baseline.
std::string Headline(const Finding& finding) {
  const std::vector<Requirement>& all = finding.requirements;
  const auto rank = [](const Requirement& requirement) {
    return (requirement.framework == "baseline" ? 2 : 0) +
           (requirement.strength == Strength::kPrimary ? 0 : 1);
  };
  const auto best = std::min_element(
      all.begin(), all.end(), [&](const Requirement& a, const Requirement& b) {
        return rank(a) < rank(b);
      });
  return best == all.end() ? "Baseline" : Citation(*best);
}

std::string What(const Finding& finding) {
  const rules::Rule& rule = *finding.rule;
  switch (finding.verdict) {
    case Verdict::kFail:
      return rule.failure;
    case Verdict::kWaived:
      return absl::StrCat("waived: ", rule.failure);
    case Verdict::kUnknown:
      return absl::StrCat("not decided yet: ", rule.title);
    case Verdict::kError:
      return absl::StrCat("could not be checked: ", rule.title);
    case Verdict::kPass:
      return rule.title;
    case Verdict::kNotApplicable:
      return absl::StrCat("not applicable: ", rule.title);
  }
  return rule.title;
}

std::string Attributes(const Finding& finding) {
  std::vector<std::string> paths;
  for (const cty::Path& path : finding.paths) paths.push_back(path.ToString());
  return absl::StrJoin(paths, ", ");
}

// "label: text", nothing when there is no text. Terraform wraps such lines.
void AddLine(std::string& detail, absl::string_view label,
             absl::string_view text) {
  if (text.empty()) return;
  absl::StrAppend(&detail, label, ": ", text, "\n");
}

// Terraform leaves lines that start with a space as they are.
void AddIndented(std::string& detail, absl::string_view label,
                 absl::string_view text) {
  if (text.empty()) return;
  absl::StrAppend(&detail, "\n", label, ":\n");
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    if (!line.empty()) absl::StrAppend(&detail, "  ", line);
    absl::StrAppend(&detail, "\n");
  }
  while (detail.size() > 1 && detail[detail.size() - 2] == '\n') {
    detail.pop_back();
  }
}

// A resource whose address the way in does not know.
bool IsUnplaced(const Finding& finding) {
  return finding.address.empty() && !finding.resource_type.empty();
}

std::string AddressText(const Finding& finding) {
  if (!finding.address.empty()) return finding.address;
  return IsUnplaced(finding) ? "" : "the plan as a whole";
}

// Terraform itself says above which resource it is.
std::string WaiverAddress(const Finding& finding) {
  if (IsUnplaced(finding)) return "ADDRESS # of the resource named above";
  return Quote(finding.address.empty() ? "**" : finding.address);
}

std::string WaiverExample(const Finding& finding) {
  return absl::StrCat("waivers:\n  - rule: ", finding.rule->id,
                      "\n    address: ", WaiverAddress(finding),
                      "\n    kind: risk_accepted\n    reason: why this is "
                      "acceptable here\n    until: YYYY-MM-DD");
}

}  // namespace

std::string Summary(const Finding& finding) {
  return ToValidUtf8(absl::StrCat(Headline(finding), ": ", What(finding), " [",
                                  finding.rule->id, "]"));
}

std::string Citations(const Finding& finding) {
  std::string out;
  absl::string_view framework;
  for (const Requirement& requirement : finding.requirements) {
    if (requirement.framework == framework) {
      absl::StrAppend(&out, ", ", requirement.id);
    } else {
      framework = requirement.framework;
      absl::StrAppend(&out, out.empty() ? "" : "; ", Citation(requirement));
    }
    if (requirement.strength == Strength::kSupporting) out += " (supporting)";
  }
  return ToValidUtf8(out);
}

std::string Places(const std::vector<plan::Position>& positions) {
  std::vector<std::string> places;
  for (const plan::Position& position : positions) {
    AddOnce(places, absl::StrCat(position.file, ":", position.line));
  }
  return absl::StrJoin(places, ", ");
}

std::string Detail(const Finding& finding) {
  std::string detail;
  AddLine(detail, "Address", AddressText(finding));
  AddLine(detail, "Attribute", Attributes(finding));
  AddLine(detail, "Observed", finding.observed);
  AddLine(detail, "Expected", finding.rule->title);
  AddLine(detail, "Details", finding.message);
  AddLine(detail, "Together with", absl::StrJoin(finding.joined, ", "));
  AddLine(detail, "Decided from", Places(finding.decided_from));
  AddLine(detail, "Waived because", finding.waiver_reason);
  AddLine(detail, "Why", Citations(finding));
  AddLine(detail, "Stands for", absl::StrJoin(finding.subsumes, ", "));
  if (finding.verdict == Verdict::kFail) {
    AddIndented(detail, "Fix", finding.fix);
    AddIndented(detail, "To waive it, in .compliance.yaml",
                WaiverExample(finding));
  }
  while (!detail.empty() && detail.back() == '\n') detail.pop_back();
  return ToValidUtf8(detail);
}

diag::Diagnostic ToDiagnostic(const Finding& finding, cty::Path attribute) {
  return finding.enforcement == Enforcement::kMandatory
             ? diag::Error(Summary(finding), Detail(finding),
                           std::move(attribute))
             : diag::Warning(Summary(finding), Detail(finding),
                             std::move(attribute));
}

}  // namespace compliance::engine
