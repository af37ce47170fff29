// The tables of options, held against the real program. Nothing is planned:
// every run ends where Terraform refuses its command line.
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "compliance/terraform/command_line.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "terraform/options.h"
#include "terraform/shell_words.h"

namespace compliance::terraform {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string Quoted(const std::string& word) {
  return absl::StrCat("'", absl::StrReplaceAll(word, {{"'", "'\\''"}}), "'");
}

class RealTerraformTest : public testing::Test {
 protected:
  void SetUp() override {
    const auto found = FindProgram("terraform", ProcessEnvironment(), {});
    if (!found.ok()) GTEST_SKIP() << "no terraform on PATH";
    program_ = *found;
    std::string pattern =
        std::filesystem::path(testing::TempDir()) / "real-XXXXXX";
    folder_ = mkdtemp(pattern.data());
    std::ofstream(folder_ + "/none.tfrc");
  }
  void TearDown() override {
    if (!folder_.empty()) std::filesystem::remove_all(folder_);
  }

  // What Terraform prints, in an empty folder and without a terminal.
  std::string Output(const std::string& variables,
                     const std::string& arguments) const {
    const std::string line = absl::StrCat(
        "cd ", Quoted(folder_), " && env -u TF_CLI_ARGS -u TF_LOG ",
        "CHECKPOINT_DISABLE=1 TF_CLI_CONFIG_FILE=none.tfrc ", variables, " ",
        Quoted(program_), " ", arguments, " 2>&1 </dev/null");
    FILE* pipe = popen(line.c_str(), "r");
    std::string output;
    std::array<char, 4096> buffer;
    while (const std::size_t n =
               std::fread(buffer.data(), 1, buffer.size(), pipe)) {
      output.append(buffer.data(), n);
    }
    pclose(pipe);
    return output;
  }

  std::string Output(const std::string& arguments) const {
    return Output("", arguments);
  }

