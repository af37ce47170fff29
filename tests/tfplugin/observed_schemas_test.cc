// Schemas read in passing.
#include <memory>
#include <set>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "compliance/cty/path.h"
#include "compliance/cty/type.h"
#include "compliance/sandbox/sandbox.h"
#include "compliance/schema/schema.h"
#include "compliance/tfplugin/observe.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "support/status.h"
#include "tfplugin/make_method.h"
#include "tfplugin/method.h"
#include "tfplugin/protocol5.h"
#include "tfplugin/protocol6.h"
#include "tfplugin/provider_handle.h"

namespace compliance::tfplugin {
namespace {

using compliance::testing::StatusIs;
using cty::Path;
using cty::Type;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Key;
using ::testing::StartsWith;

constexpr auto kInvalidArgument = absl::StatusCode::kInvalidArgument;

bool Every(absl::string_view, absl::string_view) { return true; }
bool None(absl::string_view, absl::string_view) { return false; }

template <class P>
constexpr int kVersion = std::is_same_v<P, Protocol5> ? 5 : 6;

template <class P>
class ObservedSchemasTest : public ::testing::Test {
 public:
  using Response = typename P::GetProviderSchema::Response;
  using Schema = typename P::Schema;
  using Block = typename P::Schema::Block;
  using Attribute = typename P::Schema::Attribute;
  using NestedBlock = typename P::Schema::NestedBlock;

  static Attribute NewAttribute(const std::string& name,
                                const std::string& type) {
    Attribute attribute;
    attribute.set_name(name);
    attribute.set_type(type);
    return attribute;
  }
  static NestedBlock* AddBlock(const std::string& name,
                               typename NestedBlock::NestingMode nesting,
                               Block* block) {
    NestedBlock* nested = block->add_block_types();
    nested->set_type_name(name);
    nested->set_nesting(nesting);
    *nested->mutable_block()->add_attributes() =
        NewAttribute("port", "\"number\"");
    return nested;
  }
  static Schema OneAttribute(const std::string& name) {
    Schema schema;
    *schema.mutable_block()->add_attributes() =
        NewAttribute(name, "\"string\"");
    return schema;
  }

