// What the tests of the command line share.
#ifndef TESTS_TERRAFORM_SUPPORT_H_
#define TESTS_TERRAFORM_SUPPORT_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "compliance/terraform/command_line.h"

namespace compliance::terraform {

using Variables = std::map<std::string, std::string>;

inline Environment Of(Variables variables) {
  return [variables = std::move(variables)](
             const std::string& name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    if (found == variables.end()) return std::nullopt;
    return found->second;
  };
}

inline std::vector<std::string> Words(const std::string& line) {
  return absl::StrSplit(line, ' ', absl::SkipEmpty());
}

inline CommandLine Parsed(const std::string& line, Variables variables = {}) {
  return CommandLine::Parse(Words(line), Of(std::move(variables)));
}

}  // namespace compliance::terraform

#endif  // TESTS_TERRAFORM_SUPPORT_H_
