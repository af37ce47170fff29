#include "compliance/terraform/command_line.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "terraform/options.h"
#include "terraform/shell_words.h"

namespace compliance::terraform {
namespace {

// How many words stand before the subcommand; all of them where there is none.
std::size_t CountGlobal(const std::vector<std::string>& words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "--") break;
    if (!words[i].empty() && words[i][0] != '-') return i;
  }
  return words.size();
}

// Terraform takes this one with one dash only.
std::string ChdirOf(const std::vector<std::string>& global) {
  std::string result;
  for (const std::string& word : global) {
    absl::string_view value = word;
    if (!absl::StartsWith(value, "-")) break;
    if (absl::ConsumePrefix(&value, "-chdir=")) result = std::string(value);
  }
  return result;
}

void AppendVariable(const std::string& name, const Environment& environment,
                    std::vector<std::string>& words) {
  const auto split = SplitShellWords(environment(name).value_or(""));
  if (split) words.insert(words.end(), split->begin(), split->end());
}

// Terraform puts either right behind the subcommand, the narrower one last, so
// that it comes first.
std::vector<std::string> WordsOfEnvironment(const std::string& subcommand,
                                            const Environment& environment) {
  std::vector<std::string> words;
  AppendVariable(absl::StrCat("TF_CLI_ARGS_",
                              absl::StrReplaceAll(subcommand, {{"-", "_"}})),
                 environment, words);
  AppendVariable("TF_CLI_ARGS", environment, words);
  return words;
}

std::vector<std::string> Concatenate(std::vector<std::string> words,
                                     const std::vector<std::string>& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

Arguments ArgumentsOf(const CommandLine& command) {
  return ParseArguments(
      command.subcommand,
      Concatenate(command.from_environment, command.arguments));
}

std::string NameOf(const std::string& program) {
  return program.substr(program.rfind('/') + 1);
}

bool IsVersion(const std::string& word) {
  return word == "-v" || word == "-version" || word == "--version";
}

bool IsHelp(const std::string& word) {
  return word == "-h" || word == "-help" || word == "--help";
}

}  // namespace

CommandLine CommandLine::Parse(const std::vector<std::string>& words,
                               const Environment& environment) {
  CommandLine result;
  if (words.empty()) return result;
  result.program = words.front();
  std::vector<std::string> rest(std::next(words.begin()), words.end());
  const auto subcommand =
      rest.begin() + static_cast<std::ptrdiff_t>(CountGlobal(rest));
  result.global.assign(rest.begin(), subcommand);
  result.chdir = ChdirOf(result.global);
  if (subcommand == rest.end()) return result;
  result.subcommand = *subcommand;
  result.arguments.assign(std::next(subcommand), rest.end());
  result.from_environment = WordsOfEnvironment(result.subcommand, environment);
  return result;
}

bool CommandLine::IsOpenTofu() const {
  return absl::StrContains(NameOf(program), "tofu");
}

bool CommandLine::OnlyInforms() const {
  const std::vector<std::string> words =
      Concatenate(Concatenate(global, from_environment), arguments);
  const auto end = std::find(words.begin(), words.end(), "--");
  return std::any_of(words.begin(), end, IsHelp) ||
         std::any_of(words.begin(), words.end(), IsVersion);
}

bool CommandLine::Has(absl::string_view option) const {
  return BooleanOf(ArgumentsOf(*this), option).value_or(false);
}

std::optional<std::string> CommandLine::ValueOf(
    absl::string_view option) const {
  return ValueIn(ArgumentsOf(*this), option);
}

std::vector<std::string> CommandLine::Positional() const {
  return ArgumentsOf(*this).positional;
}

std::vector<std::string> CommandLine::ToWords() const {
  std::vector<std::string> words = Concatenate({program}, global);
  if (!subcommand.empty()) words.push_back(subcommand);
  return Concatenate(std::move(words), arguments);
}

bool TakesDown(const CommandLine& command) {
  if (!command.IsOpenTofu() &&
      !absl::StrContains(NameOf(command.program), "terraform")) {
    return false;
  }
  if (command.subcommand == "destroy") return true;
  if (command.subcommand == "plan") return command.Has("-destroy");
  // What an apply of a saved plan does, that plan says alone.
  return command.subcommand == "apply" && command.Has("-destroy") &&
         command.Positional().empty();
}

}  // namespace compliance::terraform
