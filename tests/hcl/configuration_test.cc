#include "compliance/hcl/configuration.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "compliance/hcl/evaluate.h"
#include "terraform/folder.h"

namespace compliance::hcl {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class ReadConfigurationTest : public ::testing::Test {
 protected:
  void Write(const std::string& file, const std::string& text) {
    directory_.Write(file, text);
  }
  Configuration Read(Dialect dialect = Dialect::kTerraform) {
    return ReadConfiguration(directory_.path(), dialect);
  }
  // The value of an argument of a block, as text; "" when there is none.
  static std::string Argument(const Configuration& configuration,
                              const std::string& module,
                              const std::string& type,
                              const std::vector<std::string>& labels,
                              const std::string& name) {
    const Module* found = configuration.FindModule(module);
    const Block* block = found == nullptr ? nullptr : found->Find(type, labels);
    const Attribute* attribute =
        block == nullptr ? nullptr : block->body.Find(name);
    return attribute == nullptr
               ? ""
               : Evaluate(attribute->expression, Names()).ToString();
  }

 private:
  terraform::Folder directory_;
};

TEST_F(ReadConfigurationTest, PutsTheFilesOfADirectoryTogether) {
  Write("b.tf", "resource \"t\" \"b\" { x = 1 }");
  Write("a.tf", "resource \"t\" \"a\" { x = 2 }");
  Write(".hidden.tf", "}");
  Write("a.tf~", "}");
  Write("notes.txt", "}");
  Write("c.tofu", "resource \"t\" \"c\" {}");
  const Configuration configuration = Read();
  EXPECT_THAT(configuration.files, ElementsAre("a.tf", "b.tf"));
  EXPECT_THAT(configuration.problems, IsEmpty());
  EXPECT_THAT(configuration.missing, IsEmpty());
  EXPECT_EQ(Argument(configuration, "", "resource", {"t", "b"}, "x"), "1");
  EXPECT_EQ(configuration.FindModule("")->Find("resource", {"t", "c"}),
            nullptr);
}

TEST_F(ReadConfigurationTest, OpenTofuPrefersItsOwnFiles) {
  Write("main.tf", "locals { x = 1 }");
  Write("main.tofu", "locals { x = 2 }");
  EXPECT_EQ(Argument(Read(Dialect::kOpenTofu), "", "locals", {}, "x"), "2");
  EXPECT_EQ(Argument(Read(), "", "locals", {}, "x"), "1");
}

TEST_F(ReadConfigurationTest, ABrokenFileDoesNotHideTheRest) {
  Write("bad.tf", "resource \"t\" \"a\" {");
  Write("good.tf", "resource \"t\" \"b\" { x = 1 }");
  const Configuration configuration = Read();
  EXPECT_FALSE(configuration.problems.empty());
  EXPECT_EQ(Argument(configuration, "", "resource", {"t", "b"}, "x"), "1");
}

TEST_F(ReadConfigurationTest, FollowsModules) {
  Write("main.tf", R"(
module "net" { source = "./net" }
module "far" { source = "registry.example.com/a/b/c" }
module "gone" { source = "registry.example.com/a/b/d" }
)");
  Write("net/main.tf", "module \"db\" { source = \"../db\" }");
  Write("db/main.tf", "locals { x = 1 }");
  Write("installed/far/main.tf", "locals { y = 2 }");
  Write(".terraform/modules/modules.json",
        R"({"Modules": [{"Key": "", "Source": "", "Dir": "."},
            {"Key": "far", "Source": "x", "Dir": "installed/far"}]})");
  const Configuration configuration = Read();
  EXPECT_EQ(Argument(configuration, "module.net.module.db", "locals", {}, "x"),
            "1");
  EXPECT_EQ(Argument(configuration, "module.far", "locals", {}, "y"), "2");
  EXPECT_EQ(configuration.FindModule("module.net.module.db")->directory(),
            "db");
  EXPECT_EQ(configuration.FindModule("")->directory(), ".");
  EXPECT_THAT(configuration.missing, ElementsAre("module.gone"));
  EXPECT_THAT(configuration.files,
              UnorderedElementsAre("main.tf", "net/main.tf", "db/main.tf",
                                   "installed/far/main.tf"));
}

TEST_F(ReadConfigurationTest, AModuleThatCallsItselfEnds) {
  Write("main.tf", "module \"self\" { source = \"./\" }");
  EXPECT_FALSE(Read().missing.empty());
}

TEST_F(ReadConfigurationTest, AnEmptyDirectoryIsMissing) {
  EXPECT_THAT(Read().missing, ElementsAre("."));
}

TEST_F(ReadConfigurationTest, OverridesReplaceArgumentsAndBlocks) {
  Write("main.tf", R"(
resource "t" "a" {
  x = 1
  y = 2
  rule { port = 1 }
  rule { port = 2 }
  other { z = 1 }
  lifecycle {
    create_before_destroy = true
    prevent_destroy       = true
  }
}
locals {
  l = 1
  m = 2
}
)");
  Write("main_override.tf", R"(
resource "t" "a" {
  x = 10
  dynamic "rule" {
    for_each = []
    content {}
  }
  lifecycle { prevent_destroy = false }
}
locals { l = 10 }
)");
  Write("override.tf", "resource \"t\" \"a\" { w = 5 }");
  const Configuration configuration = Read();
  EXPECT_THAT(configuration.problems, IsEmpty());
  const std::vector<std::string> labels = {"t", "a"};
  EXPECT_EQ(Argument(configuration, "", "resource", labels, "x"), "10");
  EXPECT_EQ(Argument(configuration, "", "resource", labels, "y"), "2");
  EXPECT_EQ(Argument(configuration, "", "resource", labels, "w"), "5");
  EXPECT_EQ(Argument(configuration, "", "locals", {}, "l"), "10");
  EXPECT_EQ(Argument(configuration, "", "locals", {}, "m"), "2");
  std::vector<std::string> nested;
  const Block* resource =
      configuration.FindModule("")->Find("resource", labels);
  for (const Block& block : resource->body.blocks) {
    nested.push_back(block.type);
    if (block.type != "lifecycle") continue;
    EXPECT_EQ(block.body.attributes.size(), 2U);
    EXPECT_EQ(Evaluate(block.body.Find("prevent_destroy")->expression, Names()),
              cty::Value::Bool(false));
  }
  EXPECT_THAT(nested, UnorderedElementsAre("other", "lifecycle", "dynamic"));
}

TEST_F(ReadConfigurationTest, AnOverrideOfNothingIsAProblem) {
  Write("main.tf", "locals { a = 1 }");
  Write("override.tf", "resource \"t\" \"a\" {}\nlocals { b = 1 }");
  const Configuration configuration = Read();
  ASSERT_EQ(configuration.problems.size(), 2U);
  EXPECT_EQ(configuration.problems[0].summary, "Missing resource to override");
  EXPECT_EQ(configuration.problems[1].summary,
            "Missing local value to override");
}

}  // namespace
}  // namespace compliance::hcl
