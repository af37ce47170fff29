// What rules see of policies and of other JSON: as text, in pieces, and as the
// arguments of a data source.
#include <cstddef>
#include <functional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "compliance/cty/origin.h"
#include "compliance/engine/evaluate.h"
#include "compliance/rules/rule_set.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rules/read_documents.h"
#include "rules/rule_files.h"

namespace compliance::rules {
namespace {

using cty::Atom;
using cty::Path;
using cty::Piece;
using ::testing::HasSubstr;
using ::testing::Not;

RuleFile Load(const std::string& rule, const std::string& example) {
  const std::string text = absl::StrCat(
      "id: test.policy\ntitle: it holds\nfailure: it does not\n"
      "severity: low\nintent: access\nrequirements: {baseline: {}}\n",
      rule, "examples:\n  - verdict: pass\n", example);
  auto file = LoadRuleFile("rule.yaml", text);
  EXPECT_TRUE(file.ok()) << file.status().message() << "\n" << text;
  return file.ok() ? *std::move(file) : RuleFile();
}

using Change = std::function<void(plan::Plan&)>;

// Gives an attribute a value that the notation of examples does not have.
Change Set(const char* address, const char* attribute, cty::Value value) {
  return [=](plan::Plan& plan) {
    for (plan::Resource& resource : plan.resources) {
      if (resource.address.ToString() != address) continue;
      cty::Value::Attributes attributes = resource.planned.AsAttributes();
      attributes[attribute] = value;
      resource.planned = cty::Value::Object(std::move(attributes));
    }
  };
}

engine::Evaluation Evaluate(const std::string& rule, const std::string& example,
                            const Change& change) {
  const RuleFile file = Load(rule, example);
  if (file.rule == nullptr) return {};
  const Example& judged = file.examples.front();
  plan::Plan plan = CopyOf(*judged.plan);
  ReadDocuments(plan);
  if (change) change(plan);
  return JudgePlan(*file.rule, plan, judged);
}

std::string Of(const engine::Evaluation& evaluation, const char* address) {
  return VerdictAt(evaluation, address);
}

// --- Text.

// What a rule says of a policy with one statement.
std::string Verdict(const std::string& statement, const std::string& require) {
  const std::string example =
      absl::StrCat("    values: {policy: '{\"Statement\": {", statement,
                   "}}'}\n    address: aws_iam_policy.p\n");
  return Of(Evaluate(absl::StrCat("resources: [aws_iam_policy]\nrequire: >-\n"
                                  "  policy(self.policy).statements.all(s, ",
                                  require, ")\n"),
                     example, nullptr),
            "aws_iam_policy.p");
}

TEST(Policies, AnswerWhatRulesAsk) {
  const char trust[] =
      R"("Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {
         "AWS": ["arn:aws:iam::123456789012:root", "210987654321"],
         "Service": "ec2.amazonaws.com"})";
  const char broad[] =
      R"("Effect": "Allow", "Resource": "*",
         "Action": ["s3:GetObject", "ec2:DescribeInstances", "s3:Put*"])";
  const char others[] =
      R"("Effect": "Allow", "Resource": "*", "NotAction": "iam:*")";
  const char limited[] =
      R"("Effect": "Allow", "Resource": "*", "Action": "kms:*",
         "Condition": {"StringEquals": {"kms:ViaService": "s3"}})";
  for (const auto& [statement, require, verdict] :
       std::vector<std::tuple<const char*, const char*, const char*>>{
           {trust, "s.accounts == ['123456789012', '210987654321']", "pass"},
           {trust, "'333333333333' in s.accounts", "fail"},
           {trust, "size(s.principals) == 3", "pass"},
           {broad, "s.accounts == []", "pass"},
           {broad, "s.scopable_actions == ['s3:GetObject', 's3:Put*']", "pass"},
           {others, "s.scopable_actions == ['*']", "pass"},
           {broad, "s.touches_action('s3:PutObject')", "pass"},
           {broad, "s.touches_action('s3:*')", "pass"},
           {broad, "s.touches_action('sqs:*')", "fail"},
           {broad, "s.matches_action('s3:*')", "fail"},
           {others, "s.touches_action('iam:GetUser')", "fail"},
           {others, "s.touches_action('*')", "pass"},
           {limited, "s.limited_by(['kms:ViaService'])", "pass"},
           {limited, "s.limited_by(['kms:CallerAccount'])", "fail"},
           {limited, "s.is_neutralised", "fail"},
           {broad, "s.limited_by(['kms:ViaService'])", "fail"},
           {broad, "s.limited_by([])", "error"},
           {broad, "s.limited_by([1])", "error"},
           {broad, "s.effect.touches_action('s3:*')", "error"},
       }) {
    EXPECT_EQ(Verdict(statement, require), verdict) << require;
  }
}

