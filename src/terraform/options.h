// The options behind a subcommand, read as Go's flag package and Terraform's
// commands read them.
#ifndef COMPLIANCE_TERRAFORM_OPTIONS_H_
#define COMPLIANCE_TERRAFORM_OPTIONS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace compliance::terraform {

struct Option {
  std::string name;  // with one dash, however typed
  std::optional<std::string> value;
  std::vector<std::string> words;  // as typed: one, or two for -out FILE
};

struct Arguments {
  std::vector<Option> options;
  std::vector<std::string> positional;
};

// Never fails. An option that nobody knows counts as one without a value;
// Terraform refuses it anyway.
Arguments ParseArguments(absl::string_view subcommand,
                         const std::vector<std::string>& words);

// Whether `name` (one dash) of that subcommand needs a value, which may then be
// the next word, whatever that looks like.
bool TakesValue(absl::string_view subcommand, absl::string_view name);

// The value of a boolean option at last; nullopt where it is not given or is
// none that Terraform accepts.
std::optional<bool> BooleanOf(const Arguments& arguments,
                              absl::string_view name);
std::optional<std::string> ValueIn(const Arguments& arguments,
                                   absl::string_view name);

// Exactly what Go takes for a boolean: 1, t, T, true, True, TRUE and their
// opposites.
std::optional<bool> ParseGoBool(absl::string_view text);

// Which of the two commands an option of apply goes to when a plan is saved
// first. Both, for one that we do not know: it must not get lost.
enum class Half { kBoth, kPlan, kApply, kNeither };
Half HalfOf(absl::string_view name);

// The names of all options that need a value of a subcommand.
std::vector<absl::string_view> ValueOptions(absl::string_view subcommand);

}  // namespace compliance::terraform

#endif  // COMPLIANCE_TERRAFORM_OPTIONS_H_
