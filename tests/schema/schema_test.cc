#include "compliance/schema/schema.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace compliance::schema {
namespace {

using cty::Type;

Attribute Optional(std::string name, Type type) {
  Attribute attribute;
  attribute.name = std::move(name);
  attribute.type = std::move(type);
  attribute.optional = true;
  return attribute;
}

NestedBlock Nested(Nesting nesting, Type member) {
  NestedBlock nested;
  nested.name = "rule";
  nested.nesting = nesting;
  nested.block.attributes = {Optional("member", std::move(member))};
  return nested;
}

TEST(Block, FindsMembersByName) {
  Block block;
  block.attributes = {Optional("a", Type::String()),
                      Optional("b", Type::Bool())};
  block.blocks = {Nested(Nesting::kList, Type::Number())};

  ASSERT_NE(block.FindAttribute("b"), nullptr);
  EXPECT_EQ(block.FindAttribute("b")->type, Type::Bool());
  EXPECT_EQ(block.FindAttribute("rule"), nullptr);
  ASSERT_NE(block.FindBlock("rule"), nullptr);
  EXPECT_EQ(block.FindBlock("a"), nullptr);
}

struct NestingCase {
  Nesting nesting;
  Type member;
  Type want;
};

Type ObjectOf(Type member) {
  return Type::Object({{"member", std::move(member)}});
}

class ImpliedTypeOfNested : public testing::TestWithParam<NestingCase> {};

TEST_P(ImpliedTypeOfNested, FollowsTheNesting) {
  Block block;
  block.blocks = {Nested(GetParam().nesting, GetParam().member)};
  EXPECT_EQ(ImpliedType(block), Type::Object({{"rule", GetParam().want}}));
}

INSTANTIATE_TEST_SUITE_P(
    Nestings, ImpliedTypeOfNested,
    testing::Values(
        NestingCase{Nesting::kSingle, Type::Bool(), ObjectOf(Type::Bool())},
        NestingCase{Nesting::kGroup, Type::Bool(), ObjectOf(Type::Bool())},
        NestingCase{Nesting::kList, Type::Bool(),
                    Type::List(ObjectOf(Type::Bool()))},
        NestingCase{Nesting::kSet, Type::Bool(),
                    Type::Set(ObjectOf(Type::Bool()))},
        NestingCase{Nesting::kMap, Type::Bool(),
                    Type::Map(ObjectOf(Type::Bool()))},
        // With a dynamic member, elements differ in type.
        NestingCase{Nesting::kList, Type::Dynamic(), Type::Dynamic()},
        NestingCase{Nesting::kMap, Type::Map(Type::Dynamic()), Type::Dynamic()},
        NestingCase{Nesting::kSingle, Type::Dynamic(),
                    ObjectOf(Type::Dynamic())}));

TEST(ImpliedTypeTest, HasNoOptionalMarkers) {
  Block block;
  block.attributes = {
      Optional("o", Type::Object({{"x", Type::String()}}, {"x"}))};
  EXPECT_EQ(ImpliedType(block),
            Type::Object({{"o", Type::Object({{"x", Type::String()}})}}));
}

TEST(ImpliedTypeTest, OfAnEmptyBlockIsAnEmptyObject) {
  EXPECT_EQ(ImpliedType(Block()), Type::Object({}));
}

}  // namespace
}  // namespace compliance::schema
