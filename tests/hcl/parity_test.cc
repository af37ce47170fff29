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
      "Extraneous JSON object property",
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

using Files = std::map<std::string, std::string>;  // name -> text

Files Named(const std::vector<std::string>& texts,
            const std::string& extension) {
  Files files;
  for (const std::string& text : texts) {
    files[absl::StrCat("f", files.size(), extension)] = text;
  }
  return files;
}

// File name -> the first fault of syntax that terraform finds in it:
// "line:column byte".
std::map<std::string, std::string> TerraformsFaults(const Files& files) {
  const Folder folder;
  for (const auto& [name, text] : files) {
    std::ofstream(folder.path() + "/" + name, std::ios::binary) << text;
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

using Parser = ParsedFile (*)(absl::string_view text, std::uint32_t file);

// `at_least` of each kind there must be.
void ExpectSameFaults(const Files& files, Parser parse, std::size_t at_least) {
  const std::map<std::string, std::string> theirs = TerraformsFaults(files);
  for (const auto& [name, text] : files) {
    SCOPED_TRACE(name + ": " + text);
    const std::vector<Problem> problems = parse(text, 0).problems;
    const auto fault = theirs.find(name);
    const std::string want = fault == theirs.end() ? "" : fault->second;
    EXPECT_EQ(FirstOf(problems), want.substr(0, want.find(" # ")))
        << want << (problems.empty() ? "" : "; " + problems.front().summary);
  }
  std::printf("%zu snippets, of which terraform refuses %zu\n", files.size(),
              theirs.size());
  EXPECT_GE(theirs.size(), at_least);
  EXPECT_GE(files.size() - theirs.size(), at_least);
}

bool HasTerraform() {
  return !OutputOf("terraform version 2>/dev/null").empty();
}

TEST(Parity, OfNativeSyntax) {
  if (!HasTerraform()) GTEST_SKIP() << "terraform is not on PATH";
  ExpectSameFaults(Named(testing::Files(), ".tf"), &Parse, 100);
}

TEST(Parity, OfJsonSyntax) {
  if (!HasTerraform()) GTEST_SKIP() << "terraform is not on PATH";
  ExpectSameFaults(Named(testing::JsonFiles(), ".tf.json"), &ParseJson, 20);
}

}  // namespace
}  // namespace compliance::hcl
