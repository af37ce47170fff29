// exec around a program that behaves as Terraform does, told what to say.
#include "compliance/hook/exec.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "scratch.h"

namespace compliance::hook {
namespace {

using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;
using Words = std::vector<std::string>;

// Writes down how it was called. `plan` leaves PLAN_JSON in the file of -out;
// `show` prints the file that it is given.
constexpr char kTerraform[] = R"sh(#!/bin/sh
here=$(dirname "$0")
echo "$* TF_CLI_ARGS=${TF_CLI_ARGS-} ${TF_CLI_ARGS_plan-}" >> "$here/calls"
for word in "$@"; do
  case $word in
    -out=*) cat "$here/plan.json" > "${word#-out=}"; out=${word#-out=} ;;
  esac
  last=$word
done
case " $* " in
  *" show "*) [ -e "$here/broken" ] && { echo "cannot show" >&2; exit 1; }
              cat "$last" ;;
  *" plan "*) printf 'Plan: made\n\n\342\224\200\342\224\200\n\n'
              printf 'Saved the plan to: %s\n\n' "$out"
              printf 'To perform exactly these actions, run the following '
              printf 'command to apply:\n    terraform apply "%s"\n' "$out"
              exit "$(cat "$here/plan.code")" ;;
  *" apply "*) echo "applied $last"; exit "$(cat "$here/apply.code")" ;;
  *) echo "ran $*"; exit 5 ;;
esac
)sh";

constexpr char kEmpty[] = R"({"format_version": "1.2", "complete": true,
  "resource_changes": [], "configuration": {"root_module": {}}})";

