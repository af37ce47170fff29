#include "hook/watched_run.h"

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "compliance/base/status_macros.h"
#include "hook/approval.h"
#include "hook/child_process.h"
#include "hook/json_output.h"
#include "hook/whole_plan.h"

namespace compliance::hook {
namespace {

using terraform::CommandLine;
using terraform::SplitApply;

// As `plan -detailed-exitcode` says that there is something to apply.
constexpr int kHasChanges = 2;

// First, since the last option may lack its value.
CommandLine WithOption(CommandLine command, const std::string& option) {
  command.arguments.insert(command.arguments.begin(), option);
  return command;
}

std::string WorkspaceOf(const terraform::WorkingDirectory& directory) {
  const std::string chosen = directory.environment("TF_WORKSPACE").value_or("");
  if (!chosen.empty()) return chosen;
  std::ifstream file(directory.DataDirectory() + "/environment");
  std::string name;
  std::getline(file, name);
  return std::string(absl::StripAsciiWhitespace(name));
}

}  // namespace

WatchedRun::WatchedRun(const ExecOptions& options, std::string program,
                       const terraform::WorkingDirectory& directory,
                       Session& session, SignalInbox& signals)
    : options_(options),
      command_(options.command),
      program_(std::move(program)),
      directory_(directory),
      session_(session),
      signals_(signals),
      voice_(Voice::Of(options.command)),
      variables_(Variables::OfProcess().Set("TF_REATTACH_PROVIDERS",
                                            session.reattach())) {}

Outcome WatchedRun::Run() {
  Outcome outcome;
  if (command_.subcommand == "plan") {
    outcome = Plan();
  } else if (command_.subcommand == "apply") {
    outcome = Apply();
  } else {
    outcome = Ended(Start(command_));
  }
  outcome.judged_calls = session_.ledger().judged();
  return outcome;
}

Outcome WatchedRun::Plan() {
  session_.schemas().KeepResponses(true);
  const std::string user_file = command_.ValueOf("-out").value_or("");
  std::optional<MemoryFile> memory;
  std::string file = user_file;
  if (user_file.empty()) {
    absl::StatusOr<MemoryFile> created = MemoryFile::Create();
    if (!created.ok()) return Cannot(created.status());
    memory = *std::move(created);
    file = memory->path();
  }
  const int code = user_file.empty()
                       ? StartPlan(command_, variables_, file, Ending::kNote)
                       : Start(command_);
  const bool is_made =
      code == 0 || (code == kHasChanges && command_.Has("-detailed-exitcode"));
  if (!is_made) return ReviewRest(command_, code);
  Outcome outcome = ReviewPlan(file, /*is_new=*/true).outcome;
  outcome.terraform_exit_code = code;
  if (outcome.exit_code == 0) outcome.exit_code = code;
  return outcome;
}

Outcome WatchedRun::Apply() {
  const std::vector<std::string> positional = command_.Positional();
  if (!positional.empty()) return ApplySaved(positional.front());
  const SplitApply split =
      terraform::SplitPlanAndApply(command_, options_.environment);
  // Terraform refuses this one, in its own words.
  if (split.json && !split.auto_approve) return Ended(Start(command_));
  return ApplyPlanned(split);
}

Outcome WatchedRun::ApplySaved(const std::string& plan_file) {
  // Terraform has words for a file that is not there.
  std::error_code error;
  const auto file = std::filesystem::path(directory_.path) / plan_file;
  if (!std::filesystem::exists(file, error)) return Ended(Start(command_));
  session_.schemas().KeepResponses(true);
  Review review = ReviewPlan(plan_file, /*is_new=*/false);
  if (review.outcome.exit_code != 0) return review.outcome;
  session_.schemas().KeepResponses(false);
  session_.addresses().UsePlan(*review.check->plan);
  review.check.reset();
  Outcome outcome = Ended(Start(command_));
  outcome.findings = std::move(review.outcome.findings);
  return outcome;
}

Outcome WatchedRun::ApplyPlanned(const SplitApply& split) {
  session_.schemas().KeepResponses(true);
  absl::StatusOr<MemoryFile> plan = MemoryFile::Create();
  if (!plan.ok()) return Cannot(plan.status());
  // Their words are among those of the two commands.
  variables_.Unset("TF_CLI_ARGS")
      .Unset("TF_CLI_ARGS_plan")
      .Unset("TF_CLI_ARGS_apply");
  const int code = StartPlan(WithOption(split.plan, "-detailed-exitcode"),
                             variables_, plan->path(), Ending::kNothing);
  if (code != 0 && code != kHasChanges) return ReviewRest(split.plan, code);
  Review review = ReviewPlan(plan->path(), /*is_new=*/true);
  if (review.outcome.exit_code != 0) {
    review.outcome.terraform_exit_code = 0;
    return review.outcome;
  }
  if (signals_.was_asked_to_end()) return Fail("execution halted", "");
  if (code == kHasChanges && !split.auto_approve && !IsApproved()) {
    Outcome outcome = std::move(review.outcome);
    outcome.exit_code = 1;
    outcome.terraform_exit_code = 0;
    outcome.reason = "the plan was not approved";
    return outcome;
  }
  session_.schemas().KeepResponses(false);
  session_.addresses().UsePlan(*review.check->plan);
  review.check.reset();
  return ApplyReviewed(split, *plan, std::move(review.outcome));
}

Outcome WatchedRun::ApplyReviewed(const SplitApply& split, MemoryFile& plan,
                                  Outcome outcome) {
  CommandLine apply = split.apply;
  apply.arguments.push_back(plan.path());
  const int code = split.json ? StartApplied(apply, variables_)
                              : Start(apply, variables_, -1, nullptr);
  std::vector<NotedFinding> findings = std::move(outcome.findings);
  outcome = Ended(code);
  outcome.findings = std::move(findings);
  return outcome;
}

Outcome WatchedRun::ReviewRest(const CommandLine& plan, int code) {
  Outcome outcome = Ended(code);
  if (!outcome.blocked || signals_.was_asked_to_end()) return outcome;
  const absl::StatusOr<MemoryFile> file = MemoryFile::Create();
  absl::StatusOr<PlanCheck> check = absl::UnavailableError("");
  if (file.ok() && MakePlanInSilence(plan, *file)) {
    check = ReadPlan(file->path());
  }
  if (!check.ok()) {
    SayNote("what depends on the resources above could not be judged yet");
    return outcome;
  }
  ShowFindings(*check, command_.chdir, voice_);
  outcome.findings = OutcomeOf(*check).findings;
  return outcome;
}

bool WatchedRun::MakePlanInSilence(const CommandLine& plan,
                                   const MemoryFile& file) {
  const int null = open("/dev/null", O_RDWR | O_CLOEXEC);
  CommandLine again = plan;
  // Last, so that it holds. What there is was looked at a moment ago.
  for (const std::string& option :
       {absl::StrCat("-out=", file.path()), std::string("-input=false"),
        std::string("-lock=false"), std::string("-refresh=false"),
        std::string("-detailed-exitcode=false")}) {
    again.arguments.push_back(option);
  }
  ChildCommand child;
  child.path = program_;
  child.words = again.ToWords();
  child.variables = variables_;
  child.input = null;
  child.output = null;
  child.errors = null;
  session_.ledger().Mute(true);
  const absl::StatusOr<int> code = RunChild(child, signals_, nullptr);
  session_.ledger().Mute(false);
  close(null);
  return code.ok() && *code == 0;
}

absl::StatusOr<PlanCheck> WatchedRun::ReadPlan(const std::string& plan_file) {
  absl::StatusOr<MemoryFile> json =
      ShowPlan(program_, command_, plan_file, session_.reattach(), signals_);
  if (!json.ok() && session_.schemas().keeps_responses()) {
    // With the whole schema, if parts of it were not enough.
    session_.schemas().KeepResponses(false);
    json =
        ShowPlan(program_, command_, plan_file, session_.reattach(), signals_);
  }
  if (!json.ok()) return json.status();
  ASSIGN_OR_RETURN(const absl::string_view text, json->Contents());
  return CheckPlan(text, command_.chdir, session_.evaluator(),
                   /*takes_down=*/false, session_.ledger());
}

WatchedRun::Review WatchedRun::ReviewPlan(const std::string& plan_file,
                                          bool is_new) {
  absl::StatusOr<PlanCheck> checked = ReadPlan(plan_file);
  if (!checked.ok()) {
    return {Fail("The plan could not be judged",
                 std::string(checked.status().message())),
            nullptr};
  }
  Review review;
  review.check = std::make_unique<PlanCheck>(*std::move(checked));
  const plan::Plan& plan = *review.check->plan;
  // Most likely of `plan -destroy`, which is not held up either.
  if (!is_new && OnlyDeletes(plan)) return review;
  ShowFindings(*review.check, command_.chdir, voice_);
  review.outcome = OutcomeOf(*review.check);
  const std::string unaccounted = Unaccounted(plan, is_new, session_);
  if (!unaccounted.empty()) {
    review.outcome = Fail("The plan was not judged", unaccounted);
  }
  return review;
}

bool WatchedRun::IsApproved() {
  Question question;
  question.product = command_.IsOpenTofu() ? "OpenTofu" : "Terraform";
  question.workspace = WorkspaceOf(directory_);
  question.refresh_only = command_.Has("-refresh-only");
  question.color = voice_.color;
  switch (AskForApproval(question, signals_.end_fd())) {
    case Answer::kYes:
      return true;
    case Answer::kNo:
      WriteTo(STDOUT_FILENO, "Apply cancelled.\n");
      return false;
    case Answer::kNoInput:
      SayError(voice_, "error asking for approval: EOF", "");
      return false;
    case Answer::kInterrupted:
      signals_.Take();
      WriteTo(STDOUT_FILENO, "\n");
      SayError(voice_, "error asking for approval: interrupted", "");
      return false;
  }
  return false;
}

int WatchedRun::Start(const CommandLine& command) {
  return Start(command, variables_, -1, nullptr);
}

int WatchedRun::Start(const CommandLine& command, const Variables& variables,
                      int output, const std::function<void()>& on_resize) {
  ChildCommand child;
  child.path = program_;
  child.words = command.ToWords();
  child.variables = variables;
  child.output = output;
  const absl::StatusOr<int> code = RunChild(child, signals_, on_resize);
  if (code.ok()) return *code;
  SayError(voice_, std::string(code.status().message()), "");
  return 1;
}

int WatchedRun::StartPlan(const CommandLine& command,
                          const Variables& variables,
                          const std::string& plan_file, Ending ending) {
  const CommandLine planned =
      WithOption(command, absl::StrCat("-out=", plan_file));
  if (voice_.json) return Start(planned, variables, -1, nullptr);
  absl::StatusOr<std::unique_ptr<PlanOutput>> output =
      PlanOutput::Open(plan_file, ending);
  if (!output.ok()) {
    SayError(voice_, std::string(output.status().message()), "");
    return 1;
  }
  const int code = Start(planned, variables, (*output)->child_end(),
                         [&output] { (*output)->FollowSize(); });
  (*output)->Finish();
  return code;
}

int WatchedRun::StartApplied(const CommandLine& command,
                             const Variables& variables) {
  const absl::StatusOr<std::unique_ptr<JsonOutput>> output = JsonOutput::Open();
  if (!output.ok()) {
    SayError(voice_, std::string(output.status().message()), "");
    return 1;
  }
  const int code = Start(command, variables, (*output)->child_end(), nullptr);
  (*output)->Finish();
  return code;
}

Outcome WatchedRun::Ended(int code) const {
  Outcome outcome;
  outcome.exit_code = code;
  outcome.terraform_exit_code = code;
  if (code == 0) return outcome;
  outcome.blocked = session_.ledger().blocked();
  outcome.precise =
      outcome.blocked ? Precise::kMandatoryFindings : Precise::kCouldNotCheck;
  outcome.reason = outcome.blocked ? "planned resources break mandatory rules"
                                   : "terraform ended with an error";
  return outcome;
}

Outcome WatchedRun::Cannot(const absl::Status& status) const {
  return Fail("No plan can be made", std::string(status.message()));
}

Outcome WatchedRun::Fail(const std::string& summary,
                         const std::string& detail) const {
  SayError(voice_, summary, detail);
  return Outcome::CouldNotCheck(
      detail.empty() ? summary : absl::StrCat(summary, ": ", detail));
}

}  // namespace compliance::hook
