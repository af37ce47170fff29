// What `resources` may hold, and what is said of the rest.
#include "provider/checked_resources.h"

#include "provider/fixture.h"

namespace compliance::provider {
namespace {

using cty::Type;
using cty::Value;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

const cty::Path kAt{cty::AttributeName{"resources"}};

CheckedResources Read(Value::Attributes entries,
                      absl::string_view module = "") {
  return ReadCheckedResources(ObjectOf(std::move(entries)), module, kAt);
}

std::vector<std::string> Addresses(const CheckedResources& checked) {
  std::vector<std::string> addresses;
  for (const plan::Resource& resource : checked.resources) {
    addresses.push_back(resource.address.ToString());
  }
  return addresses;
}

Value Good() { return Key(Value::Bool(true)); }

TEST(CheckedResources, OneInstance) {
  const auto checked = Read({{"aws_kms_key.k", Good()}});
  EXPECT_THAT(checked.diagnostics, IsEmpty());
  EXPECT_THAT(Addresses(checked), ElementsAre("aws_kms_key.k"));
  EXPECT_EQ(checked.keys.at("aws_kms_key.k"), "aws_kms_key.k");
}

TEST(CheckedResources, CountedResourceStandsForItsInstances) {
  const auto checked =
      Read({{"aws_kms_key.k", Value::Tuple({Good(), Good()})}}, "module.m");
  EXPECT_THAT(checked.diagnostics, IsEmpty());
  EXPECT_THAT(Addresses(checked), ElementsAre("module.m.aws_kms_key.k[0]",
                                              "module.m.aws_kms_key.k[1]"));
  EXPECT_EQ(checked.keys.at("module.m.aws_kms_key.k[1]"), "aws_kms_key.k");
}

TEST(CheckedResources, ForEachResourceStandsForItsInstances) {
  const auto checked =
      Read({{"aws_kms_key.k", ObjectOf({{"eu", Good()}, {"u\"s", Good()}})}});
  EXPECT_THAT(checked.diagnostics, IsEmpty());
  EXPECT_THAT(Addresses(checked), ElementsAre("aws_kms_key.k[\"eu\"]",
                                              "aws_kms_key.k[\"u\\\"s\"]"));
}

TEST(CheckedResources, NoInstances) {
  for (const Value& none :
       {Value::Tuple({}), ObjectOf({}), Value::Null(Type::Dynamic()),
        Value::List(Type::Object({{"id", Type::String()}}), {})}) {
    const auto checked = Read({{"aws_kms_key.k", none}});
    EXPECT_THAT(checked.diagnostics, IsEmpty()) << none;
    EXPECT_THAT(checked.resources, IsEmpty()) << none;
    EXPECT_THAT(checked.waiting, IsEmpty()) << none;
  }
}

TEST(CheckedResources, UnknownInstancesWait) {
  const Value later = Value::Unknown(Type::Dynamic());
  EXPECT_THAT(Read({{"aws_kms_key.k", later}}).waiting,
              ElementsAre("aws_kms_key.k"));
  const auto some = Read({{"aws_kms_key.k", Value::Tuple({Good(), later})}});
  EXPECT_THAT(some.waiting, ElementsAre("aws_kms_key.k[1]"));
  EXPECT_THAT(Addresses(some), ElementsAre("aws_kms_key.k[0]"));
  const auto both =
      Read({{"aws_kms_key.k", ObjectOf({{"a", Good()}, {"b", later}})}});
  EXPECT_THAT(both.waiting, ElementsAre("aws_kms_key.k[\"b\"]"));
}

TEST(CheckedResources, DataSourcesAreTaken) {
  const auto checked =
      Read({{"data.aws_caller_identity.me",
             ObjectOf({{"account_id", Text("123456789012")}})}});
  EXPECT_THAT(checked.diagnostics, IsEmpty());
  ASSERT_EQ(checked.resources.size(), 1U);
  EXPECT_EQ(checked.resources[0].address.mode, plan::Mode::kData);
}

TEST(CheckedResources, TypeWithoutFactsIsTakenAsItComes) {
  const auto checked =
      Read({{"google_storage_bucket.b", ObjectOf({{"name", Text("n")}})}});
  EXPECT_THAT(checked.diagnostics, IsEmpty());
  EXPECT_EQ(checked.resources.size(), 1U);
}

TEST(CheckedResources, WhatIsLeftOutIsNotSet) {
  const auto checked =
      Read({{"aws_db_instance.d", ObjectOf({{"engine", Text("postgres")}})}});
  ASSERT_THAT(checked.diagnostics, IsEmpty());
  const Value& planned = checked.resources[0].planned;
  ASSERT_NE(planned.Find("storage_encrypted"), nullptr);
  EXPECT_TRUE(planned.Find("storage_encrypted")->IsNull());
}

TEST(CheckedResources, NewerProviderVersionFits) {
  Value::Attributes newer = Good().AsAttributes();
  newer.emplace("rotation_of_the_moon", Value::Null(Type::String()));
  EXPECT_THAT(Read({{"aws_kms_key.k", ObjectOf(newer)}}).diagnostics,
              IsEmpty());
}

TEST(CheckedResources, SensitiveAttributesAreMarked) {
  const auto checked =
      Read({{"aws_db_instance.d", Database(Text("hunter2"), true, false)}});
  EXPECT_TRUE(checked.resources[0].planned.Find("password")->IsSensitive());
}

struct BadCase {
  const char* name;
  Value::Attributes entries;
  const char* path;
  const char* detail;
};

TEST(CheckedResources, WarnsOfATypeThatNoRuleKnows) {
  const auto checked = Read({{"aws_kmskey.k", Good()}});
  ASSERT_THAT(checked.diagnostics, SizeIs(1));
  EXPECT_EQ(checked.diagnostics[0].severity, diag::Severity::kWarning);
  EXPECT_EQ(checked.diagnostics[0].attribute.ToString(),
            "resources[\"aws_kmskey.k\"]");
  EXPECT_THAT(checked.diagnostics[0].detail,
              HasSubstr("Did you mean \"aws_kms_key\"?"));
}

class BadResources : public ::testing::TestWithParam<BadCase> {};

TEST_P(BadResources, IsAnErrorAtTheEntry) {
  const auto checked = Read(GetParam().entries);
  EXPECT_THAT(checked.diagnostics,
              ElementsAre(ErrorAt(GetParam().path, GetParam().detail)));
  EXPECT_THAT(AllText(checked.diagnostics), Not(HasSubstr("hunter2")));
}

INSTANTIATE_TEST_SUITE_P(
    All, BadResources,
    ::testing::Values(
        BadCase{"NoAddress",
                {{"bucket", Good()}},
                "resources[\"bucket\"]",
                "\"aws_s3_bucket.logs\" = aws_s3_bucket.logs"},
        BadCase{"ALocalValue",
                {{"local.key", Good()}},
                "resources[\"local.key\"]",
                "\"local\" is not a resource type"},
        BadCase{"AString",
                {{"aws_kms_key.k", Text("hunter2")}},
                "resources[\"aws_kms_key.k\"]",
                "of type string"},
        BadCase{"AnotherResource",
                {{"aws_kms_key.k", Database(Text("hunter2"), true, false)}},
                "resources[\"aws_kms_key.k\"]",
                "has no attribute"},
        BadCase{"AnotherSmallerType",
                {{"aws_s3_bucket_policy.p",
                  Database(Text("hunter2"), true, false)}},
                "resources[\"aws_s3_bucket_policy.p\"]",
                "not the resource"},
        BadCase{"AMisspelledAttribute",
                {{"aws_db_instance.d",
                  ObjectOf({{"engine", Text("x")},
                            {"storage_encrypt", Value::Bool(true)}})}},
                "resources[\"aws_db_instance.d\"]",
                "Did you mean \"storage_encrypted\"?"},
        BadCase{"NoneOfItsAttributes",
                {{"aws_db_instance.d", ObjectOf({{"x", Text("hunter2")}})}},
                "resources[\"aws_db_instance.d\"]",
                "none of the attributes"},
        BadCase{"AnAttributeOfTheWrongType",
                {{"aws_db_instance.d",
                  ObjectOf({{"engine", Text("x")},
                            {"storage_encrypted", Text("hunter2")}})}},
                "resources[\"aws_db_instance.d\"]",
                "\"storage_encrypted\" is of type string"},
        BadCase{"AListUnderAnInstance",
                {{"aws_kms_key.k[0]", Value::Tuple({Good()})}},
                "resources[\"aws_kms_key.k[0]\"]",
                "it must be the resource itself"},
        BadCase{"Twice",
                {{"aws_kms_key.k", Value::Tuple({Good()})},
                 {"aws_kms_key.k[0]", Good()}},
                "resources[\"aws_kms_key.k[0]\"]",
                "named twice"}),
    [](const auto& test) { return test.param.name; });

TEST(CheckedResources, NotAMap) {
  for (const Value& value :
       {Text("hunter2"), Value::Tuple({Good()}), Value::Bool(true)}) {
    const auto checked = ReadCheckedResources(value, "", kAt);
    EXPECT_THAT(checked.diagnostics,
                ElementsAre(ErrorAt("resources", "a map from resource")));
  }
}

TEST(CheckedResources, KeysThatAreNotUtf8) {
  const auto checked = Read({{"aws_kms_key.\xff", Good()}});
  ASSERT_EQ(checked.diagnostics.size(), 1U);
  EXPECT_EQ(checked.diagnostics[0].attribute, kAt);
  EXPECT_THAT(checked.diagnostics[0].detail, Not(HasSubstr("\xff")));
}

TEST(CheckedResources, VeryDeepValue) {
  Value deep = Text("x");
  for (int i = 0; i < 200; ++i) deep = Value::Tuple({deep});
  EXPECT_FALSE(Read({{"aws_kms_key.k", deep}}).diagnostics.empty());
  const auto inside = Read({{"google_thing.x", ObjectOf({{"a", deep}})}});
  EXPECT_EQ(inside.resources.size(), 1U);
}

}  // namespace
}  // namespace compliance::provider
