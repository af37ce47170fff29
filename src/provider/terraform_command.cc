#include "provider/terraform_command.h"

#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"

namespace compliance::provider {
namespace {

// `-name` and `--name` are the same to Terraform.
absl::string_view FlagName(absl::string_view argument) {
  if (absl::StartsWith(argument, "--")) argument.remove_prefix(1);
  return argument;
}

// Options of plan and apply whose value may be the argument after them, which
// then is no option, whatever it looks like.
bool TakesNext(absl::string_view argument) {
  static constexpr absl::string_view kNames[] = {
      "-backup",       "-generate-config-out",
      "-lock-timeout", "-out",
      "-parallelism",  "-replace",
      "-state",        "-state-out",
      "-target",       "-target-file",
      "-exclude",      "-exclude-file",
      "-var",          "-var-file"};
  return std::find(std::begin(kNames), std::end(kNames), FlagName(argument)) !=
         std::end(kNames);
}

bool IsTerraform(const std::string& program) {
  const std::string name = std::filesystem::path(program).filename().string();
  return absl::StrContains(name, "terraform") ||
         absl::StrContains(name, "tofu");
}

}  // namespace

bool TakesDown(const std::vector<std::string>& command) {
  if (command.empty() || !IsTerraform(command.front())) return false;
  // Options before the subcommand, such as -chdir=DIR, hold their values.
  std::size_t i = 1;
  while (i < command.size() && absl::StartsWith(command[i], "-")) ++i;
  if (i == command.size()) return false;
  const std::string& subcommand = command[i];
  if (subcommand == "destroy") return true;
  if (subcommand != "plan" && subcommand != "apply") return false;
  for (++i; i < command.size(); ++i) {
    const absl::string_view flag = FlagName(command[i]);
    if (flag == "-destroy" || flag == "-destroy=true") return true;
    // What is no option ends the options.
    if (!absl::StartsWith(flag, "-") || flag == "-") return false;
    if (TakesNext(flag)) ++i;
  }
  return false;
}

std::vector<std::string> ParentCommand() {
  std::ifstream in(absl::StrCat("/proc/", getppid(), "/cmdline"),
                   std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (text.empty()) return {};
  text.pop_back();  // each argument ends with a zero byte
  return absl::StrSplit(text, '\0');
}

}  // namespace compliance::provider
