#include "compliance/sandbox/sandbox.h"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "compliance/base/text.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "sandbox/configs.h"

namespace compliance::sandbox {
namespace {

using cty::Path;
using cty::Type;
using cty::Value;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::MatchesRegex;
using testing::SizeIs;

Value NullOf(const tfplugin::Provider& provider, const std::string& type) {
  return Value::Null(
      schema::ImpliedType(provider.Schema().resources.at(type).block));
}

tfplugin::PlanResult PlanCreate(tfplugin::Provider& provider,
                                const std::string& type, const Value& config) {
  return provider.PlanResource(
      {type, NullOf(provider, type), config, config, ""});
}

Value Create(tfplugin::Provider& provider, const std::string& type,
             Value::Attributes set) {
  const Value config = ResourceConfig(type, std::move(set));
  const auto planned = PlanCreate(provider, type, config);
  EXPECT_THAT(planned.diagnostics, IsEmpty());
  return provider
      .ApplyResource({type, NullOf(provider, type), planned.planned_state,
                      config, planned.planned_private})
      .new_state;
}

TEST(Sandbox, StandsForTwoProviders) {
  EXPECT_THAT(ProviderTypes(), ElementsAre("aws", "random"));
  const auto aws = NewSandbox("aws");
  const auto random = NewSandbox("random");
  EXPECT_EQ(aws->Schema().resources.count("random_password"), 0U);
  EXPECT_EQ(random->Schema().resources.count("random_password"), 1U);
  EXPECT_EQ(random->Schema().data_sources.size(), 0U);
  EXPECT_GT(aws->Schema().data_sources.count("aws_iam_policy_document"), 0U);
  EXPECT_NE(aws->Schema().provider.block.FindBlock("default_tags"), nullptr);
}

// A default does not make an argument computed.
TEST(Sandbox, ServesTheSchemaAsTheProviderDeclaresIt) {
  const auto aws = NewSandbox("aws");
  const schema::Block& key = aws->Schema().resources.at("aws_kms_key").block;
  EXPECT_FALSE(key.FindAttribute("enable_key_rotation")->computed);
  EXPECT_TRUE(key.FindAttribute("policy")->computed);
  const schema::Block& lb = aws->Schema().resources.at("aws_lb").block;
  EXPECT_FALSE(
      lb.FindBlock("access_logs")->block.FindAttribute("enabled")->computed);
}

// What Terraform checks of the plan of a provider that does not ask for
// tolerance (nothing configured): a value that is not configured is null, or
// its attribute computed; blocks are known.
void ExpectValid(const schema::Block& block, const Value& planned,
                 const std::string& type) {
  for (const schema::Attribute& attribute : block.attributes) {
    if (attribute.computed) continue;
    EXPECT_TRUE(planned.Find(attribute.name)->IsNull())
        << type << "." << attribute.name;
  }
  for (const schema::NestedBlock& nested : block.blocks) {
    const Value& value = *planned.Find(nested.name);
    EXPECT_FALSE(value.IsUnknown()) << type << "." << nested.name;
    EXPECT_EQ(value.IsNull(), nested.nesting == schema::Nesting::kSingle)
        << type << "." << nested.name;
  }
}

TEST(Sandbox, AsksForToleranceWhereTheProviderDoes) {
  for (const std::string& provider_type : ProviderTypes()) {
    const bool old_sdk = provider_type == "aws";
    const auto provider = NewSandbox(provider_type);
    for (const auto& [type, schema] : provider->Schema().resources) {
      const Value config = ResourceConfig(type, {});
      const auto planned = PlanCreate(*provider, type, config);
      EXPECT_EQ(planned.planned_state.type(), ImpliedType(schema.block));
      EXPECT_EQ(planned.legacy_type_system, old_sdk) << type;
      if (!old_sdk) ExpectValid(schema.block, planned.planned_state, type);
    }
    const std::string& type = provider->Schema().resources.begin()->first;
    const Value null = NullOf(*provider, type);
    EXPECT_EQ(provider->ApplyResource({type, null, null, null, ""})
                  .legacy_type_system,
              old_sdk);
  }
}

TEST(Sandbox, NamesTheTypeThatItDoesNotKnow) {
  const auto aws = NewSandbox("aws");
  const Value nothing = Value::Object({});
  const auto expect_named = [](const diag::Diagnostics& found) {
    ASSERT_THAT(found, SizeIs(1));
    EXPECT_THAT(found[0].detail,
                AllOf(HasSubstr("provider aws"), HasSubstr("aws_rocket")));
  };
  expect_named(aws->ValidateResource("aws_rocket", nothing));
  expect_named(aws->ReadResource("aws_rocket", nothing).diagnostics);
  expect_named(aws->PlanResource({"aws_rocket", nothing, nothing, nothing, ""})
                   .diagnostics);
  expect_named(aws->ApplyResource({"aws_rocket", nothing, nothing, nothing, ""})
                   .diagnostics);
  expect_named(aws->ImportResource("aws_rocket", "id").diagnostics);
  expect_named(aws->ValidateDataSource("aws_rocket", nothing));
  expect_named(aws->ReadDataSource("aws_rocket", nothing).diagnostics);
}

TEST(Sandbox, DestroysByNull) {
  const auto aws = NewSandbox("aws");
  const Value state = Create(*aws, "aws_kms_key", {});
  const Value null = NullOf(*aws, "aws_kms_key");
  EXPECT_EQ(
      aws->PlanResource({"aws_kms_key", state, null, null, ""}).planned_state,
      null);
  EXPECT_EQ(
      aws->ApplyResource({"aws_kms_key", state, null, null, ""}).new_state,
      null);
}

TEST(Sandbox, ReadsBackWhatTerraformRemembers) {
  const auto aws = NewSandbox("aws");
  const Value state = Create(*aws, "aws_kms_key", {});
  EXPECT_EQ(aws->ReadResource("aws_kms_key", state).value, state);
}

Value ProviderConfig(Value::Attributes set) {
  return Config(schema::FindProvider("aws")->block, std::move(set));
}

TEST(Sandbox, FollowsTheProvidersConfiguration) {
  const schema::Block& block = schema::FindProvider("aws")->block;
  const auto configured = [&](const char* region, const char* team) {
    auto provider = NewSandbox("aws");
    EXPECT_THAT(
        provider->Configure(
            "1.11.4",
            ProviderConfig(
                {{"region", Text(region)},
                 {"default_tags",
                  BlocksOf(*block.FindBlock("default_tags"),
                           {{{"tags", StringMap({{"team", team}})}}})}})),
        IsEmpty());
    return provider;
  };
  const auto east = configured("us-east-1", "a");
  const auto west = configured("us-west-2", "b");
  EXPECT_THAT(Create(*east, "aws_kms_key", {}).Find("arn")->AsString(),
              HasSubstr(":us-east-1:"));
  const Value key = Create(*west, "aws_kms_key", {});
  EXPECT_THAT(key.Find("arn")->AsString(), HasSubstr(":us-west-2:"));
  EXPECT_EQ(*key.Find("tags_all"), StringMap({{"team", "b"}}));
}

TEST(Sandbox, ToleratesAnUnknownConfiguration) {
  const auto aws = NewSandbox("aws");
  const Type type = schema::ImpliedType(schema::FindProvider("aws")->block);
  EXPECT_THAT(aws->Configure("1.11.4", Value::Unknown(type)), IsEmpty());
  EXPECT_THAT(aws->Configure(
                  "1.11.4",
                  ProviderConfig({{"region", Value::Unknown(Type::String())}})),
              IsEmpty());
  EXPECT_TRUE(Create(*aws, "aws_kms_key", {}).IsWhollyKnown());
}

TEST(Sandbox, ImportsById) {
  const auto aws = NewSandbox("aws");
  const auto imported = aws->ImportResource("aws_s3_bucket", "b");
  EXPECT_THAT(imported.diagnostics, IsEmpty());
  EXPECT_EQ(*imported.value.Find("id"), Text("b"));
  EXPECT_EQ(*imported.value.Find("bucket"), Text("b"));
  EXPECT_EQ(*imported.value.Find("arn"), Text("arn:aws:s3:::b"));
  EXPECT_TRUE(imported.value.Find("force_destroy")->IsNull());
  // The configuration that was imported for is an update, no replacement.
  const Value config = ResourceConfig("aws_s3_bucket", {{"bucket", Text("b")}});
  EXPECT_THAT(
      aws->PlanResource({"aws_s3_bucket", imported.value, config, config, ""})
          .requires_replace,
      IsEmpty());
}

TEST(Sandbox, IsThreadSafe) {
  const auto aws = NewSandbox("aws");
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < 20; ++n) {
        aws->Configure("1.11.4", ProviderConfig({}));
        EXPECT_TRUE(Create(*aws, "aws_kms_key", {}).IsWhollyKnown());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

// --- random

TEST(RandomSandbox, DrawsPasswordsOfTheAskedKind) {
  const auto random = NewSandbox("random");
  const Value::Attributes set = {
      {"length", Value::Number(std::int64_t{30})},
      {"special", Value::Bool(false)},
      {"min_numeric", Value::Number(std::int64_t{25})}};
  const Value config = ResourceConfig("random_password", set);
  EXPECT_TRUE(PlanCreate(*random, "random_password", config)
                  .planned_state.Find("result")
                  ->IsUnknown());
  const Value password = Create(*random, "random_password", set);
  const std::string text = password.Find("result")->AsString();
  EXPECT_THAT(text, MatchesRegex("[A-Za-z0-9]{30}"));
  EXPECT_GE(std::count_if(text.begin(), text.end(),
                          [](unsigned char c) { return std::isdigit(c); }),
            25);
  EXPECT_EQ(*password.Find("id"), Text("none"));
  EXPECT_NE(*Create(*random, "random_password", set).Find("result"),
            *password.Find("result"));
}

TEST(RandomSandbox, UsesOnlyTheGivenSpecialCharacters) {
  const auto random = NewSandbox("random");
  const Value drawn = Create(*random, "random_string",
                             {{"length", Value::Number(std::int64_t{40})},
                              {"lower", Value::Bool(false)},
                              {"upper", Value::Bool(false)},
                              {"numeric", Value::Bool(false)},
                              {"override_special", Text("_-")}});
  EXPECT_THAT(drawn.Find("result")->AsString(), MatchesRegex("[-_]{40}"));
  EXPECT_EQ(*drawn.Find("id"), *drawn.Find("result"));
  EXPECT_EQ(*drawn.Find("number"), Value::Bool(false));
}

// A character may be more than one byte; what is drawn must stay text.
TEST(RandomSandbox, DrawsWholeCharacters) {
  const auto random = NewSandbox("random");
  const Value drawn = Create(*random, "random_string",
                             {{"length", Value::Number(std::int64_t{9})},
                              {"lower", Value::Bool(false)},
                              {"upper", Value::Bool(false)},
                              {"numeric", Value::Bool(false)},
                              {"override_special", Text("\u00e9\u20ac")}});
  const std::string& text = drawn.Find("result")->AsString();
  EXPECT_TRUE(IsValidUtf8(text));
  EXPECT_THAT(text, MatchesRegex("(\u00e9|\u20ac){9}"));
}

TEST(RandomSandbox, DrawsIdsNumbersAndUuids) {
  const auto random = NewSandbox("random");
  const Value id = Create(*random, "random_id",
                          {{"byte_length", Value::Number(std::int64_t{4})},
                           {"prefix", Text("p-")}});
  EXPECT_THAT(id.Find("hex")->AsString(), MatchesRegex("p-[0-9a-f]{8}"));
  EXPECT_EQ(id.Find("dec")->AsString(),
            "p-" + std::to_string(std::stoul(
                       id.Find("hex")->AsString().substr(2), nullptr, 16)));
  const Value number = Create(*random, "random_integer",
                              {{"min", Value::Number(std::int64_t{3})},
                               {"max", Value::Number(std::int64_t{5})}});
  EXPECT_GE(number.Find("result")->AsNumber(), cty::Number(std::int64_t{3}));
  EXPECT_LE(number.Find("result")->AsNumber(), cty::Number(std::int64_t{5}));
  EXPECT_THAT(
      Create(*random, "random_uuid", {}).Find("result")->AsString(),
      MatchesRegex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-"
                   "[0-9a-f]{12}"));
}

TEST(RandomSandbox, RefusesWhatCannotBeDrawn) {
  const auto random = NewSandbox("random");
  const auto check = [&](const char* type, Value::Attributes set) {
    return random->ValidateResource(type, ResourceConfig(type, set));
  };
  const Value two = Value::Number(std::int64_t{2});
  EXPECT_THAT(check("random_password", {{"length", two}}), IsEmpty());
  EXPECT_THAT(
      check("random_password",
            {{"length", two}, {"min_upper", Value::Number(std::int64_t{3})}}),
      SizeIs(1));
  EXPECT_THAT(check("random_password", {{"length", two},
                                        {"lower", Value::Bool(false)},
                                        {"upper", Value::Bool(false)},
                                        {"numeric", Value::Bool(false)},
                                        {"special", Value::Bool(false)}}),
              SizeIs(1));
  EXPECT_THAT(
      check("random_password",
            {{"length", two}, {"min_upper", Value::Number(std::int64_t{-1})}}),
      SizeIs(1));
  EXPECT_THAT(check("random_integer",
                    {{"min", two}, {"max", Value::Number(std::int64_t{1})}}),
              SizeIs(1));
  EXPECT_THAT(check("random_password",
                    {{"length", Value::Number(std::int64_t{2000000})}}),
              SizeIs(1));
}

}  // namespace
}  // namespace compliance::sandbox
