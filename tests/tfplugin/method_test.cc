// The RPCs of both protocol versions, as functions from bytes to bytes.
#include "tfplugin/method.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "compliance/base/text.h"
#include "compliance/cty/msgpack.h"
#include "compliance/cty/type.h"
#include "compliance/cty/value.h"
#include "compliance/schema/schema.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tfplugin/protocol5.h"
#include "tfplugin/protocol6.h"
#include "tfplugin/provider_handle.h"
#include "tfplugin/test_provider.h"

namespace compliance::tfplugin {
namespace {

using cty::Type;
using cty::Value;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

Type RuleType() { return Type::Object({{"port", Type::Number()}}); }

Type ThingType() {
  return Type::Object({{"name", Type::String()},
                       {"labels", Type::Map(Type::String())},
                       {"extra", Type::Dynamic()},
                       {"id", Type::String()},
                       {"rule", Type::List(RuleType())}});
}

Value Thing(const std::string& name) {
  return Value::Object(
      {{"name", Value::String(name)},
       {"labels", Value::Map(Type::String(), {{"team", Value::String("x")}})},
       {"extra", Value::Tuple({Value::Bool(true), Value::Number(7)})},
       {"id", Value::Null(Type::String())},
       {"rule", Value::List(RuleType(),
                            {Value::Object({{"port", Value::Number(22)}})})}});
}

// A value nested deeper than anything sensible, for a dynamic attribute.
std::string DeepTuple(int depth) {
  std::string type = "\"bool\"";
  std::string value = "\xc3";
  for (int i = 0; i < depth; ++i) {
    type = absl::StrCat("[\"tuple\",[", type, "]]");
    value = absl::StrCat("\x91", value);
  }
  std::string bytes = "\x92\xc5";
  bytes += static_cast<char>(type.size() >> 8);
  bytes += static_cast<char>(type.size() & 0xff);
  return absl::StrCat(bytes, type, value);
}

// An encoded hosttest_thing whose attribute `name` is the given bytes.
std::string ThingBytes(absl::string_view name, absl::string_view extra) {
  return absl::StrCat("\x85\xa5", "extra", extra,
                      "\xa2id\xc0\xa6labels\xc0\xa4", "name", name,
                      "\xa4rule\x90");
}

template <class P>
class MethodTest : public ::testing::Test {
 protected:
  absl::StatusOr<std::string> CallBytes(const std::string& rpc,
                                        const std::string& request) {
    return table_.at(P::kService + rpc)(request);
  }

  template <class Rpc>
  typename Rpc::Response Call(const std::string& rpc,
                              const typename Rpc::Request& request) {
    const auto bytes = CallBytes(rpc, request.SerializeAsString());
    EXPECT_TRUE(bytes.ok()) << bytes.status();
    typename Rpc::Response response;
    EXPECT_TRUE(response.ParseFromString(bytes.value_or("")));
    return response;
  }

  static void Set(const Value& value, const Type& type,
                  typename P::DynamicValue* wire) {
    wire->set_msgpack(cty::EncodeMsgpack(value, type));
  }
  static Value Get(const typename P::DynamicValue& wire, const Type& type) {
    const auto value = cty::DecodeMsgpack(wire.msgpack(), type);
    EXPECT_TRUE(value.ok()) << value.status();
    return value.value_or(Value());
  }

  typename P::PlanResourceChange::Response Plan(const std::string& name,
                                                bool create = true) {
    typename P::PlanResourceChange::Request request;
    request.set_type_name("hosttest_thing");
    if (!create) Set(Thing("old"), ThingType(), request.mutable_prior_state());
    Set(Thing(name), ThingType(), request.mutable_proposed_new_state());
    Set(Thing(name), ThingType(), request.mutable_config());
    return Call<typename P::PlanResourceChange>("PlanResourceChange", request);
  }

