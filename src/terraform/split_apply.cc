#include <utility>

#include "compliance/terraform/command_line.h"
#include "terraform/options.h"

namespace compliance::terraform {
namespace {

void Append(const std::vector<std::string>& words, CommandLine& command) {
  command.arguments.insert(command.arguments.end(), words.begin(), words.end());
}

CommandLine Empty(const CommandLine& apply, const std::string& subcommand) {
  CommandLine result = apply;
  result.subcommand = subcommand;
  result.arguments.clear();
  result.from_environment.clear();
  return result;
}

std::vector<std::string> AllArguments(const CommandLine& command) {
  std::vector<std::string> words = command.from_environment;
  words.insert(words.end(), command.arguments.begin(), command.arguments.end());
  return words;
}

// An option without the value that it needs goes to the plan as well, so that
// it is refused before it swallows the name of the plan file.
Half HalfFor(const Option& option) {
  if (!option.value && TakesValue("apply", option.name)) return Half::kBoth;
  return HalfOf(option.name);
}

void Distribute(const Option& option, SplitApply& split) {
  const Half half = HalfFor(option);
  if (half == Half::kBoth || half == Half::kPlan) {
    Append(option.words, split.plan);
  }
  if (half == Half::kBoth || half == Half::kApply) {
    Append(option.words, split.apply);
  }
}

bool AsksForInput(const Arguments& arguments, const Environment& environment) {
  if (!BooleanOf(arguments, "-input").value_or(true)) return false;
  return ParseGoBool(environment("TF_INPUT").value_or("")).value_or(true);
}

}  // namespace

SplitApply SplitPlanAndApply(const CommandLine& apply,
                             const Environment& environment) {
  const Arguments arguments =
      ParseArguments(apply.subcommand, AllArguments(apply));
  SplitApply split;
  split.plan = Empty(apply, "plan");
  split.apply = Empty(apply, "apply");
  split.auto_approve = BooleanOf(arguments, "-auto-approve").value_or(false);
  split.json = BooleanOf(arguments, "-json").value_or(false);
  split.input = !split.json && AsksForInput(arguments, environment);
  const bool is_destroy = apply.subcommand == "destroy";
  split.destroy =
      is_destroy || BooleanOf(arguments, "-destroy").value_or(false);
  for (const Option& option : arguments.options) Distribute(option, split);
  // Last, since `destroy -destroy=false` destroys all the same.
  if (is_destroy) Append({"-destroy"}, split.plan);
  // None is allowed: left to Terraform to say so.
  Append(arguments.positional, split.plan);
  Append(arguments.positional, split.apply);
  return split;
}

CommandLine WithoutVariables(const CommandLine& command) {
  const Arguments arguments =
      ParseArguments(command.subcommand, AllArguments(command));
  CommandLine result = Empty(command, command.subcommand);
  for (const Option& option : arguments.options) {
    if (option.name == "-var" || option.name == "-var-file") continue;
    Append(option.words, result);
  }
  Append(arguments.positional, result);
  return result;
}

}  // namespace compliance::terraform
