#include "compliance/hcl/excerpt.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace compliance::hcl {
namespace {

using ::testing::ElementsAre;

constexpr char kSource[] = R"tf(variable "name" {}

resource "aws_db_instance" "main" {
  storage_encrypted = false # for now
  password          = "hunter2"
  tags = {
    Name  = "x"
    Owner = var.name
  }
  rule {
    port = 5432
  }
}
output "x" { value = "a${var.name}" }
)tf";

std::string Highlight(const Excerpt& excerpt) {
  return excerpt.code.substr(excerpt.highlight_begin,
                             excerpt.highlight_end - excerpt.highlight_begin);
}

std::vector<std::string> Literals(const Excerpt& excerpt) {
  std::vector<std::string> out;
  for (const Excerpt::Literal& literal : excerpt.literals) {
    out.push_back(
        literal.name + ":" +
        excerpt.code.substr(literal.begin, literal.end - literal.begin));
  }
  return out;
}

TEST(ExcerptAt, AttributeShowsItsValue) {
  const auto excerpt = ExcerptAt(kSource, 4, 3);
  ASSERT_TRUE(excerpt);
  EXPECT_EQ(excerpt->context, R"(resource "aws_db_instance" "main")");
  EXPECT_EQ(excerpt->code, "  storage_encrypted = false # for now");
  EXPECT_EQ(Highlight(*excerpt), "false");
  EXPECT_EQ(excerpt->start_line, 4);
  EXPECT_EQ(excerpt->begin, (SourceMark{4, 23, 78}));
  EXPECT_EQ(excerpt->end, (SourceMark{4, 28, 83}));
}

TEST(ExcerptAt, LongValueShowsAllItsLines) {
  const auto excerpt = ExcerptAt(kSource, 6, 3);
  ASSERT_TRUE(excerpt);
  EXPECT_EQ(Highlight(*excerpt),
            "{\n    Name  = \"x\"\n    Owner = var.name\n  }");
  EXPECT_EQ(excerpt->start_line, 6);
  EXPECT_EQ(excerpt->end.line, 9);
  EXPECT_THAT(Literals(*excerpt), ElementsAre("Name:\"x\""));
}

TEST(ExcerptAt, BlockShowsItsHeader) {
  const auto header = ExcerptAt(kSource, 3, 1);
  ASSERT_TRUE(header);
  EXPECT_EQ(header->context, R"(resource "aws_db_instance" "main")");
  EXPECT_EQ(header->code, R"(resource "aws_db_instance" "main" {)");
  EXPECT_EQ(Highlight(*header), "{");
  EXPECT_THAT(Literals(*header), ElementsAre());

  const auto nested = ExcerptAt(kSource, 10, 3);
  ASSERT_TRUE(nested);
  EXPECT_EQ(nested->code, "  rule {");
  EXPECT_EQ(nested->context, R"(resource "aws_db_instance" "main")");
}

TEST(ExcerptAt, LiteralsKnowWhatTheyAreValuesOf) {
  EXPECT_THAT(Literals(*ExcerptAt(kSource, 5, 3)),
              ElementsAre("password:\"hunter2\""));
  EXPECT_THAT(Literals(*ExcerptAt(kSource, 11, 5)), ElementsAre("port:5432"));
  const auto one_line = ExcerptAt(kSource, 14, 1);
  ASSERT_TRUE(one_line);
  EXPECT_EQ(one_line->context, "output \"x\"");
  EXPECT_THAT(Literals(*one_line), ElementsAre("value:\"a${var.name}\""));
}

TEST(ExcerptAt, HeredocsAreWhole) {
  const auto excerpt = ExcerptAt(
      "resource \"a\" \"b\" {\n  p = <<EOT\nhunter2\nEOT\n  q = 1\n}", 2, 3);
  ASSERT_TRUE(excerpt);
  EXPECT_EQ(excerpt->code, "  p = <<EOT\nhunter2\nEOT");
  EXPECT_THAT(Literals(*excerpt), ElementsAre("p:<<EOT\nhunter2\nEOT"));
}

TEST(ExcerptAt, LineBreaksOfWindowsAreNoCode) {
  const auto excerpt = ExcerptAt("a \"b\" {\r\n  x = 1\r\n}\r\n", 2, 3);
  ASSERT_TRUE(excerpt);
  EXPECT_EQ(excerpt->code, "  x = 1");
  EXPECT_EQ(Highlight(*excerpt), "1");
}

TEST(ExcerptAt, NothingWhereThereIsNoSuchLine) {
  EXPECT_FALSE(ExcerptAt(kSource, 99, 1));
  EXPECT_FALSE(ExcerptAt(kSource, 2, 1));
  EXPECT_FALSE(ExcerptAt("", 1, 1));
}

class OddText : public ::testing::TestWithParam<std::string> {};

TEST_P(OddText, StaysInsideTheText) {
  for (int line = 1; line < 4; ++line) {
    const auto excerpt = ExcerptAt(GetParam(), line, 1);
    if (!excerpt) continue;
    EXPECT_LE(excerpt->highlight_begin, excerpt->highlight_end);
    EXPECT_LE(excerpt->highlight_end, excerpt->code.size());
    for (const Excerpt::Literal& literal : excerpt->literals) {
      EXPECT_LE(literal.end, excerpt->code.size());
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Texts, OddText,
                         ::testing::Values("}", "}}}{{{", "resource \"a\" \"b",
                                           "a = \"${\"${", "a =", "a = {",
                                           "x = <<EOT\nno end", "\"\" = 1",
                                           "\xef\xbb\xbf"
                                           "a = \"x\"\nb {\nc",
                                           "a = 1\r\nb",
                                           std::string("\0\xff\xfe{\0", 5),
                                           "a {\n\"${"));

}  // namespace
}  // namespace compliance::hcl