  MethodTable table_ = ProtocolMethods(
      P::kService == std::string("/tfplugin5.Provider/") ? 5 : 6,
      std::make_shared<ProviderHandle>(NewTestProvider));
};

using Protocols = ::testing::Types<Protocol5, Protocol6>;
TYPED_TEST_SUITE(MethodTest, Protocols);

TYPED_TEST(MethodTest, AnswersEveryMethodOfTheService) {
  const auto* service =
      TypeParam::DynamicValue::descriptor()->file()->FindServiceByName(
          "Provider");
  ASSERT_NE(service, nullptr);
  EXPECT_EQ(static_cast<int>(this->table_.size()), service->method_count());
  for (int i = 0; i < service->method_count(); ++i) {
    const std::string rpc = service->method(i)->name();
    ASSERT_EQ(this->table_.count(TypeParam::kService + rpc), 1u) << rpc;
    const auto answer = this->CallBytes(rpc, "");
    if (rpc == "GenerateResourceConfig") {
      EXPECT_EQ(answer.status().code(), absl::StatusCode::kUnimplemented);
    } else {
      EXPECT_TRUE(answer.ok()) << rpc << ": " << answer.status();
    }
  }
}

TYPED_TEST(MethodTest, RefusesBytesThatAreNoMessage) {
  EXPECT_EQ(this->CallBytes("ReadResource", "\xff\xff\xff").status().code(),
            absl::StatusCode::kInternal);
  // A string field must be UTF-8; protobuf itself refuses it.
  EXPECT_EQ(this->CallBytes("ReadResource", "\x0a\x01\xff").status().code(),
            absl::StatusCode::kInternal);
}

TYPED_TEST(MethodTest, DeclaresTheSchema) {
  const auto response =
      this->template Call<typename TypeParam::GetProviderSchema>(
          TypeParam::kGetProviderSchema, {});
  EXPECT_TRUE(response.has_provider());
  EXPECT_TRUE(response.server_capabilities().get_provider_schema_optional());
  EXPECT_TRUE(response.server_capabilities().plan_destroy());
  EXPECT_FALSE(response.server_capabilities().move_resource_state());
  const auto& thing = response.resource_schemas().at("hosttest_thing");
  EXPECT_EQ(thing.version(), 1);
  EXPECT_EQ(thing.block().attributes(0).name(), "name");
  EXPECT_EQ(thing.block().attributes(0).type(), "\"string\"");
  EXPECT_TRUE(thing.block().attributes(0).required());
  EXPECT_EQ(thing.block().attributes(1).type(), "[\"map\",\"string\"]");
  EXPECT_TRUE(thing.block().attributes(3).computed());
  EXPECT_EQ(thing.block().block_types(0).type_name(), "rule");
  EXPECT_EQ(thing.block().block_types(0).nesting(),
            TypeParam::Schema::NestedBlock::LIST);
  EXPECT_EQ(response.data_source_schemas().count("hosttest_echo"), 1u);
  EXPECT_EQ(response.ephemeral_resource_schemas().count("hosttest_token"), 1u);
  const auto& echo = response.functions().at("echo");
  EXPECT_EQ(echo.parameters(0).type(), "\"dynamic\"");
  EXPECT_TRUE(echo.parameters(0).allow_unknown_values());
  EXPECT_EQ(echo.return_().type(), "\"dynamic\"");
}

TYPED_TEST(MethodTest, ListsNames) {
  const auto response =
      this->template Call<typename TypeParam::ProviderMetadata>("GetMetadata",
                                                                {});
  ASSERT_EQ(response.resources_size(), 1);
  EXPECT_EQ(response.resources(0).type_name(), "hosttest_thing");
  EXPECT_EQ(response.functions_size(), 3);
  EXPECT_TRUE(response.server_capabilities().get_provider_schema_optional());
}

TYPED_TEST(MethodTest, PlansACreation) {
  const auto response = this->Plan("good");
  ASSERT_THAT(response.diagnostics(), IsEmpty());
  const Value planned = this->Get(response.planned_state(), ThingType());
  EXPECT_TRUE(planned.Find("id")->IsUnknown());
  EXPECT_EQ(planned.Find("extra")->AsElements().size(), 2u);
  EXPECT_EQ(response.planned_private(), "private\xff");
}

TYPED_TEST(MethodTest, SendsPathsOfEachKind) {
  const auto replace = this->Plan("replaced", /*create=*/false);
  ASSERT_EQ(replace.requires_replace_size(), 1);
  ASSERT_EQ(replace.requires_replace(0).steps_size(), 3);
  EXPECT_EQ(replace.requires_replace(0).steps(0).attribute_name(), "rule");
  EXPECT_EQ(replace.requires_replace(0).steps(1).element_key_int(), 2);
  EXPECT_EQ(replace.requires_replace(0).steps(2).attribute_name(), "port");

  const auto bad = this->Plan("bad");
  ASSERT_EQ(bad.diagnostics_size(), 1);
  EXPECT_EQ(bad.diagnostics(0).severity(), TypeParam::Diagnostic::ERROR);
  EXPECT_EQ(bad.diagnostics(0).detail(), "detail with \xef\xbf\xbd a bad byte");
  ASSERT_EQ(bad.diagnostics(0).attribute().steps_size(), 2);
  EXPECT_EQ(bad.diagnostics(0).attribute().steps(1).element_key_string(),
            "team");
  EXPECT_FALSE(bad.has_planned_state());
}

TYPED_TEST(MethodTest, RefusesAnAnswerOfTheWrongType) {
  const auto response = this->Plan("mistyped");
  ASSERT_EQ(response.diagnostics_size(), 1);
  EXPECT_THAT(response.diagnostics(0).detail(),
              AllOf(HasSubstr("the schema declares object"),
                    HasSubstr("answered number")));
  EXPECT_FALSE(response.has_planned_state());
}

TYPED_TEST(MethodTest, NamesAnUnknownType) {
  typename TypeParam::PlanResourceChange::Request plan;
  plan.set_type_name("hosttest_other");
  typename TypeParam::ListResource::Request list;
  list.set_type_name("hosttest_other");
  typename TypeParam::InvokeAction::Request invoke;
  invoke.set_action_type("hosttest_other");
  const auto planned =
      this->template Call<typename TypeParam::PlanResourceChange>(
          "PlanResourceChange", plan);
  ASSERT_EQ(planned.diagnostics_size(), 1);
  EXPECT_EQ(planned.diagnostics(0).summary(), "Unknown resource type");
  EXPECT_THAT(planned.diagnostics(0).detail(), HasSubstr("\"hosttest_other\""));

  typename TypeParam::ListResource::Event listed;
  ASSERT_TRUE(listed.ParseFromString(
      this->CallBytes("ListResource", list.SerializeAsString()).value()));
  EXPECT_THAT(listed.diagnostic(0).detail(), HasSubstr("\"hosttest_other\""));
  typename TypeParam::InvokeAction::Event invoked;
  ASSERT_TRUE(invoked.ParseFromString(
      this->CallBytes("InvokeAction", invoke.SerializeAsString()).value()));
  EXPECT_THAT(invoked.completed().diagnostics(0).detail(),
              HasSubstr("\"hosttest_other\""));
}

TYPED_TEST(MethodTest, TurnsBadValuesIntoDiagnostics) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"truncated", "\x85\xa4name"},
      {"no object", "\xc3"},
      {"an attribute missing", "\x81\xa4name\xa1x"},
      {"a number for a list",
       absl::StrCat(ThingBytes("\xa1x", "\xc0"), "\x01")},
      {"a map for a string", ThingBytes("\x80", "\xc0")},
      {"a length of 4 GB", ThingBytes("\xdb\xff\xff\xff\xff", "\xc0")},
      {"200 levels", ThingBytes("\xa1x", DeepTuple(200))},
      {"an extension without content", "\xc9\x7f\xff\xff\xff\x0c\x80"},
      {"a string that is not UTF-8", ThingBytes("\xa1\xff", "\xc0")},
      {"a reserved byte", "\xc1"}};
  for (const auto& [what, bytes] : cases) {
    typename TypeParam::ValidateResource::Request validate;
    validate.set_type_name("hosttest_thing");
    validate.mutable_config()->set_msgpack(bytes);
    const auto validated =
        this->template Call<typename TypeParam::ValidateResource>(
            TypeParam::kValidateResource, validate);
    ASSERT_EQ(validated.diagnostics_size(), 1) << what;
    EXPECT_EQ(validated.diagnostics(0).summary(),
              "Cannot decode a value from Terraform")
        << what;
    EXPECT_THAT(validated.diagnostics(0).detail(), HasSubstr("In config: "));
    EXPECT_THAT(validated.diagnostics(0).detail(),
                HasSubstr(what == "200 levels" ? "less nested"
                                               : "disagree about the schema"))
        << what;

    typename TypeParam::PlanResourceChange::Request plan;
    plan.set_type_name("hosttest_thing");
    for (auto* value : {plan.mutable_prior_state(), plan.mutable_config(),
                        plan.mutable_proposed_new_state()}) {
      value->set_msgpack(bytes);
    }
    EXPECT_THAT(this->template Call<typename TypeParam::PlanResourceChange>(
                        "PlanResourceChange", plan)
                    .diagnostics(),
                SizeIs(3))
        << what;
  }
}

