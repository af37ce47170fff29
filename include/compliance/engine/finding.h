// Findings: what a rule says of a resource instance.
#ifndef COMPLIANCE_ENGINE_FINDING_H_
#define COMPLIANCE_ENGINE_FINDING_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "compliance/cty/path.h"
#include "compliance/plan/plan.h"
#include "compliance/rules/rule.h"

namespace compliance::engine {

enum class Verdict : std::uint8_t {
  kPass,
  kFail,
  kUnknown,  // apply could still make it a pass or a fail, or this way in
             // cannot see what the rule needs
  kNotApplicable,
  kWaived,
  kError,  // the rule itself broke; never silent
};
absl::string_view VerdictName(Verdict verdict);  // "pass", "not_applicable", …

enum class Enforcement : std::uint8_t { kOff, kReport, kAdvisory, kMandatory };
absl::string_view EnforcementName(Enforcement enforcement);

struct Finding {
  const rules::Rule* rule = nullptr;  // never null; outlives the finding
  Verdict verdict = Verdict::kPass;
  Enforcement enforcement = Enforcement::kReport;

  // The subject: a resource instance address, "output.x", "var.x",
  // "provider.aws", or "" for the plan as a whole (and, with a resource_type,
  // for a resource whose address the way in does not know).
  std::string address;
  std::string resource_type;
  std::string module;

  std::vector<cty::Path> paths;  // that decided it, most telling first
  std::string message;    // rendered; sensitive and free strings redacted
  std::string observed;   // redacted likewise; "" when there is none
  absl::string_view fix;  // HCL, the rule's own

  // What it is evidence for: those of the rule that belong to a selected
  // framework or to the baseline, and those of the rules it subsumes.
  std::vector<rules::Requirement> requirements;
  // Rules that failed at the same address and that this finding stands for.
  std::vector<std::string> subsumes;

  // Addresses of the other resources that decided it, or may yet.
  std::vector<std::string> joined;

  // Places in the source that the verdict rests on: they tell what the plan
  // alone does not know yet.
  std::vector<plan::Position> decided_from;

  // kUnknown: the attribute paths whose values apply will make known. Empty
  // when only `needs` holds it open.
  std::vector<std::string> waits_for;
  // kUnknown: what this way in cannot see: "the configuration", "the whole
  // plan", "the prior value".
  std::vector<std::string> needs;

  std::optional<plan::Position> position;
  // Stable over line moves: a digest of rule, address and paths, in hex.
  std::string fingerprint;
  std::string waiver_reason;  // kWaived
};

}  // namespace compliance::engine

#endif  // COMPLIANCE_ENGINE_FINDING_H_
