// Where the real terraform finds the paths that we give it.
#include <gtest/gtest.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace compliance::hook {
namespace {

struct Case {
  std::string path;
  std::string line;  // of the source, without what it is indented by
};

constexpr char kBody[] = R"(
  tags = {
    Team = "pay"
    Cost = "1"
  }
  zones = [
    "a",
    "b",
  ]
  names = ["n"]
  single {
    port = 10
  }
  list {
    port = 20
  }
  list {
    note = "second"
  }
)";
constexpr char kOneOfASet[] = R"(
  set {
    port = 30
  }
)";
constexpr char kSeveralOfASet[] = R"(
  set {
    port = 31
  }
  set {
    port = 32
  }
)";
constexpr char kMap[] = R"(
  map "x" {
    port = 40
  }
  map "y" {
    port = 41
  }
)";
constexpr char kDynamic[] = R"(
  dynamic "list" {
    for_each = [50]
    content {
      port = list.value
    }
  }
)";

class PathTerraformTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (system("command -v terraform >/dev/null") != 0) {
      GTEST_SKIP() << "no terraform on PATH";
    }
    directory_ = std::filesystem::temp_directory_path() /
                 absl::StrCat("path_terraform_test_", getpid());
    std::filesystem::create_directories(directory_);
    const std::filesystem::path provider = COMPLIANCE_PATH_PROVIDER;
    std::ofstream(directory_ / "terraformrc")
        << "provider_installation {\n  dev_overrides {\n"
        << "    \"planguard/pathtest\" = " << provider.parent_path()
        << "\n  }\n  direct {}\n}\n";
    source_ =
        "terraform {\n  required_providers {\n    pathtest = { source = "
        "\"planguard/pathtest\" }\n  }\n}\n";
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }

  void Add(const std::string& body, const std::vector<Case>& cases) {
    for (const Case& one : cases) {
      std::string escaped = one.path;
      std::size_t at = 0;
      while ((at = escaped.find('"', at)) != std::string::npos) {
        escaped.insert(at, "\\");
        at += 2;
      }
      absl::StrAppend(&source_, "resource \"pathtest_thing\" \"r",
                      expected_.size(), "\" {\n  path = \"", escaped, "\"",
                      body, "}\n");
      expected_.push_back(one);
    }
  }

  // Resource by resource: the line that its warning is shown at.
  std::map<std::string, std::string> Lines() {
    std::ofstream(directory_ / "main.tf") << source_;
    const std::string command = absl::StrCat(
        "cd ", directory_.string(), " && env TF_CLI_CONFIG_FILE=terraformrc ",
        "CHECKPOINT_DISABLE=1 terraform validate -json 2>&1 </dev/null");
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(
        popen(command.c_str(), "r"), pclose);
    std::string text;
    char buffer[4096];
    std::size_t size = 0;
    while ((size = fread(buffer, 1, sizeof(buffer), pipe.get())) > 0) {
      text.append(buffer, size);
    }
    const auto result = nlohmann::json::parse(text, nullptr, false);
    EXPECT_TRUE(result.is_object()) << text;
    if (!result.is_object()) return {};
    const std::vector<std::string> lines = absl::StrSplit(source_, '\n');
    std::map<std::string, std::string> found;
    for (const auto& diagnostic : result["diagnostics"]) {
      if (!diagnostic.contains("address")) continue;
      const std::size_t line = diagnostic["range"]["start"]["line"];
      found[diagnostic["address"].get<std::string>()] =
          std::string(absl::StripLeadingAsciiWhitespace(lines.at(line - 1)));
    }
    return found;
  }

  std::filesystem::path directory_;
  std::string source_;
  std::vector<Case> expected_;
};

TEST_F(PathTerraformTest, ShowsTheLineThatDecided) {
  const std::string header = "the header";
  Add(kBody, {
                 {"encrypted", header},
                 {"tags[\"Team\"]", "Team = \"pay\""},
                 {"tags[\"Owner\"]", "tags = {"},
                 {"zones[1]", "\"b\","},
                 {"names[0]", "names = [\"n\"]"},
                 {"single.port", "port = 10"},
                 {"single.note", "single {"},
                 {"list[0].port", "port = 20"},
                 {"list[1].note", "note = \"second\""},
                 {"list[1].port", "list {"},
                 {"list[1]", "list {"},
                 {"list[7].port", header},
                 {"list", header},
             });
  Add(kOneOfASet, {{"set[0].port", "port = 30"}, {"set[0].note", "set {"}});
  Add(kSeveralOfASet, {{"set[1].port", header}});
  Add(kMap, {{"map[\"y\"].port", "port = 41"}});
  Add(kDynamic, {{"list[0].port", header}});
  const std::map<std::string, std::string> lines = Lines();
  for (std::size_t i = 0; i < expected_.size(); ++i) {
    const std::string address = absl::StrCat("pathtest_thing.r", i);
    const auto found = lines.find(address);
    ASSERT_NE(found, lines.end()) << expected_[i].path;
    const std::string expected =
        expected_[i].line == header
            ? absl::StrCat("resource \"pathtest_thing\" \"r", i, "\" {")
            : expected_[i].line;
    EXPECT_EQ(found->second, expected) << expected_[i].path;
  }
}

}  // namespace
}  // namespace compliance::hook