// A policy may hold a secret. What is said of it never shows any of it.
TEST(Policies, ASensitiveOneIsJudgedAndNotPrinted) {
  const char rule[] =
      "resources: [aws_iam_policy]\n"
      "require: policy(self.policy).statements.all(s, s.effect == 'Deny')\n"
      "message: 'it is {self.policy}, {policy(self.policy).statements[0].sid}, "
      "{policy(self.policy).statements[0].accounts}, "
      "{policy(self.policy).statements[0].actions[0]}, "
      "{json(self.policy).Statement.Sid}'\n";
  for (const auto& [effect, verdict] :
       std::vector<std::pair<const char*, const char*>>{{"Deny", "pass"},
                                                        {"Allow", "fail"}}) {
    const auto evaluation = Evaluate(
        rule,
        absl::StrCat(
            "    values: {policy: !sensitive '{\"Statement\": {\"Sid\": "
            "\"hunter2\", \"Effect\": \"",
            effect,
            "\", \"Action\": \"s3:hunter2\", \"Principal\": {\"AWS\": "
            "\"hunter2\"}}}'}\n    address: aws_iam_policy.p\n"),
        nullptr);
    EXPECT_EQ(Of(evaluation, "aws_iam_policy.p"), verdict);
    for (const engine::Finding& finding : evaluation.findings) {
      EXPECT_THAT(finding.message, Not(HasSubstr("hunter2")));
      EXPECT_THAT(finding.observed, Not(HasSubstr("hunter2")));
    }
    if (evaluation.findings.empty() || verdict != std::string("fail")) continue;
    EXPECT_THAT(evaluation.findings[0].message, HasSubstr("(sensitive value)"));
  }
}

TEST(Policies, ABrokenSensitiveOneIsNotQuoted) {
  const auto evaluation = Evaluate(
      "resources: [aws_iam_policy]\n"
      "require: size(policy(self.policy).statements) >= 0\n",
      "    values: {policy: !sensitive '{\"hunter2\": 1}'}\n"
      "    address: aws_iam_policy.p\n",
      nullptr);
  ASSERT_EQ(evaluation.findings.size(), 1U);
  EXPECT_EQ(Of(evaluation, "aws_iam_policy.p"), "error");
  EXPECT_THAT(evaluation.findings[0].message, Not(HasSubstr("hunter2")));
}

// --- Pieces.

const char kBucketAndPolicy[] =
    "    judge: aws_s3_bucket.b\n"
    "    plan:\n"
    "      - {address: aws_s3_bucket.b, values: {}}\n"
    "      - {address: aws_s3_bucket.c, values: {}}\n"
    "      - address: aws_s3_bucket_policy.p\n"
    "        values: {policy: !unknown string}\n"
    "        expressions: {bucket: [aws_s3_bucket.b.id, aws_s3_bucket.b]}\n";

const char kTlsOnly[] =
    "resources: [aws_s3_bucket]\n"
    "require: >-\n"
    "  linked('aws_s3_bucket_policy', 'bucket').exists(p,\n"
    "  policy(p.policy).statements.exists(s, s.effect == 'Deny' &&\n"
    "  s.any_principal && s.matches_action('s3:*') && s.covers(self, '') &&\n"
    "  s.covers(self, '/*') &&\n"
    "  s.only_condition('Bool', 'aws:SecureTransport', 'false')))\n";

// A policy over `resources`, of which '<x>' stands for the attribute x of the
// bucket "b", or '<c.x>' of the bucket "c".
cty::Value Text(const std::string& resources, bool in_json) {
  std::string text =
      absl::StrCat(R"({"Statement": [{"Effect": "Deny", "Principal": "*",
        "Action": "s3:*", "Resource": [)",
                   resources, R"(], "Condition":
        {"Bool": {"aws:SecureTransport": "false"}}}]})");
  std::vector<Piece> pieces;
  for (std::size_t open = 0; (open = text.find('<')) != std::string::npos;) {
    const std::size_t close = text.find('>', open);
    std::string name = text.substr(open + 1, close - open - 1);
    const bool is_other = name.substr(0, 2) == "c.";
    if (is_other) name = name.substr(2);
    pieces.push_back(Piece::Text(text.substr(0, open)));
    pieces.push_back(Piece::Of(
        {is_other ? "aws_s3_bucket.c" : "aws_s3_bucket.b", Path().Attr(name)}));
    pieces.back().in_json = in_json;
    text = text.substr(close + 1);
  }
  pieces.push_back(Piece::Text(text));
  return cty::StringOf(std::move(pieces));
}