// A resource that breaks a rule by itself.
std::string KeyPlan(const std::string& action, const std::string& rotation) {
  const bool is_deletion = action == "delete";
  const std::string value =
      absl::StrCat("{\"enable_key_rotation\": ", rotation, "}");
  return absl::StrCat(
      R"({"format_version": "1.2", "complete": true, "resource_changes": [
       {"address": "aws_kms_key.k", "mode": "managed", "type": "aws_kms_key",
        "name": "k", "provider_name": "registry.terraform.io/hashicorp/aws",
        "change": {"actions": [")",
      action, "\"], \"before\": ", is_deletion ? value : "null",
      ", \"after\": ", is_deletion ? "null" : value,
      R"(, "after_unknown": {}}}], "configuration": {"root_module": {}}})");
}

struct Result {
  int code = -1;
  std::string out, err;
};

class Exec : public ::testing::Test {
 protected:
  void SetUp() override {
    scratch_.WriteProgram("bin/terraform", kTerraform);
    Plan(kEmpty, 0);
    scratch_.Write("bin/apply.code", "0");
    scratch_.Write("stack/main.tf", "");
    scratch_.Write("input", "");
  }

  void Plan(const std::string& json, int code) {
    scratch_.Write("bin/plan.json", json);
    scratch_.Write("bin/plan.code", std::to_string(code));
  }

  // In a process of its own: it blocks signals and may become the command.
  Result Run(const Words& arguments,
             const std::map<std::string, std::string>& environment = {}) {
    const pid_t pid = fork();
    if (pid == 0) {
      Redirect("input", O_RDONLY, STDIN_FILENO);
      Redirect("out", O_WRONLY | O_CREAT | O_TRUNC, STDOUT_FILENO);
      Redirect("err", O_WRONLY | O_CREAT | O_TRUNC, STDERR_FILENO);
      setenv("PATH", (scratch_.Path("bin") + ":/usr/bin:/bin").c_str(), 1);
      for (const auto& [name, value] : environment) {
        setenv(name.c_str(), value.c_str(), 1);
      }
      if (chdir(scratch_.Path("stack").c_str()) != 0) _exit(99);
      _exit(hook::Exec(Options(arguments)));
    }
    int status = 0;
    waitpid(pid, &status, 0);
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status),
            scratch_.Read("out"), scratch_.Read("err")};
  }

  std::string Calls() const { return scratch_.Read("bin/calls"); }
  nlohmann::json ResultFile() const {
    return nlohmann::json::parse(scratch_.Read("result"), nullptr, false);
  }

  Scratch scratch_;

 private:
  ExecOptions Options(const Words& arguments) {
    ExecOptions options;
    options.environment = terraform::ProcessEnvironment();
    Words words = {"terraform"};
    words.insert(words.end(), arguments.begin(), arguments.end());
    options.command = terraform::CommandLine::Parse(words, options.environment);
    options.rule_set = &rules::RuleSet::BuiltIn();
    options.result_file = scratch_.Path("result");
    return options;
  }
  void Redirect(const std::string& name, int flags, int to) {
    dup2(open(scratch_.Path(name).c_str(), flags, 0600), to);
  }
};

TEST_F(Exec, APlanThatNobodySavesLooksAsIfWithoutUs) {
  const Result result = Run({"plan", "-no-color"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, AllOf(HasSubstr("Plan: made\n"),
                                HasSubstr("Note: You didn't use the -out"),
                                Not(HasSubstr("/proc/"))));
  EXPECT_EQ(result.err, "");
  EXPECT_EQ(ResultFile()["exit_code"], 0);
}

TEST_F(Exec, ExitCodesAreTerraformsOwn) {
  Plan(kEmpty, 1);
  EXPECT_EQ(Run({"plan"}).code, 1);
  EXPECT_EQ(ResultFile()["exit_code"], 2);
  EXPECT_EQ(ResultFile()["blocked"], false);
  Plan(kEmpty, 2);
  EXPECT_EQ(Run({"plan", "-detailed-exitcode"}).code, 2);
  EXPECT_EQ(ResultFile()["exit_code"], 0);
  EXPECT_EQ(ResultFile()["terraform_exit_code"], 2);
}

TEST_F(Exec, TheUsersOwnPlanFileIsRead) {
  const Result result = Run({"plan", "-out=mine"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("Saved the plan to: mine"));
  EXPECT_THAT(Calls(), HasSubstr("show -no-color -json mine"));
}

// Nothing that is planned of what rules speak of passes without a judge.
TEST_F(Exec, APlanWhoseCallsWereNotSeenDoesNotPass) {
  Plan(KeyPlan("create", "true"), 0);
  const Result result = Run({"plan", "-no-color"});
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.err, AllOf(HasSubstr("The plan was not judged"),
                                HasSubstr("aws_kms_key.k")));
  EXPECT_EQ(ResultFile()["exit_code"], 2);
}

// A provider without plan_destroy is not asked about it.
TEST_F(Exec, ADeletionNeedsNoCall) {
  Plan(KeyPlan("delete", "true"), 0);
  EXPECT_EQ(Run({"plan"}).code, 0) << scratch_.Read("err");
}

TEST_F(Exec, APlanThatCannotBeReadDoesNotPass) {
  for (const std::string text : {"", "no JSON", "{\"version\": 4}"}) {
    Plan(text, 0);
    EXPECT_EQ(Run({"plan"}).code, 1) << text;
    EXPECT_EQ(ResultFile()["exit_code"], 2);
  }
  Plan(kEmpty, 0);
  scratch_.Write("bin/broken", "");
  const Result result = Run({"plan", "-no-color"});
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.err, HasSubstr("cannot show"));
}

TEST_F(Exec, FindingsOfTheWholePlanBlock) {
  Plan(KeyPlan("create", "false"), 0);
  const Result result = Run({"plan", "-no-color"});
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.err, HasSubstr("[aws.kms.rotation]"));
}

TEST_F(Exec, AnApplyIsPlannedApprovedAndAppliedFromThatPlan) {
  Plan(kEmpty, 2);
  scratch_.Write("input", "yes\n");
  const Result result =
      Run({"apply", "-no-color", "-parallelism=3"},
          {{"TF_CLI_ARGS_plan", "-target=x"}, {"TF_CLI_ARGS", "-lock=false"}});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out,
              AllOf(HasSubstr("Plan: made\n"), HasSubstr("Enter a value:"),
                    HasSubstr("applied /proc/"), Not(HasSubstr("Saved"))));
  // What an apply does not read must not reach its plan, nor anything twice.
  EXPECT_THAT(
      Calls(),
      ContainsRegex("^plan -out=[^ ]* -detailed-exitcode -no-color -lock=false "
                    "-parallelism=3 TF_CLI_ARGS= \n"));
  EXPECT_THAT(Calls(), ContainsRegex("\napply -no-color -lock=false "
                                     "-parallelism=3 /proc/[^ ]* "
                                     "TF_CLI_ARGS= \n$"));
}

