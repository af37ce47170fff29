// Holds the parser to the real terraform: what one accepts the other accepts,
// and both point at the same place in what they refuse.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "compliance/hcl/parse.h"
#include "gtest/gtest.h"
#include "hcl/snippets.h"
#include "nlohmann/json.hpp"

namespace compliance::hcl {
namespace {

using nlohmann::json;

// What terraform says of what is written right.
const std::set<std::string>& SemanticSummaries() {
  static const auto* const kSummaries = new std::set<std::string>{
      "Duplicate local value definition",
      "Unsupported block type",
      "Unsupported argument",
      "Missing name for resource",
      "Missing type for resource",
      "Extraneous label for locals",
      "Invalid local value name",
      "Invalid resource type name",
      "Invalid resource name",
      "Extraneous label for resource",
      "Invalid reference",
      "Unexpected resource instance key",
  };
  return *kSummaries;
}

class Folder {
 public:
  Folder() {
    std::string path =
        (std::filesystem::temp_directory_path() / "syntax-XXXXXX").string();
    path_ = mkdtemp(path.data());
  }
  ~Folder() {
    std::error_code error;
    std::filesystem::remove_all(path_, error);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// What the program prints; "" where it cannot be run.
std::string OutputOf(const std::string& command) {
  std::string output;
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return output;
  char buffer[4096];
  while (const std::size_t size = fread(buffer, 1, sizeof buffer, pipe)) {
    output.append(buffer, size);
  }
  pclose(pipe);
  return output;
}

std::string NameOf(std::size_t index) {
  return absl::StrCat("f", index, ".tf");
}

// File name -> the first fault of syntax that terraform finds in it:
// "line:column byte".
std::map<std::string, std::string> TerraformsFaults(
    const std::vector<std::string>& files) {
  const Folder folder;
  for (std::size_t i = 0; i < files.size(); ++i) {
    std::ofstream(folder.path() + "/" + NameOf(i), std::ios::binary)
        << files[i];
  }
  const json answer = json::parse(
      OutputOf("cd " + folder.path() +
               " && terraform validate -json -no-color 2>/dev/null"));
  std::map<std::string, std::string> faults;
  for (const json& diagnostic : answer.at("diagnostics")) {
    if (!diagnostic.contains("range")) continue;
    const std::string summary = diagnostic.at("summary");
    if (SemanticSummaries().count(summary) != 0) continue;
    const json& start = diagnostic.at("range").at("start");
    faults.emplace(diagnostic.at("range").at("filename").get<std::string>(),
                   absl::StrCat(start.at("line").get<int>(), ":",
                                start.at("column").get<int>(), " ",
                                start.at("byte").get<int>(), " # ", summary));
  }
  return faults;
}

std::string FirstOf(const std::vector<Problem>& problems) {
  if (problems.empty()) return "";
  const SourcePoint& at = problems.front().range.begin;
  return absl::StrCat(at.line, ":", at.column, " ", at.byte);
}

TEST(Parity, WithTerraform) {
  if (OutputOf("terraform version 2>/dev/null").empty()) {
    GTEST_SKIP() << "terraform is not on PATH";
  }
  const std::vector<std::string> files = testing::Files();
  const std::map<std::string, std::string> theirs = TerraformsFaults(files);
  std::size_t refused = 0;
  for (std::size_t i = 0; i < files.size(); ++i) {
    SCOPED_TRACE(absl::StrCat(NameOf(i), ": ", files[i]));
    const std::vector<Problem> problems = Parse(files[i]).problems;
    const auto fault = theirs.find(NameOf(i));
    const std::string want = fault == theirs.end() ? "" : fault->second;
    EXPECT_EQ(FirstOf(problems), want.substr(0, want.find(" # ")))
        << want << (problems.empty() ? "" : "; " + problems.front().summary);
    if (!want.empty()) ++refused;
  }
  std::printf("%zu snippets, of which terraform refuses %zu\n", files.size(),
              refused);
  EXPECT_GE(refused, 60u);
  EXPECT_GE(files.size() - refused, 60u);
}

}  // namespace
}  // namespace compliance::hcl
