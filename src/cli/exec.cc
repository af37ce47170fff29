#include "exec.h"

#include <unistd.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "compliance/cli/cli.h"
#include "compliance/config/config.h"
#include "compliance/hook/env.h"
#include "compliance/hook/exec.h"
#include "compliance/hook/shim.h"
#include "compliance/rules/rule_set.h"
#include "compliance/terraform/command_line.h"
#include "output.h"

namespace compliance::cli {
namespace {

int Fail(absl::string_view message) {
  PrintError(message);
  return kCouldNotCheck;
}

hook::ExecOptions OptionsOf(const ExecFlags& flags) {
  hook::ExecOptions options;
  options.environment = terraform::ProcessEnvironment();
  options.command =
      terraform::CommandLine::Parse(flags.words, options.environment);
  options.rule_set = &rules::RuleSet::BuiltIn();
  options.allow_unlocked = flags.providers.allow_unlocked;
  options.sandbox = flags.providers.sandbox;
  options.result_file = flags.result_file;
  options.shim_directory = flags.shim_directory;
  return options;
}

}  // namespace

int RunExec(const ExecFlags& flags) {
  if (flags.words.empty() && !flags.shows_installation) {
    return Fail("the command is missing: compliance exec -- terraform plan");
  }
  ExecFlags wanted = flags;
  if (wanted.words.empty()) wanted.words = {"terraform"};
  hook::ExecOptions options = OptionsOf(wanted);
  if (flags.shows_installation) return hook::ShowInstallation(options);
  if (!hook::Judges(options)) return hook::Exec(options);
  absl::StatusOr<config::Config> config =
      ReadSettings(flags.settings, options.command.chdir, *options.rule_set);
  if (!config.ok()) {
    return hook::RefuseToExec(options, config.status().message());
  }
  options.config = *std::move(config);
  return hook::Exec(options);
}

int RunEnv(const EnvFlags& flags) {
  const hook::Shell shell =
      flags.shell == "fish" ? hook::Shell::kFish : hook::Shell::kPosix;
  if (flags.stops) {
    return hook::StopEnv(terraform::ProcessEnvironment(), shell);
  }
  const rules::RuleSet& rule_set = rules::RuleSet::BuiltIn();
  const absl::StatusOr<config::Config> config =
      ReadSettings(flags.settings, flags.chdir, rule_set);
  if (!config.ok()) return Fail(config.status().message());
  hook::EnvOptions options;
  options.environment = terraform::ProcessEnvironment();
  options.directory = flags.chdir;
  options.open_tofu = flags.open_tofu;
  options.rule_set = &rule_set;
  options.config = &*config;
  options.allow_unlocked = flags.providers.allow_unlocked;
  options.sandbox = flags.providers.sandbox;
  options.shell = shell;
  options.asker = getppid();
  return hook::StartEnv(options);
}

int RunShim(const ShimFlags& flags) {
  hook::ShimOptions options;
  options.directory = flags.directory;
  options.program = flags.program;
  options.environment = terraform::ProcessEnvironment();
  const absl::StatusOr<std::vector<std::string>> files =
      hook::WriteShims(options);
  if (!files.ok()) return Fail(files.status().message());
  const absl::Status status =
      Print(absl::StrCat(absl::StrJoin(*files, "\n"), "\n"));
  return status.ok() ? kCompliant : Fail(status.message());
}

}  // namespace compliance::cli
