#include "compliance/tfplugin/plugin_log.h"

#include <stdlib.h>

#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tfplugin/plugin_process.h"

namespace compliance::tfplugin {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using ::testing::Not;

constexpr char kName[] = "terraform-provider-fault";

// Every kind of line that a plugin writes. Not more than one field each, since
// Go writes fields in any order.
const std::vector<std::string>& Samples() {
  static const auto& samples = *new std::vector<std::string>{
      R"({"@level":"trace","@message":"t","@timestamp":"2024-05-06T07:08:09.123456Z"})",
      R"({"@level":"debug","@message":"d","@timestamp":"2024-05-06T07:08:09.123956+02:00","@module":"sdk.proto"})",
      R"({"@level":"info","@message":"i","@timestamp":"2024-05-06T07:08:09.000000+00:00","quoted":"a \"b\" \\c"})",
      R"({"@level":"warn","@message":"w","@timestamp":"2024-05-06T07:08:09.123456-07:30","lines":"one\n\ttwo\n"})",
      R"({"@level":"error","@message":"e","@timestamp":"2024-05-06T07:08:09.123456Z","n":0.1})",
      R"({"@level":"ERROR","@message":"upper","@timestamp":"2024-05-06T07:08:09.123456Z","n":12345678})",
      R"({"@level":"info","@message":"big","@timestamp":"2024-05-06T07:08:09.123456Z","n":1e21})",
      R"({"@level":"info","@message":"small","@timestamp":"2024-05-06T07:08:09.123456Z","n":-0.00001})",
      R"({"@level":"info","@message":"list","@timestamp":"2024-05-06T07:08:09.123456Z","l":["a","b c",1,true,null,["x","y"]]})",
      R"({"@level":"info","@message":"map","@timestamp":"2024-05-06T07:08:09.123456Z","m":{"b":1,"a":[1,"x"]}})",
      R"({"@level":"info","@message":"one","@timestamp":"2024-05-06T07:08:09.123456Z","m":{"b":1}})",
      R"({"@level":"info","@message":"null","@timestamp":"2024-05-06T07:08:09.123456Z","z":null})",
      R"({"@level":"info","@message":"empty","@timestamp":"2024-05-06T07:08:09.123456Z","s":""})",
      R"({"@level":"info","@message":"bool","@timestamp":"2024-05-06T07:08:09.123456Z","t":false})",
      R"({"@level":"info","@message":"umlaut","@timestamp":"2024-05-06T07:08:09.123456Z","s":"grün"})",
      R"({"@level":"info","@message":"control","@timestamp":"2024-05-06T07:08:09.123456Z","s":"a\u0001b\tc\u007f"})",
      R"({"@level":"info","@message":"<html> & more","@timestamp":"2024-05-06T07:08:09.123456Z"})",
      R"({"@level":"info","@message":"no time"})",
      R"({"@level":"info","@message":"bad time","@timestamp":"2024-05-06T07:08:09Z"})",
      R"({"@level":"loud","@message":"bad level","@timestamp":"2024-05-06T07:08:09.123456Z"})",
      R"({"some":"json"})",
      R"(["json"])",
      "plain text",
      "[TRACE] tagged",
      "[DEBUG] tagged",
      "[INFO] tagged",
      "[WARN] tagged",
      "[ERROR] tagged",
      "2024/05/06 [ERROR] tagged later",
      "panic: at the end",
      "of which this is part",
      std::string(70000, 'x'),
  };
  return samples;
}

class PluginLogTest : public ::testing::Test {
 protected:
  std::string path() const { return dir_.path() + "/log"; }

  // The lines of the log about the plugin, without the time at their start. A
  // value of several lines belongs to its line.
  std::vector<std::string> Logged() const {
    std::ifstream file(path());
    std::vector<std::string> lines;
    bool ours = false;
    for (std::string line; std::getline(file, line);) {
      const std::size_t space = line.find(' ');
      if (absl::StartsWith(line, "  ")) {
        if (ours) lines.back() += "\n" + line;
        continue;
      }
      ours = absl::StrContains(line, absl::StrCat("provider.", kName)) ||
             absl::StrContains(line, "sdk.proto");
      if (ours) lines.push_back(line[0] == '{' ? line : line.substr(space + 1));
    }
    return lines;
  }

  PluginLogSink Sink(std::map<std::string, std::string> variables) const {
    variables.emplace("TF_LOG_PATH", path());
    return PluginLog(
        [&](const std::string& name) -> std::optional<std::string> {
          const auto found = variables.find(name);
          if (found == variables.end()) return std::nullopt;
          return found->second;
        });
  }

  TempDir dir_;
};

TEST_F(PluginLogTest, IsEmptyWhereNothingIsAskedFor) {
  EXPECT_FALSE(Sink({}));
  EXPECT_FALSE(Sink({{"TF_LOG", ""}}));
  EXPECT_FALSE(Sink({{"TF_LOG", "off"}}));
  EXPECT_FALSE(Sink({{"TF_LOG", "TRACE"}, {"TF_LOG_PROVIDER", "OFF"}}));
  EXPECT_FALSE(Sink({{"TF_LOG_CORE", "TRACE"}}));
  EXPECT_TRUE(Sink({{"TF_LOG", "unknown"}}));
}

