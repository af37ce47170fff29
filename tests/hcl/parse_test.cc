// What trees say: precedence, ranges, the text of strings, faults.
#include "compliance/hcl/parse.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gtest/gtest.h"
#include "hcl/outline.h"

namespace compliance::hcl {
namespace {

using testing::OutlineOf;

struct ExpressionCase {
  const char* text;
  const char* outline;
};

class Expressions : public ::testing::TestWithParam<ExpressionCase> {};

TEST_P(Expressions, HaveTheirShape) {
  const ParsedExpression parsed = ParseExpression(GetParam().text);
  EXPECT_TRUE(parsed.problems.empty());
  EXPECT_EQ(OutlineOf(parsed.expression), GetParam().outline)
      << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(Operators, Expressions,
                         ::testing::ValuesIn(std::vector<ExpressionCase>{
                             {"1 + 2 * 3", "(+ 1 (* 2 3))"},
                             {"1 * 2 + 3", "(+ (* 1 2) 3)"},
                             {"1 - 2 - 3", "(- (- 1 2) 3)"},
                             {"1 / 2 % 3 * 4", "(* (% (/ 1 2) 3) 4)"},
                             {"1 + 2 < 3 + 4", "(< (+ 1 2) (+ 3 4))"},
                             {"a < b == c >= d", "(== (< a b) (>= c d))"},
                             {"a == b && c != d", "(&& (== a b) (!= c d))"},
                             {"a || b && c || d", "(|| (|| a (&& b c)) d)"},
                             {"-a + -b", "(+ (neg a) (neg b))"},
                             {"-a.b", "(neg (steps a .b))"},
                             {"!a == b", "(== (! a) b)"},
                             {"!!a", "(! (! a))"},
                             {"-1", "(neg 1)"},
                             {"(1 + 2) * 3", "(* (paren (+ 1 2)) 3)"},
                             {"a ? b : c ? d : e", "(if a b (if c d e))"},
                             {"a ? b ? c : d : e", "(if a (if b c d) e)"},
                             {"a || b ? c + d : e", "(if (|| a b) (+ c d) e)"},
                             {"a <= b", "(<= a b)"},
                             {"a > b", "(> a b)"},
                         }));

INSTANTIATE_TEST_SUITE_P(
    Terms, Expressions,
    ::testing::ValuesIn(std::vector<ExpressionCase>{
        {"1.50", "1.5"},
        {"12345678901234567890123", "12345678901234567890123"},
        {"true", "true"},
        {"null", "null"},
        {"truey", "truey"},
        {"é-1_ü", "é-1_ü"},
        {"[]", "(list)"},
        {"[1, [2,],]", "(list 1 (list 2))"},
        {"{}", "(object)"},
        {"{a = 1, \"b\" : 2}", "(object a=1 \"b\"=>2)"},
        {"{(a) = 1}", "(object (paren a)=>1)"},
        {"{true = 1, null = 2}", "(object true=1 null=2)"},
        {"{a.b = 1}", "(object (steps a .b)=>1)"},
        {"{\na = 1\n\nb = 2,\n}", "(object a=1 b=2)"},
        {"f()", "(f)"},
        {"f(1, 2,)", "(f 1 2)"},
        {"f(a...)", "(f a ...)"},
        {"provider::x::f(1)", "(provider::x::f 1)"},
        {"[for v in a : v]", "(for v a v)"},
        {"[for k, v in a : v if k]", "(for k,v a v if k)"},
        {"{for k, v in a : k => v... if v}", "(for k,v a k=>v ... if v)"},
    }));

INSTANTIATE_TEST_SUITE_P(Steps, Expressions,
                         ::testing::ValuesIn(std::vector<ExpressionCase>{
                             {"a.b.c", "(steps a .b .c)"},
                             {"a[0][\"b\"]", "(steps a [0] [\"b\"])"},
                             {"a[b.c]", "(steps a [(steps b .c)])"},
                             {"a.0.b", "(steps a .0 .b)"},
                             {"a[*].b[0]", "(steps a [*] .b [0])"},
                             {"a.*.b[0]", "(steps a .* .b [0])"},
                             {"f(x)[0].y", "(steps (f x) [0] .y)"},
                             {"[1, 2][0]", "(steps (list 1 2) [0])"},
                             {"(a).b", "(steps (paren a) .b)"},
                             {"a\n.b", "(steps a .b)"},
                         }));

INSTANTIATE_TEST_SUITE_P(
    Strings, Expressions,
    ::testing::ValuesIn(std::vector<ExpressionCase>{
        {R"("")", R"("")"},
        {R"("a\n\"\\\t\r")", "\"a\n\"\\\t\r\""},
        {R"("\u00e9\U0001F600")", "\"é😀\""},
        {R"("$${a} %%{b} $ % $$ %%")", R"("${a} %{b} $ % $$ %%")"},
        {R"("$$${a}")", R"("$${a}")"},
        {R"("${a}")", "(wrapped ${a})"},
        {R"(" ${a}")", "(template \" \" ${a})"},
        {R"("${a}${b}")", "(template ${a} ${b})"},
        {R"("a ${~ b ~} c")", R"((template "a" ${b} "c"))"},
        {R"("${b ~} ")", R"((template ${b} ""))"},
        {R"("${"${a}"}")", "(wrapped ${(wrapped ${a})})"},
        {R"("%{ if a }b%{ else }c%{ endif }")",
         R"((template %if(a "b" else "c")))"},
        {R"("%{ for k, v in a }${v}%{ endfor }.")",
         R"((template %for(k,v a ${v}) "."))"},
        // Composed, as Terraform holds it.
        {"\"e\xCC\x81\"", "\"é\""},
    }));

INSTANTIATE_TEST_SUITE_P(
    Heredocs, Expressions,
    ::testing::ValuesIn(std::vector<ExpressionCase>{
        {"<<EOT\nEOT\n", R"("")"},
        {"<<EOT\na\n  b\n  EOT\n", "\"a\n  b\n\""},
        {"<<-EOT\n    a\n      b\n\n    c\n  EOT\n", "\"a\n  b\n\nc\n\""},
        {"<<-EOT\n  a\n ${b}\nEOT\n", "(template \" a\n\" ${b} \"\n\")"},
        {"<<-EOT\n  a\n${b}\nEOT\n", "(template \"  a\n\" ${b} \"\n\")"},
        {"<<EOT\n\\n $${a} $\nEOT\n", "\"\\n ${a} $\n\""},
        {"<<EOT\n${a}\nEOT\n", "(template ${a} \"\n\")"},
        // Strip markers reach to the end of their line only.
        {"<<EOT\n  ${~ a ~}\n  b\nEOT\n", "(template \"\" ${a} \"  b\n\")"},
        {"<<EOT\r\na\r\nEOT\r\n", "\"a\r\n\""},
    }));

std::string Written(const SourceRange& range) {
  return absl::StrCat(range.begin.line, ":", range.begin.column, "-",
                      range.end.line, ":", range.end.column, " ",
                      range.begin.byte, "-", range.end.byte);
}

TEST(Ranges, CountGraphemeClusters) {
  // A family of four code points and an e with its accent are one column each.
  const ParsedFile parsed =
      Parse("a = [\"👩‍👩‍👧e\xCC\x81\", b]\r\n\tc = 1\n");
  ASSERT_EQ(parsed.problems.size(), 0u);
  const Attribute& a = *parsed.body.Find("a");
  const auto* list = a.expression.As<Tuple>();
  ASSERT_NE(list, nullptr);
  EXPECT_EQ(Written(list->elements[0].range()), "1:6-1:10 5-28");
  EXPECT_EQ(Written(list->elements[1].range()), "1:12-1:13 30-31");
  EXPECT_EQ(Written(parsed.body.Find("c")->name_range), "2:2-2:3 35-36");
}

TEST(Ranges, OfBlocks) {
  const ParsedFile parsed =
      Parse("\xEF\xBB\xBF# x\na \"b\" c {\n  d = 1 # y\n}\n");
  ASSERT_EQ(parsed.problems.size(), 0u);
  ASSERT_EQ(parsed.body.blocks.size(), 1u);
  const Block& block = parsed.body.blocks[0];
  EXPECT_EQ(block.type, "a");
  EXPECT_EQ(Written(block.header), "2:1-2:8 7-14");
  EXPECT_EQ(Written(block.range), "2:1-4:2 7-30");
  ASSERT_EQ(block.labels.size(), 2u);
  EXPECT_EQ(block.labels[0].text, "b");
  EXPECT_EQ(Written(block.labels[0].range), "2:3-2:6 9-12");
  EXPECT_EQ(block.labels[1].text, "c");
  EXPECT_EQ(Written(block.body.Find("d")->range), "3:3-3:8 19-24");
}

TEST(Ranges, SayTheirFile) {
  const ParsedFile parsed = Parse("a = b.c", 7);
  EXPECT_EQ(parsed.body.Find("a")->expression.range().file, 7u);
  EXPECT_EQ(parsed.body.range.file, 7u);
}

TEST(Ranges, BeginWhereToldTo) {
  const ParsedExpression parsed =
      ParseExpression("a + b c", SourcePoint{100, 5, 9});
  EXPECT_EQ(Written(parsed.expression.range()), "5:9-5:14 100-105");
  ASSERT_EQ(parsed.problems.size(), 1u);
  EXPECT_EQ(Written(parsed.problems[0].range), "5:15-5:16 106-107");
}

TEST(Templates, AreReadWithoutQuotes) {
  const ParsedExpression parsed = ParseTemplate("a \"b\" \\n ${c}\n$");
  EXPECT_TRUE(parsed.problems.empty());
  EXPECT_EQ(OutlineOf(parsed.expression),
            "(template \"a \"b\" \\n \" ${c} \"\n$\")");
}

// The blocks of a file whose faults should not hide them.
std::string BlocksOf(const std::string& text) {
  const ParsedFile parsed = Parse(text);
  EXPECT_FALSE(parsed.problems.empty());
  return absl::StrJoin(
      parsed.body.blocks, " ", [](std::string* out, const Block& block) {
        absl::StrAppend(out, block.type, "(");
        for (const Attribute& attribute : block.body.attributes) {
          out->append(attribute.name);
        }
        out->append(")");
      });
}

struct FaultCase {
  const char* text;
  const char* blocks;
};

class Faults : public ::testing::TestWithParam<FaultCase> {};

TEST_P(Faults, DoNotHideTheRest) {
  EXPECT_EQ(BlocksOf(GetParam().text), GetParam().blocks);
}

INSTANTIATE_TEST_SUITE_P(
    Recovery, Faults,
    ::testing::ValuesIn(std::vector<FaultCase>{
        {"a {\n  x = )\n  y = 1\n}\nb {\n  z = 1\n}\n", "a(xy) b(z)"},
        {"a {\n  x = [1, 2\n}\nb {\n  z = 1\n}\n", "a(x) b(z)"},
        {"a {\n  x = \"1\n}\nb {\n  z = \"1\"\n}\n", "a(x) b(z)"},
        {"a {\n  x = \"${1\n}\nb {\n  z = \"1\"\n}\n", "a(x) b(z)"},
        {"a {\n  x = <<EOT\n}\nb {\n  z = \"1\"\n}\n", "a(x) b(z)"},
        {"a {\n  c {\n}\nb {\n  z = 1\n}\n", "a() b(z)"},
        {"a {\n  x = 1\nb \"l\" {\n  z = 1\n}\n", "a(x) b(z)"},
        {"a {\n  ]\n  y = 1\n}\nb {\n  z = 1\n}\n", "a(y) b(z)"},
        {"}\na {\n  x = 1\n}\n", "a(x)"},
        {"a = = 1\nb {\n  z = 1\n}\n", "b(z)"},
        {"a b\nb {\n  z = 1\n}\n", "b(z)"},
        {"a {\n  x = f(1 2)\n}\nb {\n  z = 'c'\n}\nd {\n  w = 1\n}\n",
         "a(x) b(z) d(w)"},
    }));

TEST(Faults, OfEachBlockAreTold) {
  const ParsedFile parsed =
      Parse("a {\n  x = )\n}\nb {\n  y = 1 2\n  z = [\n}\nc {\n");
  std::vector<std::uint32_t> lines;
  for (const Problem& problem : parsed.problems) {
    lines.push_back(problem.range.begin.line);
    EXPECT_FALSE(problem.summary.empty());
    EXPECT_FALSE(problem.detail.empty());
  }
  EXPECT_EQ(lines, (std::vector<std::uint32_t>{2, 5, 7, 8}));
}

std::string Repeated(const std::string& text, int times) {
  std::string repeated;
  for (int i = 0; i < times; ++i) repeated += text;
  return repeated;
}

class Nesting : public ::testing::TestWithParam<const char*> {};

TEST_P(Nesting, IsLimited) {
  const std::string text = "a = 1" + Repeated(" + 1", 10);
  EXPECT_TRUE(Parse(text).problems.empty());
  const ParsedFile parsed = Parse("a = " + Repeated(GetParam(), 100'000));
  EXPECT_FALSE(parsed.problems.empty());
  const Attribute* a = parsed.body.Find("a");
  if (a != nullptr) {
    EXPECT_LE(a->expression.height(), kMaxDepth);
  }
}

INSTANTIATE_TEST_SUITE_P(Deep, Nesting,
                         ::testing::Values("(", "[", "{a=", "!", "-", "f(",
                                           "\"${", "a ? b : ", "1 + ", "a[",
                                           "[for a in ", "\"%{if a}", "x[*]",
                                           "(1 + ", "1\na {\nb = "));

TEST(Nesting, OfDirectivesIsLimited) {
  const ParsedExpression parsed = ParseTemplate(Repeated("%{if a}", 100'000) +
                                                Repeated("%{endif}", 100'000));
  EXPECT_FALSE(parsed.problems.empty());
}

TEST(Nesting, IsAllowedAsPeopleWriteIt) {
  const std::string open = Repeated("[", 100);
  const std::string close = Repeated("]", 100);
  EXPECT_TRUE(Parse("a = " + open + "1" + close).problems.empty());
  EXPECT_TRUE(Parse("a = b" + Repeated(" || b", 200)).problems.empty());
}

TEST(Numbers, OutOfRangeAreUnknown) {
  const ParsedExpression parsed = ParseExpression("1e999999999999");
  EXPECT_TRUE(parsed.problems.empty());
  const auto* literal = parsed.expression.As<Literal>();
  ASSERT_NE(literal, nullptr);
  EXPECT_TRUE(literal->value.IsUnknown());
}

TEST(Attributes, AreThereOnceBehindFaults) {
  const ParsedFile parsed = Parse("a = 1\na = (\nb {\n}\n");
  EXPECT_EQ(parsed.problems.size(), 2u);
  EXPECT_EQ(parsed.body.attributes.size(), 1u);
  EXPECT_EQ(parsed.body.blocks.size(), 1u);
}

TEST(Attributes, AreThereOnce) {
  const ParsedFile parsed = Parse("a = 1\na = 2\n");
  EXPECT_EQ(parsed.problems.size(), 1u);
  ASSERT_EQ(parsed.body.attributes.size(), 1u);
  EXPECT_EQ(OutlineOf(parsed.body.Find("a")->expression), "1");
  EXPECT_EQ(parsed.body.Find("b"), nullptr);
}

}  // namespace
}  // namespace compliance::hcl
