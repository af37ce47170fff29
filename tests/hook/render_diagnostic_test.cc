// Expected texts are what Terraform 1.11.4 prints for the same diagnostics.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "hook/plan_check.h"
#include "hook/word_wrap.h"

namespace compliance::hook {
namespace {

using engine::Enforcement;
using engine::Finding;
using engine::Verdict;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kSource[] = R"tf(variable "é" {}

resource "aws_db_instance" "main" {
  storage_encrypted = false
  password          = "hunter2"
  tags = {
    Name = "payments"
    Key  = "hunter2"
  }
  engine = "mysql"
}
resource "aws_db_instance" "short" { password = "hunter2" }
)tf";

class Render : public ::testing::Test {
 protected:
  void SetUp() override {
    directory_ = (std::filesystem::temp_directory_path() /
                  absl::StrCat("render_test_", getpid()))
                     .string();
    std::filesystem::create_directories(directory_);
    std::ofstream(directory_ + "/main.tf") << kSource;
    rule_.id = "aws.rds.storage_encrypted";
    rule_.title = "RDS storage is encrypted at rest";
    rule_.failure = "RDS storage is not encrypted";
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }

  Finding At(int line, int column) const {
    Finding finding;
    finding.rule = &rule_;
    finding.verdict = Verdict::kFail;
    finding.enforcement = Enforcement::kMandatory;
    finding.address = "aws_db_instance.main";
    finding.resource_type = "aws_db_instance";
    finding.message = "storage_encrypted is false";
    finding.requirements = {{"pci-dss-4.0.1", "3.5.1"}};
    finding.fix = "storage_encrypted = true";
    finding.position = plan::Position{directory_ + "/main.tf", line, column};
    return finding;
  }

  std::string directory_;
  rules::Rule rule_;
};

constexpr char kPlain[] = R"(
Error: PCI-DSS 3.5.1: RDS storage is not encrypted [aws.rds.storage_encrypted]

  with aws_db_instance.main,
  on main.tf line 4, in resource "aws_db_instance" "main":
   4:   storage_encrypted = false

Address: aws_db_instance.main
Expected: RDS storage is encrypted at
rest
Details: storage_encrypted is false
Why: PCI-DSS 3.5.1

Fix:
  storage_encrypted = true

To waive it, in .compliance.yaml:
  waivers:
    - rule: aws.rds.storage_encrypted
      address: "aws_db_instance.main"
      kind: risk_accepted
      reason: why this is acceptable here
      until: YYYY-MM-DD
)";

TEST_F(Render, PlainTextHasNoBox) {
  EXPECT_EQ(RenderForPeople(At(4, 3), directory_, {false, 40}), kPlain);
}

TEST_F(Render, ColourHasABox) {
  Finding finding = At(4, 3);
  finding.verdict = Verdict::kUnknown;
  finding.enforcement = Enforcement::kAdvisory;
  finding.fix = "";
  const std::string bar = "\x1b[33m│\x1b[0m \x1b[0m";
  EXPECT_EQ(
      RenderForPeople(finding, directory_, {true, 78}),
      absl::StrCat(
          "\x1b[33m╷\x1b[0m\x1b[0m\n", bar,
          "\x1b[1m\x1b[33mWarning: \x1b[0m\x1b[0m\x1b[1mPCI-DSS 3.5.1: not "
          "decided yet: RDS storage is encrypted at rest "
          "[aws.rds.storage_encrypted]\x1b[0m\n",
          bar, "\n", bar, "\x1b[0m  with aws_db_instance.main,\n", bar,
          "  on main.tf line 4, in resource \"aws_db_instance\" \"main\":\n",
          bar, "   4:   storage_encrypted = \x1b[4mfalse\x1b[0m\x1b[0m\n", bar,
          "\n", bar, "Address: aws_db_instance.main\n", bar,
          "Expected: RDS storage is encrypted at rest\n", bar,
          "Details: storage_encrypted is false\n", bar, "Why: PCI-DSS 3.5.1\n",
          "\x1b[33m╵\x1b[0m\x1b[0m\n"));
}

TEST_F(Render, BlockHeadersAndMissingSources) {
  EXPECT_THAT(RenderForPeople(At(3, 1), directory_, {}),
              HasSubstr("   3: resource \"aws_db_instance\" \"main\" {\n"));
  Finding finding = At(3, 1);
  finding.position->file = directory_ + "/gone.tf";
  EXPECT_THAT(RenderForPeople(finding, directory_, {}),
              HasSubstr("  on gone.tf line 3:\n  (source code not available)"));
  finding.position.reset();
  finding.address.clear();
  finding.resource_type.clear();
  const std::string text = RenderForPeople(finding, directory_, {});
  EXPECT_THAT(text, Not(HasSubstr("  on ")));
  EXPECT_THAT(text, Not(HasSubstr("  with ")));
  EXPECT_THAT(text, HasSubstr("\n\nAddress: the plan as a whole\n"));
}

