#include "compliance/hcl/source_positions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

namespace compliance::hcl {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;

// "line:column" of the first member at a path; "" when there is none.
std::string Place(const SourceBlock& block, const std::string& path) {
  const auto it = block.members.find(path);
  if (it == block.members.end()) return "";
  return absl::StrCat(it->second.front().line, ":", it->second.front().column);
}

constexpr char kSource[] = R"tf(# resource "not" "this" {
/* nor
   resource "this" "one" { */
resource "aws_db_instance" "main" {
  identifier = "db-${var.name}-${join("}", [for k in var.x : "{${k}\""])}"
  password   = "a\"b{" // }
  tags = {
    Name = "x"
    encrypted = true
  }
  count = var.on ? { a = 1 } : { b = 2 }
  policy = <<-EOT
    resource "in" "heredoc" {
      storage_encrypted = false
  EOT
  storage_encrypted = false

  timeouts { create = "5m" }
  rule {
    apply {
      key = 1
    }
  }
  rule {
    other = 2
  }
  dynamic "ingress" {
    for_each = var.rules
    content {
      from_port = ingress.value
    }
  }
}

variable "name" {}
provider "aws" {
  region = "eu-west-1"
}
locals { a = 1 }
data aws_vpc "unquoted" {
  é    = 1
  id == 2
}
)tf";

TEST(ScanSource, FindsHeadersAttributesAndNestedBlocks) {
  const auto blocks = ScanSource("main.tf", kSource);
  ASSERT_THAT(blocks, SizeIs(5));
  const SourceBlock& db = blocks[0];
  EXPECT_EQ(db.type, "resource");
  EXPECT_THAT(db.labels, ElementsAre("aws_db_instance", "main"));
  EXPECT_EQ(db.position, (SourcePosition{"main.tf", 4, 1}));
  EXPECT_EQ(Place(db, "identifier"), "5:3");
  EXPECT_EQ(Place(db, "password"), "6:3");
  EXPECT_EQ(Place(db, "tags"), "7:3");
  EXPECT_EQ(Place(db, "tags.Name"), "");
  EXPECT_EQ(Place(db, "encrypted"), "");
  EXPECT_EQ(Place(db, "count"), "11:3");
  EXPECT_EQ(Place(db, "b"), "");
  EXPECT_EQ(Place(db, "storage_encrypted"), "16:3");
  EXPECT_EQ(Place(db, "timeouts.create"), "18:14");
  EXPECT_EQ(Place(db, "rule.apply.key"), "21:7");
  EXPECT_EQ(Place(db, "rule.other"), "25:5");
  EXPECT_THAT(db.members.at("rule"), SizeIs(2));
  EXPECT_EQ(Place(db, "ingress"), "27:3");
  EXPECT_EQ(Place(db, "ingress.from_port"), "30:7");

  EXPECT_EQ(blocks[1].type, "variable");
  EXPECT_THAT(blocks[1].labels, ElementsAre("name"));
  EXPECT_EQ(Place(blocks[2], "region"), "37:3");
  EXPECT_EQ(blocks[3].type, "locals");
  EXPECT_THAT(blocks[4].labels, ElementsAre("aws_vpc", "unquoted"));
  EXPECT_EQ(Place(blocks[4], "\xc3\xa9"), "41:3");
  EXPECT_EQ(Place(blocks[4], "id"), "");
}

TEST(ScanSource, ColumnsCountCharacters) {
  const auto blocks = ScanSource(
      "a.tf", "\xef\xbb\xbf/* \xc3\xa9\xc3\xa9 */ resource \"a\" \"b\" {}");
  ASSERT_THAT(blocks, SizeIs(1));
  EXPECT_EQ(blocks[0].position.column, 10);
}

