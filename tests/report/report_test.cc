#include "compliance/report/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace compliance::report {
namespace {

using engine::Enforcement;
using engine::Evaluation;
using engine::Finding;
using engine::Verdict;
using Json = nlohmann::json;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

const rules::Rule& StorageRule() {
  static const rules::Rule& rule = *[] {
    auto* made = new rules::Rule();
    made->id = "aws.rds.storage_encrypted";
    made->title = "RDS storage is encrypted at rest";
    made->failure = "RDS storage is not encrypted";
    made->severity = rules::Severity::kHigh;
    made->requirements = {
        {"pci-dss-4.0.1", "3.5.1", rules::Strength::kPrimary},
        {"hipaa", "164.312(a)(2)(iv)", rules::Strength::kSupporting}};
    made->aliases = {"CKV_AWS_16"};
    return made;
  }();
  return rule;
}

Finding Make(Verdict verdict, const std::string& address,
             Enforcement enforcement = Enforcement::kMandatory) {
  Finding finding;
  finding.rule = &StorageRule();
  finding.requirements = StorageRule().requirements;
  finding.verdict = verdict;
  finding.enforcement = enforcement;
  finding.address = address;
  finding.resource_type = "aws_db_instance";
  finding.paths = {cty::Path({cty::AttributeName{"storage_encrypted"}})};
  finding.message = "storage_encrypted is false";
  finding.fix = "storage_encrypted = true\nkms_key_id = aws_kms_key.NAME.arn\n";
  finding.fingerprint = "0123abcd";
  return finding;
}

Evaluation Sample() {
  Evaluation evaluation;
  evaluation.rules_run = 60;
  evaluation.resources_seen = 4;
  Finding failed = Make(Verdict::kFail, "module.db[\"eu\"].aws_db_instance.a");
  failed.module = "module.db[\"eu\"]";
  failed.position = plan::Position{"modules/db/main.tf", 12, 3};
  failed.decided_from = {{"main.tf", 41, 3}, {"main.tf", 41, 20}};
  evaluation.findings.push_back(failed);
  evaluation.findings.push_back(Make(Verdict::kFail, "aws_db_instance.b"));
  Finding unknown =
      Make(Verdict::kUnknown, "aws_db_instance.c", Enforcement::kReport);
  unknown.waits_for = {"aws_db_instance.c.storage_encrypted"};
  unknown.needs = {"the configuration"};
  evaluation.findings.push_back(unknown);
  Finding waived = Make(Verdict::kWaived, "aws_db_instance.d");
  waived.waiver_reason = "test data only";
  evaluation.findings.push_back(waived);
  evaluation.findings.push_back(Make(Verdict::kPass, "aws_db_instance.e"));
  evaluation.findings.push_back(Make(Verdict::kNotApplicable, ""));
  Finding broken = Make(Verdict::kError, "aws_db_instance.f");
  broken.message = "no such overload";
  evaluation.findings.push_back(broken);
  return evaluation;
}

// ---- The published schema, as far as it uses JSON Schema.

bool HasType(const Json& value, const std::string& type) {
  if (type == "object") return value.is_object();
  if (type == "array") return value.is_array();
  if (type == "string") return value.is_string();
  if (type == "integer") return value.is_number_integer();
  return type == "null" && value.is_null();
}

// "" when the value conforms, else what is wrong where.
std::string Violation(const Json& value, const Json& schema, const Json& root,
                      const std::string& place) {
  if (schema.contains("$ref")) {
    const std::string name = schema["$ref"].get<std::string>().substr(
        std::string("#/$defs/").size());
    return Violation(value, root.at("$defs").at(name), root, place);
  }
  if (schema.contains("anyOf")) {
    for (const Json& option : schema["anyOf"]) {
      if (Violation(value, option, root, place).empty()) return "";
    }
    return absl::StrCat(place, ": none of anyOf");
  }
  if (schema.contains("enum")) {
    const Json& allowed = schema["enum"];
    if (std::find(allowed.begin(), allowed.end(), value) == allowed.end()) {
      return absl::StrCat(place, ": not in enum: ", value.dump());
    }
  }
  if (schema.contains("type") && !HasType(value, schema["type"])) {
    return absl::StrCat(place, ": wrong type");
  }
  if (schema.contains("minimum") && value < schema["minimum"]) {
    return absl::StrCat(place, ": too small");
  }
  if (value.is_array() && schema.contains("items")) {
    for (std::size_t i = 0; i < value.size(); ++i) {
      const std::string found = Violation(value[i], schema["items"], root,
                                          absl::StrCat(place, "[", i, "]"));
      if (!found.empty()) return found;
    }
  }
  if (!value.is_object()) return "";
  for (const Json& name : schema.value("required", Json::array())) {
    if (!value.contains(name.get<std::string>())) {
      return absl::StrCat(place, ": lacks ", name.get<std::string>());
    }
  }
  for (const auto& [name, member] : value.items()) {
    const std::string at = absl::StrCat(place, ".", name);
    if (!schema["properties"].contains(name)) {
      return absl::StrCat(at, ": not in the schema");
    }
    const std::string found =
        Violation(member, schema["properties"][name], root, at);
    if (!found.empty()) return found;
  }
  return "";
}

Json Schema() {
  std::ifstream in(
      absl::StrCat(COMPLIANCE_SOURCE_DIR, "/docs/report-schema.json"));
  return Json::parse(in);
}

TEST(Json, ConformsToThePublishedSchema) {
  const Json schema = Schema();
  for (const bool all_verdicts : {false, true}) {
    Options options;
    options.all_verdicts = all_verdicts;
    for (const Evaluation& evaluation : {Sample(), Evaluation()}) {
      const Json report = Json::parse(RenderJson(evaluation, options));
      EXPECT_EQ(Violation(report, schema, schema, "report"), "");
    }
  }
}

TEST(Json, TheSchemaIsNoMoreThanWhatTheTestUnderstands) {
  Json report = Json::parse(RenderJson(Sample(), {}));
  const Json schema = Schema();
  report["findings"][0]["position"]["line"] = 0;
  EXPECT_NE(Violation(report, schema, schema, "report"), "");
  report["findings"][0].erase("position");
  EXPECT_NE(Violation(report, schema, schema, "report"), "");
}

TEST(Json, HoldsEveryFieldOfAFinding) {
  const Json report = Json::parse(RenderJson(Sample(), {}));
  EXPECT_EQ(report["schema_version"], "1.0");
  EXPECT_EQ(report["summary"],
            Json::parse(R"({"verdicts": {"pass": 1, "fail": 2, "unknown": 1,
                "not_applicable": 1, "waived": 1, "error": 1},
                "rules_run": 60, "resources_seen": 4})"));
  ASSERT_EQ(report["findings"].size(), 5U);
  const Json expected = Json::parse(R"x({
      "rule_id": "aws.rds.storage_encrypted", "aliases": ["CKV_AWS_16"],
      "title": "RDS storage is encrypted at rest", "verdict": "fail",
      "severity": "high", "enforcement": "mandatory",
      "address": "module.db[\"eu\"].aws_db_instance.a",
      "resource_type": "aws_db_instance", "module": "module.db[\"eu\"]",
      "paths": ["storage_encrypted"], "message": "storage_encrypted is false",
      "fix": "storage_encrypted = true\nkms_key_id = aws_kms_key.NAME.arn\n",
      "requirements": [
        {"framework": "pci-dss-4.0.1", "id": "3.5.1", "strength": "primary"},
        {"framework": "hipaa", "id": "164.312(a)(2)(iv)",
         "strength": "supporting"}],
      "subsumes": [], "joined": [], "decided_from": ["main.tf:41"],
      "waits_for": [], "needs": [], "waiver_reason": "",
      "position": {"file": "modules/db/main.tf", "line": 12, "column": 3},
      "fingerprint": "0123abcd"})x");
  EXPECT_EQ(report["findings"][0], expected);
  EXPECT_TRUE(report["findings"][1]["position"].is_null());
  EXPECT_EQ(report["findings"][2]["needs"], Json::array({"the configuration"}));
}

