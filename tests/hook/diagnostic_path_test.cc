#include "hook/diagnostic_path.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "compliance/cty/type.h"

namespace compliance::hook {
namespace {

using cty::Path;
using cty::Type;
using cty::Value;
using schema::Nesting;

schema::Attribute Attribute(const std::string& name, Type type) {
  schema::Attribute attribute;
  attribute.name = name;
  attribute.type = std::move(type);
  attribute.optional = true;
  return attribute;
}

schema::NestedBlock Nested(const std::string& name, Nesting nesting,
                           schema::Block block) {
  schema::NestedBlock nested;
  nested.name = name;
  nested.nesting = nesting;
  nested.block = std::move(block);
  return nested;
}

Type RuleType() {
  return Type::Object({{"port", Type::Number()}, {"note", Type::String()}});
}

// A block of each nesting, with a port and a note; attributes of each kind.
schema::Block TestBlock() {
  schema::Block leaf;
  leaf.attributes = {Attribute("note", Type::String()),
                     Attribute("port", Type::Number())};
  schema::Block middle;
  middle.blocks = {Nested("leaf", Nesting::kList, leaf)};
  schema::Block block;
  block.attributes = {
      Attribute("name", Type::String()),
      Attribute("encrypted", Type::Bool()),
      Attribute("tags", Type::Map(Type::String())),
      Attribute("zones", Type::List(Type::String())),
      Attribute("names", Type::Set(Type::String())),
      Attribute("object", RuleType()),
      Attribute("rules", Type::Set(RuleType())),
      Attribute("list_rules", Type::List(RuleType())),
  };
  block.blocks = {
      Nested("single", Nesting::kSingle, leaf),
      Nested("group", Nesting::kGroup, leaf),
      Nested("list", Nesting::kList, leaf),
      Nested("set", Nesting::kSet, leaf),
      Nested("lone", Nesting::kSet, leaf),
      Nested("map", Nesting::kMap, leaf),
      Nested("middle", Nesting::kList, middle),
      Nested("unknown", Nesting::kList, leaf),
  };
  return block;
}

// `port` is set, `note` is not.
Value Rule(int port) {
  return Value::Object(
      {{"port", Value::Number(port)}, {"note", Value::Null(Type::String())}});
}

Value TestConfig() {
  const Value list = Value::List(RuleType(), {Rule(1), Rule(2)});
  const Type middle = Type::Object({{"leaf", Type::List(RuleType())}});
  return Value::Object({
      {"name", Value::String("x")},
      {"encrypted", Value::Null(Type::Bool())},
      {"tags", Value::Map(Type::String(), {{"Team", Value::String("pay")}})},
      {"zones", Value::List(Type::String(), {Value::String("a")})},
      {"names", Value::Set(Type::String(), {Value::String("a")})},
      {"object", Rule(1)},
      {"rules", Value::Set(RuleType(), {Rule(1)})},
      {"list_rules", list},
      {"single", Rule(1)},
      {"group", Rule(1)},
      {"list", list},
      {"set", Value::Set(RuleType(), {Rule(1), Rule(2)})},
      {"lone", Value::Set(RuleType(), {Rule(1)})},
      {"map", Value::Map(RuleType(), {{"k", Rule(1)}})},
      {"middle", Value::List(middle, {Value::Object({{"leaf", list}})})},
      {"unknown", Value::Unknown(Type::List(RuleType()))},
  });
}

Path At(const std::string& name) { return Path().Attr(name); }

TEST(DiagnosticPathTest, LeadsWhereTerraformFindsSomething) {
  struct Case {
    Path path;
    Path expected;
  };
  const Path header;  // of the resource
  const std::vector<Case> cases = {
      {header, header},
      // Attributes: as they are, with one key or index at most.
      {At("name"), At("name")},
      {At("encrypted"), header},
      {At("missing"), header},
      {At("tags"), At("tags")},
      {At("tags").Key("Team"), At("tags").Key("Team")},
      {At("tags").Key("Owner"), At("tags")},
      // What holds of all tags is shown at the resource's own.
      {At("tags_all").Key("Team"), At("tags").Key("Team")},
      {At("tags_all").Key("Owner"), header},
      {At("zones").Index(0), At("zones").Index(0)},
      {At("zones").Index(1), At("zones")},
      {At("names").Index(0), At("names")},
      {At("object").Attr("port"), At("object").Key("port")},
      {At("rules").Index(0).Attr("port"), At("rules")},
      {At("list_rules").Index(1).Attr("port"), At("list_rules").Index(1)},
      // Blocks: an attribute that is set, or the block's own header, which
      // Terraform shows for one that is not.
      {At("single"), At("single").Attr("note")},
      {At("single").Attr("port"), At("single").Attr("port")},
      {At("group").Attr("port"), At("group").Attr("port")},
      {At("list"), header},
      {At("list").Index(1), At("list").Index(1).Attr("note")},
      {At("list").Index(1).Attr("port"), At("list").Index(1).Attr("port")},
      {At("list").Index(1).Attr("note"), At("list").Index(1).Attr("note")},
      {At("list").Index(2).Attr("port"), header},
      {At("set").Index(1).Attr("port"), header},
      {At("lone").Index(0).Attr("port"), At("lone").Index(0).Attr("port")},
      {At("lone").Index(1).Attr("port"), header},
      {At("map").Key("k").Attr("port"), At("map").Key("k").Attr("port")},
      {At("map").Key("z").Attr("port"), header},
      {At("middle").Index(0).Attr("leaf").Index(1).Attr("port"),
       At("middle").Index(0).Attr("leaf").Index(1).Attr("port")},
      {At("middle").Index(0).Attr("leaf").Index(5).Attr("port"), header},
      {At("unknown").Index(0).Attr("port"), header},
      // What no path of a rule looks like.
      {Path().Index(0), header},
      {At("list").Key("k").Attr("port"), header},
      {At("map").Index(0).Attr("port"), header},
      {At("tags").Index(0), At("tags")},
      {At("zones").Key("a"), At("zones")},
      {At("name").Attr("x"), At("name")},
  };
  for (const Case& one : cases) {
    EXPECT_EQ(DiagnosticPath(one.path, TestBlock(), TestConfig(), false),
              one.expected)
        << one.path;
  }
}

TEST(DiagnosticPathTest, ProvidersOfTheOldSdkHaveBlocksAmongTheirAttributes) {
  const auto resolve = [](const Path& path) {
    return DiagnosticPath(path, TestBlock(), TestConfig(), true);
  };
  EXPECT_EQ(resolve(At("rules").Index(0).Attr("port")),
            At("rules").Index(0).Attr("port"));
  EXPECT_EQ(resolve(At("list_rules").Index(1).Attr("port")),
            At("list_rules").Index(1).Attr("port"));
  EXPECT_EQ(resolve(At("list_rules").Index(1).Attr("note")), At("list_rules"));
  EXPECT_EQ(resolve(At("tags").Key("Team")), At("tags").Key("Team"));
}

TEST(DiagnosticPathTest, WithoutAConfigurationItIsTheHeader) {
  EXPECT_EQ(DiagnosticPath(At("name"), TestBlock(), Value(), false), Path());
}

}  // namespace
}  // namespace compliance::hook