  std::string program_;
  std::string folder_;
};

// OpenTofu's, or of a Terraform later than 1.11.
const std::set<absl::string_view>& Elsewhere() {
  static const auto* const names = new std::set<absl::string_view>{
      "-deprecation", "-exclude",     "-exclude-file", "-invoke", "-json-into",
      "-module",      "-parallelism", "-target-file",  "-var",    "-var-file"};
  return *names;
}

bool IsRequired(absl::string_view subcommand, absl::string_view name) {
  if (Elsewhere().count(name) == 0) return true;
  if (name == "-var" || name == "-var-file") {
    return subcommand == "plan" || subcommand == "apply" ||
           subcommand == "test" || subcommand == "refresh";
  }
  return name == "-parallelism" && subcommand != "test";
}

TEST_F(RealTerraformTest, WhatTakesAValueAsksForOne) {
  for (const char* subcommand :
       {"plan", "apply", "destroy", "refresh", "test", "validate", "init"}) {
    for (const absl::string_view name : ValueOptions(subcommand)) {
      const std::string output = Output(absl::StrCat(subcommand, " ", name));
      if (absl::StrContains(output, "needs an argument")) continue;
      EXPECT_THAT(output, HasSubstr("provided but not defined"))
          << subcommand << " " << name;
      const bool is_plans = name == "-out" || name == "-generate-config-out";
      EXPECT_TRUE(!IsRequired(subcommand, name) ||
                  (is_plans && absl::string_view(subcommand) != "plan"))
          << subcommand << " " << name << ": " << output;
    }
  }
}

// Import refuses options without a word; a value is seen by what is then
// missing instead.
TEST_F(RealTerraformTest, ImportTakesItsValues) {
  for (const absl::string_view name : ValueOptions("import")) {
    if (name == "-lock-timeout" || name == "-parallelism") continue;
    EXPECT_THAT(Output(absl::StrCat("import ", name, " -x=y")),
                HasSubstr("expects two arguments"))
        << name;
  }
  EXPECT_THAT(Output("import -lock-timeout 1s -parallelism 2"),
              HasSubstr("expects two arguments"));
  EXPECT_THAT(Output("import -lock -x"), Not(HasSubstr("expects two")));
}

// Every option that a help text names, as we understand it.
TEST_F(RealTerraformTest, NoOptionOfAHelpTextIsMissing) {
  for (const char* subcommand :
       {"plan", "apply", "refresh", "test", "validate", "init"}) {
    const std::string help = Output(absl::StrCat(subcommand, " -help"));
    int seen = 0;
    for (absl::string_view line : absl::StrSplit(help, '\n')) {
      if (!absl::ConsumePrefix(&line, "  -")) continue;
      const std::string name =
          absl::StrCat("-", line.substr(0, line.find_first_of("= \t,")));
      if (name == "-state") continue;  // a sentence, where refresh names three
      ++seen;
      const std::string output =
          Output(absl::StrCat(subcommand, " ", name, " -no-such-option=1"));
      const bool is_boolean = absl::StrContains(output, "-no-such-option") &&
                              absl::StrContains(output, "not defined");
      EXPECT_EQ(TakesValue(subcommand, name), !is_boolean)
          << subcommand << " " << name << ": " << output;
    }
    EXPECT_GT(seen, 3) << help;
  }
}

TEST_F(RealTerraformTest, PlanCustomizationIsNotRepeatedAndTheRestAccepted) {
  for (const char* name :
       {"-allow-deferral", "-destroy", "-refresh", "-refresh-only", "-lock",
        "-input", "-json", "-no-color", "-compact-warnings"}) {
    for (const char* subcommand : {"plan", "apply"}) {
      const std::string output =
          Output(absl::StrCat(subcommand, " ", name, " -no-such-option"));
      EXPECT_THAT(output, HasSubstr("not defined: -no-such-option"))
          << subcommand << " " << name;
      EXPECT_THAT(output, Not(HasSubstr(absl::StrCat("defined: ", name))));
    }
  }
}

TEST_F(RealTerraformTest, BooleansAreThoseOfGo) {
  for (const char* value :
       {"1", "t", "T", "true", "True", "TRUE", "0", "f", "F", "false", "False",
        "FALSE", "yes", "on", "tRUE", "2", "TrUe", "no", ""}) {
    const std::string output = Output(
        absl::StrCat("plan -destroy=", Quoted(value), " -no-such-option"));
    EXPECT_EQ(ParseGoBool(value).has_value(),
              !absl::StrContains(output, "invalid boolean value"))
        << value << ": " << output;
  }
}

// The first word of each line as Terraform's own error quotes it.
TEST_F(RealTerraformTest, LinesOfTheEnvironmentAreSplitAlike) {
  for (const char* text :
       {"ab",     "'a b'",      "\"a b\"", "a\\ b",       "a\\\\b", "a\\nb",
        "a\\tb",  "a;b",        "a|b",     "a&b",         "a>b",    "a<b",
        "'a;b'",  "$(a b)c",    "`a b`c",  "a'b'\"c\"d",  "$HOME",  "~",
        "'a\\b'", "\"a\\\"b\"", "a'",      "a\"",         "a\\",    "a(b",
        "a)b",    "$(a",        "`a",      "caf\xc3\xa9", "1>b",    "\"$(a\"",
        "'`'"}) {
    const std::string line = absl::StrCat("-lock-timeout=", text);
    const std::string output = Output(
        absl::StrCat("TF_CLI_ARGS_plan=", Quoted(line)), "plan -no-color");
    const auto words = SplitShellWords(line);
    if (!words) {
      EXPECT_THAT(output, HasSubstr("invalid command line string")) << text;
      continue;
    }
    ASSERT_FALSE(words->empty());
    const std::string value =
        absl::StrReplaceAll(words->front().substr(sizeof("-lock-timeout=") - 1),
                            {{"\\", "\\\\"}, {"\"", "\\\""}});
    EXPECT_THAT(output,
                HasSubstr(absl::StrCat("invalid value \"", value, "\"")))
        << text;
  }
}

TEST_F(RealTerraformTest, AnEmptyWordOfTheEnvironmentIsAWord) {
  EXPECT_EQ(SplitShellWords("'' -x"), (std::vector<std::string>{"", "-x"}));
  EXPECT_THAT(Output("TF_CLI_ARGS_plan=\"'' -x\"", "plan -no-color"),
              Not(HasSubstr("not defined: -x")));
}

TEST_F(RealTerraformTest, TheNarrowerVariableComesFirst) {
  EXPECT_THAT(Output("TF_CLI_ARGS=-b TF_CLI_ARGS_plan=-a", "plan -c"),
              HasSubstr("not defined: -a"));
}

// A command line of ours as words for a shell, without the program.
std::string Rest(const CommandLine& command) {
  std::vector<std::string> words;
  for (const std::string& word : command.ToWords()) {
    words.push_back(Quoted(word));
  }
  words.erase(words.begin());
  return absl::StrJoin(words, " ");
}

constexpr char kConfiguration[] = R"(
variable "plain" { type = string }
variable "passing" {
  type      = string
  ephemeral = true
}
resource "terraform_data" "one" { input = var.plain }
resource "terraform_data" "two" { input = "not a target" }
)";

TEST_F(RealTerraformTest, ASplitApplyAppliesWhatWasPlanned) {
  std::ofstream(folder_ + "/main.tf") << kConfiguration;
  ASSERT_THAT(Output("init -no-color"), HasSubstr("successfully initialized"));
  const auto run = [&](const std::vector<std::string>& words) {
    const Environment none = [](const std::string&) { return std::nullopt; };
    SplitApply split = SplitPlanAndApply(CommandLine::Parse(words, none), none);
    split.plan.arguments.insert(split.plan.arguments.begin(), "-out=saved");
    split.apply.arguments.push_back("saved");
    const std::string plan = Output(Rest(split.plan));
    EXPECT_THAT(plan, HasSubstr("Saved the plan to: saved")) << plan;
    return Output(Rest(split.apply));
  };
  EXPECT_THAT(run({"terraform", "apply", "-auto-approve", "-var", "plain=a b",
                   "--var=passing=x", "-target", "terraform_data.one",
                   "-replace=terraform_data.one", "-refresh=true", "-no-color",
                   "-lock-timeout=1s", "-parallelism", "2", "-backup=-",
                   "-state-out=other.tfstate", "-input=false", "-lock=true"}),
              HasSubstr("1 added, 0 changed, 0 destroyed"));
  EXPECT_TRUE(std::filesystem::exists(folder_ + "/other.tfstate"));
  EXPECT_THAT(run({"terraform", "destroy", "-auto-approve", "-var=plain=a b",
                   "-var=passing=y", "-state=other.tfstate", "-no-color"}),
              HasSubstr("1 destroyed"));
}

}  // namespace
}  // namespace compliance::terraform
