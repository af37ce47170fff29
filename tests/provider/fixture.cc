#include "provider/fixture.h"

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "compliance/provider/provider.h"
#include "compliance/schema/facts.h"

namespace compliance::provider {
namespace {

constexpr absl::string_view kRules[] = {
    R"yaml(
id: aws.test.key_rotation
title: The key rotates
failure: The key does not rotate
severity: high
intent: data
resources: [aws_kms_key]
require: self.?enable_key_rotation.orValue(false)
fix: enable_key_rotation = true
requirements:
  pci-dss-4.0.1: {primary: ["3.7.4"]}
aliases: [CKV_TEST_7]
examples:
  - {verdict: pass, values: {enable_key_rotation: true}}
)yaml",
    R"yaml(
id: aws.test.database_encrypted
title: The database is encrypted
failure: The database is not encrypted
severity: critical
intent: data
resources: [aws_db_instance]
require: self.?storage_encrypted.orValue(false)
message: encrypted is {self.?storage_encrypted}, password is {self.?password}
fix: storage_encrypted = true
requirements:
  pci-dss-4.0.1: {primary: ["3.5.1"]}
  hipaa: {primary: ["164.312(a)(2)(iv)"]}
examples:
  - {verdict: pass, values: {storage_encrypted: true}}
)yaml",
    R"yaml(
id: aws.test.database_private
title: The database is private
failure: The database is public
severity: medium
intent: exposure
enforcement: advisory
resources: [aws_db_instance]
require: "!self.?publicly_accessible.orValue(false)"
fix: publicly_accessible = false
requirements:
  hipaa: {primary: ["164.312(e)(1)"]}
examples:
  - {verdict: pass, values: {publicly_accessible: false}}
)yaml",
    R"yaml(
id: aws.test.no_literal_password
title: The password is not in the source
failure: The password is in the source
severity: critical
intent: secret
resources: {aws_db_instance: password}
require: "!literal(attr)"
requirements:
  pci-dss-4.0.1: {primary: ["8.6.2"]}
examples:
  - {verdict: fail, values: {password: a}}
)yaml",
    R"yaml(
id: aws.test.password_length
title: The password is long
failure: The password is short
severity: high
intent: secret
resources: {aws_db_instance: password}
when: has(self.password)
require: size(self.password) >= param('length')
message: password {self.password} is shorter than {param('length')}
parameters:
  length: {default: 8, description: characters that a password needs}
requirements:
  pci-dss-4.0.1: {primary: ["8.3.6"]}
examples:
  - {verdict: fail, values: {password: a}}
)yaml",
    R"yaml(
id: aws.test.bucket_has_block
title: The bucket has a public access block
failure: The bucket has no public access block
severity: high
intent: exposure
resources: [aws_s3_bucket]
require: linked('aws_s3_bucket_public_access_block', 'bucket').exists(b, true)
requirements:
  pci-dss-4.0.1: {primary: ["1.4.4"]}
examples:
  - {verdict: fail, values: {}}
)yaml",
    R"yaml(
id: aws.test.owner_tag
title: The resource has an owner
failure: The resource has no owner
severity: low
intent: hygiene
resources: {having: tags_all}
require: param('owner') in tags()
parameters:
  owner: {type: string, default: null, description: the tag that names the owner}
requirements:
  baseline: {}
examples:
  - {verdict: pass, type: aws_kms_key, parameters: {owner: o}, values: {tags_all: {o: a}}}
)yaml",
    R"yaml(
id: aws.test.output_described
title: The output is described
failure: The output is not described
severity: low
intent: hygiene
target: output
require: self.?description.orValue('') != ''
requirements:
  pci-dss-4.0.1: {supporting: ["6.2.1"]}
examples:
  - {verdict: pass, judge: output.a, outputs: {a: {value: 1, description: d}}}
)yaml",
};

rules::RuleSet LoadRules() {
  std::vector<std::unique_ptr<const rules::Rule>> rules;
  for (absl::string_view yaml : kRules) {
    absl::StatusOr<rules::RuleFile> file =
        rules::LoadRuleFile("test.yaml", yaml);
    if (!file.ok()) {
      ADD_FAILURE() << file.status();
      continue;
    }
    rules.push_back(std::move(file->rule));
  }
  return rules::RuleSet(std::move(rules));
}

// Every attribute of a type null and every block empty, as a provider would
// have it, but for `set`.
cty::Value Instance(absl::string_view type, cty::Value::Attributes set) {
  cty::Value::Attributes attributes = std::move(set);
  const schema::TypeFacts* facts = schema::FindResource(type);
  if (facts == nullptr) {
    ADD_FAILURE() << "no facts about " << type;
    return cty::Value::Object(attributes);
  }
  const cty::Type implied = schema::ImpliedType(facts->schema.block);
  for (const auto& [name, attribute_type] : implied.attributes()) {
    attributes.emplace(name, cty::Value::Null(attribute_type));
  }
  return cty::Value::Object(std::move(attributes));
}

}  // namespace

