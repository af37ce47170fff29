// A provider in process, with rules of its own and nothing of the machine
// around it.
#ifndef COMPLIANCE_TESTS_PROVIDER_FIXTURE_H_
#define COMPLIANCE_TESTS_PROVIDER_FIXTURE_H_

#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "compliance/cty/value.h"
#include "compliance/diag/diagnostic.h"
#include "compliance/rules/rule_set.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "provider/compliance_provider.h"

namespace compliance::provider {

// Rules over aws_kms_key, aws_db_instance and aws_s3_bucket; see fixture.cc.
const rules::RuleSet& TestRules();

class ProviderTest : public ::testing::Test {
 protected:
  ProviderTest();

  // A block of a schema: every attribute that `set` does not name is null.
  static cty::Value Block(const schema::Schema& schema,
                          cty::Value::Attributes set);
  cty::Value ProviderBlock(cty::Value::Attributes set = {}) const;
  cty::Value GuardBlock(cty::Value::Attributes set) const;
  cty::Value CheckBlock(cty::Value::Attributes set) const;

  // Configures with the newest Terraform; fails the test on an error.
  void Configure(cty::Value::Attributes set = {});

  // Plans the creation of a guard over `resources`.
  tfplugin::PlanResult PlanNew(cty::Value resources,
                               cty::Value::Attributes more = {});
  // Plans what follows `state`, as Terraform proposes it.
  tfplugin::PlanResult PlanNext(const cty::Value& state, cty::Value resources);
  // Applies a plan with `resources` as they are then.
  tfplugin::StateResult Apply(const cty::Value& prior,
                              const tfplugin::PlanResult& plan,
                              cty::Value resources);

  tfplugin::FunctionResult Call(absl::string_view name,
                                std::vector<cty::Value> arguments);

  std::map<std::string, std::string> environment_;
  std::map<std::string, std::string> files_;
  ComplianceProvider provider_;
};

// Objects as Terraform hands them over.
cty::Value Key(cty::Value rotates);       // aws_kms_key
cty::Value Database(cty::Value password,  // aws_db_instance
                    bool encrypted, bool is_public);
cty::Value ObjectOf(cty::Value::Attributes attributes);
cty::Value Text(absl::string_view text);
cty::Value UnknownBool();

// Everything that a result says, in one string: for what must not be in it.
std::string AllText(const diag::Diagnostics& diagnostics);

MATCHER_P2(ErrorAt, path, detail, "is an error at the path with the detail") {
  *result_listener << "which is at " << arg.attribute.ToString() << ": "
                   << arg.summary << ": " << arg.detail;
  return arg.severity == diag::Severity::kError &&
         arg.attribute.ToString() == std::string(path) &&
         ::testing::ExplainMatchResult(::testing::HasSubstr(detail), arg.detail,
                                       result_listener);
}

}  // namespace compliance::provider

#endif  // COMPLIANCE_TESTS_PROVIDER_FIXTURE_H_
