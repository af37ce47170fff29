#include "provider/terraform_command.h"

#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"

namespace compliance::provider {
namespace {

std::vector<std::string> Words(const std::string& line) {
  return absl::StrSplit(line, ' ', absl::SkipEmpty());
}

TEST(TerraformCommandTest, WhatTakesEverythingDown) {
  for (const char* line : {
           "terraform destroy",
           "/usr/local/bin/terraform destroy -auto-approve",
           "terraform -chdir=stack destroy",
           "terraform plan -destroy",
           "terraform plan --destroy -out=p",
           "terraform plan -destroy=true",
           "terraform plan -out p -var a=b -destroy",
           "terraform apply -auto-approve -destroy",
           "tofu destroy",
           "/opt/terraform_1.11.4 apply -destroy",
       }) {
    EXPECT_TRUE(TakesDown(Words(line))) << line;
  }
}

TEST(TerraformCommandTest, WhatDoesNotOrMayNot) {
  for (const char* line : {
           "",
           "terraform",
           "terraform plan",
           "terraform -chdir=destroy plan",
           "terraform plan -destroy=false",
           "terraform plan -out -destroy",  // a plan file of that name
           "terraform plan --out -destroy",
           "terraform plan -var -destroy",
           "terraform apply plan -destroy",  // not an option any more
           "terraform apply -- -destroy",
           "terraform apply destroy",
           "terraform test -destroy",
           "terraform validate",
           "terraform -version destroyer",
           "sh destroy",
           "bash plan -destroy",
       }) {
    EXPECT_FALSE(TakesDown(Words(line))) << line;
  }
}

TEST(TerraformCommandTest, TheParentIsRead) {
  const std::vector<std::string> command = ParentCommand();
  for (const std::string& word : command) {
    EXPECT_EQ(word.find('\0'), std::string::npos);
  }
  EXPECT_FALSE(TakesDown(command)) << absl::StrJoin(command, " ");
}

}  // namespace
}  // namespace compliance::provider
