#include "provider/outputs.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "compliance/base/text.h"
#include "compliance/engine/finding.h"

namespace compliance::provider {
namespace {

using cty::Type;
using cty::Value;
using engine::Finding;
using engine::Verdict;

constexpr std::array kVerdicts = {
    Verdict::kPass,          Verdict::kFail,   Verdict::kUnknown,
    Verdict::kNotApplicable, Verdict::kWaived, Verdict::kError,
};

bool IsListed(const Finding& finding) {
  return finding.enforcement != engine::Enforcement::kOff &&
         finding.verdict != Verdict::kPass &&
         finding.verdict != Verdict::kNotApplicable;
}

Type FindingType() {
  return Type::Object({
      {"rule_id", Type::String()},
      {"title", Type::String()},
      {"address", Type::String()},
      {"paths", Type::List(Type::String())},
      {"verdict", Type::String()},
      {"severity", Type::String()},
      {"enforcement", Type::String()},
      {"requirements", RequirementsType()},
      {"needs", Type::List(Type::String())},
  });
}

Value Text(absl::string_view text) { return Value::String(ToValidUtf8(text)); }

Value PathsValue(const std::vector<cty::Path>& paths) {
  std::vector<std::string> texts;
  texts.reserve(paths.size());
  for (const cty::Path& path : paths) texts.push_back(path.ToString());
  return Strings(texts);
}

Value FindingValue(const Finding& finding) {
  return Value::Object({
      {"rule_id", Text(finding.rule->id)},
      {"title", Text(finding.rule->title)},
      {"address", Text(finding.address)},
      {"paths", PathsValue(finding.paths)},
      {"verdict", Text(engine::VerdictName(finding.verdict))},
      {"severity", Text(rules::SeverityName(finding.rule->severity))},
      {"enforcement", Text(engine::EnforcementName(finding.enforcement))},
      {"requirements", RequirementsValue(finding.requirements)},
      {"needs", Strings(finding.needs)},
  });
}

Type RequirementType() {
  return Type::Object({{"framework", Type::String()},
                       {"id", Type::String()},
                       {"strength", Type::String()}});
}

Value Count(std::size_t n) {
  return Value::Number(static_cast<std::int64_t>(n));
}

}  // namespace

Type FindingsType() { return Type::List(FindingType()); }

Type RequirementsType() { return Type::List(RequirementType()); }

Type SummaryType() {
  Type::Attributes counts;
  for (const Verdict verdict : kVerdicts) {
    counts.emplace(std::string(engine::VerdictName(verdict)), Type::Number());
  }
  counts.emplace("resources", Type::Number());
  counts.emplace("rules", Type::Number());
  return Type::Object(std::move(counts));
}

bool IsCompliant(const engine::Evaluation& evaluation) {
  return std::none_of(evaluation.findings.begin(), evaluation.findings.end(),
                      [](const Finding& finding) {
                        return finding.enforcement ==
                                   engine::Enforcement::kMandatory &&
                               (finding.verdict == Verdict::kFail ||
                                finding.verdict == Verdict::kError ||
                                finding.verdict == Verdict::kUnknown);
                      });
}

Value FindingsValue(const engine::Evaluation& evaluation) {
  Value::Elements listed;
  for (const Finding& finding : evaluation.findings) {
    if (IsListed(finding)) listed.push_back(FindingValue(finding));
  }
  return Value::List(FindingType(), std::move(listed));
}

Value SummaryValue(const engine::Evaluation& evaluation) {
  Value::Attributes counts;
  for (const Verdict verdict : kVerdicts) {
    const auto n = std::count_if(
        evaluation.findings.begin(), evaluation.findings.end(),
        [&](const Finding& finding) { return finding.verdict == verdict; });
    counts.emplace(std::string(engine::VerdictName(verdict)),
                   Count(static_cast<std::size_t>(n)));
  }
  counts.emplace("resources", Count(evaluation.resources_seen));
  counts.emplace("rules", Count(evaluation.rules_run));
  return Value::Object(std::move(counts));
}

Value RequirementsValue(const std::vector<rules::Requirement>& requirements) {
  Value::Elements elements;
  elements.reserve(requirements.size());
  for (const rules::Requirement& requirement : requirements) {
    elements.push_back(Value::Object({
        {"framework", Text(requirement.framework)},
        {"id", Text(requirement.id)},
        {"strength", Text(requirement.strength == rules::Strength::kPrimary
                              ? "primary"
                              : "supporting")},
    }));
  }
  return Value::List(RequirementType(), std::move(elements));
}

Value Strings(const std::vector<std::string>& texts) {
  Value::Elements elements;
  elements.reserve(texts.size());
  for (const std::string& text : texts) elements.push_back(Text(text));
  return Value::List(Type::String(), std::move(elements));
}

}  // namespace compliance::provider
