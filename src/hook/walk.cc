#include "hook/walk.h"

#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "compliance/terraform/command_line.h"

namespace compliance::hook {
namespace {

// It need not be ours: the process may have been started by anyone.
terraform::Environment EnvironmentOf(pid_t process) {
  std::ifstream in(absl::StrCat("/proc/", process, "/environ"),
                   std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  std::map<std::string, std::string> variables;
  for (const absl::string_view entry : absl::StrSplit(text, '\0')) {
    const std::size_t equals = entry.find('=');
    if (equals == absl::string_view::npos) continue;
    variables.emplace(entry.substr(0, equals), entry.substr(equals + 1));
  }
  return [variables](const std::string& name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    if (found == variables.end()) return std::nullopt;
    return found->second;
  };
}

}  // namespace

Walk WalkOf(pid_t process) {
  static const auto& walks = *new std::map<std::string, Walk>{
      {"plan", Walk::kPlan},         {"apply", Walk::kApply},
      {"validate", Walk::kValidate}, {"test", Walk::kTest},
      {"show", Walk::kShow},
  };
  if (process <= 0) return Walk::kOther;
  const terraform::CommandLine command = terraform::CommandLine::Parse(
      terraform::WordsOfProcess(process), EnvironmentOf(process));
  if (terraform::TakesDown(command)) return Walk::kTakesDown;
  const auto found = walks.find(command.subcommand);
  return found == walks.end() ? Walk::kOther : found->second;
}

}  // namespace compliance::hook
