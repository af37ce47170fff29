#include "sandbox/planner.h"

#include <cstdint>
#include <map>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "sandbox/configs.h"
#include "sandbox/fill.h"
#include "sandbox/identifiers.h"

namespace compliance::sandbox {
namespace {

using cty::Path;
using cty::Type;
using cty::Value;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

PlannedResource Plan(const std::string& type, const Value& config,
                     const Value& prior = Value(),
                     const ProviderSettings& settings = {}) {
  return PlanResource(*schema::FindResource(type), config, prior, settings);
}

// What a plan comes to once it is applied.
Value Applied(const std::string& type, const Value& config,
              const ProviderSettings& settings = {}) {
  Identifiers identifiers = Identifiers::Of(type);
  return Fill(*schema::FindResource(type),
              Plan(type, config, Value(), settings).value, settings,
              identifiers);
}

TEST(Planner, KeepsWhatIsConfiguredAndDefaultsTheRest) {
  const Value planned =
      Plan("aws_kms_key",
           ResourceConfig("aws_kms_key", {{"description", Text("d")}}))
          .value;
  EXPECT_EQ(*planned.Find("description"), Text("d"));
  EXPECT_EQ(*planned.Find("enable_key_rotation"), Value::Bool(false));
  EXPECT_EQ(*planned.Find("is_enabled"), Value::Bool(true));
  EXPECT_TRUE(planned.Find("policy")->IsUnknown());
  EXPECT_TRUE(planned.Find("arn")->IsUnknown());
  EXPECT_TRUE(planned.Find("deletion_window_in_days")->IsNull());
}

TEST(Planner, KeepsUnknownConfigurationUnknown) {
  const Value unknown = Value::Unknown(Type::Bool());
  const Value planned =
      Plan("aws_kms_key",
           ResourceConfig("aws_kms_key", {{"enable_key_rotation", unknown}}))
          .value;
  EXPECT_TRUE(planned.Find("enable_key_rotation")->IsUnknown());
}

TEST(Planner, PlansInsideBlocks) {
  const auto& device = ResourceBlock("aws_instance", "ebs_block_device");
  const Value planned =
      Plan("aws_instance",
           ResourceConfig(
               "aws_instance",
               {{"ebs_block_device",
                 BlocksOf(device, {{{"device_name", Text("a")}},
                                   {{"device_name", Text("b")},
                                    {"encrypted", Value::Bool(true)}}})}}))
          .value;
  const auto& devices = planned.Find("ebs_block_device")->AsElements();
  ASSERT_EQ(devices.size(), 2U);
  EXPECT_TRUE(devices[0].Find("encrypted")->IsUnknown());
  EXPECT_EQ(*devices[0].Find("delete_on_termination"), Value::Bool(true));
  EXPECT_EQ(*devices[1].Find("encrypted"), Value::Bool(true));
}

// A dynamic block over something unknown stays as it is.
TEST(Planner, KeepsUnknownBlocks) {
  const Value unknown = Value::Unknown(Type::Set(schema::ImpliedType(
      ResourceBlock("aws_instance", "ebs_block_device").block)));
  const Value planned =
      Plan("aws_instance",
           ResourceConfig("aws_instance", {{"ebs_block_device", unknown}}))
          .value;
  EXPECT_TRUE(planned.Find("ebs_block_device")->IsUnknown());
}

// Where the service decides about a block, it may yet come to have one.
TEST(Planner, SomeBlocksThatAreAbsentAreUnknown) {
  const Value state =
      Applied("aws_instance", ResourceConfig("aws_instance", {}));
  EXPECT_EQ(state.Find("metadata_options")->AsElements().size(), 0U);
  EXPECT_TRUE(Plan("aws_instance", ResourceConfig("aws_instance", {}))
                  .value.Find("metadata_options")
                  ->IsUnknown());
  EXPECT_TRUE(Plan("aws_instance", ResourceConfig("aws_instance", {}))
                  .value.Find("timeouts")
                  ->IsNull());
}

// One that was configured stays with the service once it is left out.
TEST(Planner, ABlockThatIsLeftOutIsKeptWhereTheServiceDecides) {
  const auto& options = ResourceBlock("aws_instance", "metadata_options");
  const Value state = Applied(
      "aws_instance",
      ResourceConfig(
          "aws_instance",
          {{"metadata_options",
            BlocksOf(options, {{{"http_tokens", Text("required")}}})}}));
  EXPECT_EQ(
      Plan("aws_instance", ResourceConfig("aws_instance", {}), state).value,
      state);
}

TEST(Planner, BlocksInsideBlocksMayBeUnknown) {
  const auto& cluster =
      ResourceBlock("aws_opensearch_domain", "cluster_config");
  const Value config = ResourceConfig(
      "aws_opensearch_domain", {{"cluster_config", BlocksOf(cluster, {{}})}});
  EXPECT_TRUE(Plan("aws_opensearch_domain", config)
                  .value.Find("cluster_config")
                  ->AsElements()[0]
                  .Find("cold_storage_options")
                  ->IsUnknown());
  const Value state = Applied("aws_opensearch_domain", config);
  EXPECT_EQ(Plan("aws_opensearch_domain", config, state).value, state);
}

// In sets of objects the old SDK cannot tell an absent member from an empty
// one, but for numbers.
TEST(Planner, MembersThatAreLeftOutOfAttributesWrittenAsBlocksAreEmpty) {
  const auto planned_rule = [](const char* type, Value::Attributes set) {
    const Type rules =
        schema::FindResource(type)->schema.block.FindAttribute("ingress")->type;
    const Type& rule = rules.element();
    Value::Attributes members;
    for (const auto& [name, member] : rule.attributes()) {
      members[name] = Value::Null(member);
    }
    for (auto& [name, value] : set) members[name] = value;
    const Value config = ResourceConfig(
        type, {{"ingress", Value::Set(rule, {Value::Object(members)})}});
    if (config.IsWhollyKnown()) {
      const Value state = Applied(type, config);
      EXPECT_EQ(Plan(type, config, state).value, state);
    }
    return Plan(type, config).value.Find("ingress")->AsElements()[0];
  };
  const Value unknown = Value::Unknown(Type::List(Type::String()));
  const Value rule =
      planned_rule("aws_security_group", {{"cidr_blocks", unknown}});
  EXPECT_TRUE(rule.Find("cidr_blocks")->IsUnknown());
  EXPECT_EQ(*rule.Find("description"), Text(""));
  EXPECT_EQ(*rule.Find("ipv6_cidr_blocks"), Value::List(Type::String(), {}));
  EXPECT_EQ(*rule.Find("security_groups"), StringSet({}));
  EXPECT_EQ(*rule.Find("self"), Value::Bool(false));
  EXPECT_TRUE(planned_rule("aws_network_acl", {}).Find("icmp_code")->IsNull());
}

TEST(Planner, AnUnchangedResourceIsPlannedAsItIs) {
  for (const char* type : {"aws_kms_key", "aws_db_instance", "aws_instance",
                           "aws_s3_bucket", "aws_lb", "aws_acm_certificate"}) {
    const Value config = ResourceConfig(type, {});
    const Value state = Applied(type, config);
    ASSERT_TRUE(state.IsWhollyKnown()) << type << state;
    const PlannedResource again = Plan(type, config, state);
    EXPECT_EQ(again.value, state) << type;
    EXPECT_THAT(again.requires_replace, IsEmpty()) << type;
  }
}

TEST(Planner, EveryTypeCanBeAppliedAndIsThenUnchanged) {
  for (const std::string& type : schema::ResourceTypes()) {
    const Value config = ResourceConfig(type, {});
    const Value state = Applied(type, config);
    ASSERT_TRUE(state.IsWhollyKnown()) << type << state;
    EXPECT_EQ(Plan(type, config, state).value, state) << type;
  }
}

TEST(Planner, AnUpdateKeepsWhatIsComputed) {
  const Value state =
      Applied("aws_kms_key",
              ResourceConfig("aws_kms_key", {{"description", Text("a")}}));
  const PlannedResource planned =
      Plan("aws_kms_key",
           ResourceConfig("aws_kms_key", {{"description", Text("b")}}), state);
  EXPECT_EQ(*planned.value.Find("arn"), *state.Find("arn"));
  EXPECT_EQ(*planned.value.Find("description"), Text("b"));
  EXPECT_THAT(planned.requires_replace, IsEmpty());
}

TEST(Planner, AnArgumentThatIsLeftOutFallsBackToItsDefault) {
  const Value state =
      Applied("aws_kms_key",
              ResourceConfig("aws_kms_key",
                             {{"enable_key_rotation", Value::Bool(true)}}));
  const Value planned =
      Plan("aws_kms_key", ResourceConfig("aws_kms_key", {}), state).value;
  EXPECT_EQ(*planned.Find("enable_key_rotation"), Value::Bool(false));
}

TEST(Planner, SomeChangesForceAReplacement) {
  const Value config = ResourceConfig(
      "aws_db_instance",
      {{"engine", Text("postgres")}, {"username", Text("root")}});
  const Value state = Applied("aws_db_instance", config);
  const auto replaced_by = [&](Value::Attributes set) {
    return Plan("aws_db_instance",
                ResourceConfig("aws_db_instance", std::move(set)), state)
        .requires_replace;
  };
  EXPECT_THAT(
      replaced_by({{"engine", Text("mysql")}, {"username", Text("root")}}),
      ElementsAre(Path().Attr("engine")));
  EXPECT_THAT(replaced_by({{"engine", Text("postgres")},
                           {"username", Text("root")},
                           {"storage_encrypted", Value::Bool(true)}}),
              Contains(Path().Attr("storage_encrypted")));
  EXPECT_THAT(replaced_by({{"engine", Text("postgres")},
                           {"username", Text("root")},
                           {"instance_class", Text("db.t3.large")}}),
              IsEmpty());
}

TEST(Planner, AChangeInsideABlockReplacesByTheBlock) {
  const auto& rule = ResourceBlock("aws_instance", "root_block_device");
  const auto config = [&](bool encrypted) {
    return ResourceConfig(
        "aws_instance",
        {{"root_block_device",
          BlocksOf(rule, {{{"encrypted", Value::Bool(encrypted)}}})}});
  };
  const Value state = Applied("aws_instance", config(false));
  EXPECT_THAT(Plan("aws_instance", config(true), state).requires_replace,
              ElementsAre(Path().Attr("root_block_device")));
}

// Terraform hands sets back in an order of its own.
TEST(Planner, TheOrderOfASetIsNoChange) {
  const auto& device = ResourceBlock("aws_instance", "ebs_block_device");
  const auto config = [&](const char* first, const char* second) {
    return ResourceConfig(
        "aws_instance",
        {{"ebs_block_device",
          BlocksOf(device, {{{"device_name", Text(first)}},
                            {{"device_name", Text(second)}}})}});
  };
  const Value state = Applied("aws_instance", config("a", "b"));
  const PlannedResource planned = Plan("aws_instance", config("b", "a"), state);
  EXPECT_THAT(planned.requires_replace, IsEmpty());
  EXPECT_TRUE(planned.value.IsWhollyKnown());
}

TEST(Planner, JsonThatSaysTheSameIsNoChange) {
  const auto config = [](const char* policy) {
    return ResourceConfig("aws_s3_bucket_policy",
                          {{"bucket", Text("b")}, {"policy", Text(policy)}});
  };
  const Value state =
      Applied("aws_s3_bucket_policy", config(R"({"a":1,"b":[2]})"));
  EXPECT_EQ(
      *Plan("aws_s3_bucket_policy", config(R"({ "b": [2], "a": 1 })"), state)
           .value.Find("policy"),
      Text(R"({"a":1,"b":[2]})"));
  EXPECT_EQ(*Plan("aws_s3_bucket_policy", config(R"({"a":2})"), state)
                 .value.Find("policy"),
            Text(R"({"a":2})"));
}

TEST(Planner, AnyChangeMakesVolatileAttributesUnknown) {
  const auto config = [](const char* description) {
    return ResourceConfig(
        "aws_launch_template",
        {{"name", Text("t")}, {"description", Text(description)}});
  };
  const Value state = Applied("aws_launch_template", config("a"));
  EXPECT_TRUE(Plan("aws_launch_template", config("b"), state)
                  .value.Find("latest_version")
                  ->IsUnknown());
  EXPECT_FALSE(Plan("aws_launch_template", config("a"), state)
                   .value.Find("latest_version")
                   ->IsUnknown());
}

TEST(Planner, DefaultsMayHangOnAnotherArgument) {
  const auto planned = [](const char* type) {
    return Plan("aws_lb",
                ResourceConfig("aws_lb", {{"load_balancer_type", Text(type)}}))
        .value;
  };
  EXPECT_EQ(*planned("application").Find("drop_invalid_header_fields"),
            Value::Bool(false));
  EXPECT_TRUE(planned("network").Find("drop_invalid_header_fields")->IsNull());
  EXPECT_EQ(*planned("network").Find("enable_cross_zone_load_balancing"),
            Value::Bool(false));
}

TEST(Planner, TheRecordsOfACertificateAreKnownByDomain) {
  const Value planned =
      Plan("aws_acm_certificate",
           ResourceConfig("aws_acm_certificate",
                          {{"domain_name", Text("a.example")},
                           {"validation_method", Text("DNS")}}))
          .value;
  const auto& options = planned.Find("domain_validation_options")->AsElements();
  ASSERT_EQ(options.size(), 1U);
  EXPECT_EQ(*options[0].Find("domain_name"), Text("a.example"));
  EXPECT_TRUE(options[0].Find("resource_record_name")->IsUnknown());
}

// --- tags_all

struct TagsCase {
  const char* name;
  std::map<std::string, std::string> own, provider;
  std::map<std::string, std::string> want;  // empty: unknown
};

class TagsAll : public testing::TestWithParam<TagsCase> {};

TEST_P(TagsAll, MergesDefaultTags) {
  ProviderSettings settings;
  settings.default_tags = GetParam().provider;
  Value::Attributes set;
  if (!GetParam().own.empty()) set["tags"] = StringMap(GetParam().own);
  const Value tags_all =
      *Plan("aws_kms_key", ResourceConfig("aws_kms_key", set), Value(),
            settings)
           .value.Find("tags_all");
  if (GetParam().want.empty()) {
    EXPECT_TRUE(tags_all.IsUnknown()) << tags_all;
  } else {
    EXPECT_EQ(tags_all, StringMap(GetParam().want));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Cases, TagsAll,
    testing::Values(TagsCase{"none", {}, {}, {}},
                    TagsCase{"own", {{"a", "1"}}, {}, {{"a", "1"}}},
                    TagsCase{"provider", {}, {{"b", "2"}}, {{"b", "2"}}},
                    TagsCase{"own wins",
                             {{"a", "1"}},
                             {{"a", "9"}, {"b", "2"}},
                             {{"a", "1"}, {"b", "2"}}},
                    TagsCase{"empty value", {{"a", ""}}, {{"b", "2"}}, {}}));

TEST(TagsAllTest, IsUnknownWhileATagIs) {
  const Value tags =
      Value::Map(Type::String(), {{"a", Value::Unknown(Type::String())}});
  EXPECT_TRUE(
      Plan("aws_kms_key", ResourceConfig("aws_kms_key", {{"tags", tags}}))
          .value.Find("tags_all")
          ->IsUnknown());
}

TEST(TagsAllTest, LeavesIgnoredTagsOut) {
  ProviderSettings settings;
  settings.ignored_tags = {"a"};
  settings.ignored_tag_prefixes = {"x-"};
  const Value config = ResourceConfig(
      "aws_kms_key",
      {{"tags", StringMap({{"a", "1"}, {"b", "2"}, {"x-c", "3"}})}});
  EXPECT_EQ(
      *Plan("aws_kms_key", config, Value(), settings).value.Find("tags_all"),
      StringMap({{"b", "2"}}));
}

TEST(TagsAllTest, FollowsTheProvidersTagsOnUpdate) {
  ProviderSettings settings;
  settings.default_tags = {{"team", "a"}};
  const Value config = ResourceConfig("aws_kms_key", {});
  const Value state = Applied("aws_kms_key", config, settings);
  settings.default_tags = {{"team", "b"}};
  EXPECT_EQ(
      *Plan("aws_kms_key", config, state, settings).value.Find("tags_all"),
      StringMap({{"team", "b"}}));
}

// --- what is filled in on apply

TEST(FillTest, GivesPlausibleIdentifiers) {
  const Value bucket =
      Applied("aws_s3_bucket",
              ResourceConfig("aws_s3_bucket", {{"bucket", Text("b")}}));
  EXPECT_EQ(*bucket.Find("id"), Text("b"));
  EXPECT_EQ(*bucket.Find("arn"), Text("arn:aws:s3:::b"));

  ProviderSettings china;
  china.region = "cn-north-1";
  china.partition = "aws-cn";
  const Value key =
      Applied("aws_kms_key", ResourceConfig("aws_kms_key", {}), china);
  EXPECT_THAT(key.Find("arn")->AsString(),
              testing::MatchesRegex(
                  "arn:aws-cn:kms:cn-north-1:123456789012:key/[-0-9a-f]{36}"));
  EXPECT_EQ(key.Find("arn")->AsString(),
            "arn:aws-cn:kms:cn-north-1:123456789012:key/" +
                key.Find("id")->AsString());
}

TEST(FillTest, MakesNamesFromPrefixes) {
  const Value group = Applied(
      "aws_security_group",
      ResourceConfig("aws_security_group", {{"name_prefix", Text("db-")}}));
  EXPECT_THAT(group.Find("name")->AsString(),
              testing::MatchesRegex("db-[0-9a-f]{26}"));
  EXPECT_THAT(group.Find("id")->AsString(),
              testing::MatchesRegex("sg-[0-9a-f]{17}"));
}

TEST(FillTest, MakesUpNoKeysOrRoles) {
  const Value db =
      Applied("aws_db_instance", ResourceConfig("aws_db_instance", {}));
  EXPECT_EQ(*db.Find("kms_key_id"), Text(""));
  EXPECT_EQ(*db.Find("monitoring_role_arn"), Text(""));
}

TEST(FillTest, FollowsOtherArguments) {
  const Value db = Applied(
      "aws_db_instance",
      ResourceConfig("aws_db_instance",
                     {{"engine", Text("postgres")},
                      {"manage_master_user_password", Value::Bool(true)}}));
  EXPECT_EQ(*db.Find("port"), Value::Number(std::int64_t{5432}));
  ASSERT_EQ(db.Find("master_user_secret")->AsElements().size(), 1U);
  EXPECT_THAT(db.Find("master_user_secret")
                  ->AsElements()[0]
                  .Find("secret_arn")
                  ->AsString(),
              testing::StartsWith("arn:aws:secretsmanager:us-east-1:"));
}

}  // namespace
}  // namespace compliance::sandbox
