// What an unknown, a null and an argument left out come to, code by code, in
// every way in. docs/design/unknowns.md tells the same in words.
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "compliance/engine/evaluate.h"
#include "compliance/rules/rule_set.h"
#include "gtest/gtest.h"
#include "rules/rule_files.h"

namespace compliance::rules {
namespace {

// One example, and what the three ways in say of it.
struct Row {
  const char* what;
  const char* example;  // the keys of a rule's example, but for the verdict
  const char* plan;     // plan JSON: values and expressions, closed
  const char* hook;     // values and the configuration's values, open
  const char* guard;    // values only, open
};

struct Code {
  const char* name;
  const char* rule;  // target, resources, when, require
  std::vector<Row> rows;
};

void PrintTo(const Code& code, std::ostream* out) { *out << code.name; }

const char kDatabase[] =
    "resources: [aws_db_instance]\n"
    "require: self.?storage_encrypted.orValue(false)\n";

const char kPolicy[] =
    "resources: [aws_s3_bucket_policy]\n"
    "require: policy(self.policy).statements.all(s, s.effect == 'Deny')\n";

// An argument of a key that a plan may set by reference, by hand or not at all.
const char kKey[] =
    "resources: [aws_db_instance]\n"
    "require: >-\n"
    "  references(self.kms_key_id, ['aws_kms_key']).exists(k, true) ||\n"
    "  (configured(self.kms_key_id) && has(self.kms_key_id) &&\n"
    "  self.kms_key_id != '')\n";

std::vector<Code> Codes() {
  return {
      {"V_a_value_decides",
       kDatabase,
       {
           {"good", "values: {storage_encrypted: true}", "pass", "pass",
            "pass"},
           {"bad", "values: {storage_encrypted: false}", "fail", "fail",
            "fail"},
           {"left out", "values: {}", "fail", "fail", "fail"},
           {"unknown", "values: {storage_encrypted: !unknown bool}", "unknown",
            "unknown", "unknown"},
       }},
      {"V_a_default_of_the_account_may_yet_decide",
       "resources: [aws_ebs_volume]\nrequire: "
       "self.?encrypted.orValue(false)\n",
       {
           {"left out", "values: {encrypted: !computed bool}", "unknown",
            "unknown", "unknown"},
           {"good", "values: {encrypted: true}", "pass", "pass", "pass"},
           {"bad", "values: {encrypted: false}", "fail", "fail", "fail"},
       }},
      {"S_being_set_decides",
       kKey,
       {
           {"left out", "values: {kms_key_id: !computed string}", "fail",
            "fail", "unknown"},
           {"by hand", "values: {kms_key_id: 'arn:aws:kms:eu-west-1:1:key/x'}",
            "pass", "pass", "unknown"},
           {"null", "values: {kms_key_id: null}", "fail", "fail", "fail"},
           {"a variable that may be null",
            "values: {kms_key_id: !unknown string}, config: {kms_key_id: "
            "{references: [var.key]}}",
            "unknown", "unknown", "unknown"},
           {"a key of this plan",
            "judge: aws_db_instance.a, plan: [{address: aws_kms_key.k, values: "
            "{}}, {address: aws_db_instance.a, values: {}, expressions: "
            "{kms_key_id: [aws_kms_key.k.arn, aws_kms_key.k]}}]",
            "pass", "unknown", "unknown"},
           {"promised not to be null",
            "values: {kms_key_id: !unknown {type: string, not_null: true, "
            "prefix: 'arn:'}}",
            "pass", "pass", "unknown"},
       }},
      {"J_joins",
       "resources: [aws_s3_bucket]\n"
       "require: linked('aws_s3_bucket_versioning', 'bucket').exists(v, "
       "v.versioning_configuration.exists(c, c.status == 'Enabled'))\n",
       {
           {"by reference",
            "judge: aws_s3_bucket.b, plan: [{address: aws_s3_bucket.b, values: "
            "{}}, {address: aws_s3_bucket_versioning.b, values: "
            "{versioning_configuration: [{status: Enabled}]}, expressions: "
            "{bucket: [aws_s3_bucket.b.id, aws_s3_bucket.b]}}]",
            "pass", "unknown", "unknown"},
           {"by value",
            "judge: aws_s3_bucket.b, plan: [{address: aws_s3_bucket.b, values: "
            "{bucket: logs}}, {address: aws_s3_bucket_versioning.b, values: "
            "{bucket: logs, versioning_configuration: [{status: Enabled}]}}]",
            "pass", "pass", "pass"},
           {"the wrong kind",
            "judge: aws_s3_bucket.b, plan: [{address: aws_s3_bucket.b, values: "
            "{bucket: logs}}, {address: aws_s3_bucket_versioning.b, values: "
            "{bucket: logs, versioning_configuration: [{status: Suspended}]}}]",
            "fail", "unknown", "unknown"},
           {"none", "values: {bucket: logs}", "fail", "unknown", "unknown"},
           {"an end that is not seen",
            "judge: aws_s3_bucket.b, plan: [{address: aws_s3_bucket.b, values: "
            "{}}, {address: aws_s3_bucket_versioning.b, values: {bucket: "
            "!unknown string, versioning_configuration: [{status: Enabled}]}, "
            "expressions: {bucket: [local.name]}}]",
            "unknown", "unknown", "unknown"},
       }},
      {"E_collections",
       "resources: [aws_db_instance]\n"
       "require: self.?vpc_security_group_ids.orValue([]).all(g, g != "
       "'sg-open')\n",
       {
           {"all clean", "values: {vpc_security_group_ids: [sg-a, sg-b]}",
            "pass", "pass", "pass"},
           {"a bad one beside an unknown",
            "values: {vpc_security_group_ids: [sg-open, !unknown string]}",
            "fail", "fail", "fail"},
           {"an unknown beside clean ones",
            "values: {vpc_security_group_ids: [sg-a, !unknown string]}",
            "unknown", "unknown", "unknown"},
           {"unknown as a whole",
            "values: {vpc_security_group_ids: !unknown 'set(string)'}",
            "unknown", "unknown", "unknown"},
           {"none", "values: {vpc_security_group_ids: []}", "pass", "pass",
            "pass"},
       }},
      {"U_counts",
       "target: plan\nrequire: plan.count('aws_cloudtrail') > 0\n",
       {
           {"one", "plan: [{address: aws_cloudtrail.t, values: {}}]", "pass",
            "pass", "pass"},
           {"none", "plan: [{address: aws_vpc.v, values: {}}]", "fail",
            "unknown", "unknown"},
           {"perhaps",
            "plan: [{address: aws_vpc.v, values: {}}], unknown_repetitions: "
            "[aws_cloudtrail.t]",
            "unknown", "unknown", "unknown"},
       }},
      {"X_a_secret_is_judged_by_its_expression",
       "resources: {aws_db_instance: password}\nrequire: '!literal(attr)'\n",
       {
           {"a constant", "values: {password: !sensitive Tr0ub4dor}", "fail",
            "unknown", "unknown"},
           {"left out", "values: {password: null}", "pass", "pass", "pass"},
           {"from a resource",
            "judge: aws_db_instance.a, plan: [{address: random_password.p, "
            "values: {length: 20}}, {address: aws_db_instance.a, values: "
            "{password: !unknown string}, expressions: {password: "
            "[random_password.p.result, random_password.p]}}]",
            "pass", "unknown", "unknown"},
       }},
      {"N_what_is_promised_of_a_string",
       "resources: [aws_s3_bucket]\n"
       "require: self.?bucket.orValue('').startsWith('prod-')\n",
       {
           {"good", "values: {bucket: prod-logs}", "pass", "pass", "pass"},
           {"bad", "values: {bucket: dev-logs}", "fail", "fail", "fail"},
           {"starts right",
            "values: {bucket: !unknown {type: string, not_null: true, prefix: "
            "'prod-'}}",
            "pass", "pass", "pass"},
           {"starts wrong",
            "values: {bucket: !unknown {type: string, not_null: true, prefix: "
            "'dev-'}}",
            "fail", "fail", "fail"},
           {"unknown", "values: {bucket: !unknown string}", "unknown",
            "unknown", "unknown"},
       }},
      {"T_a_tag_is_there",
       "resources: [aws_db_instance]\nrequire: '\"Owner\" in "
       "self.?tags_all.orValue({})'\n",
       {
           {"there", "values: {tags_all: {Owner: x}}", "pass", "pass", "pass"},
           {"there, its value unknown",
            "values: {tags_all: {Owner: !unknown string}}", "pass", "pass",
            "pass"},
           {"not there", "values: {tags_all: {Team: x}}", "fail", "fail",
            "fail"},
           {"unknown", "values: {tags_all: !unknown 'map(string)'}", "unknown",
            "unknown", "unknown"},
       }},
      {"T_a_tag_says_something",
       "resources: [aws_db_instance]\nrequire: '\"Owner\" in "
       "self.?tags_all.orValue({}) && self.tags_all[\"Owner\"] != \"\"'\n",
       {
           {"there", "values: {tags_all: {Owner: x}}", "pass", "pass", "pass"},
           {"there, its value unknown",
            "values: {tags_all: {Owner: !unknown string}}", "unknown",
            "unknown", "unknown"},
           {"empty", "values: {tags_all: {Owner: ''}}", "fail", "fail", "fail"},
       }},
      {"D_a_policy_is_rebuilt_from_its_document",
       kPolicy,
       {
           {"good",
            "values: {policy: '{\"Statement\": {\"Effect\": \"Deny\", "
            "\"Action\": \"*\"}}'}",
            "pass", "pass", "pass"},
           {"bad",
            "values: {policy: '{\"Statement\": {\"Effect\": \"Allow\", "
            "\"Action\": \"*\"}}'}",
            "fail", "fail", "fail"},
           {"unknown", "values: {policy: !unknown string}", "unknown",
            "unknown", "unknown"},
           {"a document that is read during apply, perhaps through a function",
            "judge: aws_s3_bucket_policy.p, plan: [{address: "
            "data.aws_iam_policy_document.d, values: {json: !computed string, "
            "statement: [{effect: Allow, actions: ['s3:*'], resources: "
            "[!unknown string]}]}}, {address: aws_s3_bucket_policy.p, values: "
            "{}, expressions: {policy: [data.aws_iam_policy_document.d.json, "
            "data.aws_iam_policy_document.d]}}]",
            "unknown", "unknown", "unknown"},
           {"a function of what is not known",
            "values: {}, expressions: {policy: [aws_s3_bucket.b.arn, "
            "aws_s3_bucket.b]}",
            "unknown", "unknown", "unknown"},
       }},
      {"C_the_configuration_decides",
       "target: provider\nrequire: self.?region.orValue('') == 'eu-west-1'\n",
       {
           {"good",
            "judge: provider.aws, providers: {aws: {region: "
            "eu-west-1}}",
            "pass", "unknown", "unknown"},
           {"bad", "judge: provider.aws, providers: {aws: {region: us-east-1}}",
            "fail", "unknown", "unknown"},
           {"left out", "judge: provider.aws, providers: {aws: {}}", "fail",
            "unknown", "unknown"},
       }},
      {"O_outputs",
       "target: output\nrequire: self.sensitive\n",
       {
           {"good",
            "judge: output.x, outputs: {x: {value: !unknown string, sensitive: "
            "true}}",
            "pass", "unknown", "unknown"},
           {"bad", "judge: output.x, outputs: {x: {value: !unknown string}}",
            "fail", "unknown", "unknown"},
       }},
  };
}

RuleFile Load(const Code& code, const Row& row) {
  const std::string text = absl::StrCat(
      "id: test.semantics\ntitle: it holds\nfailure: it does not\n"
      "severity: low\nintent: data\nrequirements: {baseline: {}}\n",
      code.rule, "examples:\n  - {verdict: ", row.plan, ", ", row.example,
      "}\n");
  auto file = LoadRuleFile("rule.yaml", text);
  EXPECT_TRUE(file.ok()) << file.status().message() << "\n" << text;
  return file.ok() ? *std::move(file) : RuleFile();
}

// What the configuration sets of a resource, value by value, as Terraform hands
// it to a provider.
cty::Value ConfigOf(const plan::Resource& resource) {
  cty::Value::Attributes config = resource.planned.AsAttributes();
  for (auto& [name, value] : config) {
    const cty::Path path = cty::Path().Attr(name);
    bool set = false;
    for (const auto& [at, expression] : resource.expressions) {
      set = set || (at.StartsWith(path) &&
                    !(expression.is_constant && expression.constant.IsNull()));
    }
    if (!set) value = cty::Value::Null(value.type());
  }
  return cty::Value::Object(std::move(config));
}

plan::Plan SeenBy(const plan::Plan& whole, bool hook) {
  plan::Plan seen;
  seen.resources = whole.resources;
  for (plan::Resource& resource : seen.resources) {
    if (hook && resource.planned.HasContent()) {
      resource.config = ConfigOf(resource);
    }
    resource.has_configuration = false;
    resource.expressions.clear();
    resource.provider_config.clear();
  }
  return seen;
}

class Semantics : public ::testing::TestWithParam<Code> {};

TEST_P(Semantics, HoldInEveryWayIn) {
  for (const Row& row : GetParam().rows) {
    SCOPED_TRACE(row.what);
    const RuleFile file = Load(GetParam(), row);
    if (file.rule == nullptr) continue;
    const Example& example = file.examples.front();
    const auto verdict = [&](const plan::Plan& plan, const std::string& where) {
      return VerdictAt(JudgePlan(*file.rule, plan, example), where);
    };
    EXPECT_EQ(verdict(*example.plan, example.address), row.plan);
    const bool declared = file.rule->target == Target::kOutput ||
                          file.rule->target == Target::kProvider;
    const std::string where = declared ? "" : example.address;
    EXPECT_EQ(verdict(SeenBy(*example.plan, true), where), row.hook) << "hook";
    EXPECT_EQ(verdict(SeenBy(*example.plan, false), where), row.guard)
        << "guard";
  }
}

INSTANTIATE_TEST_SUITE_P(Rules, Semantics, ::testing::ValuesIn(Codes()),
                         [](const auto& test) {
                           return std::string(test.param.name);
                         });

// A secret stays one, whatever is said of it.
TEST(Semantics, NoSecretIsPrinted) {
  const Code code = {
      "X",
      "resources: [aws_db_instance]\n"
      "require: self.?password.orValue('') == ''\n"
      "message: it is {self.password}\n",
      {{"", "values: {password: !sensitive Tr0ub4dor}", "fail", "", ""}}};
  const RuleFile file = Load(code, code.rows[0]);
  ASSERT_NE(file.rule, nullptr);
  const Example& example = file.examples.front();
  const auto evaluation = JudgePlan(*file.rule, *example.plan, example);
  ASSERT_EQ(evaluation.findings.size(), 1U);
  const engine::Finding& finding = evaluation.findings[0];
  EXPECT_EQ(finding.message, "it is (sensitive value)");
  EXPECT_EQ(finding.observed, "password = (sensitive value)");
}

// A verdict says what decided it, and what it waits for.
TEST(Semantics, VerdictsSayWhy) {
  const Code code = {
      "S",
      "resources: [aws_db_instance]\n"
      "require: self.?kms_key_id.orValue('').startsWith('arn:aws:kms:eu')\n",
      {{"",
        "judge: aws_db_instance.a, plan: [{address: aws_kms_key.main, values: "
        "{}}, {address: aws_db_instance.a, values: {}, expressions: "
        "{kms_key_id: [aws_kms_key.main.arn, aws_kms_key.main]}}]",
        "unknown", "", ""}}};
  const RuleFile file = Load(code, code.rows[0]);
  ASSERT_NE(file.rule, nullptr);
  const Example& example = file.examples.front();
  const auto evaluation = JudgePlan(*file.rule, *example.plan, example);
  ASSERT_EQ(evaluation.findings.size(), 1U);
  EXPECT_EQ(evaluation.findings[0].message,
            "waits for aws_kms_key.main, created by this plan");
  EXPECT_EQ(evaluation.findings[0].waits_for,
            std::vector<std::string>{"kms_key_id"});
}

TEST(Semantics, VerdictsNameWhatWasJoined) {
  const Code code = {
      "J",
      "resources: [aws_s3_bucket]\n"
      "require: linked('aws_s3_bucket_versioning', 'bucket').all(v, "
      "v.versioning_configuration.exists(c, c.status == 'Enabled'))\n",
      {{"",
        "judge: aws_s3_bucket.b, plan: [{address: aws_s3_bucket.b, values: "
        "{bucket: logs}}, {address: aws_s3_bucket_versioning.v, values: "
        "{bucket: logs, versioning_configuration: [{status: Suspended}]}}]",
        "fail", "", ""}}};
  const RuleFile file = Load(code, code.rows[0]);
  ASSERT_NE(file.rule, nullptr);
  const Example& example = file.examples.front();
  const auto evaluation = JudgePlan(*file.rule, *example.plan, example);
  ASSERT_EQ(evaluation.findings.size(), 1U);
  EXPECT_EQ(evaluation.findings[0].joined,
            std::vector<std::string>{"aws_s3_bucket_versioning.v"});
}

}  // namespace
}  // namespace compliance::rules
