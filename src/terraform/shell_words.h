#ifndef COMPLIANCE_TERRAFORM_SHELL_WORDS_H_
#define COMPLIANCE_TERRAFORM_SHELL_WORDS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace compliance::terraform {

// The words of TF_CLI_ARGS and its like, as Terraform splits them: quotes and
// backslashes as in a shell, but nothing is expanded or run, and the line ends
// at the first ; & | < or > outside of quotes. nullopt for a line that
// Terraform refuses: an open quote, a stray bracket.
std::optional<std::vector<std::string>> SplitShellWords(absl::string_view line);

}  // namespace compliance::terraform

#endif  // COMPLIANCE_TERRAFORM_SHELL_WORDS_H_