TYPED_TEST(MethodTest, RequiresAnObjectWhereOneMustBe) {
  for (const std::string& value :
       {std::string(), std::string("\xc0"), std::string("\xd4\0\0", 3)}) {
    typename TypeParam::Configure::Request configure;
    configure.mutable_config()->set_msgpack(value);
    const auto configured = this->template Call<typename TypeParam::Configure>(
        TypeParam::kConfigure, configure);
    ASSERT_EQ(configured.diagnostics_size(), 1);
    EXPECT_THAT(configured.diagnostics(0).detail(),
                HasSubstr("In config: an object is required"));

    typename TypeParam::PlanResourceChange::Request plan;
    plan.set_type_name("hosttest_thing");
    this->Set(Thing("new"), ThingType(), plan.mutable_proposed_new_state());
    plan.mutable_config()->set_msgpack(value);
    EXPECT_THAT(this->template Call<typename TypeParam::PlanResourceChange>(
                        "PlanResourceChange", plan)
                    .diagnostics(),
                SizeIs(1));
  }
}

TYPED_TEST(MethodTest, PlansADeletion) {
  typename TypeParam::PlanResourceChange::Request plan;
  plan.set_type_name("hosttest_thing");
  this->Set(Thing("old"), ThingType(), plan.mutable_prior_state());
  plan.mutable_proposed_new_state()->set_msgpack("\xc0");
  plan.mutable_config()->set_msgpack("\xc0");
  const auto response =
      this->template Call<typename TypeParam::PlanResourceChange>(
          "PlanResourceChange", plan);
  EXPECT_THAT(response.diagnostics(), IsEmpty());
  EXPECT_EQ(response.planned_state().msgpack(), "\xc0");
}

