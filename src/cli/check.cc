#include "check.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "compliance/base/status_macros.h"
#include "compliance/base/text.h"
#include "compliance/engine/evaluate.h"
#include "compliance/engine/positions.h"
#include "compliance/plan/load.h"
#include "compliance/report/report.h"
#include "compliance/rules/rule_set.h"
#include "output.h"

namespace compliance::cli {
namespace {

using engine::Enforcement;
using engine::Evaluation;
using engine::Finding;
using engine::Verdict;

// A report to write to a file.
struct Target {
  std::string format;
  std::string file;
};

absl::StatusOr<std::vector<Target>> ParseTargets(
    const std::vector<std::string>& outputs) {
  std::vector<Target> targets;
  for (const std::string& output : outputs) {
    const std::size_t equals = output.find('=');
    const std::string format = output.substr(0, equals);
    const auto& names = FormatNames();
    const bool is_known =
        std::find(names.begin(), names.end(), format) != names.end();
    if (equals == std::string::npos || !is_known ||
        equals + 1 == output.size()) {
      return absl::InvalidArgumentError(
          absl::StrCat("--output ", Quote(output),
                       ": it is written FORMAT=FILE, and formats are ",
                       absl::StrJoin(names, ", ")));
    }
    targets.push_back({format, output.substr(equals + 1)});
  }
  return targets;
}

bool WantsColor(const CheckFlags& flags) {
  const char* no_color = std::getenv("NO_COLOR");
  return !flags.no_color && (no_color == nullptr || *no_color == '\0') &&
         isatty(STDOUT_FILENO) == 1;
}

void Write(const std::string& format, const Evaluation& evaluation,
           const report::Options& options, Sink sink) {
  if (format == "json") {
    report::WriteJson(evaluation, options, sink);
  } else {
    sink(report::RenderText(evaluation, options));
  }
}

absl::StatusOr<plan::Plan> LoadPlan(const std::string& file) {
  ASSIGN_OR_RETURN(std::string text, ReadFile(file));
  absl::StatusOr<plan::Plan> plan = plan::TakePlanJson(std::move(text));
  if (!plan.ok()) {
    return absl::Status(plan.status().code(),
                        absl::StrCat(file == "-" ? "standard input" : file,
                                     ": ", plan.status().message()));
  }
  return plan;
}

// Writes every report, the later ones too when an earlier one fails.
absl::Status WriteReports(const CheckFlags& flags,
                          const std::vector<Target>& targets,
                          const Evaluation& evaluation) {
  report::Options options;
  options.all_verdicts = flags.all_verdicts;
  absl::Status status;
  for (const Target& target : targets) {
    status.Update(WriteFile(target.file, [&](Sink sink) {
      Write(target.format, evaluation, options, sink);
    }));
  }
  options.color = WantsColor(flags);
  status.Update(Print(
      [&](Sink sink) { Write(flags.format, evaluation, options, sink); }));
  return status;
}

ExitCode CodeOf(const Evaluation& evaluation) {
  const auto any = [&evaluation](auto matches) {
    return std::any_of(evaluation.findings.begin(), evaluation.findings.end(),
                       matches);
  };
  if (any([](const Finding& finding) {
        return finding.verdict == Verdict::kError;
      })) {
    return kCouldNotCheck;
  }
  const auto has_mandatory = [&any](Verdict verdict) {
    return any([verdict](const Finding& finding) {
      return finding.verdict == verdict &&
             finding.enforcement == Enforcement::kMandatory;
    });
  };
  if (has_mandatory(Verdict::kFail)) return kMandatoryFindings;
  return has_mandatory(Verdict::kUnknown) ? kUndecided : kCompliant;
}

absl::StatusOr<ExitCode> Check(const CheckFlags& flags) {
  ASSIGN_OR_RETURN(const std::vector<Target> targets,
                   ParseTargets(flags.outputs));
  const rules::RuleSet& rule_set = rules::RuleSet::BuiltIn();
  ASSIGN_OR_RETURN(const config::Config config,
                   ReadSettings(flags.settings, flags.chdir, rule_set));
  ASSIGN_OR_RETURN(plan::Plan plan, LoadPlan(flags.plan));
  const engine::Sources sources = engine::ReadSources(flags.chdir, flags.plan);
  engine::FillFromSources(sources, plan);
  const engine::Keep keep =
      flags.all_verdicts ? engine::Keep::kAll : engine::Keep::kWithoutPasses;
  Evaluation evaluation = engine::Evaluate(rule_set, plan, config, keep);
  engine::RefinePositions(sources, plan, evaluation.findings);
  plan = plan::Plan();  // as big as the reports, and no longer needed
  RETURN_IF_ERROR(WriteReports(flags, targets, evaluation));
  return CodeOf(evaluation);
}

}  // namespace

const std::vector<std::string>& FormatNames() {
  static const auto& names = *new std::vector<std::string>{"text", "json"};
  return names;
}

ExitCode RunCheck(const CheckFlags& flags) {
  const absl::StatusOr<ExitCode> code = Check(flags);
  if (code.ok()) return *code;
  PrintError(code.status().message());
  return kCouldNotCheck;
}

}  // namespace compliance::cli