TEST_F(Render, JsonLineIsTerraforms) {
  const std::string line = RenderAsJsonLine(At(4, 3), directory_);
  ASSERT_EQ(line.back(), '\n');
  const auto json = nlohmann::json::parse(line);
  EXPECT_EQ(json["@level"], "error");
  EXPECT_EQ(json["@message"],
            "Error: PCI-DSS 3.5.1: RDS storage is not encrypted "
            "[aws.rds.storage_encrypted]");
  EXPECT_EQ(json["@module"], "terraform.ui");
  EXPECT_EQ(json["type"], "diagnostic");
  EXPECT_EQ(json["@timestamp"].get<std::string>().size(), 27U);
  const auto& diagnostic = json["diagnostic"];
  EXPECT_EQ(diagnostic["severity"], "error");
  EXPECT_EQ(diagnostic["address"], "aws_db_instance.main");
  EXPECT_EQ(diagnostic["range"], nlohmann::json::parse(R"({
    "filename": "main.tf",
    "start": {"line": 4, "column": 23, "byte": 76},
    "end": {"line": 4, "column": 28, "byte": 81}})"));
  EXPECT_EQ(diagnostic["snippet"], nlohmann::json::parse(R"({
    "context": "resource \"aws_db_instance\" \"main\"",
    "code": "  storage_encrypted = false", "start_line": 4,
    "highlight_start_offset": 22, "highlight_end_offset": 27,
    "values": []})"));
}

TEST_F(Render, SecretsOfASecretRuleAreHidden) {
  rule_.intent = rules::Intent::kSecret;
  const std::string text = RenderForPeople(At(5, 3), directory_, {});
  EXPECT_THAT(text,
              HasSubstr("   5:   password          = (sensitive value)\n"));
  EXPECT_THAT(RenderAsJsonLine(At(5, 3), directory_),
              Not(HasSubstr("hunter2")));
  EXPECT_THAT(RenderAsJsonLine(At(6, 3), directory_),
              Not(HasSubstr("hunter2")));
  // The whole of a block on one line.
  EXPECT_THAT(
      RenderForPeople(At(12, 1), directory_, {true, 78}),
      HasSubstr("\"short\" \x1b[4m{\x1b[0m password = (sensitive value) "
                "}"));
}

TEST_F(Render, WhatIsPrintedAnywayIsNoSecret) {
  rule_.intent = rules::Intent::kSecret;
  Finding finding = At(10, 3);
  EXPECT_THAT(RenderForPeople(finding, directory_, {}),
              HasSubstr("  engine = (sensitive value)\n"));
  finding.observed = "engine = \"mysql\"";
  EXPECT_THAT(RenderForPeople(finding, directory_, {}),
              HasSubstr("  engine = \"mysql\"\n"));
}

TEST_F(Render, WhatThePlanMarksIsHidden) {
  plan::Plan plan;
  plan::Resource resource;
  resource.address = *plan::Address::Parse("aws_db_instance.main");
  resource.planned = cty::Value::Object(
      {{"password", cty::Value::String("hunter2").WithSensitive()},
       {"engine", cty::Value::String("mysql")}});
  plan.resources.push_back(std::move(resource));
  EXPECT_THAT(RenderForPeople(At(5, 3), directory_, {}, &plan),
              HasSubstr("password          = (sensitive value)\n"));
  EXPECT_THAT(RenderForPeople(At(12, 1), directory_, {}, &plan),
              Not(HasSubstr("hunter2")));
  EXPECT_THAT(RenderForPeople(At(10, 3), directory_, {}, &plan),
              HasSubstr("engine = \"mysql\"\n"));
}

TEST_F(Render, WhatWasObservedAsSensitiveIsHidden) {
  Finding finding = At(5, 3);
  finding.observed = "password = (sensitive value)";
  EXPECT_THAT(RenderForPeople(finding, directory_, {}),
              Not(HasSubstr("hunter2")));
}

TEST_F(Render, EqualWarningsAreOne) {
  PlanCheck check;
  check.plan = std::make_unique<const plan::Plan>();
  std::vector<Finding> findings(4, At(4, 3));
  for (std::size_t i = 1; i < findings.size(); ++i) {
    findings[i].enforcement = Enforcement::kAdvisory;
    findings[i].address = absl::StrCat("aws_db_instance.main[", i, "]");
  }
  findings.push_back(findings[3]);
  findings.back().address.clear();
  findings.back().resource_type.clear();
  findings.back().position.reset();
  for (const Finding& finding : findings) check.to_show.push_back(&finding);
  const Rendered text = RenderAllForPeople(check, directory_, {false, 78});
  EXPECT_EQ(text.errors, RenderForPeople(findings[0], directory_, {}));
  EXPECT_THAT(text.warnings, HasSubstr("  with aws_db_instance.main[1],\n"));
  EXPECT_THAT(text.warnings, Not(HasSubstr("  with aws_db_instance.main[2]")));
  EXPECT_THAT(text.warnings,
              HasSubstr("\n\n(and 2 more similar warnings elsewhere: "
                        "aws_db_instance.main[2],\naws_db_instance.main[3])"));
  EXPECT_THAT(text.warnings, HasSubstr("\nAddress: the plan as a whole\n"));
  // As Terraform has it, a program is told each one.
  const Rendered json = RenderAllAsJsonLines(check, directory_);
  EXPECT_EQ(std::count(json.warnings.begin(), json.warnings.end(), '\n'), 4);
  EXPECT_EQ(std::count(json.errors.begin(), json.errors.end(), '\n'), 1);
}

TEST(WordWrap, BreaksBetweenWords) {
  EXPECT_EQ(WordWrap("one two three", 7), "one two\nthree");
  EXPECT_EQ(WordWrap("one two three", 0), "one two three");
  EXPECT_EQ(WordWrap("a verylongwordindeed b", 5), "a\nverylongwordindeed\nb");
  EXPECT_EQ(WordWrap("é é é", 3), "é é\né");
  EXPECT_EQ(WordWrap("two  spaces", 20), "two  spaces");
  EXPECT_EQ(WordWrap("", 5), "");
}

}  // namespace
}  // namespace compliance::hook
