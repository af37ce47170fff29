#include "compliance/cli/cli.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <exception>
#include <functional>
#include <memory>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "catalogue.h"
#include "check.h"
#include "exec.h"
#include "output.h"

namespace compliance::cli {
namespace {

// What the command line chose to do.
using Command = std::function<int()>;

void AddSettings(CLI::App& command, SettingFlags& settings) {
  command
      .add_option("--config", settings.config_file,
                  "Configuration; default: .compliance.yaml, looked for "
                  "upwards")
      ->type_name("FILE");
  command
      .add_option("--framework", settings.frameworks,
                  "Judge by this framework (repeatable)")
      ->type_name("NAME")
      ->allow_extra_args(false);
  command.add_option("--profile", settings.profile, "production or test")
      ->type_name("NAME");
  command
      .add_option("--param", settings.parameters,
                  "Set a rule's parameter (repeatable)")
      ->type_name("[RULE.]NAME=VALUE")
      ->allow_extra_args(false);
  command
      .add_option("--unknown", settings.unknown,
                  "What undecided mandatory rules do: report, or block")
      ->check(CLI::IsMember({"report", "block"}));
}

void AddProviders(CLI::App& command, ProviderFlags& providers) {
  command.add_flag("--allow-unlocked", providers.allow_unlocked,
                   "Start providers that the dependency lock file does not "
                   "have");
  command.add_flag("--sandbox", providers.sandbox,
                   "The sandbox in place of the real AWS provider");
}

void AddCheck(CLI::App& app, Command& command) {
  const auto flags = std::make_shared<CheckFlags>();
  CLI::App* check = app.add_subcommand(
      "check", "Judge a plan: terraform show -json tfplan > plan.json");
  check->footer(
      "Exit codes: 0 compliant, 1 mandatory findings, 2 could not check, 3 a "
      "mandatory\nrule stayed undecided and --unknown is block.");
  check->add_option("PLAN", flags->plan, "Plan JSON file; - is standard input")
      ->required();
  check->add_option("--format", flags->format, "Report on standard output")
      ->check(CLI::IsMember(FormatNames()))
      ->capture_default_str();
  check
      ->add_option("--output", flags->outputs,
                   "Also write a report to a file (repeatable)")
      ->type_name("FORMAT=FILE")
      ->allow_extra_args(false);
  AddSettings(*check, flags->settings);
  check
      ->add_option("--chdir", flags->chdir,
                   "Directory of the .tf files, for file and line")
      ->type_name("DIR")
      ->check(CLI::ExistingDirectory);
  check->add_flag("--all-verdicts", flags->all_verdicts,
                  "List passes and what is not applicable too");
  check->add_flag("--no-color", flags->no_color, "No colour on a terminal");
  check->callback(
      [flags, &command] { command = [flags] { return RunCheck(*flags); }; });
}

void AddRules(CLI::App& app, Command& command) {
  CLI::App* rules = app.add_subcommand("rules", "The rules");
  rules->require_subcommand(1);
  rules->add_subcommand("list", "One line per rule")->callback([&command] {
    command = ListRules;
  });

  const auto id = std::make_shared<std::string>();
  CLI::App* show = rules->add_subcommand("show", "Everything about a rule");
  show->add_option("ID", *id, "Rule id or alias")->required();
  show->callback([id, &command] { command = [id] { return ShowRule(*id); }; });

  const auto files = std::make_shared<std::vector<std::string>>();
  CLI::App* validate =
      rules->add_subcommand("validate", "Say what is wrong in rule files");
  validate->add_option("FILES", *files, "Rule files")->required();
  validate->callback([files, &command] {
    command = [files] { return ValidateRules(*files); };
  });
}

void AddExplain(CLI::App& app, Command& command) {
  const auto name = std::make_shared<std::string>();
  CLI::App* explain = app.add_subcommand(
      "explain", "A rule, or the rules that give evidence for a requirement");
  explain
      ->add_option("RULE|REQUIREMENT", *name,
                   "Such as aws.kms.rotation, CKV_AWS_7 or 3.5.1")
      ->required();
  explain->callback(
      [name, &command] { command = [name] { return Explain(*name); }; });
}

ExitCode PrintOrFail(const std::string& text) {
  const absl::Status status = Print(text);
  if (status.ok()) return kCompliant;
  PrintError(status.message());
  return kCouldNotCheck;
}

void AddVersion(CLI::App& app, Command& command) {
  app.add_subcommand("version", "The version of this program")
      ->callback([&command] {
        command = [] {
          return PrintOrFail(
              absl::StrCat("compliance ", COMPLIANCE_VERSION, "\n"));
        };
      });
}

// `words`: what stood behind --.
void AddExec(CLI::App& app, const std::vector<std::string>& words,
             Command& command) {
  const auto flags = std::make_shared<ExecFlags>();
  flags->words = words;
  CLI::App* exec = app.add_subcommand(
      "exec", "Judge while Terraform runs: compliance exec -- terraform plan");
  exec->footer(
      "Exit codes are Terraform's own, and 1 where findings block. Whatever "
      "plans nothing is\npassed on untouched.");
  AddSettings(*exec, flags->settings);
  AddProviders(*exec, flags->providers);
  exec->add_option("--result-file", flags->result_file,
                   "Write how it ended, as JSON")
      ->type_name("FILE");
  exec->add_flag("--install-dir", flags->shows_installation,
                 "Only show which providers would be started, and from where");
  exec->add_option("--shim", flags->shim_directory,
                   "Directory of the shim that calls this")
      ->group("");
  exec->callback(
      [flags, &command] { command = [flags] { return RunExec(*flags); }; });
}

void AddEnv(CLI::App& app, Command& command) {
  const auto flags = std::make_shared<EnvFlags>();
  CLI::App* env = app.add_subcommand(
      "env", "The same for a whole shell: eval \"$(compliance env)\"");
  env->footer(
      "Each resource is judged as it is planned and applied. There is no check "
      "of the whole plan\nhere: use compliance exec or compliance check for "
      "rules over several resources.\nIt ends with the shell that asked, or by "
      "--stop.");
  AddSettings(*env, flags->settings);
  AddProviders(*env, flags->providers);
  env->add_option("--chdir", flags->chdir, "Directory of the .tf files")
      ->type_name("DIR")
      ->check(CLI::ExistingDirectory);
  env->add_option("--shell", flags->shell, "Whose words to print")
      ->check(CLI::IsMember({"sh", "fish"}))
      ->capture_default_str();
  env->add_flag("--tofu", flags->open_tofu, "For OpenTofu");
  env->add_flag("--stop", flags->stops, "End the one that is in force");
  env->callback(
      [flags, &command] { command = [flags] { return RunEnv(*flags); }; });
}

void AddShim(CLI::App& app, Command& command) {
  const auto flags = std::make_shared<ShimFlags>();
  CLI::App* shim = app.add_subcommand(
      "shim", "Write a terraform that goes through exec, for other tools");
  shim->add_option("--dir", flags->directory, "Where to write it")
      ->type_name("DIR")
      ->required();
  shim->add_option("--terraform", flags->program,
                   "The program to stand for; default: those on PATH")
      ->type_name("PATH");
  shim->callback(
      [flags, &command] { command = [flags] { return RunShim(*flags); }; });
}

// Help is asked for and goes to standard output; anything else is a mistake on
// the command line.
ExitCode ReportParseError(const CLI::App& app, const CLI::ParseError& error) {
  std::ostringstream out;
  std::ostringstream err;
  const int code = app.exit(error, out, err);
  if (code == 0) return PrintOrFail(out.str());
  PrintError(err.str().substr(0, err.str().find_last_not_of('\n') + 1));
  return kCouldNotCheck;
}

// Takes what follows -- off the arguments of exec: it is another's command
// line.
std::vector<std::string> TakeCommand(std::vector<std::string>& arguments) {
  if (arguments.empty() || arguments.front() != "exec") return {};
  const auto dashes = std::find(arguments.begin(), arguments.end(), "--");
  if (dashes == arguments.end()) return {};
  std::vector<std::string> words(dashes + 1, arguments.end());
  arguments.erase(dashes, arguments.end());
  return words;
}

int RunParsed(std::vector<std::string> arguments) {
  const std::vector<std::string> words = TakeCommand(arguments);
  CLI::App app(
      "Fails a Terraform plan that would break PCI-DSS or HIPAA, before "
      "anything is created.",
      "compliance");
  app.require_subcommand(0, 1);
  Command command;
  AddCheck(app, command);
  AddRules(app, command);
  AddExplain(app, command);
  AddExec(app, words, command);
  AddEnv(app, command);
  AddShim(app, command);
  AddVersion(app, command);
  // It takes them from the end.
  std::reverse(arguments.begin(), arguments.end());
  try {
    app.parse(std::move(arguments));
  } catch (const CLI::ParseError& error) {
    return ReportParseError(app, error);
  }
  return command ? command() : PrintOrFail(app.help());
}

}  // namespace

int Run(int argc, char** argv) {
  // A reader that went away shows as a failed write, not as our death.
  std::signal(SIGPIPE, SIG_IGN);
  try {
    return RunParsed({argv + 1, argv + argc});
  } catch (const std::exception& error) {
    PrintError(absl::StrCat("internal error: ", error.what()));
    return kCouldNotCheck;
  }
}

}  // namespace compliance::cli
