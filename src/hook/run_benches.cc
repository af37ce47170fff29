#include "hook/run_benches.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "compliance/hcl/source_positions.h"

namespace compliance::hook {
namespace {

// The 22nd field of its status; the second is a name in brackets.
std::string StartOf(pid_t process) {
  std::ifstream file(absl::StrCat("/proc/", process, "/stat"));
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const std::vector<std::string> fields =
      absl::StrSplit(text.substr(text.rfind(')') + 1), ' ');
  return fields.size() > 20 ? fields[20] : "";
}

// Terraform goes to its working directory before anything else. Where it cannot
// be told, no address is known and no waiver holds.
hcl::SourcePositions SourcesOf(const std::string& directory) {
  return directory.empty() ? hcl::SourcePositions()
                           : hcl::SourcePositions::Read(directory);
}

}  // namespace

RunBenches::Run::Run(const Bench& common, const std::string& directory)
    : addresses(SourcesOf(directory)), bench{common.rule_set,
                                             common.config,
                                             common.evaluator,
                                             common.schemas,
                                             addresses,
                                             ledger,
                                             common.whole_plan_follows} {}

const Bench& RunBenches::Of(pid_t process) {
  std::error_code error;
  const std::string directory =
      std::filesystem::read_symlink(absl::StrCat("/proc/", process, "/cwd"),
                                    error)
          .string();
  const std::string key = absl::StrCat(process, "@", StartOf(process));
  const std::lock_guard<std::mutex> lock(mutex_);
  std::unique_ptr<Run>& run = runs_[key];
  if (run == nullptr) run = std::make_unique<Run>(common_, directory);
  return run->bench;
}

}  // namespace compliance::hook
