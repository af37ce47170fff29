// Calls of both protocol versions, as they pass between Terraform and a
// provider.
#include "compliance/tfplugin/observe.h"

#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "compliance/cty/msgpack.h"
#include "compliance/cty/path.h"
#include "compliance/cty/type.h"
#include "compliance/cty/value.h"
#include "compliance/diag/diagnostic.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "support/status.h"
#include "tfplugin/protocol5.h"
#include "tfplugin/protocol6.h"

namespace compliance::tfplugin {
namespace {

using compliance::testing::IsOkAndHolds;
using compliance::testing::StatusIs;
using cty::Path;
using cty::Type;
using cty::Value;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

constexpr auto kInvalidArgument = absl::StatusCode::kInvalidArgument;

Type ThingType() { return Type::Object({{"name", Type::String()}}); }
Value Thing(const std::string& name) {
  return Value::Object({{"name", Value::String(name)}});
}
std::string ThingBytes(const std::string& name) {
  return cty::EncodeMsgpack(Thing(name), ThingType());
}

// Fields of a later version of the protocol, of every wire type.
std::string FieldsOfTheFuture() {
  return absl::StrCat("\xba\x3e\x05later",          // 999: bytes
                      "\xc0\x3e\x07",               // 1000: a number
                      "\xcb\x3e\x0a\x01z\xcc\x3e",  // 1001: a group
                      "\xd5\x3e\x01\x02\x03\x04");  // 1002: fixed32
}

template <class P>
constexpr int kVersion = std::is_same_v<P, Protocol5> ? 5 : 6;

template <class P>
class ObserveTest : public ::testing::Test {
 protected:
  using PlanRequest = typename P::PlanResourceChange::Request;
  using PlanResponse = typename P::PlanResourceChange::Response;

  static ObservedMethod Method(Rpc rpc) { return {kVersion<P>, rpc}; }

