#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "compliance/base/text.h"
#include "compliance/report/report.h"
#include "listing.h"

namespace compliance::report {
namespace {

using Json = nlohmann::ordered_json;
using engine::Finding;
using engine::Verdict;

Json Texts(const std::vector<std::string>& texts) {
  Json out = Json::array();
  for (const std::string& text : texts) out.push_back(ToValidUtf8(text));
  return out;
}

Json Requirements(const Finding& finding) {
  Json out = Json::array();
  for (const rules::Requirement& requirement : finding.requirements) {
    out.push_back(
        {{"framework", ToValidUtf8(requirement.framework)},
         {"id", ToValidUtf8(requirement.id)},
         {"strength", requirement.strength == rules::Strength::kPrimary
                          ? "primary"
                          : "supporting"}});
  }
  return out;
}

Json Position(const Finding& finding) {
  if (!finding.position) return nullptr;
  return {{"file", ToValidUtf8(finding.position->file)},
          {"line", finding.position->line},
          {"column", finding.position->column}};
}

Json Paths(const Finding& finding) {
  Json out = Json::array();
  for (const cty::Path& path : finding.paths) {
    out.push_back(ToValidUtf8(path.ToString()));
  }
  return out;
}

Json FindingJson(const Finding& finding) {
  const rules::Rule& rule = *finding.rule;
  return {
      {"rule_id", ToValidUtf8(rule.id)},
      {"aliases", Texts(rule.aliases)},
      {"title", ToValidUtf8(rule.title)},
      {"verdict", std::string(engine::VerdictName(finding.verdict))},
      {"severity", std::string(rules::SeverityName(rule.severity))},
      {"enforcement",
       std::string(engine::EnforcementName(finding.enforcement))},
      {"address", ToValidUtf8(finding.address)},
      {"resource_type", ToValidUtf8(finding.resource_type)},
      {"module", ToValidUtf8(finding.module)},
      {"paths", Paths(finding)},
      {"message", ToValidUtf8(finding.message)},
      {"fix", ToValidUtf8(finding.fix)},
      {"requirements", Requirements(finding)},
      {"subsumes", Texts(finding.subsumes)},
      {"joined", Texts(finding.joined)},
      {"waits_for", Texts(finding.waits_for)},
      {"needs", Texts(finding.needs)},
      {"waiver_reason", ToValidUtf8(finding.waiver_reason)},
      {"position", Position(finding)},
      {"fingerprint", ToValidUtf8(finding.fingerprint)},
  };
}

Json SummaryJson(const engine::Evaluation& evaluation) {
  Json counts = Json::object();
  for (const auto& [verdict, count] : CountVerdicts(evaluation)) {
    counts[std::string(engine::VerdictName(verdict))] = count;
  }
  return {{"verdicts", std::move(counts)},
          {"rules_run", evaluation.rules_run},
          {"resources_seen", evaluation.resources_seen}};
}

}  // namespace

std::string RenderJson(const engine::Evaluation& evaluation,
                       const Options& options) {
  Json findings = Json::array();
  for (const Finding& finding : evaluation.findings) {
    if (IsListed(finding, options)) findings.push_back(FindingJson(finding));
  }
  const Json report = {{"schema_version", "1.0"},
                       {"summary", SummaryJson(evaluation)},
                       {"findings", std::move(findings)}};
  return report.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace compliance::report