const rules::RuleSet& TestRules() {
  static const auto* const kRuleSet = new rules::RuleSet(LoadRules());
  return *kRuleSet;
}

ProviderTest::ProviderTest()
    : provider_(
          TestRules(),
          {.environment =
               [this](const std::string& name) {
                 const auto it = environment_.find(name);
                 return it == environment_.end() ? std::nullopt
                                                 : std::optional(it->second);
               },
           .read_file =
               [this](const std::string& path) -> absl::StatusOr<std::string> {
             const auto it = files_.find(path);
             if (it == files_.end()) {
               return absl::NotFoundError(absl::StrCat(path, ": absent"));
             }
             return it->second;
           },
           .working_directory = "/work/stack"}) {}

cty::Value ProviderTest::Block(const schema::Schema& schema,
                               cty::Value::Attributes set) {
  const cty::Type implied = schema::ImpliedType(schema.block);
  for (const auto& [name, value] : set) {
    EXPECT_TRUE(implied.attributes().count(name)) << "no attribute " << name;
  }
  for (const auto& [name, type] : implied.attributes()) {
    set.emplace(name, cty::Value::Null(type));
  }
  return cty::Value::Object(std::move(set));
}

cty::Value ProviderTest::ProviderBlock(cty::Value::Attributes set) const {
  return Block(ProviderSchema().provider, std::move(set));
}

cty::Value ProviderTest::GuardBlock(cty::Value::Attributes set) const {
  return Block(ProviderSchema().resources.at("compliance_guard"),
               std::move(set));
}

cty::Value ProviderTest::CheckBlock(cty::Value::Attributes set) const {
  return Block(ProviderSchema().data_sources.at("compliance_check"),
               std::move(set));
}

void ProviderTest::Configure(cty::Value::Attributes set) {
  const diag::Diagnostics diagnostics =
      provider_.Configure("1.11.4", ProviderBlock(std::move(set)));
  EXPECT_FALSE(diag::HasErrors(diagnostics)) << AllText(diagnostics);
}

tfplugin::PlanResult ProviderTest::PlanNew(cty::Value resources,
                                           cty::Value::Attributes more) {
  more.emplace("resources", std::move(resources));
  const cty::Value config = GuardBlock(std::move(more));
  return provider_.PlanResource({.type_name = "compliance_guard",
                                 .prior_state = cty::Value::Null(config.type()),
                                 .proposed_new_state = config,
                                 .config = config,
                                 .prior_private = ""});
}

tfplugin::PlanResult ProviderTest::PlanNext(const cty::Value& state,
                                            cty::Value resources) {
  cty::Value::Attributes proposed = state.AsAttributes();
  proposed["resources"] = resources;
  return provider_.PlanResource(
      {.type_name = "compliance_guard",
       .prior_state = state,
       .proposed_new_state = cty::Value::Object(std::move(proposed)),
       .config = GuardBlock({{"resources", std::move(resources)}}),
       .prior_private = ""});
}

tfplugin::StateResult ProviderTest::Apply(const cty::Value& prior,
                                          const tfplugin::PlanResult& plan,
                                          cty::Value resources) {
  return provider_.ApplyResource(
      {.type_name = "compliance_guard",
       .prior_state = prior,
       .planned_state = plan.planned_state,
       .config = GuardBlock({{"resources", std::move(resources)}}),
       .planned_private = plan.planned_private});
}

tfplugin::FunctionResult ProviderTest::Call(absl::string_view name,
                                            std::vector<cty::Value> arguments) {
  return provider_.CallFunction(name, arguments);
}

cty::Value Key(cty::Value rotates) {
  return Instance("aws_kms_key", {{"enable_key_rotation", std::move(rotates)},
                                  {"id", Text("1234")}});
}

cty::Value Database(cty::Value password, bool encrypted, bool is_public) {
  return Instance("aws_db_instance",
                  {{"password", std::move(password)},
                   {"storage_encrypted", cty::Value::Bool(encrypted)},
                   {"publicly_accessible", cty::Value::Bool(is_public)}});
}

cty::Value ObjectOf(cty::Value::Attributes attributes) {
  return cty::Value::Object(std::move(attributes));
}

cty::Value Text(absl::string_view text) { return cty::Value::String(text); }

cty::Value UnknownBool() { return cty::Value::Unknown(cty::Type::Bool()); }

std::string AllText(const diag::Diagnostics& diagnostics) {
  std::string text;
  for (const diag::Diagnostic& diagnostic : diagnostics) {
    absl::StrAppend(&text, diagnostic.summary, "\n", diagnostic.detail, "\n",
                    diagnostic.attribute.ToString(), "\n");
  }
  return text;
}

}  // namespace compliance::provider