  static absl::StatusOr<ObservedSchemas> ReadAll(const Response& response) {
    return ReadSchemas(kVersion<P>, response.SerializeAsString(), Every, Every);
  }
  // Of a response with this one resource type.
  static absl::StatusOr<ObservedSchema> ReadOne(const Schema& schema) {
    Response response;
    (*response.mutable_resource_schemas())["aws_thing"] = schema;
    auto schemas = ReadAll(response);
    if (!schemas.ok()) return schemas.status();
    return schemas->resources.at("aws_thing");
  }
};

using Protocols = ::testing::Types<Protocol5, Protocol6>;
TYPED_TEST_SUITE(ObservedSchemasTest, Protocols);

TYPED_TEST(ObservedSchemasTest, ReadsAttributes) {
  typename TypeParam::Schema wire;
  wire.set_version(3);
  auto name = this->NewAttribute("name", "\"string\"");
  name.set_required(true);
  name.set_deprecated(true);
  auto secret = this->NewAttribute(
      "secret", R"(["object",{"a":"bool","b":"string"},["b"]])");
  secret.set_optional(true);
  secret.set_computed(true);
  secret.set_sensitive(true);
  secret.set_write_only(true);
  *wire.mutable_block()->add_attributes() = name;
  *wire.mutable_block()->add_attributes() = secret;

  ASSERT_OK_AND_ASSIGN(const ObservedSchema observed, this->ReadOne(wire));
  EXPECT_EQ(observed.schema.version, 3);
  ASSERT_EQ(observed.schema.block.attributes.size(), 2u);
  const schema::Attribute& first = observed.schema.block.attributes[0];
  EXPECT_EQ(first.name, "name");
  EXPECT_EQ(first.type, Type::String());
  EXPECT_TRUE(first.required && first.deprecated);
  EXPECT_FALSE(first.optional || first.computed || first.sensitive ||
               first.write_only);
  const schema::Attribute& second = observed.schema.block.attributes[1];
  EXPECT_TRUE(second.optional && second.computed && second.sensitive &&
              second.write_only);
  EXPECT_FALSE(second.required || second.deprecated);
  EXPECT_THAT(observed.sensitive, ElementsAre(Path().Attr("secret")));
  EXPECT_EQ(observed.type,
            Type::Object({{"name", Type::String()},
                          {"secret", Type::Object({{"a", Type::Bool()},
                                                   {"b", Type::String()}})}}));
}

TYPED_TEST(ObservedSchemasTest, ReadsBlocksOfEachNesting) {
  using Nested = typename TypeParam::Schema::NestedBlock;
  typename TypeParam::Schema wire;
  auto* block = wire.mutable_block();
  this->AddBlock("single", Nested::SINGLE, block);
  auto* list = this->AddBlock("list", Nested::LIST, block);
  list->set_min_items(1);
  list->set_max_items(2);
  this->AddBlock("set", Nested::SET, block);
  this->AddBlock("map", Nested::MAP, block);
  this->AddBlock("group", Nested::GROUP, block);
  auto* open = this->AddBlock("open", Nested::LIST, block);
  *open->mutable_block()->add_attributes() =
      this->NewAttribute("any", "\"dynamic\"");

  ASSERT_OK_AND_ASSIGN(const ObservedSchema observed, this->ReadOne(wire));
  const Type rule = Type::Object({{"port", Type::Number()}});
  EXPECT_EQ(observed.type, Type::Object({{"single", rule},
                                         {"list", Type::List(rule)},
                                         {"set", Type::Set(rule)},
                                         {"map", Type::Map(rule)},
                                         {"group", rule},
                                         {"open", Type::Dynamic()}}));
  const schema::NestedBlock* read = observed.schema.block.FindBlock("list");
  ASSERT_NE(read, nullptr);
  EXPECT_EQ(read->nesting, schema::Nesting::kList);
  EXPECT_EQ(read->min_items, 1);
  EXPECT_EQ(read->max_items, 2);
}

TYPED_TEST(ObservedSchemasTest, FindsWhatIsSensitiveInBlocks) {
  using Nested = typename TypeParam::Schema::NestedBlock;
  typename TypeParam::Schema wire;
  auto* outer = this->AddBlock("outer", Nested::LIST, wire.mutable_block());
  auto* inner = this->AddBlock("inner", Nested::SET, outer->mutable_block());
  inner->mutable_block()->mutable_attributes(0)->set_sensitive(true);
  ASSERT_OK_AND_ASSIGN(const ObservedSchema observed, this->ReadOne(wire));
  EXPECT_THAT(observed.sensitive,
              ElementsAre(Path().Attr("outer").Attr("inner").Attr("port")));
}

TYPED_TEST(ObservedSchemasTest, DecodesOnlyWhatIsWanted) {
  typename TypeParam::GetProviderSchema::Response response;
  *response.mutable_provider() = this->OneAttribute("region");
  auto& resources = *response.mutable_resource_schemas();
  resources["aws_a"] = this->OneAttribute("a");
  resources["aws_b"] = this->OneAttribute("tags_all");
  resources["aws_bad"].mutable_block()->add_attributes()->set_type("{");
  auto& data_sources = *response.mutable_data_source_schemas();
  data_sources["aws_a"] = this->OneAttribute("read");
  data_sources["aws_c"] = this->OneAttribute("c");
  (*response.mutable_ephemeral_resource_schemas())["aws_e"] =
      this->OneAttribute("e");

  std::set<std::string> asked;
  const auto by_content = [&](absl::string_view name,
                              absl::string_view encoded) {
    asked.insert(std::string(name));
    typename TypeParam::Schema schema;
    EXPECT_TRUE(schema.ParseFromString(std::string(encoded))) << name;
    return absl::StrContains(encoded, "tags_all");
  };
  const auto by_name = [](absl::string_view name, absl::string_view) {
    return name == "aws_a";
  };
  ASSERT_OK_AND_ASSIGN(
      const ObservedSchemas schemas,
      ReadSchemas(kVersion<TypeParam>, response.SerializeAsString(), by_content,
                  by_name));
  EXPECT_THAT(asked, ElementsAre("aws_a", "aws_b", "aws_bad"));
  EXPECT_THAT(schemas.resources, ElementsAre(Key("aws_b")));
  ASSERT_THAT(schemas.data_sources, ElementsAre(Key("aws_a")));
  EXPECT_NE(schemas.data_sources.at("aws_a").schema.block.FindAttribute("read"),
            nullptr);
  ASSERT_TRUE(schemas.provider.has_value());
  EXPECT_EQ(schemas.provider->type, Type::Object({{"region", Type::String()}}));
}

TYPED_TEST(ObservedSchemasTest, ReadsAnEmptyResponse) {
  ASSERT_OK_AND_ASSIGN(const ObservedSchemas schemas, this->ReadAll({}));
  EXPECT_FALSE(schemas.provider.has_value());
  EXPECT_THAT(schemas.resources, IsEmpty());
}

TYPED_TEST(ObservedSchemasTest, MergesAsProtobufDoes) {
  typename TypeParam::GetProviderSchema::Response first;
  *first.mutable_provider() = this->OneAttribute("region");
  (*first.mutable_resource_schemas())["aws_a"] = this->OneAttribute("old");
  (*first.mutable_resource_schemas())["aws_b"] = this->OneAttribute("b");
  typename TypeParam::GetProviderSchema::Response second;
  *second.mutable_provider() = this->OneAttribute("profile");
  (*second.mutable_resource_schemas())["aws_a"] = this->OneAttribute("new");
  ASSERT_OK_AND_ASSIGN(
      const ObservedSchemas schemas,
      ReadSchemas(kVersion<TypeParam>,
                  first.SerializeAsString() + second.SerializeAsString(), Every,
                  Every));
  EXPECT_EQ(
      schemas.provider->type,
      Type::Object({{"region", Type::String()}, {"profile", Type::String()}}));
  EXPECT_EQ(schemas.resources.at("aws_a").type,
            Type::Object({{"new", Type::String()}}));
  EXPECT_EQ(schemas.resources.at("aws_b").type,
            Type::Object({{"b", Type::String()}}));
}

TYPED_TEST(ObservedSchemasTest, TakesTheLastOfEqualKeysForTheChoiceToo) {
  typename TypeParam::GetProviderSchema::Response first;
  (*first.mutable_resource_schemas())["aws_a"] = this->OneAttribute("wanted");
  typename TypeParam::GetProviderSchema::Response second;
  (*second.mutable_resource_schemas())["aws_a"] = this->OneAttribute("other");
  const auto wanted = [](absl::string_view, absl::string_view encoded) {
    return absl::StrContains(encoded, "wanted");
  };
  ASSERT_OK_AND_ASSIGN(
      const ObservedSchemas schemas,
      ReadSchemas(kVersion<TypeParam>,
                  first.SerializeAsString() + second.SerializeAsString(),
                  wanted, None));
  EXPECT_THAT(schemas.resources, IsEmpty());
}

TYPED_TEST(ObservedSchemasTest, RefusesWhatIsNoSchema) {
  using Nested = typename TypeParam::Schema::NestedBlock;
  const int version = kVersion<TypeParam>;
  // No message; no map entry; a key that is no text; no message as a value.
  for (const absl::string_view bytes :
       {"\xff", "\x12\x01\xff", "\x12\x03\x0a\x01\xff",
        "\x12\x06\x0a\x01x\x12\x01\xff"}) {
    EXPECT_THAT(ReadSchemas(version, bytes, Every, Every),
                StatusIs(kInvalidArgument));
  }
  typename TypeParam::Schema bad_type;
  *this->AddBlock("outer", Nested::LIST, bad_type.mutable_block())
       ->mutable_block()
       ->add_attributes() = this->NewAttribute("inner", "[\"list\"]");
  EXPECT_THAT(
      this->ReadOne(bad_type),
      StatusIs(kInvalidArgument, StartsWith("aws_thing: outer.inner: ")));
  typename TypeParam::Schema deep_type;
  std::string type = "\"string\"";
  for (int i = 0; i < 1000; ++i) type = absl::StrCat("[\"list\",", type, "]");
  *deep_type.mutable_block()->add_attributes() =
      this->NewAttribute("deep", type);
  EXPECT_THAT(this->ReadOne(deep_type),
              StatusIs(kInvalidArgument, StartsWith("aws_thing: deep: ")));
  for (const int mode : {0, 6, -1}) {
    typename TypeParam::Schema nesting;
    this->AddBlock("rule", static_cast<typename Nested::NestingMode>(mode),
                   nesting.mutable_block());
    EXPECT_THAT(this->ReadOne(nesting),
                StatusIs(kInvalidArgument,
                         AllOf(HasSubstr("rule"), HasSubstr("nesting"))));
  }
}

TYPED_TEST(ObservedSchemasTest, RefusesBlocksNestedWithoutBound) {
  using Nested = typename TypeParam::Schema::NestedBlock;
  const auto nested = [&](int depth) {
    typename TypeParam::Schema schema;
    auto* block = schema.mutable_block();
    for (int i = 0; i < depth; ++i) {
      block = this->AddBlock("b", Nested::LIST, block)->mutable_block();
    }
    return schema;
  };
  EXPECT_OK(this->ReadOne(nested(40)));
  EXPECT_THAT(this->ReadOne(nested(400)),
              StatusIs(kInvalidArgument, StartsWith("aws_thing: ")));
}

// Nested attributes exist in version 6 alone.
TEST(NestedAttributesTest, HaveTheTypeOfTheirNesting) {
  using Object = tfplugin6::Schema::Object;
  Protocol6::Schema wire;
  const std::vector<std::pair<std::string, Object::NestingMode>> modes = {
      {"single", Object::SINGLE},
      {"list", Object::LIST},
      {"set", Object::SET},
      {"map", Object::MAP}};
  for (const auto& [name, mode] : modes) {
    auto* attribute = wire.mutable_block()->add_attributes();
    attribute->set_name(name);
    attribute->mutable_nested_type()->set_nesting(mode);
    auto* member = attribute->mutable_nested_type()->add_attributes();
    member->set_name("key");
    member->set_type("\"string\"");
    member->set_sensitive(true);
    auto* deeper = attribute->mutable_nested_type()->add_attributes();
    deeper->set_name("deeper");
    deeper->mutable_nested_type()->set_nesting(Object::SINGLE);
  }
  ASSERT_OK_AND_ASSIGN(const ObservedSchema observed,
                       ObservedSchemasTest<Protocol6>::ReadOne(wire));
  const Type object =
      Type::Object({{"key", Type::String()}, {"deeper", Type::Object({})}});
  EXPECT_EQ(observed.type, Type::Object({{"single", object},
                                         {"list", Type::List(object)},
                                         {"set", Type::Set(object)},
                                         {"map", Type::Map(object)}}));
  EXPECT_THAT(observed.sensitive, ElementsAre(Path().Attr("single").Attr("key"),
                                              Path().Attr("list").Attr("key"),
                                              Path().Attr("set").Attr("key"),
                                              Path().Attr("map").Attr("key")));
}

TEST(NestedAttributesTest, AreRefusedWithoutANesting) {
  Protocol6::Schema wire;
  auto* attribute = wire.mutable_block()->add_attributes();
  attribute->set_name("rule");
  attribute->mutable_nested_type();
  EXPECT_THAT(ObservedSchemasTest<Protocol6>::ReadOne(wire),
              StatusIs(kInvalidArgument, StartsWith("aws_thing: rule: ")));
}

// What a provider of ours declares comes out of its own response again.
class SandboxSchemas : public ::testing::TestWithParam<int> {};

void ExpectEqual(const schema::Schema& declared, const ObservedSchema& read) {
  EXPECT_EQ(read.schema.version, declared.version);
  EXPECT_EQ(read.type, schema::ImpliedType(declared.block));
  ASSERT_EQ(read.schema.block.attributes.size(),
            declared.block.attributes.size());
  for (std::size_t i = 0; i < declared.block.attributes.size(); ++i) {
    const schema::Attribute& want = declared.block.attributes[i];
    const schema::Attribute& got = read.schema.block.attributes[i];
    EXPECT_EQ(got.name, want.name);
    EXPECT_EQ(got.required, want.required);
    EXPECT_EQ(got.optional, want.optional);
    EXPECT_EQ(got.computed, want.computed);
    EXPECT_EQ(got.sensitive, want.sensitive);
  }
}

TEST_P(SandboxSchemas, AreReadAsDeclared) {
  const auto handle = std::make_shared<ProviderHandle>(
      [] { return sandbox::NewSandbox("aws"); });
  const MethodTable methods = ProtocolMethods(GetParam(), handle);
  const std::string path = GetParam() == 5
                               ? PathOf<Protocol5>("GetSchema")
                               : PathOf<Protocol6>("GetProviderSchema");
  ASSERT_OK_AND_ASSIGN(const std::string response, methods.at(path)(""));
  ASSERT_OK_AND_ASSIGN(const ObservedSchemas schemas,
                       ReadSchemas(GetParam(), response, Every, Every));
  const schema::ProviderSchema& declared = handle->schema();
  ASSERT_TRUE(schemas.provider.has_value());
  ExpectEqual(declared.provider, *schemas.provider);
  ASSERT_EQ(schemas.resources.size(), declared.resources.size());
  for (const auto& [name, schema] : declared.resources) {
    SCOPED_TRACE(name);
    ExpectEqual(schema, schemas.resources.at(name));
  }
  ASSERT_EQ(schemas.data_sources.size(), declared.data_sources.size());
  for (const auto& [name, schema] : declared.data_sources) {
    SCOPED_TRACE(name);
    ExpectEqual(schema, schemas.data_sources.at(name));
  }
  const auto& database = schemas.resources.at("aws_db_instance").sensitive;
  EXPECT_THAT(database, ::testing::Contains(Path().Attr("password")));
}

INSTANTIATE_TEST_SUITE_P(Protocols, SandboxSchemas, ::testing::Values(5, 6));

}  // namespace
}  // namespace compliance::tfplugin