TEST(Json, PassesOnlyWhenAskedFor) {
  Options options;
  options.all_verdicts = true;
  EXPECT_EQ(Json::parse(RenderJson(Sample(), options))["findings"].size(), 7U);
}

TEST(Json, IsValidUtf8WhateverComesIn) {
  Evaluation evaluation;
  evaluation.findings.push_back(
      Make(Verdict::kFail, "aws_db_instance.a[\"\xff\xfe\"]"));
  EXPECT_TRUE(Json::accept(RenderJson(evaluation, {})));
}

TEST(Text, ShowsFailuresThenUndecidedThenTotals) {
  const std::string text = RenderText(Sample(), {});
  EXPECT_THAT(text, AllOf(HasSubstr("PCI-DSS 3.5.1: RDS storage is not "
                                    "encrypted [aws.rds.storage_encrypted]"),
                          HasSubstr("modules/db/main.tf:12:3  "
                                    "module.db[\"eu\"].aws_db_instance.a"),
                          HasSubstr("storage_encrypted is false"),
                          HasSubstr("164.312(a)(2)(iv)"),
                          HasSubstr("      storage_encrypted = true\n"),
                          HasSubstr("waits for "
                                    "aws_db_instance.c.storage_encrypted"),
                          HasSubstr("needs the configuration"),
                          HasSubstr("test data only"),
                          HasSubstr("could not be checked")));
  EXPECT_THAT(text,
              HasSubstr("2 failed (2 mandatory), 1 not decided, 1 waived, "
                        "1 could not be judged, 1 passed; 60 rules, 4 "
                        "resource instances\n"));
  EXPECT_LT(text.find("aws_db_instance.b"), text.find("Not decided"));
  EXPECT_THAT(text, Not(HasSubstr("aws_db_instance.e")));
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
}