TYPED_TEST(MethodTest, TakesJsonAndNothingForValues) {
  typename TypeParam::ReadResource::Request request;
  request.set_type_name("hosttest_thing");
  const auto none = this->template Call<typename TypeParam::ReadResource>(
      "ReadResource", request);
  EXPECT_THAT(none.diagnostics(), IsEmpty());
  EXPECT_EQ(none.new_state().msgpack(), "");

  request.set_private_("kept\xff");
  request.mutable_current_state()->set_json(
      R"({"name":"n","labels":null,"extra":null,"id":"i","rule":[]})");
  const auto json = this->template Call<typename TypeParam::ReadResource>(
      "ReadResource", request);
  EXPECT_EQ(this->Get(json.new_state(), ThingType()).Find("id")->AsString(),
            "i");
  EXPECT_EQ(json.private_(), "kept\xff");
}

TYPED_TEST(MethodTest, KeepsStateWhenAnApplyCannotBeDone) {
  typename TypeParam::ApplyResourceChange::Request request;
  request.set_type_name("hosttest_thing");
  this->Set(Thing("old"), ThingType(), request.mutable_prior_state());
  request.mutable_planned_state()->set_msgpack("\xc1");
  const auto response =
      this->template Call<typename TypeParam::ApplyResourceChange>(
          "ApplyResourceChange", request);
  EXPECT_THAT(response.diagnostics(), Not(IsEmpty()));
  EXPECT_EQ(response.new_state().msgpack(), request.prior_state().msgpack());
}

TYPED_TEST(MethodTest, AppliesAndDestroys) {
  typename TypeParam::ApplyResourceChange::Request request;
  request.set_type_name("hosttest_thing");
  this->Set(Thing("new"), ThingType(), request.mutable_planned_state());
  *request.mutable_config() = request.planned_state();
  request.set_planned_private("p");
  auto response = this->template Call<typename TypeParam::ApplyResourceChange>(
      "ApplyResourceChange", request);
  EXPECT_THAT(response.diagnostics(), IsEmpty());
  EXPECT_EQ(response.private_(), "p");
  EXPECT_EQ(this->Get(response.new_state(), ThingType()).Find("id")->AsString(),
            "an-id");
  request.mutable_planned_state()->set_msgpack("\xc0");
  response = this->template Call<typename TypeParam::ApplyResourceChange>(
      "ApplyResourceChange", request);
  EXPECT_EQ(response.new_state().msgpack(), "\xc0");
}

