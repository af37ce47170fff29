// JSON syntax gives the tree that native syntax gives.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "compliance/hcl/parse.h"
#include "gtest/gtest.h"
#include "hcl/outline.h"

namespace compliance::hcl {
namespace {

using testing::OutlineOf;

std::string OutlineOfBody(const Body& body);

std::string OutlineOfBlock(const Block& block) {
  std::string outline = block.type;
  for (const Label& label : block.labels) outline += " " + label.text;
  return outline + " {" + OutlineOfBody(block.body) + "}";
}

std::string OutlineOfBody(const Body& body) {
  std::string outline;
  for (const Attribute& attribute : body.attributes) {
    absl::StrAppend(&outline, outline.empty() ? "" : "; ", attribute.name, "=",
                    OutlineOf(attribute.expression));
  }
  for (const Block& block : body.blocks) {
    absl::StrAppend(&outline, outline.empty() ? "" : "; ",
                    OutlineOfBlock(block));
  }
  return outline;
}

struct Case {
  const char* json;
  const char* outline;
};

class Json : public ::testing::TestWithParam<Case> {};

TEST_P(Json, GivesTheTreeOfNativeSyntax) {
  const ParsedFile parsed = ParseJson(GetParam().json);
  EXPECT_TRUE(parsed.problems.empty()) << parsed.problems.front().summary;
  EXPECT_EQ(OutlineOfBody(parsed.body), GetParam().outline) << GetParam().json;
}

INSTANTIATE_TEST_SUITE_P(
    Blocks, Json,
    ::testing::ValuesIn(std::vector<Case>{
        {"{}", ""},
        {R"({"resource": {"a": {"b": {"c": 1}, "d": {}}}})",
         "resource a b {c=1}; resource a d {}"},
        {R"({"resource": {"a": [{"b": {}}, {"c": {}}]}})",
         "resource a b {}; resource a c {}"},
        {R"([{"locals": {"a": 1}}, {"locals": {"b": 2}}])",
         "locals {a=1}; locals {b=2}"},
        {R"({"provider": {"aws": [{"region": "x"}, {"alias": "y"}]}})",
         R"(provider aws {region="x"}; provider aws {alias="y"})"},
        {R"({"resource": {"a": {"b": {"lifecycle": {"prevent_destroy": true,
             "precondition": [{"condition": true}]}}}}})",
         "resource a b {lifecycle {prevent_destroy=true; "
         "precondition {condition=true}}}"},
        {R"({"resource": {"a": {"b": {"dynamic": {"c": {"for_each": [],
             "iterator": "i", "content": {"d": "${i.value}"}}}}}}})",
         "resource a b {dynamic c {for_each=(list); iterator=i; "
         "content {d=(wrapped ${(steps i .value)})}}}"},
        {R"({"resource": {"a": {"b": {"provisioner": [
             {"local-exec": {"when": "destroy"}}]}}}})",
         "resource a b {provisioner local-exec {when=destroy}}"},
        {R"({"terraform": {"required_providers": {"a": {"source": "b"}},
             "backend": {"s3": {"key": "${x}"}}}})",
         "terraform {required_providers {a=(object \"source\"=>\"b\")}; "
         "backend s3 {key=\"${x}\"}}"},
        {R"({"//": "x", "locals": {"//": 1, "a": {"//": 2}}})",
         "locals {a=(object \"//\"=>2)}"},
        {R"({"resource": null, "data": {"a": {"b": null}}})", ""},
        // Only a schema tells that these are blocks.
        {R"({"resource": {"a": {"b": {"c": [{"d": 1}]}}}})",
         "resource a b {c=(list (object \"d\"=>1))}"},
    }));

INSTANTIATE_TEST_SUITE_P(
    Strings, Json,
    ::testing::ValuesIn(std::vector<Case>{
        {R"({"locals": {"a": "b $${c} ${d.e}\n"}})",
         "locals {a=(template \"b ${c} \" ${(steps d .e)} \"\n\")}"},
        {R"({"locals": {"a": {"${b}": "c"}}})",
         "locals {a=(object (wrapped ${b})=>\"c\")}"},
        {R"({"locals": {"a": [1.50, -2, true, null, ""]}})",
         "locals {a=(list 1.5 -2 true null \"\")}"},
        {R"json({"variable": {"a": {"type": "list(string)",
             "default": "${x}", "description": "%{y}"}}})json",
         "variable a {type=(list string); default=\"${x}\"; "
         "description=\"%{y}\"}"},
        {R"({"resource": {"a": {"b": {"depends_on": ["c.d[0]", "module.e"],
             "provider": "aws.east"}}}})",
         "resource a b {depends_on=(list (steps c .d [0]) (steps module .e)); "
         "provider=(steps aws .east)}"},
        {R"({"module": {"a": {"source": "./b", "providers":
             {"aws": "aws.east"}, "c": "${d}"}}})",
         "module a {source=\"./b\"; providers=(object aws=(steps aws .east)); "
         "c=(wrapped ${d})}"},
        {R"({"resource": {"a": {"b": {"lifecycle":
             {"ignore_changes": ["tags[\"x\"]"]}}}}})",
         "resource a b {lifecycle {ignore_changes=(list (steps tags "
         "[\"x\"]))}}"},
        {R"({"moved": [{"from": "a.b", "to": "a.c"}]})",
         "moved {from=(steps a .b); to=(steps a .c)}"},
    }));