TEST_F(PluginLogTest, WritesFromALevelOn) {
  struct Case {
    std::map<std::string, std::string> variables;
    std::vector<std::string> want;
  };
  const std::vector<std::string> all = {"[TRACE]", "[DEBUG]", "[INFO]",
                                        "[WARN]", "[ERROR]"};
  for (const Case& c : std::vector<Case>{
           {{{"TF_LOG", "error"}}, {"[ERROR]"}},
           {{{"TF_LOG", "ERROR"}, {"TF_LOG_PROVIDER", "Warn"}},
            {"[WARN]", "[ERROR]"}},
           {{{"TF_LOG_PROVIDER", "what"}}, all},
       }) {
    std::ofstream(path(), std::ios::trunc);
    const PluginLogSink sink = Sink(c.variables);
    for (const std::string& level : all) sink(kName, level + " x");
    std::vector<std::string> got;
    for (const std::string& line : Logged()) {
      got.push_back(line.substr(0, line.find(' ')));
    }
    EXPECT_EQ(got, c.want);
  }
}

TEST_F(PluginLogTest, AppendsToTheFile) {
  std::ofstream(path()) << "before\n";
  Sink({{"TF_LOG", "INFO"}})(kName, "[INFO] x");
  std::ifstream file(path());
  std::stringstream text;
  text << file.rdbuf();
  EXPECT_THAT(
      text.str(),
      MatchesRegex("before\n[0-9]{4}-[0-9-]+T[0-9:]{8}\\.[0-9]{3}(Z|[+-]"
                   "[0-9]{4}) \\[INFO\\]  provider.terraform-provider-fault: "
                   "\\[INFO\\] x\n"));
}

TEST_F(PluginLogTest, NeverFailsOnStrangeLines) {
  const PluginLogSink sink = Sink({{"TF_LOG", "TRACE"}});
  for (const std::string& line :
       {std::string(), std::string("\xff\0\x01", 3), std::string("{"),
        std::string(R"({"@message":1})"), std::string(R"({"@level":null})"),
        std::string(R"({"@timestamp":[]})"), std::string(10000, '[')}) {
    sink(kName, line);
  }
  EXPECT_THAT(Logged(), ::testing::SizeIs(7));
}

// What the real terraform writes of a plugin that prints the samples and ends.
class AsTerraformTest : public PluginLogTest,
                        public ::testing::WithParamInterface<std::string> {
 protected:
  std::vector<std::string> LoggedByTerraform() {
    Write("main.tf",
          "terraform {\n  required_providers {\n    fault = {\n      source = "
          "\"planguard/fault\"\n    }\n  }\n}\nprovider \"fault\" {}\n");
    Write("samples", absl::StrJoin(Samples(), "\n") + "\n");
    const std::string plugin(COMPLIANCE_FAULT_PLUGIN);
    Write("terraformrc",
          absl::StrCat("provider_installation {\n  dev_overrides {\n    "
                       "\"planguard/fault\" = \"",
                       plugin.substr(0, plugin.rfind('/')),
                       "\"\n  }\n  direct {}\n}\n"));
    const std::string command = absl::StrCat(
        "cd ", dir_.path(), " && env TF_CLI_CONFIG_FILE=terraformrc ",
        "CHECKPOINT_DISABLE=1 TF_LOG_PROVIDER= TF_LOG=", GetParam(),
        " TF_LOG_PATH=log FAULT_MODE=say FAULT_SAYS=", dir_.path(),
        "/samples terraform providers schema -json >/dev/null 2>&1 </dev/null");
    // It fails, since the plugin does.
    EXPECT_NE(system(command.c_str()), 0);
    return Logged();
  }

  void Write(const std::string& name, const std::string& text) const {
    std::ofstream(dir_.path() + "/" + name) << text;
  }
};

INSTANTIATE_TEST_SUITE_P(Levels, AsTerraformTest,
                         ::testing::Values("TRACE", "INFO", "JSON"));

// The time of the log itself differs.
std::string WithoutTime(std::string line) {
  const std::size_t start = line.find("\"@timestamp\":\"");
  if (start == std::string::npos) return line;
  return line.erase(start, line.find(',', start) - start);
}

TEST_P(AsTerraformTest, WritesTheSame) {
  if (system("command -v terraform >/dev/null") != 0) {
    GTEST_SKIP() << "no terraform on PATH";
  }
  std::set<std::string> theirs;
  for (const std::string& line : LoggedByTerraform()) {
    theirs.insert(WithoutTime(line));
  }
  ASSERT_THAT(theirs, Not(IsEmpty()));
  std::ofstream(path(), std::ios::trunc);
  const PluginLogSink sink = Sink({{"TF_LOG", GetParam()}});
  for (const std::string& sample : Samples()) {
    // Go has its own idea of when a number needs an exponent in JSON.
    if (GetParam() == "JSON" && absl::StrContains(sample, "0.00001")) continue;
    // The forwarder cuts lines as Terraform does.
    constexpr std::size_t kMost = 65536;
    sink(kName, sample.substr(0, kMost));
    if (sample.size() > kMost) sink(kName, sample.substr(kMost));
  }
  for (const std::string& line : Logged()) {
    EXPECT_EQ(theirs.count(WithoutTime(line)), 1u) << line.substr(0, 300);
    theirs.erase(WithoutTime(line));
  }
  for (const std::string& line : theirs) {
    if (absl::StrContains(line, "-0.00001,")) continue;
    ADD_FAILURE() << "only from terraform: " << line.substr(0, 300);
  }
}

}  // namespace
}  // namespace compliance::tfplugin
