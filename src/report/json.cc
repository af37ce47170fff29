#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
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

// Places in the source: "main.tf:41".
Json Places(const std::vector<plan::Position>& positions) {
  std::vector<std::string> places;
  for (const plan::Position& position : positions) {
    AddOnce(places, absl::StrCat(position.file, ":", position.line));
  }
  return Texts(places);
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
      {"decided_from", Places(finding.decided_from)},
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

// The text of a value whose lines behind the first stand at `indent`.
std::string Indented(const Json& json, absl::string_view indent) {
  return absl::StrReplaceAll(
      json.dump(2, ' ', false, Json::error_handler_t::replace),
      {{"\n", absl::StrCat("\n", indent)}});
}

}  // namespace

// One finding at a time is a tree: those of a big plan would take many times
// the size of the text.
void WriteJson(const engine::Evaluation& evaluation, const Options& options,
               Sink sink) {
  sink(absl::StrCat("{\n  \"schema_version\": \"1.0\",\n  \"summary\": ",
                    Indented(SummaryJson(evaluation), "  "),
                    ",\n  \"findings\": ["));
  bool is_first = true;
  for (const Finding& finding : evaluation.findings) {
    if (!IsListed(finding, options)) continue;
    sink(absl::StrCat(is_first ? "\n    " : ",\n    ",
                      Indented(FindingJson(finding), "    ")));
    is_first = false;
  }
  sink(is_first ? "]\n}\n" : "\n  ]\n}\n");
}

std::string RenderJson(const engine::Evaluation& evaluation,
                       const Options& options) {
  std::string out;
  WriteJson(evaluation, options,
            [&out](absl::string_view piece) { absl::StrAppend(&out, piece); });
  return out;
}

}  // namespace compliance::report
