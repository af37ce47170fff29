#include "compliance/hook/exec.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "compliance/base/status_macros.h"
#include "compliance/terraform/providers.h"
#include "hook/child_process.h"
#include "hook/janitor.h"
#include "hook/outcome.h"
#include "hook/own_words.h"
#include "hook/real_program.h"
#include "hook/result_file.h"
#include "hook/session.h"
#include "hook/signal_inbox.h"
#include "hook/stand_ins.h"
#include "hook/watched_run.h"

namespace compliance::hook {
namespace {

terraform::WorkingDirectory DirectoryOf(const ExecOptions& options) {
  const std::string& chdir = options.command.chdir;
  const std::filesystem::path path =
      std::filesystem::absolute(chdir.empty() ? "." : chdir).lexically_normal();
  return {path.string(), options.command.IsOpenTofu(), options.environment};
}

absl::StatusOr<std::string> ProgramOf(const ExecOptions& options) {
  std::vector<std::string> passed_over;
  if (!options.shim_directory.empty()) {
    passed_over.push_back(options.shim_directory);
  }
  return FindRealProgram(options.command.program, options.environment,
                         std::move(passed_over));
}

// What a command leaves unjudged, for people; "" for nothing.
absl::string_view NoteOnCommand(const std::string& subcommand) {
  if (subcommand == "test") {
    return "rules that need the whole plan are not judged in a test";
  }
  const bool plans_nothing = subcommand == "refresh" ||
                             subcommand == "import" || subcommand == "console";
  return plans_nothing ? "nothing is planned here, so nothing is judged" : "";
}

void Note(const ExecOptions& options) {
  if (!options.shim_directory.empty() || options.command.OnlyInforms()) return;
  const absl::string_view note = NoteOnCommand(options.command.subcommand);
  if (!note.empty()) SayNote(note);
}

Outcome Refuse(const ExecOptions& options, absl::string_view summary,
               absl::string_view detail) {
  SayError(Voice::Of(options.command), summary, detail);
  return Outcome::CouldNotCheck(absl::StrCat(summary, ": ", detail));
}

// Nothing is judged, and nothing is in Terraform's way.
Outcome PassOn(const ExecOptions& options, const std::string& program) {
  ChildCommand child;
  child.path = program;
  child.words = options.command.ToWords();
  absl::StatusOr<int> code;
  if (options.result_file.empty()) {
    code = BecomeCommand(child);
  } else {
    SignalInbox signals;
    code = RunChild(child, signals, nullptr);
  }
  if (!code.ok()) return Refuse(options, code.status().message(), "");
  Outcome outcome;
  outcome.exit_code = *code;
  outcome.terraform_exit_code = *code;
  outcome.reason = "nothing was judged";
  return outcome;
}

absl::StatusOr<std::vector<StandIn>> FindFor(
    const ExecOptions& options, const terraform::WorkingDirectory& directory) {
  StandInOptions wanted;
  wanted.directory = directory;
  wanted.rule_set = options.rule_set;
  wanted.allow_unlocked = options.allow_unlocked;
  wanted.sandbox = options.sandbox;
  return FindStandIns(wanted);
}

// Terraform says of its own providers what led to their end.
void ShowPanics(const tfplugin::Forwarder& forwarder) {
  for (const std::string& text : forwarder.panics()) {
    WriteTo(STDERR_FILENO, absl::StrCat("\n", text));
  }
}

Outcome Watch(const ExecOptions& options, const std::string& program,
              const terraform::WorkingDirectory& directory,
              const std::vector<StandIn>& stand_ins) {
  // Both before any thread.
  Janitor janitor;
  SignalInbox signals;
  absl::StatusOr<std::unique_ptr<Session>> session =
      Session::Start({*options.rule_set, options.config, directory, stand_ins,
                      janitor, options.command.subcommand != "test"});
  if (!session.ok()) {
    return Refuse(options, "The hook cannot be put in place",
                  session.status().message());
  }
  Outcome outcome =
      WatchedRun(options, program, directory, **session, signals).Run();
  ShowPanics((*session)->forwarder());
  return outcome;
}

Outcome RunJudged(const ExecOptions& options, const std::string& program) {
  const terraform::WorkingDirectory directory = DirectoryOf(options);
  const std::string& subcommand = options.command.subcommand;
  const std::string remote = terraform::RemoteBackend(directory);
  if (!remote.empty() && (subcommand == "plan" || subcommand == "apply")) {
    return Refuse(
        options, absl::StrCat("Runs of this directory execute elsewhere"),
        absl::StrCat(
            "The ", remote,
            " backend runs plans and applies where no provider "
            "can be watched from here. Use \"compliance check\" on the JSON of "
            "the plan, or a run task, instead of \"compliance exec\"."));
  }
  const absl::StatusOr<std::vector<StandIn>> stand_ins =
      FindFor(options, directory);
  absl::Status status = stand_ins.status();
  if (status.ok()) status = Verified(*stand_ins);
  if (!status.ok()) {
    return Refuse(options, "A provider cannot be verified", status.message());
  }
  for (const StandIn& stand_in : *stand_ins) {
    const std::string note = NoteOn(stand_in);
    if (!note.empty()) SayNote(note);
  }
  return Watch(options, program, directory, *stand_ins);
}

// A result that is lost must not look like a pass.
int Conclude(const ExecOptions& options, const Outcome& outcome) {
  if (options.result_file.empty()) return outcome.exit_code;
  const absl::Status status = WriteResultFile(options.result_file, outcome);
  if (status.ok()) return outcome.exit_code;
  SayError(Voice::Of(options.command), status.message(), "");
  return std::max(outcome.exit_code, 1);
}

std::string Described(const StandIn& stand_in) {
  const terraform::InstalledProvider& provider = stand_in.provider;
  std::string state = "verified by the dependency lock file";
  if (stand_in.is_sandbox) {
    state = "the sandbox, in place of the real one";
  } else if (!stand_in.verified.ok()) {
    state = absl::StrCat("refused: ", stand_in.verified.message());
  } else if (!NoteOn(stand_in).empty()) {
    state = NoteOn(stand_in);
  }
  return absl::StrCat(
      provider.address, provider.version.empty() ? "" : " ", provider.version,
      "\n  ", provider.binary.empty() ? "(runs already)" : provider.binary,
      "\n  ", state, "\n");
}

}  // namespace

bool Judges(const ExecOptions& options) {
  const terraform::CommandLine& command = options.command;
  const std::string& name = command.subcommand;
  const bool is_judged = name == "plan" || name == "apply" ||
                         name == "validate" ||
                         (name == "test" && options.shim_directory.empty());
  return is_judged && !command.OnlyInforms() && !terraform::TakesDown(command);
}

int Exec(const ExecOptions& options) {
  const absl::StatusOr<std::string> program = ProgramOf(options);
  if (!program.ok()) {
    return Conclude(options, Refuse(options, program.status().message(), ""));
  }
  Note(options);
  return Conclude(options, Judges(options) ? RunJudged(options, *program)
                                           : PassOn(options, *program));
}

int RefuseToExec(const ExecOptions& options, absl::string_view why) {
  return Conclude(options, Refuse(options, "Nothing can be judged", why));
}

int ShowInstallation(const ExecOptions& options) {
  const absl::StatusOr<std::vector<StandIn>> stand_ins =
      FindFor(options, DirectoryOf(options));
  if (!stand_ins.ok()) {
    return Refuse(options, stand_ins.status().message(), "").exit_code;
  }
  for (const StandIn& stand_in : *stand_ins) {
    WriteTo(STDOUT_FILENO, Described(stand_in));
  }
  if (stand_ins->empty()) {
    SayNote("no provider that rules speak of is installed here");
  }
  return Verified(*stand_ins).ok() ? 0 : 1;
}

}  // namespace compliance::hook
