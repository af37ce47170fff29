#include "compliance/cli/cli.h"

#include <CLI/CLI.hpp>
#include <csignal>
#include <exception>
#include <functional>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "catalogue.h"
#include "check.h"
#include "output.h"

namespace compliance::cli {
namespace {

// What the command line chose to do.
using Command = std::function<ExitCode()>;

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
  check
      ->add_option("--config", flags->settings.config_file,
                   "Configuration; default: .compliance.yaml, looked for "
                   "upwards")
      ->type_name("FILE");
  check
      ->add_option("--framework", flags->settings.frameworks,
                   "Judge by this framework (repeatable)")
      ->type_name("NAME")
      ->allow_extra_args(false);
  check->add_option("--profile", flags->settings.profile, "production or test")
      ->type_name("NAME");
  check
      ->add_option("--param", flags->settings.parameters,
                   "Set a rule's parameter (repeatable)")
      ->type_name("[RULE.]NAME=VALUE")
      ->allow_extra_args(false);
  check
      ->add_option("--unknown", flags->settings.unknown,
                   "What undecided mandatory rules do: report, or block")
      ->check(CLI::IsMember({"report", "block"}));
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

ExitCode RunParsed(int argc, char** argv) {
  CLI::App app(
      "Fails a Terraform plan that would break PCI-DSS or HIPAA, before "
      "anything is created.",
      "compliance");
  app.require_subcommand(0, 1);
  Command command;
  AddCheck(app, command);
  AddRules(app, command);
  AddExplain(app, command);
  AddVersion(app, command);
  try {
    app.parse(argc, argv);
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
    return RunParsed(argc, argv);
  } catch (const std::exception& error) {
    PrintError(absl::StrCat("internal error: ", error.what()));
    return kCouldNotCheck;
  }
}

}  // namespace compliance::cli
