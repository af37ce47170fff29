#include "compliance/terraform/providers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "terraform/folder.h"
#include "terraform/support.h"

namespace compliance::terraform {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

constexpr char kAws[] = "registry.terraform.io/hashicorp/aws";

std::string Overriding(const std::string& directory) {
  return "provider_installation {\n  dev_overrides {\n    \"hashicorp/aws\" = "
         "\"" +
         directory + "\"\n  }\n  direct {}\n}\n";
}

// The directory that stands for hashicorp/aws; "" for none.
std::string OverrideOfAws(const Variables& variables, bool open_tofu = false) {
  const CliConfig config = ReadCliConfig(Of(variables), open_tofu);
  return config.dev_overrides.empty() ? ""
                                      : config.dev_overrides.begin()->second;
}

TEST(CliConfig, KnowsDevOverridesInBothSyntaxes) {
  const struct {
    std::string text;
    std::string want;
  } kCases[] = {
      {Overriding("/dev/aws"), "/dev/aws"},
      {Overriding("/dev/./aws/../x"), "/dev/x"},
      {"provider_installation { dev_overrides { \"aws\" = \"/d\" } }", "/d"},
      {"credentials \"a.io\" { token = \"t\" }\n" + Overriding("/d"), "/d"},
      {"plugin_cache_dir = \"$HOME/.cache\"\n" + Overriding("/d"), "/d"},
      {R"({"provider_installation":{"dev_overrides":{"hashicorp/aws":"/d"}}})",
       "/d"},
      {R"( {"provider_installation":[{"dev_overrides":[{"aws":"/d"}]}]})",
       "/d"},
      {"", ""},
      {"provider_installation {\n  filesystem_mirror { path = \"/m\" }\n}\n",
       ""},
      {"dev_overrides { \"hashicorp/aws\" = \"/d\" }", ""},
      {"provider_installation { dev_overrides { \"a/b/c/d\" = \"/d\" } }", ""},
      {"provider_installation { dev_overrides { \"aws\" = 5 } }", ""},
      {"provider_installation { dev_overrides {", ""},
      {"{", ""},
      {R"({"provider_installation":5})", ""},
      {R"({"provider_installation":{"dev_overrides":{"aws":5}}})", ""},
      // Terraform refuses the second block; the first is what counts.
      {"provider_installation {}\n" + Overriding("/d"), ""},
  };
  const Folder folder;
  for (const auto& test : kCases) {
    const std::string file = folder.Write("x.rc", test.text);
    EXPECT_EQ(OverrideOfAws({{"TF_CLI_CONFIG_FILE", file}}), test.want)
        << test.text;
  }
}

TEST(CliConfig, CompletesAddressesAsTheProgramDoes) {
  const Folder folder;
  const std::string file = folder.Write("x.rc", Overriding("/d"));
  const Environment environment = Of({{"TF_CLI_CONFIG_FILE", file}});
  EXPECT_THAT(ReadCliConfig(environment, false).dev_overrides,
              ElementsAre(Pair(kAws, "/d")));
  EXPECT_THAT(ReadCliConfig(environment, true).dev_overrides,
              ElementsAre(Pair("registry.opentofu.org/hashicorp/aws", "/d")));
}

TEST(CliConfig, ReadsTheHomeUnlessAFileIsNamed) {
  const Folder home;
  home.Write(".terraformrc", Overriding("/rc"));
  const std::string named = home.Write("named", Overriding("/named"));
  const std::string old = home.Write("old", Overriding("/old"));
  EXPECT_EQ(OverrideOfAws({{"HOME", home.path()}}), "/rc");
  EXPECT_EQ(OverrideOfAws({{"HOME", home.path()},
                           {"TF_CLI_CONFIG_FILE", named},
                           {"TERRAFORM_CONFIG", old}}),
            "/named");
  EXPECT_EQ(OverrideOfAws({{"HOME", home.path()},
                           {"TF_CLI_CONFIG_FILE", ""},
                           {"TERRAFORM_CONFIG", old}}),
            "/old");
  // One that is absent does not bring the home back.
  EXPECT_EQ(OverrideOfAws(
                {{"HOME", home.path()}, {"TF_CLI_CONFIG_FILE", home / "none"}}),
            "");
}

TEST(CliConfig, ReadsTheFolderInTheHome) {
  const Folder home;
  home.Write(".terraform.d/credentials.tfrc.json",
             R"({"credentials":{"app.terraform.io":{"token":"t"}}})");
  home.Write(".terraform.d/b.tfrc", Overriding("/b"));
  home.Write(".terraform.d/a.txt", Overriding("/a"));
  const Variables variables = {{"HOME", home.path()}};
  EXPECT_EQ(OverrideOfAws(variables), "/b");
  home.Write(".terraform.d/a.tfrc.json",
             R"({"provider_installation":{"dev_overrides":{"aws":"/json"}}})");
  EXPECT_EQ(OverrideOfAws(variables), "/json");
  home.Write(".terraformrc", Overriding("/rc"));
  EXPECT_EQ(OverrideOfAws(variables), "/rc");
}

TEST(CliConfig, LooksWhereOpenTofuLooks) {
  const Folder home;
  const Folder xdg;
  const Variables variables = {{"HOME", home.path()},
                               {"XDG_CONFIG_HOME", xdg.path()}};
  xdg.Write("opentofu/x.tfrc", Overriding("/xdg-folder"));
  EXPECT_EQ(OverrideOfAws(variables, true), "/xdg-folder");
  xdg.Write("opentofu/tofurc", Overriding("/xdg"));
  EXPECT_EQ(OverrideOfAws(variables, true), "/xdg");
  EXPECT_EQ(OverrideOfAws(variables, false), "");
  home.Write(".terraformrc", Overriding("/terraformrc"));
  EXPECT_EQ(OverrideOfAws(variables, true), "/terraformrc");
  home.Write(".tofurc", Overriding("/tofurc"));
  EXPECT_EQ(OverrideOfAws(variables, true), "/tofurc");
  EXPECT_EQ(OverrideOfAws(variables, false), "/terraformrc");
  home.Write(".tofurc", "");
  EXPECT_EQ(OverrideOfAws(variables, true), "/xdg-folder");
  home.Write(".terraform.d/x.tfrc", Overriding("/home-folder"));
  EXPECT_EQ(OverrideOfAws(variables, true), "/home-folder");
}

TEST(CliConfig, IsEmptyWithoutFiles) {
  const Folder home;
  EXPECT_THAT(ReadCliConfig(Of({{"HOME", home.path()}}), false).dev_overrides,
              IsEmpty());
}

}  // namespace
}  // namespace compliance::terraform
