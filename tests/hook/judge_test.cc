// Calls of both protocol versions, judged as they pass.
#include "hook/judge.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "compliance/cty/msgpack.h"
#include "compliance/hcl/source_positions.h"
#include "compliance/rules/shape.h"
#include "compliance/schema/facts.h"
#include "compliance/schema/schema.h"
#include "engine/small_rules.h"
#include "hook/peer.h"
#include "tfplugin/protocol5.h"
#include "tfplugin/protocol6.h"
#include "tfplugin/wire.h"

namespace compliance::hook {
namespace {

using cty::Type;
using cty::Value;
using engine::RuleText;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using tfplugin::Protocol5;
using tfplugin::Protocol6;

constexpr char kProvider[] = "registry.terraform.io/hashicorp/aws";
constexpr char kType[] = "aws_db_instance";

const schema::Schema& TestSchema() {
  return schema::FindResource(kType)->schema;
}

Value Database(Value::Attributes values) {
  return rules::Complete(Value::Object(std::move(values)), TestSchema().block);
}
Value Encrypted(bool encrypted) {
  return Database({{"storage_encrypted", Value::Bool(encrypted)}});
}
Value Nothing() { return Value::Null(schema::ImpliedType(TestSchema().block)); }

rules::RuleSet TestRules() {
  return engine::RulesOf({
      RuleText("t.encrypted",
               "message: found {self.?storage_encrypted.orValue(false)}"),
      RuleText("t.multi_az",
               "severity: medium\n"
               "require: self.?multi_az.orValue(false) || "
               "self.?storage_encrypted.orValue(false)"),
      RuleText("t.grows",
               "when: before != null\n"
               "require: self.?allocated_storage.orValue(0) >= "
               "before.?allocated_storage.orValue(0)\n"
               "on: [update, replace]"),
      RuleText("t.kept", "require: 'false'\non: [delete]"),
      RuleText("t.linked",
               "require: linked('aws_db_proxy_target', "
               "'db_instance_identifier').size() >= 0"),
  });
}

template <class P>
class JudgeTest : public ::testing::Test {
 protected:
  using PlanRequest = typename P::PlanResourceChange::Request;
  using PlanResponse = typename P::PlanResourceChange::Response;
  using SchemaResponse = typename P::GetProviderSchema::Response;
  using Diagnostic = typename P::Diagnostic;

  static constexpr int kVersion = std::is_same_v<P, Protocol5> ? 5 : 6;

  void SetUp() override {
    directory_ = std::filesystem::temp_directory_path() /
                 absl::StrCat("judge_test_", getpid(), "_", kVersion);
    std::filesystem::create_directories(directory_);
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }

  static std::string Method(absl::string_view name) {
    return absl::StrCat(P::kService, std::string(name));
  }
  static std::string PlanMethod() { return Method("PlanResourceChange"); }

  static std::string Bytes(const Value& value) {
    return cty::EncodeMsgpack(value, schema::ImpliedType(TestSchema().block));
  }

  static SchemaResponse Schemas() {
    SchemaResponse response;
    for (const char* type : {kType, "aws_other"}) {
      tfplugin::SchemaToWire<P>(TestSchema(),
                                &(*response.mutable_resource_schemas())[type]);
    }
    return response;
  }

  // The sources that addresses are told by.
  void Write(const std::string& text) {
    std::ofstream(directory_ / "main.tf") << text;
  }

  // Makes ready what is not yet, so that a test can change it before.
  const Bench& bench() {
    if (bench_ == nullptr) {
      evaluator_ = std::make_unique<engine::Evaluator>(rules_, config_);
      schemas_ = std::make_unique<SchemaStore>(rules_);
      addresses_ = std::make_unique<AddressBook>(
          hcl::SourcePositions::Read(directory_.string()));
      bench_ = std::make_unique<Bench>(Bench{rules_, config_, *evaluator_,
                                             *schemas_, *addresses_, ledger_,
                                             whole_plan_follows_});
    }
    return *bench_;
  }

  // With the schema taken.
  std::unique_ptr<tfplugin::Interceptor> NewConnection(
      std::vector<std::string> words = {"plan"}) {
    peers_.push_back(std::make_unique<Peer>(std::move(words)));
    auto judge = NewJudge(bench(), {kProvider, peers_.back()->pid(), kVersion});
    EXPECT_EQ(judge->Append(Method(P::kGetProviderSchema), "",
                            Schemas().SerializeAsString()),
              "");
    return judge;
  }

