#include "absl/strings/str_join.h"
#include "compliance/terraform/command_line.h"
#include "gtest/gtest.h"
#include "terraform/support.h"

namespace compliance::terraform {
namespace {

std::string Line(const CommandLine& command) {
  return absl::StrJoin(command.ToWords(), " ");
}

SplitApply Split(const std::string& line, Variables variables = {}) {
  const Environment environment = Of(std::move(variables));
  return SplitPlanAndApply(CommandLine::Parse(Words(line), environment),
                           environment);
}

TEST(SplitApplyTest, EveryOptionGoesWhereItIsUnderstood) {
  struct Case {
    const char* arguments;
    const char* plan;
    const char* apply;
  };
  for (const Case& c : {
           Case{"", "", ""},
           {" -auto-approve", "", ""},
           {" -auto-approve=false", "", ""},
           {" -backup=b", "", " -backup=b"},
           {" -backup b", "", " -backup b"},
           {" -compact-warnings", " -compact-warnings", " -compact-warnings"},
           {" -destroy", " -destroy", ""},
           {" -input=false", " -input=false", " -input=false"},
           {" -json", " -json", " -json"},
           {" -lock=false", " -lock=false", " -lock=false"},
           {" -lock-timeout 9s", " -lock-timeout 9s", " -lock-timeout 9s"},
           {" -no-color", " -no-color", " -no-color"},
           {" -parallelism=3", " -parallelism=3", " -parallelism=3"},
           {" -refresh=false", " -refresh=false", ""},
           {" -refresh-only", " -refresh-only", ""},
           {" -replace=a.b", " -replace=a.b", ""},
           {" -state=s", " -state=s", " -state=s"},
           {" -state-out=s", "", " -state-out=s"},
           {" -target a.b -target=c.d", " -target a.b -target=c.d", ""},
           {" -var a=b -var-file f -var a=c", " -var a=b -var-file f -var a=c",
            " -var a=b -var-file f -var a=c"},
           {" --destroy --var a=b", " --destroy --var a=b", " --var a=b"},
           {" -allow-deferral", " -allow-deferral", ""},
           {" -var -auto-approve", " -var -auto-approve",
            " -var -auto-approve"},
           // What apply refuses, it shall refuse.
           {" -out=x", "", " -out=x"},
           {" -detailed-exitcode", "", " -detailed-exitcode"},
           {" -generate-config-out x", "", " -generate-config-out x"},
           // A value is missing: for the plan to refuse.
           {" -backup", " -backup", " -backup"},
           {" -target", " -target", " -target"},
           // OpenTofu's.
           {" -exclude=a.b", " -exclude=a.b", ""},
           {" -target-file f", " -target-file f", ""},
           {" -exclude-file=f", " -exclude-file=f", ""},
           {" -concise", " -concise", " -concise"},
           {" -show-sensitive", " -show-sensitive", " -show-sensitive"},
           {" -suppress-forget-errors", "", " -suppress-forget-errors"},
           // Unknown, so not ours to drop.
           {" -brand-new=x", " -brand-new=x", " -brand-new=x"},
           {" p -x", " p -x", " p -x"},
       }) {
    const SplitApply split =
        Split(std::string("terraform apply") + c.arguments);
    EXPECT_EQ(Line(split.plan), std::string("terraform plan") + c.plan);
    EXPECT_EQ(Line(split.apply), std::string("terraform apply") + c.apply);
  }
}

TEST(SplitApplyTest, TheProgramAndItsFolderStay) {
  const SplitApply split = Split("/opt/tofu -chdir=net apply");
  EXPECT_EQ(Line(split.plan), "/opt/tofu -chdir=net plan");
  EXPECT_EQ(Line(split.apply), "/opt/tofu -chdir=net apply");
  EXPECT_EQ(split.plan.chdir, "net");
}

TEST(SplitApplyTest, DestroyIsAnApplyThatDestroys) {
  const SplitApply split = Split("terraform destroy -auto-approve -var a=b");
  EXPECT_EQ(Line(split.plan), "terraform plan -var a=b -destroy");
  EXPECT_EQ(Line(split.apply), "terraform apply -var a=b");
  EXPECT_TRUE(split.destroy);
  EXPECT_TRUE(TakesDown(Split("terraform destroy -destroy=false").plan));
}

TEST(SplitApplyTest, SaysWhatApprovalDependsOn) {
  const SplitApply plain = Split("terraform apply");
  EXPECT_FALSE(plain.auto_approve);
  EXPECT_TRUE(plain.input);
  EXPECT_FALSE(plain.json);
  EXPECT_FALSE(plain.destroy);
  EXPECT_TRUE(Split("terraform apply -auto-approve").auto_approve);
  EXPECT_FALSE(Split("terraform apply -auto-approve=0").auto_approve);
  EXPECT_TRUE(Split("terraform apply --destroy").destroy);
  EXPECT_TRUE(Split("terraform apply -json").json);
}

TEST(SplitApplyTest, InputMayBeDisabled) {
  EXPECT_FALSE(Split("terraform apply -input=false").input);
  EXPECT_FALSE(Split("terraform apply -json").input);
  EXPECT_FALSE(Split("terraform apply", {{"TF_INPUT", "0"}}).input);
  EXPECT_FALSE(Split("terraform apply", {{"TF_INPUT", "false"}}).input);
  EXPECT_TRUE(Split("terraform apply", {{"TF_INPUT", "1"}}).input);
  EXPECT_TRUE(Split("terraform apply", {{"TF_INPUT", "no"}}).input);
  EXPECT_FALSE(
      Split("terraform apply -input=false", {{"TF_INPUT", "1"}}).input);
}

TEST(SplitApplyTest, WordsOfTheEnvironmentAreDistributedToo) {
  const Variables variables = {
      {"TF_CLI_ARGS", "-no-color"},
      {"TF_CLI_ARGS_apply", "-auto-approve -target='a.b[\"k\"]' -var a=1"},
      {"TF_CLI_ARGS_destroy", "-state-out=gone"},
      {"TF_CLI_ARGS_plan", "-out=elsewhere"}};
  const SplitApply split = Split("terraform apply -var a=2", variables);
  EXPECT_EQ(Line(split.plan),
            "terraform plan -no-color -target=a.b[\"k\"] -var a=1 -var a=2");
  EXPECT_EQ(Line(split.apply), "terraform apply -no-color -var a=1 -var a=2");
  EXPECT_TRUE(split.auto_approve);
  EXPECT_TRUE(split.plan.from_environment.empty());
  EXPECT_EQ(Line(Split("terraform destroy", variables).apply),
            "terraform apply -no-color -state-out=gone");
}

TEST(WithoutVariablesTest, TheRestStays) {
  const CommandLine command = Parsed("terraform apply -var a=b -json p",
                                     {{"TF_CLI_ARGS", "-var-file=f -lock=0"}});
  EXPECT_EQ(Line(WithoutVariables(command)), "terraform apply -lock=0 -json p");
  EXPECT_TRUE(WithoutVariables(command).from_environment.empty());
}

}  // namespace
}  // namespace compliance::terraform
