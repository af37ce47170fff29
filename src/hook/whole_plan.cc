#include "hook/whole_plan.h"

#include <unistd.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "compliance/base/status_macros.h"
#include "hook/child_process.h"
#include "hook/variables.h"

namespace compliance::hook {
namespace {

using engine::Enforcement;
using engine::Finding;
using engine::Verdict;
using plan::Action;

bool IsPlanned(const plan::Resource& resource) {
  return resource.address.mode == plan::Mode::kManaged &&
         (resource.action == Action::kCreate ||
          resource.action == Action::kUpdate ||
          resource.action == Action::kReplace);
}

// A command of our own: what the user wants of theirs is not for it.
Variables VariablesOfShow(const std::string& reattach) {
  Variables variables = Variables::OfProcess();
  for (const char* name : {"TF_CLI_ARGS", "TF_CLI_ARGS_show", "TF_LOG",
                           "TF_LOG_CORE", "TF_LOG_PROVIDER", "TF_LOG_PATH"}) {
    variables.Unset(name);
  }
  return variables.Set("TF_REATTACH_PROVIDERS", reattach);
}

bool Counts(const Finding& finding) {
  const bool is_settled = finding.verdict == Verdict::kPass ||
                          finding.verdict == Verdict::kNotApplicable ||
                          finding.verdict == Verdict::kWaived;
  return !is_settled && finding.enforcement != Enforcement::kOff;
}

std::vector<NotedFinding> Noted(const engine::Evaluation& evaluation) {
  std::vector<NotedFinding> noted;
  for (const Finding& finding : evaluation.findings) {
    if (!Counts(finding)) continue;
    noted.push_back(
        {finding.rule->id, finding.address,
         std::string(engine::VerdictName(finding.verdict)),
         std::string(engine::EnforcementName(finding.enforcement))});
  }
  return noted;
}

}  // namespace

absl::StatusOr<MemoryFile> ShowPlan(const std::string& program,
                                    const terraform::CommandLine& command,
                                    const std::string& plan_file,
                                    const std::string& reattach,
                                    SignalInbox& signals) {
  ASSIGN_OR_RETURN(MemoryFile output, MemoryFile::Create());
  ASSIGN_OR_RETURN(MemoryFile errors, MemoryFile::Create());
  terraform::CommandLine show = command;
  show.subcommand = "show";
  show.arguments = {"-no-color", "-json", plan_file};
  ChildCommand child;
  child.path = program;
  child.words = show.ToWords();
  child.variables = VariablesOfShow(reattach);
  child.output = output.fd();
  child.errors = errors.fd();
  ASSIGN_OR_RETURN(const int code, RunChild(child, signals, nullptr));
  if (code == 0) return output;
  ASSIGN_OR_RETURN(const absl::string_view words, errors.Contents());
  return absl::FailedPreconditionError(
      absl::StrCat("terraform show ended with exit code ", code, ".\n",
                   absl::StripSuffix(absl::StripPrefix(words, "\n"), "\n")));
}

bool OnlyDeletes(const plan::Plan& plan) {
  bool any = false;
  for (const plan::Resource& resource : plan.resources) {
    if (resource.address.mode != plan::Mode::kManaged) continue;
    if (resource.action != Action::kDelete) return false;
    any = true;
  }
  return any;
}

std::string Unaccounted(const plan::Plan& plan, bool is_new, Session& session) {
  for (const plan::Resource& resource : plan.resources) {
    if (!IsPlanned(resource) || !session.schemas().Names(resource.address.type))
      continue;
    if (!session.Watches(resource.provider)) {
      return absl::StrCat(
          resource.address.ToString(), " is planned by the provider ",
          resource.provider,
          ", whose calls did not pass through compliance exec, so that it was "
          "not judged. Name that provider in required_providers by the first "
          "word of its resource types, and run terraform init.");
    }
    if (is_new && session.ledger().judged() == 0) {
      return absl::StrCat(
          resource.address.ToString(),
          " is planned, but no call to a provider was judged, as if it had "
          "been planned elsewhere. Use \"compliance check\" on the plan "
          "instead.");
    }
  }
  return "";
}

void ShowFindings(const PlanCheck& check, const std::string& directory,
                  const Voice& voice) {
  if (voice.json) {
    const Rendered lines = RenderAllAsJsonLines(check, directory);
    WriteTo(STDOUT_FILENO, absl::StrCat(lines.warnings, lines.errors));
    return;
  }
  const Terminal output = TerminalOf(STDOUT_FILENO, voice);
  const Terminal errors = TerminalOf(STDERR_FILENO, voice);
  WriteTo(STDOUT_FILENO, RenderAllForPeople(check, directory, output).warnings);
  WriteTo(STDERR_FILENO, RenderAllForPeople(check, directory, errors).errors);
}

Outcome OutcomeOf(const PlanCheck& check) {
  Outcome outcome;
  outcome.findings = Noted(check.evaluation);
  if (!check.blocks && !check.broken) return outcome;
  outcome.exit_code = 1;
  outcome.blocked = true;
  if (check.broken) {
    outcome.precise = Precise::kCouldNotCheck;
    outcome.reason = "a rule could not be checked";
    return outcome;
  }
  const bool fails =
      std::any_of(check.evaluation.findings.begin(),
                  check.evaluation.findings.end(), [](const Finding& finding) {
                    return finding.verdict == Verdict::kFail &&
                           finding.enforcement == Enforcement::kMandatory;
                  });
  outcome.precise = fails ? Precise::kMandatoryFindings : Precise::kUndecided;
  outcome.reason = fails ? "the plan breaks mandatory rules"
                         : "mandatory rules stayed undecided";
  return outcome;
}

}  // namespace compliance::hook