std::string Written(const SourceRange& range) {
  return absl::StrCat(range.begin.line, ":", range.begin.column, "-",
                      range.end.line, ":", range.end.column);
}

TEST(JsonRanges, AreThoseOfTheFile) {
  const ParsedFile parsed = ParseJson(
      "{\"resource\": {\"a\": {\n  \"b\": {\n    \"c\": \"x${d.e}\",\n"
      "    \"f\": \"\\n${g}\"\n  }\n}}}",
      3);
  ASSERT_TRUE(parsed.problems.empty());
  ASSERT_EQ(parsed.body.blocks.size(), 1u);
  const Block& block = parsed.body.blocks[0];
  EXPECT_EQ(Written(block.type_range), "1:2-1:12");
  EXPECT_EQ(Written(block.labels[1].range), "2:3-2:6");
  EXPECT_EQ(Written(block.header), "2:8-2:9");
  EXPECT_EQ(Written(block.range), "2:8-5:4");
  const Attribute& c = *block.body.Find("c");
  EXPECT_EQ(Written(c.range), "3:5-3:19");
  EXPECT_EQ(c.range.file, 3u);
  EXPECT_EQ(Written(c.expression.range()), "3:10-3:19");
  const TemplatePart& part = c.expression.As<Template>()->parts[1];
  EXPECT_EQ(Written(part.range), "3:12-3:18");
  // Behind an escape, nothing is told but the string.
  const Attribute& f = *block.body.Find("f");
  EXPECT_EQ(Written(f.expression.As<Template>()->parts[1].range), "4:10-4:18");
}

TEST(JsonConstructs, KeepTheirPath) {
  const ParsedFile parsed = ParseJson(
      R"({"resource": {"a": {"b": {"//": {"metadata":
         {"path": "stack/logs/bucket", "uniqueId": "x"}}}, "c": {}}}})");
  ASSERT_EQ(parsed.body.blocks.size(), 2u);
  EXPECT_EQ(parsed.body.blocks[0].construct_path, "stack/logs/bucket");
  EXPECT_EQ(parsed.body.blocks[1].construct_path, "");
}

class JsonFaults : public ::testing::TestWithParam<const char*> {};

TEST_P(JsonFaults, AreTold) {
  EXPECT_FALSE(ParseJson(GetParam()).problems.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Shapes, JsonFaults,
    ::testing::Values("1", "\"a\"", "null", "[1]", R"({"locals": 1})",
                      R"({"resource": {"a": 1}})",
                      R"({"resource": {"a": {"b": "c"}}})",
                      R"({"locals": {"a": 1, "a": 2}})",
                      R"({"locals": {"a": "${b"}})",
                      R"({"variable": {"a": {"type": "list("}}})"));

TEST(JsonFaults, LeaveWhatStandsBefore) {
  const ParsedFile parsed =
      ParseJson(R"({"locals": {"a": 1}, "output": {"b": {"value": 1 2}}})");
  EXPECT_EQ(parsed.problems.size(), 1u);
  ASSERT_FALSE(parsed.body.blocks.empty());
  EXPECT_EQ(OutlineOfBlock(parsed.body.blocks[0]), "locals {a=1}");
}

TEST(JsonFaults, LieInTheFile) {
  const ParsedFile parsed = ParseJson(R"({"locals": {"a":: 1}})");
  ASSERT_EQ(parsed.body.blocks.size(), 1u);
  ASSERT_EQ(parsed.body.blocks[0].body.attributes.size(), 1u);
  EXPECT_EQ(Written(parsed.body.blocks[0].body.attributes[0].range),
            "1:13-1:18");
}

TEST(JsonFaults, OfDepthAreTold) {
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += "{\"a\":[";
  EXPECT_FALSE(ParseJson(text).problems.empty());
}

}  // namespace
}  // namespace compliance::hcl