TEST(Text, OneRuleIsSaidOnce) {
  const std::string text = RenderText(Sample(), {});
  const std::string headline = "RDS storage is not encrypted [";
  const std::size_t first = text.find(headline);
  ASSERT_NE(first, std::string::npos);
  const std::size_t waived = text.find("Waived");
  EXPECT_GT(text.find(headline, first + 1), waived);
}

TEST(Text, AdvisoryFindingsAreShort) {
  Evaluation evaluation;
  for (int i = 0; i < 6; ++i) {
    evaluation.findings.push_back(
        Make(Verdict::kFail, absl::StrCat("aws_db_instance.a[", i, "]"),
             Enforcement::kAdvisory));
  }
  const std::string text = RenderText(evaluation, {});
  EXPECT_THAT(text, HasSubstr("and 3 more"));
  EXPECT_THAT(text, Not(HasSubstr("fix:")));
  Options options;
  options.all_verdicts = true;
  EXPECT_THAT(RenderText(evaluation, options), HasSubstr("fix:"));
}

TEST(Text, NothingReachesTheTerminalAsACommand) {
  Evaluation evaluation;
  evaluation.findings.push_back(
      Make(Verdict::kFail, "aws_db_instance.a[\"\x1b[2J\xc2\x9b\r\"]"));
  evaluation.findings[0].message = "\x1b]0;title\x07";
  const std::string text = RenderText(evaluation, {});
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_EQ(text.find('\x07'), std::string::npos);
  EXPECT_EQ(text.find('\r'), std::string::npos);
  EXPECT_EQ(text.find("\xc2\x9b"), std::string::npos);
}

TEST(Text, LinesFitATerminal) {
  Evaluation evaluation;
  rules::Rule rule = StorageRule();
  for (int i = 0; i < 20; ++i) absl::StrAppend(&rule.failure, " and so on");
  Finding finding = Make(Verdict::kFail, "aws_db_instance.a");
  finding.rule = &rule;
  finding.message = "";
  for (int i = 0; i < 100; ++i) absl::StrAppend(&finding.message, "word ");
  evaluation.findings.push_back(finding);
  const std::string text = RenderText(evaluation, {});
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    EXPECT_LE(line.size(), 100U) << line;
  }
}

TEST(Text, ColorIsOptional) {
  Options options;
  options.color = true;
  EXPECT_THAT(RenderText(Sample(), options), HasSubstr("\x1b[1;31mmandatory"));
}

TEST(Text, ACleanPlanIsOneLine) {
  Evaluation evaluation;
  evaluation.rules_run = 3;
  evaluation.resources_seen = 2;
  EXPECT_EQ(RenderText(evaluation, {}),
            "0 failed, 0 not decided, 0 passed; 3 rules, 2 resource "
            "instances\n");
}

// Written piece by piece, it is as if it were one tree.
TEST(Json, IsLaidOutEvenly) {
  for (const Evaluation& evaluation : {Sample(), Evaluation()}) {
    const std::string text = RenderJson(evaluation, {});
    EXPECT_EQ(text, nlohmann::ordered_json::parse(text).dump(2) + "\n");
  }
}

TEST(Json, CountsWhatWasNotKept) {
  Evaluation evaluation = Sample();
  evaluation.not_kept[Verdict::kPass] = 41;
  EXPECT_EQ(
      Json::parse(RenderJson(evaluation, {}))["summary"]["verdicts"]["pass"],
      42);
  EXPECT_THAT(RenderText(evaluation, {}), HasSubstr("42 passed"));
}

}  // namespace
}  // namespace compliance::report
