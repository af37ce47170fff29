#include "compliance/hcl/evaluate_body.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "compliance/cty/origin.h"
#include "compliance/hcl/parse.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "hcl/evaluation.h"

namespace compliance::hcl {
namespace {

using compliance::testing::NamesOf;
using cty::Atom;
using cty::Path;
using cty::Type;
using cty::Value;

Value Text(const char* text) { return Value::String(text); }
Value Int(std::int64_t n) { return Value::Number(n); }
Value Unknown(const Type& type = Type::Dynamic()) {
  return Value::Unknown(type);
}

std::map<std::string, Value> Given() {
  return {
      {"arn", UnknownOf(Type::String(), Atom{"r", Path().Attr("arn")})},
      {"flag", Unknown(Type::Bool())},
      {"any", Unknown()},
      {"ports", Value::List(Type::Number(), {Int(80), Int(443)})},
      {"hidden", Value::List(Type::String(), {Text("s")}).WithSensitive()},
      {"rules",
       Value::Map(Type::String(), {{"a", Text("x")}, {"b", Text("y")}})},
  };
}

EvaluatedBody Body(const std::string& text) {
  const ParsedFile file = Parse(text);
  EXPECT_TRUE(file.problems.empty()) << text;
  return EvaluateBody(file.body, NamesOf(Given()), MetaArguments());
}

struct Case {
  std::string text;
  Value want;
};

void ExpectAll(const std::vector<Case>& cases) {
  for (const Case& c : cases) {
    EXPECT_EQ(Body(c.text).value, c.want)
        << c.text << "\nis " << Body(c.text).value;
  }
}

TEST(EvaluateBody, HoldsArgumentsAndBlocks) {
  ExpectAll({
      {"", Value::Object({})},
      {"a = 1\nb = arn\n",
       Value::Object({{"a", Int(1)}, {"b", Given().at("arn")}})},
      {"a = null.x\nb = 1 + \"x\"\n",
       Value::Object({{"a", Unknown()}, {"b", Unknown(Type::Number())}})},
      {"rule {\n  p = 1\n}\nrule {\n  q = 2\n}\nother {}\n",
       Value::Object({{"rule", Value::Tuple({Value::Object({{"p", Int(1)}}),
                                             Value::Object({{"q", Int(2)}})})},
                      {"other", Value::Tuple({Value::Object({})})}})},
      {"a {\n  b {\n    c = 1\n  }\n}\n",
       Value::Object(
           {{"a",
             Value::Tuple({Value::Object(
                 {{"b", Value::Tuple({Value::Object({{"c", Int(1)}})})}})})}})},
      {"l \"x\" {\n  a = 1\n}\nl \"y\" {}\n",
       Value::Object(
           {{"l", Value::Object({{"x", Value::Object({{"a", Int(1)}})},
                                 {"y", Value::Object({})}})}})},
      // Two of one name, or with and without.
      {"l \"x\" {}\nl \"x\" {}\n", Value::Object({{"l", Unknown()}})},
      {"l \"x\" {}\nl {}\n", Value::Object({{"l", Unknown()}})},
  });
}

TEST(EvaluateBody, LeavesOutWhatTerraformReadsItself) {
  ExpectAll({
      {"count = 2\nfor_each = {}\nprovider = aws.x\ndepends_on = [a.b]\n"
       "lifecycle {\n  ignore_changes = [tags]\n}\nconnection {}\n"
       "provisioner \"local-exec\" {}\nname = \"n\"\n",
       Value::Object({{"name", Text("n")}})},
      // Inside blocks these are arguments as others.
      {"b {\n  count = 2\n}\n",
       Value::Object(
           {{"b", Value::Tuple({Value::Object({{"count", Int(2)}})})}})},
  });
}

std::string Dynamic(const std::string& for_each, const std::string& content) {
  return absl::StrCat("dynamic \"rule\" {\n  for_each = ", for_each,
                      "\n  content {\n", content, "  }\n}\n");
}

Value Rules(Value::Elements rules) {
  return Value::Object({{"rule", Value::Tuple(std::move(rules))}});
}

TEST(EvaluateBody, ExpandsDynamicBlocks) {
  const auto rule = [](const char* name, Value value) {
    return Value::Object({{name, std::move(value)}});
  };
  ExpectAll({
      {Dynamic("ports", "p = rule.value\n"),
       Rules({rule("p", Int(80)), rule("p", Int(443))})},
      {Dynamic("rules", "p = \"${rule.key}=${rule.value}\"\n"),
       Rules({rule("p", Text("a=x")), rule("p", Text("b=y"))})},
      {Dynamic("toset([\"k\"])", "p = rule.key\n"),
       Rules({rule("p", Text("k"))})},
      {Dynamic("[arn]", "p = rule.value\n"),
       Rules({rule("p", Given().at("arn"))})},
      {Dynamic("[]", "p = 1\n"), Rules({})},
      {"rule {\n  p = 0\n}\n" + Dynamic("ports", "p = rule.value\n") +
           "rule {\n  p = 1\n}\n",
       Rules({rule("p", Int(0)), rule("p", Int(80)), rule("p", Int(443)),
              rule("p", Int(1))})},
      {"dynamic \"rule\" {\n  for_each = ports\n  iterator = it\n"
       "  content {\n    p = it.key\n  }\n}\n",
       Rules({rule("p", Int(0)), rule("p", Int(1))})},
      {"dynamic \"rule\" {\n  for_each = rules\n  labels = [rule.key]\n"
       "  content {\n    p = rule.value\n  }\n}\n",
       Value::Object({{"rule", Value::Object({{"a", rule("p", Text("x"))},
                                              {"b", rule("p", Text("y"))}})}})},
      {Dynamic("hidden", "p = 1\n"),
       Rules({rule("p", Int(1)).WithSensitive()})},
  });
}

TEST(EvaluateBody, InnerDynamicBlocksSeeTheOuterIterator) {
  const std::string text = Dynamic(
      "{ a = [1, 2], b = [] }",
      "    dynamic \"part\" {\n      for_each = rule.value\n      content {\n"
      "        p = \"${rule.key}${part.value}\"\n      }\n    }\n");
  const auto part = [](const char* name) {
    return Value::Object({{"p", Text(name)}});
  };
  const auto rule = [](Value::Elements parts) {
    return Value::Object({{"part", Value::Tuple(std::move(parts))}});
  };
  EXPECT_EQ(Body(text).value,
            Rules({rule({part("a1"), part("a2")}), rule({})}));
}

TEST(EvaluateBody, BlocksOfWhichItIsNotKnownHowManyAreUnknown) {
  for (const std::string& text : {
           Dynamic("any", "p = 1\n"),
           Dynamic("flag ? [1] : []", "p = 1\n"),
           Dynamic("null", "p = 1\n"),
           Dynamic("5", "p = 1\n"),
           Dynamic("null.x", "p = 1\n"),
           Dynamic("toset([arn, \"b\"])", "p = 1\n"),
           std::string("dynamic \"rule\" {\n  content {}\n}\n"),
           std::string("dynamic \"rule\" {\n  for_each = ports\n}\n"),
           std::string("dynamic \"rule\" {\n  for_each = ports\n"
                       "  content {}\n  content {}\n}\n"),
           std::string("dynamic \"rule\" {\n  for_each = ports\n"
                       "  iterator = a.b\n  content {}\n}\n"),
           std::string("dynamic \"rule\" {\n  for_each = ports\n"
                       "  labels = [arn]\n  content {}\n}\n"),
           "rule {}\n" + Dynamic("any", "p = 1\n"),
           // As JSON has it.
           "rule = { p = 0 }\n" + Dynamic("ports", "p = 1\n"),
       }) {
    EXPECT_EQ(Body(text).value, Value::Object({{"rule", Unknown()}})) << text;
  }
}

TEST(EvaluateBody, SaysWhereThingsAreWritten) {
  const EvaluatedBody body = Body(
      "a = 1\n"                      // 1
      "tags = {\n"                   // 2
      "  Name = \"n\"\n"             // 3
      "  (\"K\") = [1,\n"            // 4
      "    { deep = 2 }]\n"          // 5
      "}\n"                          // 6
      "rule {\n"                     // 7
      "  p = 1\n"                    // 8
      "}\n"                          // 9
      "dynamic \"rule\" {\n"         // 10
      "  for_each = ports\n"         // 11
      "  content {\n"                // 12
      "    q = rule.value\n"         // 13
      "  }\n"                        // 14
      "}\n"                          // 15
      "called = merge({ x = 1 })\n"  // 16
      "ingress = [{ x = 1 }]\n");    // 17
  std::map<std::string, int> lines;
  for (const auto& [path, range] : body.places) {
    lines.emplace(path.ToString(), static_cast<int>(range.begin.line));
    EXPECT_NE(body.value.Find(path), nullptr) << path;
  }
  const std::map<std::string, int> want = {
      {"a", 1},
      {"tags", 2},
      {"tags.Name", 3},
      {"tags.K", 4},
      {"tags.K[0]", 4},
      {"tags.K[1]", 5},
      {"tags.K[1].deep", 5},
      {"rule[0]", 7},
      {"rule[0].p", 8},
      {"rule[1]", 12},
      {"rule[1].q", 13},
      {"rule[2]", 12},
      {"rule[2].q", 13},
      {"called", 16},
      {"ingress", 17},
      {"ingress[0]", 17},
      {"ingress[0].x", 17},
  };
  EXPECT_EQ(lines, want);
}

// 1000 × 1000 × 1000 blocks, from 30 lines.
TEST(EvaluateBody, MakesNoMoreBlocksThanThereIsTimeFor) {
  const std::string inner = Dynamic("range(1000)", "");
  const std::string text =
      Dynamic("range(1000)", Dynamic("range(1000)", inner));
  EXPECT_FALSE(Body(text).value.IsWhollyKnown());
}

}  // namespace
}  // namespace compliance::hcl