  static PlanRequest Request(const Value& prior, const Value& config) {
    PlanRequest request;
    request.set_type_name(kType);
    request.mutable_prior_state()->set_msgpack(Bytes(prior));
    request.mutable_proposed_new_state()->set_msgpack(Bytes(config));
    request.mutable_config()->set_msgpack(Bytes(config));
    return request;
  }
  static PlanResponse Response(const Value& planned) {
    PlanResponse response;
    response.mutable_planned_state()->set_msgpack(Bytes(planned));
    return response;
  }

  template <class Message>
  static std::vector<Diagnostic> DiagnosticsOf(const std::string& response,
                                               const std::string& more) {
    Message message;
    EXPECT_TRUE(message.ParseFromString(response + more));
    return {message.diagnostics().begin(), message.diagnostics().end()};
  }

  // What Terraform reads of the provider's response with ours behind it.
  static std::vector<Diagnostic> Judged(tfplugin::Interceptor& judge,
                                        const PlanRequest& request,
                                        const PlanResponse& response) {
    const std::string bytes = response.SerializeAsString();
    const std::string more =
        judge.Append(PlanMethod(), request.SerializeAsString(), bytes);
    PlanResponse merged;
    EXPECT_TRUE(merged.ParseFromString(bytes + more));
    EXPECT_EQ(merged.planned_state().msgpack(),
              response.planned_state().msgpack());
    return DiagnosticsOf<PlanResponse>(bytes, more);
  }
  std::vector<Diagnostic> Created(const Value& config) {
    return Judged(*NewConnection(), Request(Nothing(), config),
                  Response(config));
  }

  void Waive(const std::string& address) {
    config::Waiver waiver;
    waiver.rule = "t.encrypted";
    waiver.address = address;
    waiver.reason = "because";
    config_.waivers.push_back(waiver);
  }

  std::filesystem::path directory_;
  rules::RuleSet rules_ = TestRules();
  config::Config config_;
  bool whole_plan_follows_ = true;
  Ledger ledger_;