TEST(ScanSource, KeepsConstants) {
  const auto blocks = ScanSource("main.tf", R"tf(resource "t" "n" {
  text     = "a\"b\u00e9\n" # "c"
  empty    = ""
  number   = 12
  negative = -1.5e3
  yes      = true
  nothing  = null
  price    = "$5"
  one { inner = 1 }

  template = "a-${var.x}"
  escaped  = "$${var.x}"
  sum      = 1 + 2
  call     = upper("x")
  list     = ["x"]
  choice   = true ? "a" : "b"
  compared = "a" == "b"
  heredoc  = <<EOT
x
EOT
  broken   = "\q"
  open     = "x
}
data "t" "m" { id = "i" }
)tf");
  ASSERT_THAT(blocks, SizeIs(2));
  const std::map<std::string, cty::Value> want = {
      {"text", cty::Value::String("a\"b\u00e9\n")},
      {"empty", cty::Value::String("")},
      {"number", cty::Value::Number(12)},
      {"negative", cty::Value::Number(-1500)},
      {"yes", cty::Value::Bool(true)},
      {"nothing", cty::Value()},
      {"price", cty::Value::String("$5")},
      {"escaped", cty::Value::String("${var.x}")},
      {"heredoc", cty::Value::String("x\n")}};
  EXPECT_EQ(blocks[0].constants, want);
  EXPECT_THAT(blocks[1].constants,
              ElementsAre(std::pair("id", cty::Value::String("i"))));
}

TEST(ScanSource, SeesRepetition) {
  const auto blocks = ScanSource("main.tf", R"tf(
resource "t" "one" {
  dynamic "b" {
    for_each = var.x
  }
}
resource "t" "some" {
  count = 2
}
module "many" {
  for_each = var.x
})tf");
  ASSERT_THAT(blocks, SizeIs(3));
  EXPECT_FALSE(blocks[0].IsRepeated());
  EXPECT_TRUE(blocks[1].IsRepeated());
  EXPECT_TRUE(blocks[2].IsRepeated());
}

class ScanOddText : public ::testing::TestWithParam<std::string> {};

TEST_P(ScanOddText, NeverFails) {
  for (const SourceBlock& block : ScanSource("x.tf", GetParam())) {
    EXPECT_GE(block.position.line, 1);
    EXPECT_GE(block.position.column, 1);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Texts, ScanOddText,
    ::testing::Values("", "}", "}}}{{{", "resource \"a\" \"b", "a = \"${\"${",
                      "/* open", "x = <<", "x = <<EOT\nno end", "resource {",
                      "resource \"a\" {\n dynamic {\n content {",
                      std::string("\0\xff\xfe{\0", 5), "\"\\", "a {\n\"${",
                      std::string(100000, '{'),
                      "a = \"" + std::string(50000, '$') + "{"));

cty::Path Attr(const std::string& name) {
  return cty::Path({cty::AttributeName{name}});
}

TEST(PositionOf, FallsBackToWhatIsAround) {
  const auto blocks = ScanSource("main.tf", kSource);
  const cty::Path apply = Attr("rule").Index(0).Attr("apply").Index(0);
  EXPECT_EQ(PositionOf(blocks[0], apply.Attr("key")).line, 21);
  EXPECT_EQ(PositionOf(blocks[0], apply.Attr("missing")).line, 20);
  EXPECT_EQ(PositionOf(blocks[0], Attr("missing")).line, 4);
  EXPECT_EQ(PositionOf(blocks[0], Attr("tags").Key("Name")).line, 7);
  EXPECT_EQ(PositionOf(blocks[0], cty::Path()).line, 4);
}

TEST(PositionOf, CountsBlocksOfTheSameName) {
  const auto blocks = ScanSource("main.tf", kSource);
  const cty::Path rule = Attr("rule");
  EXPECT_EQ(PositionOf(blocks[0], rule.Index(1)).line, 24);
  EXPECT_EQ(PositionOf(blocks[0], rule.Index(1).Attr("other")).line, 25);
  EXPECT_EQ(PositionOf(blocks[0], rule.Index(1).Attr("apply")).line, 24);
  EXPECT_EQ(PositionOf(blocks[0], rule.Index(0).Attr("other")).line, 19);
}

class ReadDirectory : public ::testing::Test {
 protected:
  void SetUp() override {
    root_ = std::filesystem::temp_directory_path() /
            absl::StrCat("hcl_test_", getpid());
    std::filesystem::create_directories(root_ / ".terraform" / "modules");
    std::filesystem::create_directories(root_ / "modules" / "db");
  }
  void TearDown() override { std::filesystem::remove_all(root_); }

  void Write(const std::string& name, const std::string& text) {
    std::ofstream(root_ / name) << text;
  }

  std::filesystem::path root_;
};

TEST_F(ReadDirectory, FollowsModulesJson) {
  Write("main.tf",
        "module \"db\" {\n source = \"./modules/db\"\n}\n"
        "provider \"aws\" {}\nprovider \"aws\" {\n alias = \"west\"\n}\n");
  Write("ignored.txt", "resource \"a\" \"b\" {}");
  Write("modules/db/main.tf", "\nresource \"a\" \"b\" {\n x = 1\n}\n");
  Write(".terraform/modules/modules.json",
        R"({"Modules": [{"Key": "", "Source": "", "Dir": "."},
            {"Key": "db", "Source": "./modules/db", "Dir": "modules/db"},
            {"Key": "db.inner", "Dir": "nowhere"}, {"Key": 3}, 4]})");
  const SourcePositions sources = SourcePositions::Read(root_.string());
  EXPECT_NE(sources.Find("", "module", {"db"}), nullptr);
  ASSERT_NE(sources.Find("", "provider", {"aws"}, "west"), nullptr);
  EXPECT_EQ(sources.Find("", "provider", {"aws"}, "west")->position.line, 5);
  EXPECT_EQ(sources.Find("", "provider", {"aws"})->position.line, 4);
  EXPECT_EQ(sources.Find("", "resource", {"a", "b"}), nullptr);
  const SourceBlock* block = sources.Find("module.db", "resource", {"a", "b"});
  ASSERT_NE(block, nullptr);
  EXPECT_EQ(block->position, (SourcePosition{"modules/db/main.tf", 2, 1}));
}

