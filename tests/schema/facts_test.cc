#include "compliance/schema/facts.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "schema/facts_reader.h"
#include "schema/facts_text.h"
#include "schema/overlay_reader.h"
#include "schema/type_notation.h"

namespace compliance::schema {
namespace {

using cty::Path;
using cty::Type;
using cty::Value;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const Attribute& AttributeOf(const char* type, const char* name) {
  return *FindResource(type)->schema.block.FindAttribute(name);
}

// The section of the text that describes a resource type.
absl::string_view SectionOf(absl::string_view text, absl::string_view name) {
  const std::size_t begin = text.find(absl::StrCat("resource ", name, " "));
  if (begin == absl::string_view::npos) return "";
  text = text.substr(begin);
  const std::size_t end = text.find("\nresource ");
  return text.substr(0, std::min(end, text.find("\ndata ")));
}

// A statement that cannot be read would take its type out of the table.
TEST(Overlay, EveryStatementIsReadAndEveryTypeIsInTheTable) {
  for (const auto& [facts_text, overlay] :
       {std::pair(AwsFactsText(), AwsOverlayText()),
        std::pair(RandomFactsText(), RandomOverlayText())}) {
    std::vector<TypeFacts> spoken_of;
    for (const absl::string_view line : absl::StrSplit(overlay, '\n')) {
      if (line.empty() || line[0] == '#') continue;
      if (line[0] == ' ') {
        EXPECT_THAT(spoken_of, Not(IsEmpty())) << line;
        for (TypeFacts& facts : spoken_of) {
          const absl::Status status = ReadStatement(line, facts);
          EXPECT_TRUE(status.ok()) << status << "\n" << line;
        }
        continue;
      }
      spoken_of.clear();
      for (const absl::string_view name : absl::StrSplit(line, ' ')) {
        const auto facts = ReadFacts(SectionOf(facts_text, name));
        ASSERT_TRUE(facts.ok()) << name << ": " << facts.status();
        spoken_of.push_back(*facts);
      }
    }
  }
}

TEST(Facts, EveryTypeDecodes) {
  ASSERT_GT(ResourceTypes().size(), 350U);
  for (const std::string& name : ResourceTypes()) {
    const TypeFacts* facts = FindResource(name);
    ASSERT_NE(facts, nullptr) << name;
    EXPECT_EQ(facts->type_name, name);
    EXPECT_FALSE(facts->schema.block.attributes.empty()) << name;
  }
  for (const std::string& name : DataSourceTypes()) {
    ASSERT_NE(FindDataSource(name), nullptr) << name;
  }
  EXPECT_NE(FindProvider("aws"), nullptr);
  EXPECT_NE(FindProvider("random"), nullptr);
}

TEST(Facts, AbsentTypesAreNull) {
  EXPECT_EQ(FindResource("aws_no_such_thing"), nullptr);
  EXPECT_EQ(FindDataSource("aws_db_subnet_group"), nullptr);
  EXPECT_EQ(FindProvider("google"), nullptr);
}

TEST(Facts, TypesAreSorted) {
  EXPECT_TRUE(std::is_sorted(ResourceTypes().begin(), ResourceTypes().end()));
  EXPECT_THAT(ResourceTypes(), Contains("aws_db_instance"));
  EXPECT_THAT(ResourceTypes(), Contains("random_password"));
  EXPECT_THAT(DataSourceTypes(), Contains("aws_iam_policy_document"));
}

TEST(Facts, KnowTheFlagsOfTheRealProvider) {
  const Attribute& encrypted =
      AttributeOf("aws_db_instance", "storage_encrypted");
  EXPECT_EQ(encrypted.type, Type::Bool());
  EXPECT_TRUE(encrypted.optional);
  EXPECT_FALSE(encrypted.computed);

  const Attribute& key = AttributeOf("aws_db_instance", "kms_key_id");
  EXPECT_TRUE(key.optional && key.computed);

  EXPECT_TRUE(AttributeOf("aws_db_instance", "password").sensitive);
  EXPECT_TRUE(AttributeOf("aws_db_instance", "instance_class").required);
  EXPECT_TRUE(AttributeOf("random_password", "result").sensitive);
  EXPECT_EQ(FindResource("random_password")->schema.version, 3);
  EXPECT_EQ(FindResource("aws_db_instance")->schema.version, 2);
}

TEST(Facts, KnowNestedBlocksAndAttributesThatAreWrittenAsBlocks) {
  const Block& bucket =
      FindResource("aws_s3_bucket_server_side_encryption_configuration")
          ->schema.block;
  const NestedBlock* rule = bucket.FindBlock("rule");
  ASSERT_NE(rule, nullptr);
  EXPECT_EQ(rule->nesting, Nesting::kSet);
  EXPECT_EQ(rule->min_items, 1);
  EXPECT_NE(rule->block.FindBlock("apply_server_side_encryption_by_default"),
            nullptr);

  const Attribute& ingress = AttributeOf("aws_security_group", "ingress");
  ASSERT_EQ(ingress.type.kind(), Type::Kind::kSet);
  EXPECT_EQ(ingress.type.element().attributes().at("cidr_blocks"),
            Type::List(Type::String()));
}

TEST(Facts, KnowPlannedDefaults) {
  const auto& defaults = FindResource("aws_kms_key")->planned_defaults;
  EXPECT_EQ(defaults.at(Path().Attr("enable_key_rotation")),
            Value::Bool(false));
  EXPECT_EQ(defaults.count(Path().Attr("policy")), 0U);
  // A member of a block, and one that no plan of an empty configuration shows.
  EXPECT_EQ(FindResource("aws_alb")->planned_defaults.at(
                Path().Attr("access_logs").Attr("enabled")),
            Value::Bool(false));
  EXPECT_EQ(FindResource("aws_lambda_function")
                ->planned_defaults.at(Path().Attr("memory_size")),
            Value::Number(std::int64_t{128}));
}

// The body of one block stands once, others refer to it.
TEST(Facts, SharedBlocksHaveAllMembersAndDefaults) {
  const Block& acl = FindResource("aws_wafv2_web_acl")->schema.block;
  const NestedBlock* allow =
      acl.FindBlock("rule")->block.FindBlock("action")->block.FindBlock(
          "allow");
  ASSERT_NE(allow, nullptr);
  EXPECT_NE(allow->block.FindBlock("custom_request_handling")
                ->block.FindBlock("insert_header")
                ->block.FindAttribute("value"),
            nullptr);
}

TEST(Facts, KnowWhatSchemasDoNotShow) {
  const TypeFacts& db = *FindResource("aws_db_instance");
  EXPECT_THAT(db.requires_replace, Contains(Path().Attr("kms_key_id")));
  EXPECT_THAT(db.requires_replace,
              Not(Contains(Path().Attr("instance_class"))));
  EXPECT_THAT(FindResource("aws_instance")->unknown_blocks,
              Contains(Path().Attr("metadata_options")));
  EXPECT_THAT(
      FindResource("aws_opensearch_domain")->unknown_blocks,
      Contains(Path().Attr("cluster_config").Attr("cold_storage_options")));
  EXPECT_THAT(FindResource("aws_kms_key")->json_documents,
              Contains(Path().Attr("policy")));
}

TEST(Facts, AreThreadSafe) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([] {
      for (const std::string& name : ResourceTypes()) {
        EXPECT_NE(FindResource(name), nullptr);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST(TypeNotation, ReadsNestedTypes) {
  const auto type = ParseType("set(object(a:list(string),b:map(bool)))");
  ASSERT_TRUE(type.ok()) << type.status();
  EXPECT_EQ(*type, Type::Set(Type::Object({{"a", Type::List(Type::String())},
                                           {"b", Type::Map(Type::Bool())}})));
}

TEST(TypeNotation, RefusesOthers) {
  for (const char* text : {"", "strin", "list(", "list(string", "string)",
                           "object(a)", "object(a:string b:bool)"}) {
    EXPECT_FALSE(ParseType(text).ok()) << text;
  }
}

struct MalformedCase {
  const char* section;
  const char* message;
};

class MalformedFacts : public testing::TestWithParam<MalformedCase> {};

TEST_P(MalformedFacts, AreRefusedWithTheirLine) {
  const auto facts = ReadFacts(GetParam().section);
  ASSERT_FALSE(facts.ok());
  EXPECT_THAT(std::string(facts.status().message()),
              HasSubstr(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(
    Lines, MalformedFacts,
    testing::Values(MalformedCase{"", "a type"},
                    MalformedCase{"resource x", "line 1"},
                    MalformedCase{"resource x 0\n a string", "line 2"},
                    MalformedCase{"resource x 0\n a strung o", "strung"},
                    MalformedCase{"resource x 0\n a string q", "flags"},
                    MalformedCase{"resource x 0\n a bool o =\"s\"", "line 2"},
                    MalformedCase{"resource x 0\n   a bool o", "indentation"},
                    MalformedCase{"resource x 0\n b block heap 0 0", "heap"},
                    MalformedCase{"resource x 0\n b block list 0 0 as c",
                                  "block above"}));

}  // namespace
}  // namespace compliance::schema
