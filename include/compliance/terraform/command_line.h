// Terraform's and OpenTofu's command line, as far as one who runs or watches
// them has to understand it.
#ifndef COMPLIANCE_TERRAFORM_COMMAND_LINE_H_
#define COMPLIANCE_TERRAFORM_COMMAND_LINE_H_

#include <sys/types.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace compliance::terraform {

// Reads an environment variable; nullopt when it is not set.
using Environment =
    std::function<std::optional<std::string>(const std::string& name)>;
Environment ProcessEnvironment();

// A command as typed: terraform -chdir=net plan -var-file=x.tfvars plan.tfplan
struct CommandLine {
  std::string program;                 // as typed: "terraform", "/usr/bin/tofu"
  std::vector<std::string> global;     // before the subcommand: -chdir=DIR, …
  std::string chdir;                   // of -chdir=DIR; "" when there is none
  std::string subcommand;              // "" for none, as in terraform -version
  std::vector<std::string> arguments;  // behind the subcommand
  // What Terraform reads besides: the words of TF_CLI_ARGS and
  // TF_CLI_ARGS_<subcommand>, which it puts before `arguments`. Empty without a
  // subcommand.
  std::vector<std::string> from_environment;

  // `words` is the program and its arguments; never fails: what Terraform would
  // refuse it refuses itself. Words of the environment that Terraform cannot
  // split either are left out.
  static CommandLine Parse(const std::vector<std::string>& words,
                           const Environment& environment);

  bool IsOpenTofu() const;  // by the program's name

  // Whether it only prints help or a version: -help, -h, -version, -v and their
  // spellings with two dashes, wherever they stand.
  bool OnlyInforms() const;

  // Whether a boolean option is given and holds at last: -json, -json=false,
  // --json, also from the environment. Words behind the first positional do not
  // count, but for -no-color and -compact-warnings, which Terraform takes
  // anywhere.
  bool Has(absl::string_view option) const;
  // The last value of an option: -out=FILE, -out FILE.
  std::optional<std::string> ValueOf(absl::string_view option) const;
  // What is neither an option nor the value of one: a plan file, an address.
  std::vector<std::string> Positional() const;

  // The words to start it with: program, global, subcommand, arguments. Not
  // those of the environment, which Terraform adds itself.
  std::vector<std::string> ToWords() const;
};

// Whether it takes everything down: destroy, plan -destroy or apply -destroy.
// Anything that is not surely that is not.
bool TakesDown(const CommandLine& command);

// `terraform apply` without a saved plan, split in two. Every option goes where
// it is understood; -auto-approve to neither (Terraform does not ask before it
// applies a saved plan).
struct SplitApply {
  // Without -out=FILE, which has to come first in `arguments`: the last option
  // may lack its value.
  CommandLine plan;
  CommandLine apply;  // without the plan file, which comes last
  bool auto_approve = false;
  bool input = true;  // -input=false, TF_INPUT=0 and -json say otherwise
  bool json = false;
  bool destroy = false;
};
// `apply` may be a destroy. Environment words are moved to where they belong:
// the two commands must be run without TF_CLI_ARGS, TF_CLI_ARGS_plan and
// TF_CLI_ARGS_apply. -var and -var-file go to both, since a saved plan does not
// hold the values of ephemeral variables; of other variables Terraform then
// compares the values, which are the same.
SplitApply SplitPlanAndApply(const CommandLine& apply,
                             const Environment& environment);

// The same command without -var and -var-file, which Terraform before 1.10
// refuses beside a saved plan. Words of the environment are among `arguments`.
CommandLine WithoutVariables(const CommandLine& command);

// The command line of a running process, empty where the system does not tell.
std::vector<std::string> WordsOfProcess(pid_t pid);

// The first executable of that name on PATH whose directory is not one of
// `passed_over`; a name with a slash is itself. Errors: NOT_FOUND naming PATH.
absl::StatusOr<std::string> FindProgram(
    const std::string& name, const Environment& environment,
    const std::vector<std::string>& passed_over);

}  // namespace compliance::terraform

#endif  // COMPLIANCE_TERRAFORM_COMMAND_LINE_H_
