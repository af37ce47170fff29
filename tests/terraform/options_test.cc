#include "terraform/options.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "terraform/support.h"

namespace compliance::terraform {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::Not;

TEST(OptionsTest, KeepTheWordsAsTyped) {
  const Arguments arguments =
      ParseArguments("plan", Words("--var a=b -out=p --json rest"));
  ASSERT_EQ(arguments.options.size(), 3u);
  EXPECT_EQ(arguments.options[0].name, "-var");
  EXPECT_EQ(arguments.options[0].value, "a=b");
  EXPECT_THAT(arguments.options[0].words, ElementsAre("--var", "a=b"));
  EXPECT_THAT(arguments.options[1].words, ElementsAre("-out=p"));
  EXPECT_EQ(arguments.options[2].name, "-json");
  EXPECT_EQ(arguments.options[2].value, std::nullopt);
  EXPECT_THAT(arguments.positional, ElementsAre("rest"));
}

TEST(OptionsTest, OddWordsAreNoTrouble) {
  for (const char* line : {"---", "-=", "--=x", "-", "--", "---out x"}) {
    ParseArguments("plan", Words(line));
  }
  ParseArguments("plan", {"", "-out"});
  ParseArguments("", {"-"});
}

TEST(OptionsTest, WhatTakesAValueDependsOnTheSubcommand) {
  EXPECT_TRUE(TakesValue("graph", "-plan"));
  EXPECT_FALSE(TakesValue("console", "-plan"));
  EXPECT_TRUE(TakesValue("import", "-config"));
  EXPECT_FALSE(TakesValue("plan", "-config"));
  EXPECT_FALSE(TakesValue("nothing", "-var"));
}

TEST(OptionsTest, NoTableNamesAnOptionTwice) {
  for (const char* subcommand :
       {"plan", "init", "import", "test", "validate"}) {
    const std::vector<absl::string_view> names = ValueOptions(subcommand);
    for (const absl::string_view name : names) {
      EXPECT_THAT(names, Contains(name).Times(1)) << subcommand;
    }
    EXPECT_THAT(names, Not(Contains("")));
  }
}

}  // namespace
}  // namespace compliance::terraform
