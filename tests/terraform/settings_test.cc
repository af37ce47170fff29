#include "terraform/settings.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "support/status.h"

namespace compliance::terraform {
namespace {

using compliance::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

// A value in one line: "text", [list], {key: value}, ? for all else.
std::string Shown(const SettingValue& value) {
  switch (value.kind) {
    case SettingValue::Kind::kString:
      return absl::StrCat("\"", value.text, "\"");
    case SettingValue::Kind::kList: {
      std::string out = "[";
      for (const auto& item : value.items) absl::StrAppend(&out, Shown(item));
      return out + "]";
    }
    case SettingValue::Kind::kObject: {
      std::string out = "{";
      for (const auto& member : value.members) {
        absl::StrAppend(&out, member.name, ":", Shown(member.value));
      }
      return out + "}";
    }
    case SettingValue::Kind::kOther:
      return "?";
  }
  return "";
}

TEST(Settings, KeepsLiteralsAndPassesOverExpressions) {
  const struct {
    std::string expression;
    std::string want;
  } kCases[] = {
      {R"("x")", R"("x")"},
      {R"("a\tb\"c\\d\u00e9")", "\"a\tb\"c\\d\u00e9\""},
      {R"("$${x} %%{y} $5")", R"("${x} %{y} $5")"},
      {R"("${x}")", "?"},
      {R"("%{ if a }b%{ endif }")", "?"},
      {R"("\q")", "?"},
      {R"("\u12")", "?"},
      {R"("a" == "b" ? 1 : 2)", "?"},
      {"5", "?"},
      {"-1.5e3", "?"},
      {"true", "?"},
      {"var.x[0].y", "?"},
      {"f(\n  a,\n  b\n)", "?"},
      {"<<EOT\nx = {\nEOT", "?"},
      {"[]", "[]"},
      {"[\n  \"a\",  # one\n  \"b\",\n]", R"(["a""b"])"},
      {R"(["a", 5, [x]])", R"(["a"?[?]])"},
      {"[for x in y : \"z\"]", "[?]"},
      {R"(["a"][0])", "?"},
      {"{}", "{}"},
      {R"({ source = "a/b", version = "1" })", R"({source:"a/b"version:"1"})"},
      {"{\n  a = \"1\"\n  \"b\" : \"2\"\n}", R"({a:"1"b:"2"})"},
      {"{ for k, v in x : k => v }", "?"},
      {"{ (var.k) = \"v\" }", "?"},
      {"{ a = aws.east }", "{a:?}"},
      {"[aws.east]", "[?]"},
  };
  for (const auto& test : kCases) {
    const auto file =
        ParseSettings("x.tf", "a = " + test.expression + "\nb = \"end\"\n");
    ASSERT_TRUE(file.ok()) << test.expression << ": " << file.status();
    ASSERT_EQ(file->settings.size(), 2U) << test.expression;
    EXPECT_EQ(Shown(file->settings[0].value), test.want) << test.expression;
    EXPECT_EQ(Shown(file->settings[1].value), "\"end\"") << test.expression;
  }
}

TEST(Settings, ReadsBlocksWithLabelsAndLines) {
  ASSERT_OK_AND_ASSIGN(const SettingsBlock file, ParseSettings("x.tf", R"(
/* a comment { */
resource "aws_vpc" main {
  tags=!x   # no space
  text=<<-EOT
    }
    EOT

  nested { a = "1" }
}
terraform {}
)"));
  ASSERT_EQ(file.blocks.size(), 2U);
  const SettingsBlock& resource = file.blocks[0];
  EXPECT_EQ(resource.type, "resource");
  EXPECT_EQ(resource.line, 3);
  EXPECT_THAT(resource.labels, ElementsAre("aws_vpc", "main"));
  ASSERT_EQ(resource.settings.size(), 2U);
  EXPECT_EQ(resource.settings[1].name, "text");
  EXPECT_EQ(resource.settings[1].line, 5);
  ASSERT_EQ(resource.blocks.size(), 1U);
  EXPECT_EQ(resource.blocks[0].line, 9);
  ASSERT_NE(resource.blocks[0].Find("a"), nullptr);
  EXPECT_EQ(resource.blocks[0].Find("a")->text, "1");
  EXPECT_EQ(resource.blocks[0].Find("b"), nullptr);
  EXPECT_EQ(file.blocks[1].type, "terraform");
}

TEST(Settings, SaysWhereTheTextIsBroken) {
  const struct {
    std::string text;
    std::string want;
  } kCases[] = {
      {"a {\n  b = \"1\"\n", "f:1: the block is not closed"},
      {"\n= 5", "f:2: a name of a block or setting is expected"},
      {"\n\n}", "f:3: a name of a block or setting is expected"},
      {"a b c", "f:1: \"=\" or \"{\" is expected"},
      {"a \"l\" = 1", "f:1: \"=\" or \"{\" is expected"},
      {"a\n{}", "f:1: \"=\" or \"{\" is expected"},
  };
  for (const auto& test : kCases) {
    EXPECT_THAT(
        ParseSettings("f", test.text),
        StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(test.want)))
        << test.text;
  }
}

TEST(Settings, BearsAnyDepth) {
  std::string blocks;
  for (int i = 0; i < 100000; ++i) blocks += "a {";
  EXPECT_THAT(ParseSettings("f", blocks),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("nest too deeply")));
  EXPECT_OK(ParseSettings("f", "a = " + std::string(100000, '[')));
  std::string objects;
  for (int i = 0; i < 100000; ++i) objects += "{a=";
  EXPECT_OK(ParseSettings("f", "a = " + objects));
}

}  // namespace
}  // namespace compliance::terraform