// Terraform is asked for tolerance only where the provider asks for it.
TYPED_TEST(MethodTest, PassesTheLegacyTypeSystemOn) {
  for (const char* name : {"legacy", "good"}) {
    const bool legacy = name == std::string("legacy");
    EXPECT_EQ(this->Plan(name).legacy_type_system(), legacy);
    typename TypeParam::ApplyResourceChange::Request request;
    request.set_type_name("hosttest_thing");
    this->Set(Thing(name), ThingType(), request.mutable_planned_state());
    *request.mutable_config() = request.planned_state();
    const auto response =
        this->template Call<typename TypeParam::ApplyResourceChange>(
            "ApplyResourceChange", request);
    EXPECT_EQ(response.legacy_type_system(), legacy);
  }
}

TYPED_TEST(MethodTest, UpgradesStateOfOtherShape) {
  typename TypeParam::UpgradeResourceState::Request request;
  request.set_type_name("hosttest_thing");
  request.mutable_raw_state()->set_json(R"({"name":"n","gone":[1,{"a":2}]})");
  const auto response =
      this->template Call<typename TypeParam::UpgradeResourceState>(
          "UpgradeResourceState", request);
  ASSERT_THAT(response.diagnostics(), IsEmpty());
  const Value state = this->Get(response.upgraded_state(), ThingType());
  EXPECT_EQ(state.Find("name")->AsString(), "n");
  EXPECT_TRUE(state.Find("labels")->IsNull());
  EXPECT_THAT(state.Find("rule")->AsElements(), IsEmpty());
}

TYPED_TEST(MethodTest, RefusesStateThatItCannotRead) {
  typename TypeParam::UpgradeResourceState::Request request;
  request.set_type_name("hosttest_thing");
  const auto upgrade = [&] {
    const auto response =
        this->template Call<typename TypeParam::UpgradeResourceState>(
            "UpgradeResourceState", request);
    EXPECT_EQ(response.diagnostics_size(), 1);
    return response.diagnostics(0).summary();
  };
  (*request.mutable_raw_state()->mutable_flatmap())["name"] = "n";
  EXPECT_EQ(upgrade(), "State in the format of Terraform 0.11");
  request.mutable_raw_state()->set_json("{\"name\":");
  EXPECT_EQ(upgrade(), "Cannot read stored state");
  request.mutable_raw_state()->set_json("{\"name\":\"n\"}");
  request.set_version(2);
  EXPECT_EQ(upgrade(), "State of a newer provider version");
}

TYPED_TEST(MethodTest, Imports) {
  typename TypeParam::ImportResourceState::Request request;
  request.set_type_name("hosttest_thing");
  request.set_id("the-id");
  auto response = this->template Call<typename TypeParam::ImportResourceState>(
      "ImportResourceState", request);
  ASSERT_EQ(response.imported_resources_size(), 1);
  EXPECT_EQ(this->Get(response.imported_resources(0).state(), ThingType())
                .Find("id")
                ->AsString(),
            "the-id");
  request.set_id("missing");
  response = this->template Call<typename TypeParam::ImportResourceState>(
      "ImportResourceState", request);
  EXPECT_THAT(response.imported_resources(), IsEmpty());
  EXPECT_THAT(response.diagnostics(), SizeIs(1));
}

TYPED_TEST(MethodTest, RefusesMovesByDefault) {
  typename TypeParam::MoveResourceState::Request request;
  request.set_source_type_name("other_thing");
  request.set_target_type_name("hosttest_thing");
  const auto response =
      this->template Call<typename TypeParam::MoveResourceState>(
          "MoveResourceState", request);
  ASSERT_EQ(response.diagnostics_size(), 1);
  EXPECT_EQ(response.diagnostics(0).summary(), "Move not supported");
}