TEST(PoliciesInPieces, CoverTheBucketThatTheyAreMadeOf) {
  for (const auto& [resources, verdict] :
       std::vector<std::pair<const char*, const char*>>{
           {R"("<arn>", "<arn>/*")", "pass"},
           {R"("<arn>*")", "pass"},
           {R"("arn:aws:s3:::<id>", "arn:aws:s3:::<bucket>/*")", "pass"},
           {R"("*")", "pass"},
           {R"("<arn>")", "fail"},
           {R"("<arn>/*")", "fail"},
           {R"("<arn>/a", "<arn>")", "fail"},
           {R"("<c.arn>", "<c.arn>/*")", "fail"},
           {R"("arn:aws:s3:::<c.id>", "arn:aws:s3:::<c.id>/*")", "unknown"},
           {R"("<tags>", "<arn>/*")", "unknown"},
       }) {
    for (const bool in_json : {true, false}) {
      const auto evaluation = Evaluate(
          kTlsOnly, kBucketAndPolicy,
          Set("aws_s3_bucket_policy.p", "policy",
              Text(absl::StrCat(resources, R"(, "arn:x<arn>")"), in_json)));
      EXPECT_EQ(Of(evaluation, "aws_s3_bucket.b"), verdict)
          << resources << in_json;
    }
  }
}

TEST(PoliciesInPieces, AreUnknownWithoutThem) {
  EXPECT_EQ(
      Of(Evaluate(kTlsOnly, kBucketAndPolicy, nullptr), "aws_s3_bucket.b"),
      "unknown");
}

TEST(PoliciesInPieces, AreNotPrintedWhenSensitive) {
  const auto evaluation = Evaluate(
      "resources: [aws_s3_bucket_policy]\n"
      "require: policy(self.policy).statements.all(s, s.effect == 'Allow')\n"
      "message: '{policy(self.policy).statements[0].effect}'\n",
      kBucketAndPolicy,
      Set("aws_s3_bucket_policy.p", "policy",
          Text(R"("<arn>")", true).WithSensitive()));
  ASSERT_EQ(evaluation.findings.size(), 1U);
  EXPECT_EQ(Of(evaluation, "aws_s3_bucket_policy.p"), "fail");
  EXPECT_EQ(evaluation.findings[0].message, "(sensitive value)");
}

// A conditional: each arm may be the policy, and nothing else.
TEST(PoliciesInPieces, MayBeOneOfSeveral) {
  const auto judge = [](const char* require, std::vector<cty::Value> arms) {
    return Of(Evaluate(absl::StrCat("resources: [aws_s3_bucket_policy]\n"
                                    "require: policy(self.policy).statements",
                                    require, "\n"),
                       kBucketAndPolicy,
                       Set("aws_s3_bucket_policy.p", "policy",
                           cty::OneOf(std::move(arms)))),
              "aws_s3_bucket_policy.p");
  };
  const cty::Value null = cty::Value::Null(cty::Type::String());
  const cty::Value allow = cty::Value::String(
      R"({"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}})");
  const cty::Value deny = Text(R"("<arn>")", true);
  const char all[] = ".all(s, s.effect == 'Deny')";
  EXPECT_EQ(judge(all, {deny, null}), "pass");
  EXPECT_EQ(judge(all, {deny, allow}), "unknown");
  EXPECT_EQ(judge(".exists(s, s.effect == 'Deny')", {null, allow}), "fail");
  EXPECT_EQ(judge(".exists(s, s.effect == 'Deny')", {deny, null}), "unknown");
  EXPECT_EQ(judge(all, {deny, cty::Value::Unknown(cty::Type::String())}),
            "unknown");
  EXPECT_EQ(judge(all, {deny, cty::Value::String("no policy")}), "unknown");
}

// --- Arguments of the data source.

// A bucket, a role, and a policy of a document with these `values` and
// `expressions`.
std::string WithDocument(const std::string& values,
                         const std::string& expressions) {
  return absl::StrCat(
      "    judge: aws_s3_bucket_policy.p\n"
      "    plan:\n"
      "      - {address: aws_s3_bucket.b, values: {}}\n"
      "      - {address: aws_iam_role.r, values: {}}\n"
      "      - {address: aws_ssm_parameter.s, values: {}}\n"
      "      - address: data.aws_iam_policy_document.base\n"
      "        values:\n"
      "          json: !computed string\n"
      "          statement: [{sid: Base, effect: Deny, actions: ['s3:*'],\n"
      "            resources: ['*']}]\n"
      "      - address: data.aws_iam_policy_document.d\n"
      "        values: {json: !computed string, ",
      values, "}\n        expressions: {", expressions,
      "}\n"
      "      - address: aws_s3_bucket_policy.p\n"
      "        values: {}\n"
      "        expressions: {policy: [data.aws_iam_policy_document.d.json,\n"
      "          data.aws_iam_policy_document.d]}\n");
}

std::string OfDocument(const std::string& require, const std::string& values,
                       const std::string& expressions) {
  return Of(Evaluate(absl::StrCat("resources: [aws_s3_bucket_policy]\n"
                                  "require: policy(self.policy).statements",
                                  require, "\n"),
                     WithDocument(values, expressions), nullptr),
            "aws_s3_bucket_policy.p");
}

TEST(PlannedDocuments, AnIdentifierIsNoWildcard) {
  const char values[] =
      "statement: [{actions: ['s3:*'], resources: [!unknown string]}]";
  const auto judge = [&](const char* require, const char* references) {
    return OfDocument(
        require, values,
        absl::StrCat("'statement[0].resources': [", references, "]"));
  };
  const char everything[] = ".all(s, !s.any_resource)";
  const char wide[] = ".all(s, !s.wide_resource)";
  const char arn[] = "aws_s3_bucket.b.arn, aws_s3_bucket.b";
  const char name[] = "aws_s3_bucket.b.id, aws_s3_bucket.b";
  const char value[] = "aws_ssm_parameter.s.value, aws_ssm_parameter.s";
  EXPECT_EQ(judge(everything, arn), "pass");
  EXPECT_EQ(judge(wide, arn), "pass");
  EXPECT_EQ(judge(everything, name), "pass");
  // "arn:aws:s3:::*-${aws_s3_bucket.b.id}", for all that is seen.
  EXPECT_EQ(judge(wide, name), "unknown");
  EXPECT_EQ(judge(everything, value), "unknown");
  EXPECT_EQ(judge(everything, "var.x"), "unknown");
}

TEST(PlannedDocuments, PrincipalsAndConditionsHaveReferences) {
  const char values[] =
      "statement: [{actions: ['s3:*'], resources: ['*'],"
      "principals: [{type: AWS, identifiers: [!unknown string]}],"
      "condition: [{test: StringEquals, variable: 'aws:SourceArn', values: "
      "[!unknown string]}]}]";
  const auto judge = [&](const char* require, const char* principals,
                         const char* condition) {
    return OfDocument(
        require, values,
        absl::StrCat("'statement[0].principals[0].identifiers': [", principals,
                     "], 'statement[0].condition[0].values': [", condition,
                     "]"));
  };
  const char role[] = "aws_iam_role.r.arn, aws_iam_role.r";
  const char bucket[] = "aws_s3_bucket.b.arn, aws_s3_bucket.b";
  EXPECT_EQ(judge(".all(s, !s.any_principal)", role, bucket), "pass");
  EXPECT_EQ(judge(".all(s, !s.any_principal)", "var.x", bucket), "unknown");
  EXPECT_EQ(judge(".all(s, s.is_neutralised)", role, bucket), "pass");
  EXPECT_EQ(judge(".all(s, s.is_neutralised)", role, "var.x"), "unknown");
}

// Two blocks of one operator and key are one list, in which any value will do.
TEST(PlannedDocuments, ConditionsOfOneKeyAreOneList) {
  const auto judge = [](const char* second) {
    return OfDocument(
        ".all(s, s.is_neutralised)",
        absl::StrCat("statement: [{actions: ['s3:*'], resources: ['*'],"
                     "condition: [{test: StringLike, variable: "
                     "'aws:SourceAccount', values: ['123456789012']}, ",
                     second, "]}]"),
        "");
  };
  EXPECT_EQ(judge("{test: StringLike, variable: 'aws:SourceAccount', values: "
                  "['*']}"),
            "fail");
  EXPECT_EQ(judge("{test: StringLike, variable: 'aws:username', values: "
                  "['*']}"),
            "pass");
  EXPECT_EQ(judge("{test: StringLike, variable: !unknown string, values: "
                  "['*']}"),
            "unknown");
}

TEST(PlannedDocuments, NestedOnesAreRead) {
  const char base[] =
      "data.aws_iam_policy_document.base.json, "
      "data.aws_iam_policy_document.base";
  const char one[] = "source_policy_documents: [!unknown string]";
  const std::string refers =
      absl::StrCat("source_policy_documents: [", base, "]");
  EXPECT_EQ(OfDocument(".exists(s, s.sid == 'Base')", one, refers), "pass");
  EXPECT_EQ(OfDocument(".exists(s, s.effect == 'Allow')", one, refers), "fail");
  EXPECT_EQ(OfDocument(".exists(s, s.sid == 'Base')", one,
                       "source_policy_documents: [var.x]"),
            "unknown");
  // Which reference is which document is not to be seen.
  EXPECT_EQ(OfDocument(".exists(s, s.sid == 'Base')",
                       "source_policy_documents: [!unknown string, !unknown "
                       "string]",
                       refers),
            "unknown");
  // What overrides wins.
  EXPECT_EQ(OfDocument(".exists(s, s.effect == 'Allow')",
                       "statement: [{sid: Base, actions: ['s3:*'], resources: "
                       "['*']}], override_policy_documents: [!unknown string]",
                       absl::StrCat("override_policy_documents: [", base, "]")),
            "fail");
}

TEST(PlannedDocuments, AreFollowedWhereTheSourceNamesThem) {
  const auto json = [](const char* name) {
    return cty::UnknownOf(cty::Type::String(),
                          {absl::StrCat("data.aws_iam_policy_document.", name),
                           Path().Attr("json")});
  };
  const auto judge = [&](const char* require, const char* attribute,
                         cty::Value value, const char* address) {
    return Of(
        Evaluate(absl::StrCat("resources: [aws_s3_bucket_policy]\n"
                              "require: policy(self.policy).statements",
                              require, "\n"),
                 WithDocument("statement: [{sid: Own, actions: ['s3:*']}]", ""),
                 Set(address, attribute, std::move(value))),
        "aws_s3_bucket_policy.p");
  };
  const char document[] = "data.aws_iam_policy_document.d";
  const char policy[] = "aws_s3_bucket_policy.p";
  const char has_base[] = ".exists(s, s.sid == 'Base')";
  EXPECT_EQ(judge(has_base, "policy", json("base"), policy), "pass");
  EXPECT_EQ(judge(has_base, "policy", json("d"), policy), "fail");
  EXPECT_EQ(judge(".all(s, s.sid != '')", "policy",
                  cty::OneOf({json("base"), json("d")}), policy),
            "pass");
  EXPECT_EQ(
      judge(has_base, "policy", cty::OneOf({json("base"), json("d")}), policy),
      "unknown");
  // Two sources: each is told.
  EXPECT_EQ(judge(has_base, "source_policy_documents",
                  cty::Value::List(cty::Type::String(),
                                   {cty::Value::String(""), json("base")}),
                  document),
            "pass");
}

TEST(PlannedDocuments, AreNotTakenFromAReferenceAlone) {
  const auto judge = [](const char* policy) {
    return Of(
        Evaluate("resources: [aws_s3_bucket_policy]\n"
                 "require: policy(self.policy).statements.exists(s, "
                 "s.sid == 'Own')\n",
                 WithDocument("statement: [{sid: Own, actions: ['s3:*']}]", ""),
                 Set("aws_s3_bucket_policy.p", policy,
                     cty::Value::Unknown(cty::Type::String()))),
        "aws_s3_bucket_policy.p");
  };
  // replace(data.….json, "a", "b") looks like data.….json in a plan.
  EXPECT_EQ(judge("policy"), "unknown");
  EXPECT_EQ(judge("id"), "pass");
}

TEST(PlannedDocuments, TakePiecesOfTheirStrings) {
  const Atom arn{"aws_s3_bucket.b", Path().Attr("arn")};
  const cty::Value resources =
      cty::Value::List(cty::Type::String(),
                       {cty::StringOf({Piece::Of(arn)}),
                        cty::StringOf({Piece::Of(arn), Piece::Text("/*")})});
  const cty::Value statement = cty::Value::Tuple({cty::Value::Object(
      {{"actions",
        cty::Value::List(cty::Type::String(), {cty::Value::String("s3:*")})},
       {"resources", resources}})});
  const auto judge = [&](const char* suffix) {
    return Of(
        Evaluate(
            absl::StrCat("resources: [aws_s3_bucket]\n"
                         "require: >-\n"
                         "  plan.resources('aws_s3_bucket_policy').all(p,\n"
                         "  policy(p.policy).statements.all(s,\n"
                         "  s.covers(self, '",
                         suffix, "')))\n"),
            WithDocument("statement: []", ""),
            Set("data.aws_iam_policy_document.d", "statement", statement)),
        "aws_s3_bucket.b");
  };
  EXPECT_EQ(judge(""), "pass");
  EXPECT_EQ(judge("/*"), "pass");
  EXPECT_EQ(judge("/a"), "pass");
  EXPECT_EQ(judge("x"), "fail");
}

// --- Other JSON.

std::string OfContainers(const std::string& require, const cty::Value& text) {
  return Of(
      Evaluate(absl::StrCat("resources: [aws_ecs_task_definition]\n"
                            "require: >-\n  ",
                            require, "\n"),
               "    values: {container_definitions: '[]'}\n"
               "    address: aws_ecs_task_definition.t\n",
               Set("aws_ecs_task_definition.t", "container_definitions", text)),
      "aws_ecs_task_definition.t");
}

TEST(Json, IsReadAsValues) {
  const cty::Value text = cty::Value::String(
      R"([{"name": "app", "privileged": false, "cpu": 256, "user": null,
           "environment": [{"name": "A", "value": "b"}]}])");
  const char unprivileged[] =
      "json(self.container_definitions).all(c, !c.?privileged.orValue(false))";
  EXPECT_EQ(OfContainers(unprivileged, text), "pass");
  EXPECT_EQ(OfContainers(unprivileged,
                         cty::Value::String(R"([{"privileged": true}, {}])")),
            "fail");
  EXPECT_EQ(OfContainers(unprivileged, cty::Value::String("[]")), "pass");
  for (const char* holds :
       {"json(self.container_definitions)[0].cpu == 256",
        "!has(json(self.container_definitions)[0].user)",
        "!has(json(self.container_definitions)[0].secrets)",
        "json(self.container_definitions)[0].environment.exists(e, e.name == "
        "'A')",
        "kind(json('{}')) == 'map' && json('3.5') == 3.5 && json('true')"}) {
    EXPECT_EQ(OfContainers(holds, text), "pass") << holds;
  }
}

TEST(Json, IsNullUnknownOrAnError) {
  const auto null = cty::Value::Null(cty::Type::String());
  const auto unknown = cty::Value::Unknown(cty::Type::String());
  const char is_null[] = "json(self.container_definitions) == null";
  const char first[] = "json(self.container_definitions)[0].image == 'x'";
  EXPECT_EQ(OfContainers(is_null, null), "pass");
  EXPECT_EQ(OfContainers(is_null, cty::Value::String("")), "pass");
  EXPECT_EQ(OfContainers(is_null, unknown), "unknown");
  EXPECT_EQ(OfContainers(first, cty::Value::String("[{]")), "error");
  EXPECT_EQ(OfContainers(first, cty::Value::String("[{}]")), "error");
  EXPECT_EQ(OfContainers("json(3) == 3", null), "error");
}

TEST(Json, KeepsHoles) {
  Piece hole = Piece::Of({"aws_ssm_parameter.s", Path().Attr("value")});
  hole.in_json = true;
  const auto with = [&](const char* before, const char* after) {
    return cty::StringOf({Piece::Text(before), hole, Piece::Text(after)});
  };
  const cty::Value image =
      with(R"([{"privileged": true, "image": "repo:)", R"("}])");
  const char privileged[] = "json(self.container_definitions)[0].privileged";
  EXPECT_EQ(OfContainers(privileged, image), "pass");
  EXPECT_EQ(
      OfContainers("json(self.container_definitions)[0].image == 'x'", image),
      "fail");
  EXPECT_EQ(OfContainers("json(self.container_definitions)[0].image.endsWith("
                         "'x')",
                         image),
            "unknown");
  // A hole outside of every string, and one that may end its string.
  EXPECT_EQ(OfContainers(privileged, with(R"([{"privileged": )", "}]")),
            "unknown");
  hole.in_json = false;
  EXPECT_EQ(OfContainers(privileged,
                         with(R"([{"privileged": true, "image": ")", R"("}])")),
            "unknown");
}

}  // namespace
}  // namespace compliance::rules
