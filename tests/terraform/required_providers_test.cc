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

std::string Requiring(const std::string& name, const std::string& source) {
  return "terraform {\n  required_providers {\n    " + name +
         " = {\n      source = \"" + source + "\"\n    }\n  }\n}\n";
}

std::map<std::string, std::vector<std::string>> Required(
    const Folder& folder, bool open_tofu = false, Variables variables = {}) {
  return RequiredProviders(
      {folder.path(), open_tofu, Of(std::move(variables))});
}

TEST(RequiredProviders, ReadsEveryFormOfABlock) {
  const Folder folder;
  folder.Write("main.tf", R"(
terraform {
  required_version = ">= 1.5"
  required_providers {
    aws    = { source = "acme/aws-fork", version = "~> 5.0" }
    random = "~> 3.0"
    time = {
      version = ">= 0.9"
    }
    fixed = {
      source                = "example.com/a/b"
      configuration_aliases = [fixed.east]
    }
    bad = { source = "a/b/c/d" }
  }
}
resource "aws_vpc" "required_providers" {
  tags=merge({ a = "b" }, { source = "not/this" })
}
)");
  folder.Write("more.tf.json", R"({"terraform": [{"required_providers":
      [{"tls": {"source": "hashicorp/tls"}, "null": "1.0"}]}]})");
  folder.Write("notes.txt", Requiring("x", "y/z"));
  folder.Write(".hidden.tf", Requiring("x", "y/z"));
  folder.Write("main.tf~", Requiring("x", "y/z"));
  EXPECT_THAT(
      Required(folder),
      ElementsAre(
          Pair("aws", ElementsAre("registry.terraform.io/acme/aws-fork")),
          Pair("fixed", ElementsAre("example.com/a/b")),
          Pair("null", ElementsAre("registry.terraform.io/hashicorp/null")),
          Pair("random", ElementsAre("registry.terraform.io/hashicorp/random")),
          Pair("time", ElementsAre("registry.terraform.io/hashicorp/time")),
          Pair("tls", ElementsAre("registry.terraform.io/hashicorp/tls"))));
}

TEST(RequiredProviders, GoesThroughTheModules) {
  const Folder folder;
  folder.Write("main.tf", Requiring("aws", "acme/one") + R"(
module "local" {
  source = "./modules/local"
}
module "remote" {
  source  = "acme/net/aws"
  version = "1.0.0"
}
module "elsewhere" {
  source = "acme/none/aws"
}
)");
  folder.Write("modules/local/main.tf", Requiring("aws", "acme/two") +
                                            "module \"up\" {\n  source = "
                                            "\"../up\"\n}\n");
  folder.Write("modules/up/main.tf.json",
               R"({"terraform":{"required_providers":{"aws":"1"}},
                   "module":{"a":[{"source":"../json"}]}})");
  folder.Write("modules/json/x.tf", Requiring("json", "a/b"));
  folder.Write("data/modules/remote/main.tf", Requiring("aws", "acme/three"));
  folder.Write("data/modules/modules.json", R"({"Modules":[
      {"Key":"","Source":"","Dir":"."},
      {"Key":"remote","Source":"x","Dir":"data/modules/remote"}, 5, {}]})");
  EXPECT_THAT(
      Required(folder, false, {{"TF_DATA_DIR", "data"}}),
      ElementsAre(
          Pair("aws", ElementsAre("registry.terraform.io/acme/one",
                                  "registry.terraform.io/acme/three",
                                  "registry.terraform.io/acme/two",
                                  "registry.terraform.io/hashicorp/aws")),
          Pair("json", ElementsAre("registry.terraform.io/a/b"))));
}

TEST(RequiredProviders, LetsOverridesOverride) {
  const Folder folder;
  folder.Write("a_override.tf", Requiring("aws", "acme/new"));
  folder.Write("main.tf", Requiring("aws", "acme/old"));
  EXPECT_THAT(
      Required(folder),
      ElementsAre(Pair("aws", ElementsAre("registry.terraform.io/acme/new"))));
}

TEST(RequiredProviders, ReadsTofuFilesForOpenTofuOnly) {
  const Folder folder;
  folder.Write("main.tf", Requiring("aws", "acme/terraform"));
  folder.Write("main.tofu", Requiring("aws", "acme/tofu"));
  EXPECT_THAT(Required(folder, false),
              ElementsAre(Pair("aws", ElementsAre("registry.terraform.io/acme/"
                                                  "terraform"))));
  // "terraform" is no type that begins with "terraform-".
  EXPECT_THAT(
      Required(folder, true),
      ElementsAre(Pair("aws", ElementsAre("registry.opentofu.org/acme/tofu"))));
}

TEST(RequiredProviders, LeavesOutWhatItCannotRead) {
  const Folder folder;
  EXPECT_THAT(Required(folder), IsEmpty());
  folder.Write("broken.tf", "terraform {");
  folder.Write("broken.tf.json", "{");
  folder.Write("odd.tf.json", R"({"terraform":5,"module":{"a":5,"b":[5]}})");
  folder.Write("good.tf", Requiring("aws", "a/b"));
  EXPECT_THAT(
      Required(folder),
      ElementsAre(Pair("aws", ElementsAre("registry.terraform.io/a/b"))));
}

TEST(RequiredProviders, EndsWhereModulesCallThemselves) {
  const Folder folder;
  folder.Write("main.tf", Requiring("aws", "a/b") +
                              "module \"a\" {\n  source = \"./.\"\n}\n"
                              "module \"b\" {\n  source = \"./.\"\n}\n");
  EXPECT_EQ(Required(folder).size(), 1U);
}

}  // namespace
}  // namespace compliance::terraform
