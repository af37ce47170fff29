// The provider's functions.
#include "compliance/provider/provider.h"
#include "provider/fixture.h"

namespace compliance::provider {
namespace {

using cty::Type;
using cty::Value;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class FunctionsTest : public ProviderTest {};

constexpr const char* kNames[] = {"compliant", "findings", "explain"};

TEST_F(FunctionsTest, KnownVerdicts) {
  EXPECT_EQ(
      Call("compliant", {Text("aws_kms_key.k"), Key(Value::Bool(true))}).value,
      Value::Bool(true));
  EXPECT_EQ(
      Call("compliant", {Text("aws_kms_key.k"), Key(Value::Bool(false))}).value,
      Value::Bool(false));
}

TEST_F(FunctionsTest, FindingsAreThoseOfTheGuard) {
  const Value database = Database(Text("long enough"), false, false);
  const auto result = Call("findings", {Text("aws_db_instance.d"), database});
  ASSERT_EQ(result.error, std::nullopt);
  const auto& findings = result.value.AsElements();
  ASSERT_EQ(findings.size(), 2U);
  EXPECT_EQ(*findings[0].Find("rule_id"), Text("aws.test.database_encrypted"));
  EXPECT_EQ(*findings[0].Find("verdict"), Text("fail"));
  EXPECT_EQ(*findings[1].Find("verdict"), Text("unknown"));
}

TEST_F(FunctionsTest, UnknownWhileValuesCouldStillDecide) {
  for (const char* name : kNames) {
    for (const Value& object :
         {Key(UnknownBool()), Value::Unknown(Type::Dynamic())}) {
      const auto result = Call(name, {Text("aws_kms_key.k"), object});
      ASSERT_EQ(result.error, std::nullopt) << name;
      EXPECT_TRUE(result.value.IsUnknown()) << name;
      EXPECT_EQ(result.value.type(),
                ProviderSchema().functions.at(name).returns)
          << name;
    }
  }
}

TEST_F(FunctionsTest, DecidedOverUnknowns) {
  Value::Attributes key = Key(Value::Bool(true)).AsAttributes();
  key["arn"] = Value::Unknown(Type::String());
  const std::vector<Value> arguments = {Text("aws_kms_key.k"), ObjectOf(key)};
  EXPECT_EQ(Call("compliant", arguments).value, Value::Bool(true));
  EXPECT_TRUE(Call("findings", arguments).value.IsUnknown());
  EXPECT_TRUE(Call("explain", arguments).value.IsUnknown());
}

TEST_F(FunctionsTest, KnownMandatoryFailWinsOverUnknowns) {
  Value::Attributes database =
      Database(Value::Unknown(Type::String()), false, false).AsAttributes();
  EXPECT_EQ(
      Call("compliant", {Text("aws_db_instance.d"), ObjectOf(database)}).value,
      Value::Bool(false));
}

// What a function can never see must not leave it unknown for good.
TEST_F(FunctionsTest, WhatItCannotSeeDoesNotHoldItOpen) {
  EXPECT_EQ(Call("compliant", {Text("aws_db_instance.d"),
                               Database(Text("long enough"), true, false)})
                .value,
            Value::Bool(true));
}

TEST_F(FunctionsTest, NullIsNoInstance) {
  const Value null = Value::Null(Type::Dynamic());
  EXPECT_EQ(Call("compliant", {Text("aws_kms_key.k"), null}).value,
            Value::Bool(true));
  EXPECT_TRUE(Call("findings", {Text("aws_kms_key.k"), null})
                  .value.AsElements()
                  .empty());
}

TEST_F(FunctionsTest, ExplainSaysRuleRequirementAndFix) {
  const auto result =
      Call("explain", {Text("aws_kms_key.k"), Key(Value::Bool(false))});
  ASSERT_EQ(result.error, std::nullopt);
  const std::string& text = result.value.AsString();
  EXPECT_THAT(text, HasSubstr("[aws.test.key_rotation]"));
  EXPECT_THAT(text, HasSubstr("aws_kms_key.k: enable_key_rotation"));
  EXPECT_THAT(text, HasSubstr("pci-dss-4.0.1 3.7.4"));
  EXPECT_THAT(text, HasSubstr("enable_key_rotation = true"));
  EXPECT_THAT(Call("explain", {Text("aws_kms_key.k"), Key(Value::Bool(true))})
                  .value.AsString(),
              StartsWith("No rule is broken."));
}

TEST_F(FunctionsTest, OptionsSayHowToJudge) {
  const Value bad = Key(Value::Bool(false));
  const auto compliant = [&](Value::Attributes options) {
    const auto result = Call("compliant", {Text("aws_kms_key.k"), bad,
                                           ObjectOf(std::move(options))});
    EXPECT_EQ(result.error, std::nullopt) << result.error.value_or("");
    return result.value;
  };
  EXPECT_EQ(compliant({{"frameworks", Value::Tuple({Text("pci-dss-4.0.1")})}}),
            Value::Bool(false));
  EXPECT_EQ(compliant({{"frameworks", Value::Tuple({Text("hipaa")})}}),
            Value::Bool(true));
  EXPECT_EQ(compliant({{"enforcement",
                        ObjectOf({{"severity:high", Text("advisory")}})}}),
            Value::Bool(true));
  EXPECT_EQ(
      compliant({{"as_of", Text("2026-05-01")},
                 {"profile", Text("test")},
                 {"parameters",
                  ObjectOf({{"length", Value::Number(std::int64_t{4})}})}}),
      Value::Bool(false));
}

// Terraform calls functions on a provider that it never configured, and
// demands the same result as from one that it did.
TEST_F(FunctionsTest, ProviderBlockAndEnvironmentDoNotMatter) {
  const std::vector<Value> arguments = {Text("aws_kms_key.k"),
                                        Key(Value::Bool(false))};
  environment_["COMPLIANCE_FRAMEWORKS"] = "hipaa";
  Configure({{"frameworks", Value::List(Type::String(), {Text("hipaa")})}});
  EXPECT_EQ(Call("compliant", arguments).value, Value::Bool(false));
}

struct BadCall {
  const char* name;
  std::vector<Value> arguments;
  std::int64_t argument;
  const char* error;
};

class BadCalls : public ProviderTest,
                 public ::testing::WithParamInterface<BadCall> {};

TEST_P(BadCalls, NameTheArgument) {
  for (const char* name : kNames) {
    const auto result = Call(name, GetParam().arguments);
    ASSERT_NE(result.error, std::nullopt) << name;
    EXPECT_THAT(*result.error, HasSubstr(GetParam().error)) << name;
    EXPECT_THAT(*result.error, Not(HasSubstr("hunter2"))) << name;
    EXPECT_NE(result.error->back(), '.') << name;  // Terraform adds a stop
    EXPECT_EQ(result.error_argument, GetParam().argument) << name;
  }
}

Value Good() { return Key(Value::Bool(true)); }

INSTANTIATE_TEST_SUITE_P(
    All, BadCalls,
    ::testing::Values(
        BadCall{"Address", {Text("bucket"), Good()}, 0, "\"bucket\""},
        BadCall{"NotUtf8", {Text("aws_kms_key.\xff"), Good()}, 0, "address"},
        BadCall{"Object",
                {Text("aws_kms_key.k"), Text("hunter2")},
                1,
                "of type string"},
        BadCall{"OtherType",
                {Text("aws_kms_key.k"), Database(Text("hunter2"), true, true)},
                1,
                "has no attribute"},
        BadCall{"OptionsNoObject",
                {Text("aws_kms_key.k"), Good(), Text("hipaa")},
                2,
                "must be an object"},
        BadCall{"UnknownOption",
                {Text("aws_kms_key.k"), Good(),
                 ObjectOf({{"framework", Text("hipaa")}})},
                2,
                "Did you mean \"frameworks\"?"},
        BadCall{"BadFramework",
                {Text("aws_kms_key.k"), Good(),
                 ObjectOf({{"frameworks", Value::Tuple({Text("hippa")})}})},
                2,
                "Did you mean \"hipaa\"?"},
        BadCall{"BadDay",
                {Text("aws_kms_key.k"), Good(),
                 ObjectOf({{"as_of", Text("tomorrow")}})},
                2,
                "2027-01-31"},
        BadCall{"TwoOptions",
                {Text("aws_kms_key.k"), Good(), ObjectOf({}), ObjectOf({})},
                3,
                "one object of options"}),
    [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace compliance::provider