TEST_F(Exec, WhatIsNotApprovedIsNotApplied) {
  struct Case {
    std::string input, says;
  };
  for (const Case& test :
       std::vector<Case>{{"no\n", "Apply cancelled."},
                         {"", "error asking for approval: EOF"}}) {
    Plan(kEmpty, 2);
    scratch_.Write("input", test.input);
    const Result result = Run({"apply", "-no-color"});
    EXPECT_EQ(result.code, 1);
    EXPECT_THAT(result.out + result.err, HasSubstr(test.says));
    EXPECT_THAT(result.out, Not(HasSubstr("applied")));
  }
}

TEST_F(Exec, NobodyIsAskedWhereThereIsNothingToDecide) {
  EXPECT_THAT(Run({"apply"}).out,
              AllOf(HasSubstr("applied"), Not(HasSubstr("Enter a value"))));
  Plan(kEmpty, 2);
  EXPECT_THAT(Run({"apply", "-auto-approve"}).out,
              AllOf(HasSubstr("applied"), Not(HasSubstr("Enter a value"))));
}

TEST_F(Exec, ABlockedPlanIsNotApplied) {
  Plan(KeyPlan("create", "false"), 2);
  const Result result = Run({"apply", "-auto-approve"});
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.out, Not(HasSubstr("applied")));
}

TEST_F(Exec, ASavedPlanIsCheckedFirst) {
  scratch_.Write("stack/good", kEmpty);
  EXPECT_THAT(Run({"apply", "good"}).out, HasSubstr("applied good"));
  scratch_.Write("stack/bad", KeyPlan("create", "false"));
  const Result result = Run({"apply", "bad"});
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.out, Not(HasSubstr("applied")));
  // As `plan -destroy -out` leaves one.
  scratch_.Write("stack/down", KeyPlan("delete", "false"));
  EXPECT_THAT(Run({"apply", "down"}).out, HasSubstr("applied down"));
}

TEST_F(Exec, JsonSpeaksJson) {
  Plan(KeyPlan("create", "false"), 0);
  const Result result = Run({"plan", "-json"});
  EXPECT_EQ(result.code, 1);
  EXPECT_EQ(result.err, "");
  EXPECT_THAT(result.out, HasSubstr("\"type\":\"diagnostic\""));
}

TEST_F(Exec, EverythingElsePassesUntouched) {
  for (const Words& words : std::vector<Words>{{"init", "-upgrade"},
                                               {"destroy"},
                                               {"workspace", "list"},
                                               {"plan", "-help"},
                                               {}}) {
    const Result result = Run(words);
    EXPECT_EQ(result.err, "");
    EXPECT_THAT(Calls(), Not(HasSubstr("show")));
    EXPECT_EQ(ResultFile()["reason"], "nothing was judged");
  }
  EXPECT_EQ(Run({"fmt"}).code, 5);
  EXPECT_THAT(Run({"console"}).err, HasSubstr("nothing is judged"));
}

TEST_F(Exec, RemoteRunsAreRefused) {
  scratch_.Write("stack/main.tf", "terraform {\n  cloud {\n  }\n}\n");
  const Result result = Run({"plan", "-no-color"});
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.err, AllOf(HasSubstr("execute elsewhere"),
                                HasSubstr("compliance check")));
  EXPECT_EQ(Calls(), "");
  EXPECT_EQ(ResultFile()["exit_code"], 2);
  EXPECT_EQ(ResultFile()["terraform_exit_code"], nullptr);
}

TEST_F(Exec, AProgramThatIsNotThereIsNoPass) {
  std::filesystem::remove(scratch_.Path("bin/terraform"));
  const Result result = Run({"plan"}, {{"PATH", "/nowhere"}});
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.err, HasSubstr("terraform"));
}

}  // namespace
}  // namespace compliance::hook