 private:
  std::unique_ptr<engine::Evaluator> evaluator_;
  std::unique_ptr<SchemaStore> schemas_;
  std::unique_ptr<AddressBook> addresses_;
  std::unique_ptr<Bench> bench_;
  std::vector<std::unique_ptr<Peer>> peers_;
};

using Protocols = ::testing::Types<Protocol5, Protocol6>;
TYPED_TEST_SUITE(JudgeTest, Protocols);

template <class Diagnostics>
std::vector<std::string> Summaries(const Diagnostics& diagnostics) {
  std::vector<std::string> summaries;
  for (const auto& diagnostic : diagnostics) {
    summaries.push_back(
        absl::StrCat(diagnostic.severity() == 1 ? "error " : "warning ",
                     diagnostic.summary()));
  }
  return summaries;
}

constexpr char kEncryptedFails[] =
    "error PCI-DSS 3.5.1: the thing does not hold [t.encrypted]";
constexpr char kMultiAzFails[] =
    "warning PCI-DSS 3.5.1: the thing does not hold [t.multi_az]";

TYPED_TEST(JudgeTest, SaysWhatFailsAtItsAttribute) {
  const auto diagnostics = this->Created(Encrypted(false));
  EXPECT_THAT(Summaries(diagnostics),
              ElementsAre(kEncryptedFails, kMultiAzFails));
  const auto& error = diagnostics.front();
  ASSERT_EQ(error.attribute().steps_size(), 1);
  EXPECT_EQ(error.attribute().steps(0).attribute_name(), "storage_encrypted");
  EXPECT_TRUE(this->ledger_.blocked());
  EXPECT_EQ(this->ledger_.judged(), 1U);
}

TYPED_TEST(JudgeTest, WhatIsNotConfiguredIsSaidOfTheBlock) {
  const auto diagnostics = this->Created(Database({}));
  ASSERT_THAT(diagnostics, SizeIs(2));
  EXPECT_FALSE(diagnostics.front().has_attribute());
}

TYPED_TEST(JudgeTest, SaysNothingOfWhatPasses) {
  EXPECT_THAT(this->Created(Encrypted(true)), IsEmpty());
  EXPECT_FALSE(this->ledger_.blocked());
  EXPECT_EQ(this->ledger_.judged(), 1U);
}

TYPED_TEST(JudgeTest, SaysNothingOfWhatIsNotKnown) {
  const Value unknown =
      Database({{"storage_encrypted", Value::Unknown(Type::Bool())}});
  for (const char* command : {"plan", "apply"}) {
    EXPECT_THAT(this->Judged(*this->NewConnection({command}),
                             this->Request(Nothing(), unknown),
                             this->Response(unknown)),
                IsEmpty())
        << command;
  }
}

TYPED_TEST(JudgeTest, APlannedValueThatBecomesKnownIsJudgedAtApply) {
  EXPECT_THAT(
      Summaries(this->Judged(*this->NewConnection({"apply", "x.tfplan"}),
                             this->Request(Nothing(), Encrypted(false)),
                             this->Response(Encrypted(false)))),
      ElementsAre(kEncryptedFails, kMultiAzFails));
}

TYPED_TEST(JudgeTest, NamesAnAddressOnlyWhereItIsCertain) {
  this->Write("resource \"aws_db_instance\" \"main\" {\n}\n");
  EXPECT_THAT(this->Created(Database({})).front().detail(),
              AllOf(HasSubstr("Address: aws_db_instance.main\n"),
                    HasSubstr("address: \"aws_db_instance.main\"")));
}

TYPED_TEST(JudgeTest, LeavesTheAddressToTerraformWhereItIsNot) {
  this->Write(
      "resource \"aws_db_instance\" \"a\" {\n}\n"
      "resource \"aws_db_instance\" \"b\" {\n}\n");
  EXPECT_THAT(this->Created(Database({})).front().detail(),
              AllOf(Not(HasSubstr("Address:")), Not(HasSubstr("aws_db")),
                    HasSubstr("address: ADDRESS")));
}

TYPED_TEST(JudgeTest, ComparesWithThePriorValue) {
  const auto sized = [](int size) {
    return Database({{"storage_encrypted", Value::Bool(true)},
                     {"allocated_storage", Value::Number(size)}});
  };
  const auto judge = this->NewConnection();
  const auto planned = [&](int before, int after) {
    return Summaries(this->Judged(*judge,
                                  this->Request(sized(before), sized(after)),
                                  this->Response(sized(after))));
  };
  EXPECT_THAT(planned(10, 20), IsEmpty());
  EXPECT_THAT(planned(20, 10),
              ElementsAre("error PCI-DSS 3.5.1: the thing does not hold "
                          "[t.grows]"));
}

TYPED_TEST(JudgeTest, WhatStaysAsItIsOnlyWarns) {
  EXPECT_THAT(
      Summaries(this->Judged(*this->NewConnection(),
                             this->Request(Encrypted(false), Encrypted(false)),
                             this->Response(Encrypted(false)))),
      ElementsAre("warning PCI-DSS 3.5.1: the thing does not hold "
                  "[t.encrypted]",
                  kMultiAzFails));
}

TYPED_TEST(JudgeTest, ADeletionIsJudgedByWhatWas) {
  auto request = this->Request(Encrypted(false), Nothing());
  EXPECT_THAT(Summaries(this->Judged(*this->NewConnection(), request,
                                     this->Response(Nothing()))),
              ElementsAre("error PCI-DSS 3.5.1: the thing does not hold "
                          "[t.kept]"));
  EXPECT_THAT(this->Judged(*this->NewConnection({"test"}), request,
                           this->Response(Nothing())),
              IsEmpty());
}

// Planned twice: as the change, then as if nothing were there. The plan shows
// the second.
TYPED_TEST(JudgeTest, AReplacementIsNotedOnce) {
  const auto named = [](const std::string& name) {
    return Database({{"identifier", Value::String(name)}});
  };
  const auto judge = this->NewConnection();
  auto response = this->Response(named("b"));
  response.add_requires_replace()->add_steps()->set_attribute_name(
      "identifier");
  const auto said = [&] {
    engine::Finding finding;
    finding.rule = this->rules_.Find("t.encrypted");
    finding.resource_type = kType;
    finding.paths = {cty::Path().Attr("storage_encrypted")};
    return this->ledger_.TakeSaid(FindingKey(finding, named("b")));
  };
  const auto first =
      this->Judged(*judge, this->Request(named("a"), named("b")), response);
  EXPECT_THAT(first, SizeIs(2));
  EXPECT_FALSE(said());
  this->Judged(*judge, this->Request(Nothing(), named("b")), response);
  EXPECT_TRUE(said());
  EXPECT_FALSE(said());
}

TYPED_TEST(JudgeTest, AddsNothingToWhatTheProviderRefuses) {
  auto failed = this->Response(Encrypted(false));
  auto* diagnostic = failed.add_diagnostics();
  diagnostic->set_severity(TypeParam::Diagnostic::ERROR);
  diagnostic->set_summary("no");
  const auto request = this->Request(Nothing(), Encrypted(false));
  EXPECT_THAT(Summaries(this->Judged(*this->NewConnection(), request, failed)),
              ElementsAre("error no"));
  auto deferred = this->Response(Encrypted(false));
  deferred.mutable_deferred();
  EXPECT_THAT(this->Judged(*this->NewConnection(), request, deferred),
              IsEmpty());
  EXPECT_EQ(this->ledger_.judged(), 0U);
}

TYPED_TEST(JudgeTest, PassesOverTypesThatNoRuleNames) {
  auto request = this->Request(Nothing(), Encrypted(false));
  request.set_type_name("aws_other");
  request.mutable_config()->set_msgpack("\xc1 no value");
  EXPECT_THAT(this->Judged(*this->NewConnection(), request,
                           this->Response(Encrypted(false))),
              IsEmpty());
  EXPECT_EQ(this->ledger_.judged(), 0U);
}

TYPED_TEST(JudgeTest, WhatCannotBeReadIsAnError) {
  const std::string expected = "error Compliance could not be judged";
  const auto judge = this->NewConnection();
  auto request = this->Request(Nothing(), Encrypted(false));
  request.mutable_config()->set_msgpack("\xc1 secret");
  const auto diagnostics =
      this->Judged(*judge, request, this->Response(Encrypted(false)));
  EXPECT_THAT(Summaries(diagnostics), ElementsAre(expected));
  EXPECT_THAT(diagnostics.front().detail(),
              AllOf(HasSubstr("the configuration: "), HasSubstr(kType),
                    Not(HasSubstr("secret"))));
  EXPECT_TRUE(this->ledger_.blocked());

  // Nothing planned for what is configured.
  EXPECT_THAT(Summaries(this->Judged(
                  *judge, this->Request(Nothing(), Encrypted(false)), {})),
              ElementsAre(expected));
  const auto garbled = [&](const std::string& bytes,
                           const std::string& answer) {
    return Summaries(
        this->template DiagnosticsOf<typename TestFixture::PlanResponse>(
            "", judge->Append(this->PlanMethod(), bytes, answer)));
  };
  EXPECT_THAT(garbled("\xff", ""), ElementsAre(expected));
  EXPECT_THAT(garbled(request.SerializeAsString(), "\xff"),
              ElementsAre(expected));
}

TYPED_TEST(JudgeTest, ASchemaThatIsMissingIsAnError) {
  const Peer peer({"plan"});
  const auto judge =
      NewJudge(this->bench(), {kProvider, peer.pid(), TestFixture::kVersion});
  EXPECT_THAT(
      Summaries(this->Judged(*judge, this->Request(Nothing(), Encrypted(true)),
                             this->Response(Encrypted(true)))),
      ElementsAre("error Compliance could not be judged"));
}

TYPED_TEST(JudgeTest, ASchemaThatCannotBeReadIsAnError) {
  const auto take = [this](const std::string& command) {
    const Peer peer({command});
    const std::string method = this->Method(TypeParam::kGetProviderSchema);
    return Summaries(
        this->template DiagnosticsOf<typename TestFixture::SchemaResponse>(
            "", NewJudge(this->bench(),
                         {kProvider, peer.pid(), TestFixture::kVersion})
                    ->Append(method, "", "\xff")));
  };
  EXPECT_THAT(take("plan"),
              ElementsAre("error Compliance could not be judged"));
  EXPECT_THAT(take("destroy"), IsEmpty());
}

TYPED_TEST(JudgeTest, AWaiverCoversACertainAddress) {
  this->Write("resource \"aws_db_instance\" \"main\" {\n}\n");
  this->Waive("aws_db_instance.main");
  EXPECT_THAT(Summaries(this->Created(Database({}))),
              ElementsAre(kMultiAzFails));
}

TYPED_TEST(JudgeTest, InATestNoAddressIsCertain) {
  this->Write("resource \"aws_db_instance\" \"main\" {\n}\n");
  const auto created = [this] {
    return Summaries(this->Judged(*this->NewConnection({"test"}),
                                  this->Request(Nothing(), Database({})),
                                  this->Response(Database({}))));
  };
  this->Waive("aws_db_instance.main");
  EXPECT_THAT(created(), ::testing::Contains(kEncryptedFails));
  this->Waive("**");
  EXPECT_THAT(created(), ElementsAre(kMultiAzFails));
}

TYPED_TEST(JudgeTest, AWaiverCoversWhateverItMayBe) {
  this->Write(
      "resource \"aws_db_instance\" \"a\" {\n}\n"
      "resource \"aws_db_instance\" \"b\" {\n  count = 2\n}\n");
  this->Waive("aws_db_instance.*");
  EXPECT_THAT(Summaries(this->Created(Database({}))),
              ElementsAre(kMultiAzFails));
}

TYPED_TEST(JudgeTest, WhatAWaiverMayCoverIsLeftToTheWholePlan) {
  this->Write(
      "resource \"aws_db_instance\" \"a\" {\n}\n"
      "resource \"aws_db_instance\" \"b\" {\n}\n");
  this->Waive("aws_db_instance.a");
  EXPECT_THAT(Summaries(this->Created(Database({}))),
              ElementsAre(kMultiAzFails));
  EXPECT_FALSE(this->ledger_.blocked());
}

TYPED_TEST(JudgeTest, AWaiverOfOneInstanceMayBeMeant) {
  this->Write("resource \"aws_db_instance\" \"a\" {\n  for_each = {}\n}\n");
  for (const char* pattern :
       {"aws_db_instance.a[\"x\"]", "**\"x\"]", "aws_db_instance.*[*"}) {
    SCOPED_TRACE(pattern);
    this->Waive(pattern);
  }
  EXPECT_THAT(Summaries(this->Created(Database({}))),
              ElementsAre(kMultiAzFails));
}

TYPED_TEST(JudgeTest, WhereNoWholePlanFollowsAWaiverHasToBeCertain) {
  this->Write(
      "resource \"aws_db_instance\" \"a\" {\n}\n"
      "resource \"aws_db_instance\" \"b\" {\n}\n");
  this->Waive("aws_db_instance.a");
  const auto said = [this](const std::string& command) {
    return this->Judged(*this->NewConnection({command}),
                        this->Request(Nothing(), Database({})),
                        this->Response(Database({})));
  };
  EXPECT_THAT(Summaries(said("apply")),
              ElementsAre(kEncryptedFails, kMultiAzFails));
  EXPECT_THAT(said("apply").front().detail(),
              HasSubstr("aws_db_instance.a, aws_db_instance.b."));
}

TYPED_TEST(JudgeTest, WithoutAWholePlanNothingIsHeldBack) {
  this->whole_plan_follows_ = false;
  this->Waive("aws_db_instance.a");
  const auto diagnostics = this->Created(Database({}));
  EXPECT_THAT(Summaries(diagnostics),
              ElementsAre(kEncryptedFails, kMultiAzFails));
  EXPECT_THAT(diagnostics.front().detail(),
              HasSubstr("A waiver is not applied here"));
}

TYPED_TEST(JudgeTest, AWaiverOfWhatIsNotThereChangesNothing) {
  this->Write("resource \"aws_db_instance\" \"a\" {\n  count = 2\n}\n");
  this->Waive("module.m.aws_db_instance.a[0]");
  this->Waive("aws_db_instance.other");
  EXPECT_THAT(Summaries(this->Created(Database({}))),
              ElementsAre(kEncryptedFails, kMultiAzFails));
}

TYPED_TEST(JudgeTest, AtApplyWarningsOfThePlanAreNotRepeated) {
  this->Write(
      "resource \"aws_db_instance\" \"a\" {\n}\n"
      "resource \"aws_db_instance\" \"b\" {\n}\n");
  const auto applied = [this] {
    return Summaries(this->Judged(*this->NewConnection({"apply", "x.tfplan"}),
                                  this->Request(Nothing(), Database({})),
                                  this->Response(Database({}))));
  };
  this->ledger_.NoteDecided("t.encrypted", "aws_db_instance.a");
  this->ledger_.NoteDecided("t.encrypted", "aws_db_instance.b");
  this->ledger_.NoteDecided("t.multi_az", "aws_db_instance.a");
  EXPECT_THAT(applied(), ElementsAre(kEncryptedFails, kMultiAzFails));
  this->ledger_.NoteDecided("t.multi_az", "aws_db_instance.b");
  EXPECT_THAT(applied(), ElementsAre(kEncryptedFails));
}

TYPED_TEST(JudgeTest, NothingIsJudgedWhereAllIsTakenDown) {
  const auto judge = this->NewConnection({"destroy"});
  EXPECT_FALSE(judge->Wants(this->PlanMethod()));
  EXPECT_THAT(this->Judged(*judge, this->Request(Encrypted(false), Nothing()),
                           this->Response(Nothing())),
              IsEmpty());
}

TYPED_TEST(JudgeTest, ValidationIsJudgedWhereItIsAllThereIs) {
  const std::string method = this->Method(TypeParam::kValidateResource);
  using Request = typename TypeParam::ValidateResource::Request;
  using Response = typename TypeParam::ValidateResource::Response;
  EXPECT_FALSE(this->NewConnection()->Wants(method));
  const auto judge = this->NewConnection({"validate"});
  EXPECT_TRUE(judge->Wants(method));
  const auto said = [&](const Value& config) {
    Request request;
    request.set_type_name(kType);
    request.mutable_config()->set_msgpack(this->Bytes(config));
    return Summaries(this->template DiagnosticsOf<Response>(
        "", judge->Append(method, request.SerializeAsString(), "")));
  };
  // Whether it has several zones the provider may still say.
  EXPECT_THAT(said(Encrypted(false)), ElementsAre(kEncryptedFails));
  EXPECT_THAT(said(Encrypted(true)), IsEmpty());
  EXPECT_THAT(
      said(Database({{"storage_encrypted", Value::Unknown(Type::Bool())}})),
      IsEmpty());
}

TYPED_TEST(JudgeTest, AnswersForASchemaOnlyToAShowOfOurOwn) {
  const std::string method = this->Method(TypeParam::kGetProviderSchema);
  this->bench().schemas.KeepResponses(true);
  const auto plan = this->NewConnection({"plan"});
  EXPECT_FALSE(plan->Answer(method));
  const Peer peer({"show", "-json", "x"});
  const auto show =
      NewJudge(this->bench(), {kProvider, peer.pid(), TestFixture::kVersion});
  const auto answer = show->Answer(method);
  ASSERT_TRUE(answer.has_value());
  typename TestFixture::SchemaResponse response;
  ASSERT_TRUE(response.ParseFromString(*answer));
  // Of what was spoken of, and nobody spoke yet.
  EXPECT_EQ(response.resource_schemas().size(), 0U);
  EXPECT_FALSE(show->Answer(this->PlanMethod()));
  EXPECT_FALSE(show->Answer("/plugin.GRPCController/Shutdown"));
  this->bench().schemas.KeepResponses(false);
  EXPECT_FALSE(show->Answer(method));
}

TYPED_TEST(JudgeTest, LooksOnlyAtWhatItJudges) {
  const auto judge = this->NewConnection();
  EXPECT_TRUE(judge->Wants(this->PlanMethod()));
  EXPECT_TRUE(judge->Wants(this->Method(TypeParam::kGetProviderSchema)));
  for (const char* name :
       {"ApplyResourceChange", "ReadDataSource", "ReadResource"}) {
    EXPECT_FALSE(judge->Wants(this->Method(name))) << name;
    EXPECT_EQ(judge->Append(this->Method(name), "\xff", "\xff"), "");
  }
}

TYPED_TEST(JudgeTest, CallsComeFromSeveralThreads) {
  this->Write(
      "resource \"aws_db_instance\" \"a\" {\n}\n"
      "resource \"aws_db_instance\" \"b\" {\n}\n");
  this->Waive("aws_db_instance.a");
  const auto judge = this->NewConnection({"apply"});
  const std::string schemas = this->Schemas().SerializeAsString();
  constexpr int kThreads = 4;
  constexpr int kCalls = 20;
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < kCalls; ++n) {
        EXPECT_THAT(this->Judged(*judge, this->Request(Nothing(), Database({})),
                                 this->Response(Database({}))),
                    SizeIs(2));
        judge->Append(this->Method(TypeParam::kGetProviderSchema), "", schemas);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(this->ledger_.judged(), kThreads * kCalls);
}

}  // namespace
}  // namespace compliance::hook
