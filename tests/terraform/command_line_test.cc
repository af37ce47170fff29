#include "compliance/terraform/command_line.h"

#include <unistd.h>

#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "terraform/support.h"

namespace compliance::terraform {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(CommandLineTest, IsTakenApart) {
  const CommandLine command =
      Parsed("/usr/bin/terraform -chdir=net plan -var-file=x.tfvars --out p");
  EXPECT_EQ(command.program, "/usr/bin/terraform");
  EXPECT_THAT(command.global, ElementsAre("-chdir=net"));
  EXPECT_EQ(command.chdir, "net");
  EXPECT_EQ(command.subcommand, "plan");
  EXPECT_THAT(command.arguments,
              ElementsAre("-var-file=x.tfvars", "--out", "p"));
  EXPECT_THAT(command.from_environment, IsEmpty());
}

TEST(CommandLineTest, GivesItsWordsBack) {
  for (const char* line : {
           "terraform",
           "terraform -version",
           "terraform -chdir=a -help plan -out=p -- x",
           "tofu workspace new -lock=false x",
           "terraform -- plan",
       }) {
    EXPECT_EQ(
        absl::StrJoin(Parsed(line, {{"TF_CLI_ARGS", "-json"}}).ToWords(), " "),
        line);
  }
  EXPECT_THAT(
      CommandLine::Parse({"terraform", "", "plan", ""}, Of({})).ToWords(),
      ElementsAre("terraform", "", "plan", ""));
}

TEST(CommandLineTest, OfNoWordsIsEmpty) {
  const CommandLine command = CommandLine::Parse({}, Of({}));
  EXPECT_EQ(command.program, "");
  EXPECT_EQ(command.subcommand, "");
}

TEST(CommandLineTest, TheSubcommandIsTheFirstWordThatIsNoOption) {
  EXPECT_EQ(Parsed("terraform -chdir=destroy plan").subcommand, "plan");
  EXPECT_EQ(Parsed("terraform -version destroy").subcommand, "destroy");
  EXPECT_EQ(Parsed("terraform -- plan").subcommand, "");
  EXPECT_EQ(CommandLine::Parse({"terraform", "", "plan"}, Of({})).subcommand,
            "plan");
}

TEST(CommandLineTest, ChdirHasOneDashAndStandsInFront) {
  EXPECT_EQ(Parsed("terraform -chdir=a=b plan").chdir, "a=b");
  EXPECT_EQ(Parsed("terraform -help -chdir=a plan").chdir, "a");
  EXPECT_EQ(Parsed("terraform --chdir=a plan").chdir, "");
  EXPECT_EQ(Parsed("terraform -chdir a plan").chdir, "");
  EXPECT_EQ(Parsed("terraform plan -chdir=a").chdir, "");
}

TEST(CommandLineTest, TheEnvironmentComesFirstAndTheNarrowerVariableBefore) {
  const CommandLine command =
      Parsed("terraform plan -c", {{"TF_CLI_ARGS", "-b"},
                                   {"TF_CLI_ARGS_plan", "-a 'x y'"},
                                   {"TF_CLI_ARGS_apply", "-d"}});
  EXPECT_THAT(command.from_environment, ElementsAre("-a", "x y", "-b"));
  EXPECT_THAT(Parsed("terraform force-unlock 1",
                     {{"TF_CLI_ARGS_force_unlock", "-force"}})
                  .from_environment,
              ElementsAre("-force"));
  EXPECT_THAT(Parsed("terraform plan", {{"TF_CLI_ARGS", "'"}}).from_environment,
              IsEmpty());
}

TEST(CommandLineTest, BooleanOptions) {
  struct Case {
    const char* arguments;
    bool want;
  };
  for (const Case& c : {
           Case{"-json", true},
           {"--json", true},
           {"-json=true", true},
           {"-json=1", true},
           {"-json=T", true},
           {"-json=F", false},
           {"-json=0", false},
           {"-json=yes", false},  // Terraform refuses it
           {"-json=", false},
           {"-json -json=false", false},
           {"-json=false --json", true},
           {"-out -json", false},
           {"-out=x -json", true},
           {"-var a -var-file b -json", true},
           {"-var -json", false},
           {"x -json", false},
           {"- -json", false},
           {"-- -json", false},
           {"-jsonx", false},
           {"", false},
       }) {
    EXPECT_EQ(Parsed(std::string("terraform plan ") + c.arguments).Has("-json"),
              c.want)
        << c.arguments;
  }
}

TEST(CommandLineTest, OptionsOfTheEnvironmentCountUnlessTakenBack) {
  const Variables variables = {{"TF_CLI_ARGS_plan", "-json -out=p"}};
  EXPECT_TRUE(Parsed("terraform plan", variables).Has("-json"));
  EXPECT_FALSE(Parsed("terraform plan -json=0", variables).Has("-json"));
  EXPECT_EQ(Parsed("terraform plan", variables).ValueOf("-out"), "p");
  EXPECT_EQ(Parsed("terraform plan -out=q", variables).ValueOf("-out"), "q");
  EXPECT_EQ(Parsed("terraform apply", variables).ValueOf("-out"), std::nullopt);
}

TEST(CommandLineTest, TwoOptionsStandAnywhere) {
  EXPECT_TRUE(Parsed("terraform apply p -no-color").Has("-no-color"));
  EXPECT_TRUE(Parsed("terraform apply -- p -compact-warnings")
                  .Has("-compact-warnings"));
  EXPECT_THAT(Parsed("terraform apply p -no-color").Positional(),
              ElementsAre("p"));
  EXPECT_EQ(Parsed("terraform plan -out -no-color p").ValueOf("-out"), "p");
}

TEST(CommandLineTest, ValuesOfOptions) {
  EXPECT_EQ(Parsed("terraform plan -out=p").ValueOf("-out"), "p");
  EXPECT_EQ(Parsed("terraform plan --out p").ValueOf("-out"), "p");
  EXPECT_EQ(Parsed("terraform plan -out=").ValueOf("-out"), "");
  EXPECT_EQ(Parsed("terraform plan -out=a=b").ValueOf("-out"), "a=b");
  EXPECT_EQ(Parsed("terraform plan -out=a -out b").ValueOf("-out"), "b");
  EXPECT_EQ(Parsed("terraform plan -out").ValueOf("-out"), std::nullopt);
  EXPECT_EQ(Parsed("terraform plan x -out=a").ValueOf("-out"), std::nullopt);
}

TEST(CommandLineTest, WhatIsNoOption) {
  EXPECT_THAT(Parsed("terraform apply -lock-timeout 1s -json p").Positional(),
              ElementsAre("p"));
  EXPECT_THAT(Parsed("terraform import -config . -var a=b x.y id").Positional(),
              ElementsAre("x.y", "id"));
  EXPECT_THAT(Parsed("terraform apply p -json").Positional(),
              ElementsAre("p", "-json"));
  EXPECT_THAT(Parsed("terraform apply -- -p").Positional(), ElementsAre("-p"));
  EXPECT_THAT(Parsed("terraform apply -auto-approve").Positional(), IsEmpty());
  EXPECT_THAT(
      Parsed("terraform apply -x", {{"TF_CLI_ARGS_apply", "p"}}).Positional(),
      ElementsAre("p", "-x"));
}

TEST(CommandLineTest, SomeOnlyInform) {
  for (const char* line :
       {"terraform -version", "terraform plan -help", "terraform apply -h",
        "terraform plan -out -help", "terraform plan --version",
        "terraform -v plan", "terraform plan -- -v"}) {
    EXPECT_TRUE(Parsed(line).OnlyInforms()) << line;
  }
  for (const char* line : {"terraform", "terraform plan -out=-help",
                           "terraform plan -- -help", "terraform plan help"}) {
    EXPECT_FALSE(Parsed(line).OnlyInforms()) << line;
  }
  EXPECT_TRUE(
      Parsed("terraform plan", {{"TF_CLI_ARGS", "-help"}}).OnlyInforms());
}

TEST(CommandLineTest, OpenTofuIsToldByItsName) {
  EXPECT_TRUE(Parsed("tofu plan").IsOpenTofu());
  EXPECT_TRUE(Parsed("/opt/tofu-1.9/tofu plan").IsOpenTofu());
  EXPECT_FALSE(Parsed("/opt/tofu/terraform plan").IsOpenTofu());
}

TEST(TakesDownTest, WhatTakesEverythingDown) {
  for (const char* line : {
           "terraform destroy",
           "/usr/local/bin/terraform destroy -auto-approve",
           "terraform -chdir=stack destroy",
           "terraform plan -destroy",
           "terraform plan --destroy -out=p",
           "terraform plan -destroy=true",
           "terraform plan -destroy=1",
           "terraform plan -destroy=false -destroy",
           "terraform plan -out p -var a=b -destroy",
           "terraform apply -auto-approve -destroy",
           "tofu destroy",
           "tofu plan -exclude a.b -destroy",
           "/opt/terraform_1.11.4 apply -destroy",
       }) {
    EXPECT_TRUE(TakesDown(Parsed(line))) << line;
  }
}

TEST(TakesDownTest, WhatDoesNotOrMayNot) {
  for (const char* line : {
           "",
           "terraform",
           "terraform plan",
           "terraform -chdir=destroy plan",
           "terraform plan -destroy=false",
           "terraform plan -destroy=yes",
           "terraform plan -destroy -destroy=false",
           "terraform plan -out -destroy",  // a plan file of that name
           "terraform plan --out -destroy",
           "terraform plan -var -destroy",
           "terraform apply plan -destroy",  // not an option any more
           "terraform apply -destroy plan",  // the plan says what it does
           "terraform apply -- -destroy",
           "terraform apply destroy",
           "terraform test -destroy",
           "terraform validate",
           "terraform -version destroyer",
           "sh destroy",
           "bash plan -destroy",
       }) {
    EXPECT_FALSE(TakesDown(Parsed(line))) << line;
  }
}

TEST(TakesDownTest, TheEnvironmentMaySaySo) {
  const Variables variables = {{"TF_CLI_ARGS_plan", "-destroy"}};
  EXPECT_TRUE(TakesDown(Parsed("terraform plan", variables)));
  EXPECT_FALSE(TakesDown(Parsed("terraform plan -destroy=false", variables)));
  EXPECT_FALSE(TakesDown(Parsed("terraform apply", variables)));
  EXPECT_FALSE(
      TakesDown(Parsed("terraform plan", {{"TF_CLI_ARGS_plan", "'-destroy"}})));
}

TEST(WordsOfProcessTest, AreReadAsTheyWereGiven) {
  const std::vector<std::string> own = WordsOfProcess(getpid());
  ASSERT_FALSE(own.empty());
  EXPECT_NE(own.front().find("terraform_command_line_test"), std::string::npos);
  for (const std::string& word : own) {
    EXPECT_EQ(word.find('\0'), std::string::npos);
  }
  EXPECT_FALSE(TakesDown(
      CommandLine::Parse(WordsOfProcess(getppid()), ProcessEnvironment())));
}

TEST(WordsOfProcessTest, AreNoneOfAProcessThatIsNot) {
  EXPECT_THAT(WordsOfProcess(-1), IsEmpty());
}

}  // namespace
}  // namespace compliance::terraform