  static PlanRequest NewPlanRequest() {
    PlanRequest request;
    request.set_type_name("aws_thing");
    request.mutable_prior_state()->set_msgpack(ThingBytes("prior"));
    request.mutable_proposed_new_state()->set_msgpack(ThingBytes("proposed"));
    request.mutable_config()->set_msgpack(ThingBytes("config"));
    request.set_prior_private("private");
    return request;
  }
  static PlanResponse NewPlanResponse() {
    PlanResponse response;
    response.mutable_planned_state()->set_msgpack(ThingBytes("planned"));
    response.set_planned_private("private");
    return response;
  }
  static absl::StatusOr<ObservedPlan> Read(const PlanRequest& request,
                                           const PlanResponse& response) {
    return ReadPlan(kVersion<P>, request.SerializeAsString(),
                    response.SerializeAsString());
  }
  static void AddDiagnostic(typename P::Diagnostic::Severity severity,
                            auto* response) {
    auto* diagnostic = response->add_diagnostics();
    diagnostic->set_severity(severity);
    diagnostic->set_summary("the provider's own");
  }
};

using Protocols = ::testing::Types<Protocol5, Protocol6>;
TYPED_TEST_SUITE(ObserveTest, Protocols);

TYPED_TEST(ObserveTest, FindsTheMethodsWorthALook) {
  const std::vector<std::pair<std::string, Rpc>> methods = {
      {TypeParam::kGetProviderSchema, Rpc::kGetProviderSchema},
      {TypeParam::kConfigure, Rpc::kConfigureProvider},
      {TypeParam::kValidateResource, Rpc::kValidateResource},
      {"PlanResourceChange", Rpc::kPlanResource},
      {"ReadDataSource", Rpc::kReadDataSource},
  };
  for (const auto& [name, rpc] : methods) {
    const auto method = FindMethod(TypeParam::kService + name);
    ASSERT_TRUE(method.has_value()) << name;
    EXPECT_EQ(method->protocol, kVersion<TypeParam>);
    EXPECT_EQ(method->rpc, rpc) << name;
  }
  for (const char* name :
       {"ApplyResourceChange", "GetMetadata", "PlanResourceChange2", ""}) {
    EXPECT_FALSE(FindMethod(TypeParam::kService + std::string(name))) << name;
  }
  EXPECT_FALSE(FindMethod("/plugin.GRPCController/Shutdown"));
  EXPECT_FALSE(FindMethod("/tfplugin7.Provider/PlanResourceChange"));
}

TYPED_TEST(ObserveTest, ReadsTheTypeNameAlone) {
  EXPECT_EQ(TypeNameOf(this->NewPlanRequest().SerializeAsString()),
            "aws_thing");
  typename TypeParam::ReadDataSource::Request read;
  EXPECT_EQ(TypeNameOf(read.SerializeAsString()), "");
  read.set_type_name("first");
  const std::string first = read.SerializeAsString();
  read.set_type_name("last");
  EXPECT_EQ(TypeNameOf(first + read.SerializeAsString()), "last");
  EXPECT_EQ(TypeNameOf(first + "\x80"), "") << "not a message";
}

TYPED_TEST(ObserveTest, ReadsAPlan) {
  ASSERT_OK_AND_ASSIGN(
      const ObservedPlan plan,
      this->Read(this->NewPlanRequest(), this->NewPlanResponse()));
  EXPECT_EQ(plan.type_name, "aws_thing");
  EXPECT_THAT(plan.prior.Decode(ThingType()), IsOkAndHolds(Thing("prior")));
  EXPECT_THAT(plan.proposed.Decode(ThingType()),
              IsOkAndHolds(Thing("proposed")));
  EXPECT_THAT(plan.config.Decode(ThingType()), IsOkAndHolds(Thing("config")));
  EXPECT_THAT(plan.planned.Decode(ThingType()), IsOkAndHolds(Thing("planned")));
  EXPECT_TRUE(plan.planned.present);
  EXPECT_THAT(plan.requires_replace, IsEmpty());
  EXPECT_FALSE(plan.failed);
  EXPECT_FALSE(plan.deferred);
}

TYPED_TEST(ObserveTest, ReadsPathsThatRequireReplacement) {
  auto response = this->NewPlanResponse();
  auto* path = response.add_requires_replace();
  path->add_steps()->set_attribute_name("rule");
  path->add_steps()->set_element_key_int(2);
  path->add_steps();  // says nothing
  path->add_steps()->set_attribute_name("tags");
  path->add_steps()->set_element_key_string("a b");
  response.add_requires_replace();
  ASSERT_OK_AND_ASSIGN(const ObservedPlan plan,
                       this->Read(this->NewPlanRequest(), response));
  EXPECT_THAT(plan.requires_replace,
              ElementsAre(Path().Attr("rule").Index(2).Attr("tags").Key("a b"),
                          Path()));
}

TYPED_TEST(ObserveTest, ReadsADestruction) {
  auto request = this->NewPlanRequest();
  request.mutable_proposed_new_state()->set_msgpack("\xc0");
  request.clear_config();
  ASSERT_OK_AND_ASSIGN(const ObservedPlan plan,
                       this->Read(request, this->NewPlanResponse()));
  EXPECT_THAT(plan.proposed.Decode(ThingType()),
              IsOkAndHolds(Value::Null(ThingType())));
  EXPECT_FALSE(plan.config.present);
  EXPECT_THAT(plan.config.Decode(ThingType()),
              IsOkAndHolds(Value::Null(ThingType())));
}

TYPED_TEST(ObserveTest, SeesWhetherTheProviderFailed) {
  using Diagnostic = typename TypeParam::Diagnostic;
  auto response = this->NewPlanResponse();
  this->AddDiagnostic(Diagnostic::WARNING, &response);
  this->AddDiagnostic(Diagnostic::INVALID, &response);
  EXPECT_THAT(this->Read(this->NewPlanRequest(), response),
              IsOkAndHolds(Field(&ObservedPlan::failed, false)));
  this->AddDiagnostic(Diagnostic::ERROR, &response);
  EXPECT_THAT(this->Read(this->NewPlanRequest(), response),
              IsOkAndHolds(Field(&ObservedPlan::failed, true)));
}

TYPED_TEST(ObserveTest, SeesADeferral) {
  auto response = this->NewPlanResponse();
  response.mutable_deferred();  // for a reason that is not given
  EXPECT_THAT(this->Read(this->NewPlanRequest(), response),
              IsOkAndHolds(Field(&ObservedPlan::deferred, true)));
}

TYPED_TEST(ObserveTest, RefusesBytesThatAreNoCall) {
  const std::string request = this->NewPlanRequest().SerializeAsString();
  const std::string response = this->NewPlanResponse().SerializeAsString();
  EXPECT_THAT(
      ReadPlan(kVersion<TypeParam>, "\xff", response),
      StatusIs(kInvalidArgument, StartsWith("PlanResourceChange request: ")));
  EXPECT_THAT(
      ReadPlan(kVersion<TypeParam>, request,
               response.substr(0, response.size() - 1)),
      StatusIs(kInvalidArgument, StartsWith("PlanResourceChange response: ")));
  for (const Rpc rpc : {Rpc::kConfigureProvider, Rpc::kValidateResource,
                        Rpc::kReadDataSource}) {
    EXPECT_THAT(ReadConfig(this->Method(rpc), "\xff", ""),
                StatusIs(kInvalidArgument, HasSubstr(" request: ")));
    EXPECT_THAT(ReadConfig(this->Method(rpc), "", "\xff"),
                StatusIs(kInvalidArgument, HasSubstr(" response: ")));
  }
  EXPECT_THAT(ReadConfig(this->Method(Rpc::kPlanResource), "", ""),
              StatusIs(kInvalidArgument));
}

TYPED_TEST(ObserveTest, ReadsTheProvidersConfiguration) {
  typename TypeParam::Configure::Request request;
  request.set_terraform_version("1.11.4");
  request.mutable_config()->set_msgpack(ThingBytes("config"));
  ASSERT_OK_AND_ASSIGN(const ObservedConfig config,
                       ReadConfig(this->Method(Rpc::kConfigureProvider),
                                  request.SerializeAsString(), ""));
  EXPECT_EQ(config.type_name, "");
  EXPECT_THAT(config.config.Decode(ThingType()), IsOkAndHolds(Thing("config")));
  EXPECT_FALSE(config.state.present);
  EXPECT_FALSE(config.failed);
}

TYPED_TEST(ObserveTest, ReadsAResourcesConfiguration) {
  typename TypeParam::ValidateResource::Request request;
  request.set_type_name("aws_thing");
  request.mutable_config()->set_msgpack(ThingBytes("config"));
  typename TypeParam::ValidateResource::Response response;
  this->AddDiagnostic(TypeParam::Diagnostic::ERROR, &response);
  ASSERT_OK_AND_ASSIGN(
      const ObservedConfig config,
      ReadConfig(this->Method(Rpc::kValidateResource),
                 request.SerializeAsString(), response.SerializeAsString()));
  EXPECT_EQ(config.type_name, "aws_thing");
  EXPECT_THAT(config.config.Decode(ThingType()), IsOkAndHolds(Thing("config")));
  EXPECT_FALSE(config.state.present);
  EXPECT_TRUE(config.failed);
}

TYPED_TEST(ObserveTest, ReadsWhatADataSourceRead) {
  typename TypeParam::ReadDataSource::Request request;
  request.set_type_name("aws_thing");
  request.mutable_config()->set_msgpack(ThingBytes("config"));
  typename TypeParam::ReadDataSource::Response response;
  response.mutable_state()->set_json(R"({"name":"read"})");
  ASSERT_OK_AND_ASSIGN(
      const ObservedConfig config,
      ReadConfig(this->Method(Rpc::kReadDataSource),
                 request.SerializeAsString(), response.SerializeAsString()));
  EXPECT_EQ(config.type_name, "aws_thing");
  EXPECT_THAT(config.state.Decode(ThingType()), IsOkAndHolds(Thing("read")));
}

TEST(WireValueTest, SaysWhereItIsWrongAndNotWhatItIs) {
  const WireValue wire = {ThingBytes("hunter2"), "", true};
  const Type other = Type::Object({{"name", Type::List(Type::String())}});
  EXPECT_THAT(wire.Decode(other),
              StatusIs(kInvalidArgument,
                       AllOf(HasSubstr("name"), Not(HasSubstr("hunter2")))));
  // Nested deeper than any value of Terraform's.
  Type deep = Type::String();
  std::string bytes = "\xa1x";
  for (int i = 0; i < 200; ++i) {
    deep = Type::List(deep);
    bytes = absl::StrCat("\x91", bytes);
  }
  EXPECT_THAT((WireValue{bytes, "", true}.Decode(deep)),
              StatusIs(kInvalidArgument));
}

TYPED_TEST(ObserveTest, LeavesOutTypesAndNothingElse) {
  using Response = typename TypeParam::GetProviderSchema::Response;
  Response response;
  response.mutable_provider()->set_version(7);
  for (const char* type : {"aws_a", "aws_b", "aws_c"}) {
    (*response.mutable_resource_schemas())[type].set_version(1);
    (*response.mutable_data_source_schemas())[type].set_version(2);
    (*response.mutable_ephemeral_resource_schemas())[type].set_version(3);
  }
  response.mutable_server_capabilities()->set_plan_destroy(true);
  const std::string bytes = response.SerializeAsString() + FieldsOfTheFuture();
  ASSERT_OK_AND_ASSIGN(
      const std::string all,
      OnlyTypes(kVersion<TypeParam>, bytes, {"aws_a", "aws_b", "aws_c"}));
  EXPECT_EQ(all, bytes);
  ASSERT_OK_AND_ASSIGN(const std::string one,
                       OnlyTypes(kVersion<TypeParam>, bytes, {"aws_b"}));
  Response left;
  ASSERT_TRUE(left.ParseFromString(one));
  EXPECT_THAT(one, HasSubstr("later"));
  EXPECT_EQ(left.resource_schemas().size(), 1U);
  EXPECT_EQ(left.resource_schemas().count("aws_b"), 1U);
  EXPECT_EQ(left.data_source_schemas().size(), 1U);
  EXPECT_EQ(left.ephemeral_resource_schemas().size(), 3U);
  EXPECT_EQ(left.provider().version(), 7);
  EXPECT_TRUE(left.server_capabilities().plan_destroy());
  EXPECT_THAT(OnlyTypes(kVersion<TypeParam>, "\xff", {}),
              StatusIs(kInvalidArgument));
}

TYPED_TEST(ObserveTest, KnowsTheCallsThatIntroduceTypes) {
  const auto path = [](absl::string_view name) {
    return absl::StrCat(TypeParam::kService, name);
  };
  for (const char* name :
       {TypeParam::kValidateResource, TypeParam::kValidateDataSource,
        "UpgradeResourceState", "ImportResourceState"}) {
    EXPECT_TRUE(IntroducesType(path(name))) << name;
  }
  for (const char* name :
       {TypeParam::kGetProviderSchema, "PlanResourceChange", "ReadResource"}) {
    EXPECT_FALSE(IntroducesType(path(name))) << name;
  }
  EXPECT_FALSE(IntroducesType("UpgradeResourceState"));
}

diag::Diagnostics TwoDiagnostics() {
  return {diag::Error("a rule is broken", "do this",
                      Path().Attr("rule").Index(1).Attr("tags").Key("k")),
          diag::Warning("not UTF-8: \xff", "")};
}

template <class P, class Response>
void ExpectAdded(ObservedMethod method, Response original) {
  auto* own = original.add_diagnostics();
  own->set_severity(P::Diagnostic::WARNING);
  own->set_summary("the provider's own");
  const std::string bytes = original.SerializeAsString() + FieldsOfTheFuture();
  Response merged;
  ASSERT_TRUE(merged.ParseFromString(
      bytes + EncodeDiagnostics(method, TwoDiagnostics())));
  ASSERT_EQ(merged.diagnostics_size(), 3);
  EXPECT_EQ(merged.diagnostics(0).summary(), "the provider's own");
  const auto& error = merged.diagnostics(1);
  EXPECT_EQ(error.severity(), P::Diagnostic::ERROR);
  EXPECT_EQ(error.summary(), "a rule is broken");
  EXPECT_EQ(error.detail(), "do this");
  ASSERT_EQ(error.attribute().steps_size(), 4);
  EXPECT_EQ(error.attribute().steps(0).attribute_name(), "rule");
  EXPECT_EQ(error.attribute().steps(1).element_key_int(), 1);
  EXPECT_EQ(error.attribute().steps(3).element_key_string(), "k");
  EXPECT_EQ(merged.diagnostics(2).severity(), P::Diagnostic::WARNING);
  EXPECT_EQ(merged.diagnostics(2).summary(), "not UTF-8: \xef\xbf\xbd");
  EXPECT_FALSE(merged.diagnostics(2).has_attribute());
  // Without what was added, it is what it was.
  merged.mutable_diagnostics()->DeleteSubrange(1, 2);
  Response alone;
  ASSERT_TRUE(alone.ParseFromString(bytes));
  EXPECT_EQ(merged.SerializeAsString(), alone.SerializeAsString());
  EXPECT_THAT(merged.SerializeAsString(), HasSubstr("later"));
}

TYPED_TEST(ObserveTest, AddsDiagnosticsToEachResponse) {
  using P = TypeParam;
  auto plan = this->NewPlanResponse();
  plan.add_requires_replace()->add_steps()->set_attribute_name("name");
  plan.set_legacy_type_system(true);
  ExpectAdded<P>(this->Method(Rpc::kPlanResource), plan);

  typename P::ReadDataSource::Response read;
  read.mutable_state()->set_msgpack(ThingBytes("read"));
  ExpectAdded<P>(this->Method(Rpc::kReadDataSource), read);

  typename P::GetProviderSchema::Response schema;
  schema.mutable_provider()->set_version(7);
  (*schema.mutable_resource_schemas())["aws_thing"].set_version(1);
  ExpectAdded<P>(this->Method(Rpc::kGetProviderSchema), schema);

  ExpectAdded<P>(this->Method(Rpc::kConfigureProvider),
                 typename P::Configure::Response());
  ExpectAdded<P>(this->Method(Rpc::kValidateResource),
                 typename P::ValidateResource::Response());
}

TYPED_TEST(ObserveTest, AddsNothingForNoDiagnostics) {
  for (const Rpc rpc :
       {Rpc::kGetProviderSchema, Rpc::kConfigureProvider,
        Rpc::kValidateResource, Rpc::kPlanResource, Rpc::kReadDataSource}) {
    EXPECT_EQ(EncodeDiagnostics(this->Method(rpc), {}), "");
  }
}

}  // namespace
}  // namespace compliance::tfplugin
