// What the provider declares must be what Terraform accepts, and be explained.
#include "compliance/provider/provider.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace compliance::provider {
namespace {

void ExpectDescribed(const std::string& where, const schema::Schema& schema) {
  EXPECT_FALSE(schema.block.description.empty()) << where;
  EXPECT_TRUE(schema.block.blocks.empty()) << where;
  for (const schema::Attribute& attribute : schema.block.attributes) {
    SCOPED_TRACE(where + "." + attribute.name);
    EXPECT_GT(attribute.description.size(), 20U);
    EXPECT_EQ(attribute.description.back(), '.');
    EXPECT_EQ(int{attribute.required} + int{attribute.optional} +
                  int{attribute.computed},
              1)
        << "Terraform refuses the schema";
    if (attribute.write_only) {
      EXPECT_TRUE(attribute.required || attribute.optional);
    }
  }
}

TEST(ProviderSchema, EverythingIsDescribed) {
  const schema::ProviderSchema& declared = ProviderSchema();
  ExpectDescribed("provider", declared.provider);
  for (const auto* schemas : {&declared.resources, &declared.data_sources,
                              &declared.ephemeral_resources}) {
    EXPECT_FALSE(schemas->empty());
    for (const auto& [name, schema] : *schemas) {
      EXPECT_EQ(name.rfind("compliance_", 0), 0U) << name;
      ExpectDescribed(name, schema);
    }
  }
  for (const auto& [name, function] : declared.functions) {
    EXPECT_FALSE(function.summary.empty()) << name;
    EXPECT_FALSE(function.description.empty()) << name;
    for (const schema::Parameter& parameter : function.parameters) {
      EXPECT_FALSE(parameter.description.empty()) << name;
    }
    ASSERT_TRUE(function.variadic.has_value()) << name;
    EXPECT_FALSE(function.variadic->description.empty()) << name;
  }
}

TEST(ProviderSchema, NothingOfACheckedObjectIsStored) {
  const schema::Block& guard =
      ProviderSchema().resources.at("compliance_guard").block;
  EXPECT_TRUE(guard.FindAttribute("resources")->write_only);
  EXPECT_TRUE(ProviderSchema()
                  .data_sources.at("compliance_check")
                  .block.FindAttribute("plan_json")
                  ->sensitive);
}

}  // namespace
}  // namespace compliance::provider