TEST_F(ReadDirectory, FollowsPathsWhereNothingIsInstalled) {
  Write("main.tf",
        "module \"db\" {\n  source = \"./modules/db\"\n}\n"
        "module \"far\" {\n  source = \"example/far/aws\"\n}\n");
  // A module that calls itself must not be followed for ever.
  Write("modules/db/main.tf",
        "module \"self\" {\n  source = \"../db\"\n}\n"
        "resource \"a\" \"b\" {}\n");
  const SourcePositions sources = SourcePositions::Read(root_.string());
  const SourceBlock* block = sources.Find("module.db", "resource", {"a", "b"});
  ASSERT_NE(block, nullptr);
  EXPECT_EQ(block->position, (SourcePosition{"modules/db/main.tf", 4, 1}));
  EXPECT_EQ(sources.Find("module.far", "resource", {"a", "b"}), nullptr);
}

TEST_F(ReadDirectory, SaysWhetherEverythingWasSeen) {
  Write("main.tf", "module \"db\" {\n  source = \"./modules/db\"\n}\n");
  EXPECT_FALSE(SourcePositions::Read(root_.string()).complete());
  Write("modules/db/main.tf", "resource \"a\" \"b\" {}\n");
  const SourcePositions sources = SourcePositions::Read(root_.string());
  EXPECT_TRUE(sources.complete());
  EXPECT_THAT(sources.blocks(),
              ElementsAre(Pair("", SizeIs(1)), Pair("module.db", SizeIs(1))));
  Write("modules/db/more.tf.json", R"({"resource": {"c": {"d": {}}}})");
  const SourcePositions more = SourcePositions::Read(root_.string());
  EXPECT_TRUE(more.complete());
  EXPECT_NE(more.Find("module.db", "resource", {"c", "d"}), nullptr);
}

TEST_F(ReadDirectory, ModulesElsewhereAreNotComplete) {
  Write("main.tf", "module \"db\" {\n  source = \"example/db/aws\"\n}\n");
  EXPECT_FALSE(SourcePositions::Read(root_.string()).complete());
}

TEST_F(ReadDirectory, NamesFilesFromTheDirectory) {
  std::filesystem::create_directories(root_ / "stack");
  Write("stack/main.tf", "module \"db\" {\n  source = \"../modules/db\"\n}\n");
  Write("modules/db/main.tf", "resource \"a\" \"b\" {}\n");
  const auto sources = SourcePositions::Read((root_ / "stack").string());
  const SourceBlock* block = sources.Find("module.db", "resource", {"a", "b"});
  ASSERT_NE(block, nullptr);
  EXPECT_EQ(block->position.file, "../modules/db/main.tf");
}

TEST_F(ReadDirectory, BrokenOrMissingIsEmpty) {
  Write(".terraform/modules/modules.json", "{\"Modules\": [");
  EXPECT_TRUE(SourcePositions::Read(root_.string()).empty());
  EXPECT_TRUE(SourcePositions::Read((root_ / "absent").string()).empty());
  EXPECT_FALSE(SourcePositions::Read((root_ / "absent").string()).complete());
}

}  // namespace
}  // namespace compliance::hcl
