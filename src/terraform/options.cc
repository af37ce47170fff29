#include "terraform/options.h"

#include <algorithm>
#include <cstddef>
#include <iterator>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace compliance::terraform {
namespace {

struct Operation {
  absl::string_view name;
  bool takes_value;
  Half half;
};

// Of plan, apply, destroy and refresh, which share them but for a few that the
// others refuse. An apply of a saved plan accepts what customizes a plan and
// overlooks it; it is not repeated there.
constexpr Operation kOperations[] = {
    {"-allow-deferral", false, Half::kPlan},
    {"-auto-approve", false, Half::kNeither},
    {"-backup", true, Half::kApply},
    {"-destroy", false, Half::kPlan},
    {"-lock-timeout", true, Half::kBoth},
    {"-parallelism", true, Half::kBoth},
    {"-refresh", false, Half::kPlan},
    {"-refresh-only", false, Half::kPlan},
    {"-replace", true, Half::kPlan},
    {"-state", true, Half::kBoth},
    {"-state-out", true, Half::kApply},
    {"-target", true, Half::kPlan},
    // The values of ephemeral variables are not saved in a plan.
    {"-var", true, Half::kBoth},
    {"-var-file", true, Half::kBoth},
    // Of plan alone. The apply refuses them, and is left to say so.
    {"-detailed-exitcode", false, Half::kApply},
    {"-generate-config-out", true, Half::kApply},
    {"-out", true, Half::kApply},
    // Later than Terraform 1.11.
    {"-invoke", true, Half::kPlan},
    // OpenTofu's.
    {"-deprecation", true, Half::kBoth},
    {"-exclude", true, Half::kPlan},
    {"-exclude-file", true, Half::kPlan},
    {"-json-into", true, Half::kBoth},
    {"-suppress-forget-errors", false, Half::kApply},
    {"-target-file", true, Half::kPlan},
};

struct Subcommand {
  absl::string_view name;
  absl::string_view value_options;
};

// The other subcommands: what needs a value there.
constexpr Subcommand kSubcommands[] = {
    {"console", "-state -var -var-file"},
    {"get", "-test-directory -var -var-file"},
    {"graph", "-module-depth -plan -type -var -var-file"},
    {"import",
     "-backup -config -lock-timeout -parallelism -state -state-out -var "
     "-var-file"},
    {"init",
     "-backend-config -from-module -json-into -lock-timeout -lockfile "
     "-plugin-dir -test-directory -var -var-file"},
    {"output", "-json-into -module -state -var -var-file"},
    {"show", "-json-into -module -plan -var -var-file"},
    {"test",
     "-cloud-run -filter -json-into -junit-xml -parallelism -test-directory "
     "-var -var-file"},
    {"validate", "-json-into -test-directory -var -var-file"},
};

bool IsOperation(absl::string_view subcommand) {
  return subcommand == "plan" || subcommand == "apply" ||
         subcommand == "destroy" || subcommand == "refresh";
}

const Operation* FindOperation(absl::string_view name) {
  const auto found =
      std::find_if(std::begin(kOperations), std::end(kOperations),
                   [&](const Operation& o) { return o.name == name; });
  return found == std::end(kOperations) ? nullptr : found;
}

// Terraform looks for these two before it reads options at all, by their very
// spelling and wherever they stand.
bool IsViewOption(absl::string_view word) {
  return word == "-no-color" || word == "-compact-warnings";
}

// "-name" of -name, --name, -name=value and --name=value.
std::string NameOf(absl::string_view word) {
  word = word.substr(0, word.find('='));
  return absl::StrCat("-", word.substr(absl::StartsWith(word, "--") ? 2 : 1));
}

bool IsOption(absl::string_view word) {
  return word.size() > 1 && word[0] == '-';
}

std::optional<std::string> ValueBehindEquals(absl::string_view word) {
  const std::size_t equals = word.find('=');
  if (equals == absl::string_view::npos) return std::nullopt;
  return std::string(word.substr(equals + 1));
}

}  // namespace

Arguments ParseArguments(absl::string_view subcommand,
                         const std::vector<std::string>& words) {
  Arguments result;
  std::vector<std::string> rest;
  for (const std::string& word : words) {
    if (IsViewOption(word)) {
      result.options.push_back({word, std::nullopt, {word}});
    } else {
      rest.push_back(word);
    }
  }
  auto next = rest.begin();
  while (next != rest.end() && IsOption(*next)) {
    const std::string& word = *next++;
    if (word == "--") break;
    Option option = {NameOf(word), ValueBehindEquals(word), {word}};
    if (!option.value && next != rest.end() &&
        TakesValue(subcommand, option.name)) {
      option.value = *next;
      option.words.push_back(*next++);
    }
    result.options.push_back(std::move(option));
  }
  result.positional.assign(next, rest.end());
  return result;
}

bool TakesValue(absl::string_view subcommand, absl::string_view name) {
  const std::vector<absl::string_view> names = ValueOptions(subcommand);
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::vector<absl::string_view> ValueOptions(absl::string_view subcommand) {
  if (IsOperation(subcommand)) {
    std::vector<absl::string_view> names;
    for (const Operation& operation : kOperations) {
      if (operation.takes_value) names.push_back(operation.name);
    }
    return names;
  }
  for (const Subcommand& other : kSubcommands) {
    if (other.name == subcommand)
      return absl::StrSplit(other.value_options, ' ');
  }
  return {};
}

std::optional<bool> BooleanOf(const Arguments& arguments,
                              absl::string_view name) {
  std::optional<bool> result;
  for (const Option& option : arguments.options) {
    if (option.name != name) continue;
    result = option.value ? ParseGoBool(*option.value) : true;
  }
  return result;
}

std::optional<std::string> ValueIn(const Arguments& arguments,
                                   absl::string_view name) {
  std::optional<std::string> result;
  for (const Option& option : arguments.options) {
    if (option.name == name && option.value) result = option.value;
  }
  return result;
}

std::optional<bool> ParseGoBool(absl::string_view text) {
  for (const char* word : {"1", "t", "T", "true", "True", "TRUE"}) {
    if (text == word) return true;
  }
  for (const char* word : {"0", "f", "F", "false", "False", "FALSE"}) {
    if (text == word) return false;
  }
  return std::nullopt;
}

Half HalfOf(absl::string_view name) {
  const Operation* operation = FindOperation(name);
  return operation == nullptr ? Half::kBoth : operation->half;
}

}  // namespace compliance::terraform
