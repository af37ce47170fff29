#include "hook/schema_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "compliance/cty/type.h"
#include "engine/small_rules.h"
#include "support/status.h"
#include "tfplugin/protocol6.h"
#include "tfplugin/wire.h"

namespace compliance::hook {
namespace {

using compliance::testing::IsOk;
using compliance::testing::StatusIs;
using engine::RuleText;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;
using tfplugin::Protocol6;

constexpr char kProvider[] = "registry.terraform.io/hashicorp/aws";

// Types with one attribute each.
std::string Response(const std::map<std::string, std::string>& types) {
  Protocol6::GetProviderSchema::Response response;
  for (const auto& [type, name] : types) {
    schema::Attribute attribute;
    attribute.name = name;
    attribute.type = cty::Type::String();
    attribute.optional = true;
    schema::Schema schema;
    schema.block.attributes.push_back(attribute);
    tfplugin::SchemaToWire<Protocol6>(
        schema, &(*response.mutable_resource_schemas())[type]);
  }
  return response.SerializeAsString();
}

std::vector<std::string> Types(const SchemaStore& store) {
  std::vector<std::string> types;
  for (const auto& [type, schema] : store.Of(kProvider)->resources) {
    types.push_back(type);
  }
  return types;
}

rules::RuleSet Having(const std::string& attribute, const std::string& more) {
  return engine::RulesOf(
      {RuleText("t.all", "resources: {having: " + attribute + "}\n" + more)});
}

TEST(SchemaStoreTest, TakesTheTypesThatRulesName) {
  const rules::RuleSet rules = engine::RulesOf({RuleText("t.rule", "")});
  SchemaStore store(rules);
  EXPECT_TRUE(store.Names("aws_db_instance"));
  EXPECT_FALSE(store.Names("aws_vpc"));
  EXPECT_EQ(store.Of(kProvider), nullptr);
  ASSERT_THAT(
      store.Take(kProvider, 6,
                 Response({{"aws_db_instance", "id"}, {"aws_vpc", "id"}})),
      IsOk());
  EXPECT_THAT(Types(store), UnorderedElementsAre("aws_db_instance"));
  EXPECT_EQ(store.Of("other"), nullptr);
}

TEST(SchemaStoreTest, TakesTheTypesThatHaveWhatRulesLookFor) {
  const rules::RuleSet rules =
      Having("tags_all", "require: self.tags_all != null");
  SchemaStore store(rules);
  ASSERT_THAT(store.Take(kProvider, 6,
                         Response({{"aws_vpc", "tags_all"},
                                   {"aws_of_tags_all", "id"},
                                   {"aws_longer", "tags_all_of_it"}})),
              IsOk());
  EXPECT_THAT(Types(store), UnorderedElementsAre("aws_vpc"));
}

TEST(SchemaStoreTest, NotForRulesThatACallCannotDecide) {
  const rules::RuleSet rules =
      Having("id", "require: literal_strings().all(s, !secretlike(s))");
  SchemaStore store(rules);
  ASSERT_THAT(store.Take(kProvider, 6, Response({{"aws_vpc", "id"}})), IsOk());
  EXPECT_THAT(Types(store), IsEmpty());
}

TEST(SchemaStoreTest, NotForRulesThatAreOffForWantOfAParameter) {
  const rules::RuleSet rules =
      Having("tags_all",
             "require: param('tags').size() == 0\n"
             "parameters: {tags: {type: list(string), default: null, "
             "description: what it has to carry}}\n"
             "aliases: [CKV_1]");
  const std::string response = Response({{"aws_vpc", "tags_all"}});
  const auto taken = [&](const std::string& key) {
    config::Config config;
    if (key != "none") {
      config.parameters[key]["tags"] =
          cty::Value::List(cty::Type::String(), {});
    }
    SchemaStore store(rules, &config);
    EXPECT_THAT(store.Take(kProvider, 6, response), IsOk());
    return Types(store).size();
  };
  EXPECT_EQ(taken("none"), 0U);
  for (const char* key : {"t.all", "CKV_1", ""}) EXPECT_EQ(taken(key), 1U);
}

TEST(SchemaStoreTest, KeepsTheLastOne) {
  const rules::RuleSet rules = engine::RulesOf({RuleText("t.rule", "")});
  SchemaStore store(rules);
  const std::string first = Response({{"aws_db_instance", "a"}});
  ASSERT_THAT(store.Take(kProvider, 6, first), IsOk());
  const auto before = store.Of(kProvider);
  EXPECT_THAT(store.Take(kProvider, 6, "\xff"),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(store.Of(kProvider), before);
  ASSERT_THAT(store.Take(kProvider, 6, Response({{"aws_db_instance", "b"}})),
              IsOk());
  EXPECT_NE(store.Of(kProvider)
                ->resources.at("aws_db_instance")
                .schema.block.FindAttribute("b"),
            nullptr);
}

TEST(SchemaStoreTest, KeepsResponsesOnlyWhileTold) {
  const rules::RuleSet rules = engine::RulesOf({RuleText("t.rule", "")});
  SchemaStore store(rules);
  const std::string response = Response({{"aws_db_instance", "a"}});
  store.NoteType(kProvider, "aws_db_instance");
  ASSERT_THAT(store.Take(kProvider, 6, response), IsOk());
  EXPECT_EQ(store.Response(kProvider), std::nullopt);
  store.KeepResponses(true);
  EXPECT_EQ(store.Response(kProvider), std::nullopt);
  ASSERT_THAT(store.Take(kProvider, 6, response), IsOk());
  EXPECT_EQ(store.Response(kProvider), response);
  EXPECT_EQ(store.Response("other"), std::nullopt);
  store.KeepResponses(false);
  store.KeepResponses(true);
  EXPECT_EQ(store.Response(kProvider), std::nullopt);
}

TEST(SchemaStoreTest, AnswersWithTheTypesThatWereSpokenOf) {
  const rules::RuleSet rules = engine::RulesOf({RuleText("t.rule", "")});
  SchemaStore store(rules);
  store.KeepResponses(true);
  ASSERT_THAT(store.Take(kProvider, 6,
                         Response({{"aws_vpc", "a"}, {"aws_subnet", "b"}})),
              IsOk());
  EXPECT_EQ(store.Response(kProvider), "");
  store.NoteType(kProvider, "aws_vpc");
  EXPECT_EQ(store.Response(kProvider), Response({{"aws_vpc", "a"}}));
}

}  // namespace
}  // namespace compliance::hook