TYPED_TEST(MethodTest, ReadsDataAndOpensEphemeralResources) {
  const Type type = Type::Object({{"text", Type::String()}});
  const Value text = Value::Object({{"text", Value::String("t")}});
  typename TypeParam::ReadDataSource::Request read;
  read.set_type_name("hosttest_echo");
  this->Set(text, type, read.mutable_config());
  EXPECT_EQ(this->Get(this->template Call<typename TypeParam::ReadDataSource>(
                              "ReadDataSource", read)
                          .state(),
                      type),
            text);
  typename TypeParam::ValidateDataSource::Request validate;
  validate.set_type_name("hosttest_echo");
  this->Set(text, type, validate.mutable_config());
  const auto validated =
      this->template Call<typename TypeParam::ValidateDataSource>(
          TypeParam::kValidateDataSource, validate);
  ASSERT_EQ(validated.diagnostics_size(), 1);
  EXPECT_EQ(validated.diagnostics(0).severity(),
            TypeParam::Diagnostic::WARNING);
  typename TypeParam::OpenEphemeralResource::Request open;
  open.set_type_name("hosttest_token");
  this->Set(text, type, open.mutable_config());
  EXPECT_EQ(
      this->Get(this->template Call<typename TypeParam::OpenEphemeralResource>(
                        "OpenEphemeralResource", open)
                    .result(),
                type),
      text);
}

TYPED_TEST(MethodTest, CallsFunctions) {
  typename TypeParam::CallFunction::Request request;
  request.set_name("echo");
  this->Set(Value::Unknown(Type::String()), Type::Dynamic(),
            request.add_arguments());
  const auto echoed = this->template Call<typename TypeParam::CallFunction>(
      "CallFunction", request);
  EXPECT_FALSE(echoed.has_error());
  EXPECT_EQ(echoed.result().msgpack(), request.arguments(0).msgpack());
}

TYPED_TEST(MethodTest, ExplainsFailedFunctionCalls) {
  struct Case {
    std::string name;
    std::vector<std::string> arguments;
    std::string want;
    bool at_argument;
  };
  for (const Case& c : std::vector<Case>{
           {"nosuch", {}, "no function \"nosuch\"", false},
           {"echo", {}, "echo takes 1 arguments, not 0", false},
           {"echo", {"\xc0", "\xc0"}, "echo takes 1 arguments, not 2", false},
           {"echo", {"\xc1"}, "", true},
           {"refuse", {"\xc0"}, "refused", true},
           {"refuse", {""}, "refused", true}}) {
    typename TypeParam::CallFunction::Request request;
    request.set_name(c.name);
    for (const std::string& argument : c.arguments) {
      request.add_arguments()->set_msgpack(argument);
    }
    const auto response = this->template Call<typename TypeParam::CallFunction>(
        "CallFunction", request);
    ASSERT_TRUE(response.has_error()) << c.name;
    EXPECT_THAT(response.error().text(), HasSubstr(c.want));
    EXPECT_EQ(response.error().has_function_argument(), c.at_argument);
  }
}

TEST(MethodTest5, EchoesThePreparedConfig) {
  MethodTable table =
      ProtocolMethods(5, std::make_shared<ProviderHandle>(NewTestProvider));
  ::tfplugin5::PrepareProviderConfig::Request request;
  request.mutable_config()->set_msgpack("\x81\xa6region\xa1x");
  ::tfplugin5::PrepareProviderConfig::Response response;
  ASSERT_TRUE(response.ParseFromString(
      table
          .at("/tfplugin5.Provider/PrepareProviderConfig")(
              request.SerializeAsString())
          .value()));
  EXPECT_EQ(response.prepared_config().msgpack(), request.config().msgpack());
}

TEST(ProviderHandle, BuildsTheProviderOnFirstUse) {
  int built = 0;
  MethodTable table =
      ProtocolMethods(6, std::make_shared<ProviderHandle>([&built] {
                        ++built;
                        return NewTestProvider();
                      }));
  EXPECT_EQ(built, 0);
  for (int i = 0; i < 2; ++i) {
    EXPECT_TRUE(table.at("/tfplugin6.Provider/GetMetadata")("").ok());
  }
  EXPECT_EQ(built, 1);
}

}  // namespace
}  // namespace compliance::tfplugin
