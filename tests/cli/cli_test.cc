#include "compliance/cli/cli.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

namespace compliance::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

struct Result {
  int code = 0;
  std::string out, err;
};

Result RunCli(std::vector<std::string> args) {
  args.insert(args.begin(), "compliance");
  std::vector<char*> argv;
  for (std::string& arg : args) argv.push_back(arg.data());
  argv.push_back(nullptr);
  ::testing::internal::CaptureStdout();
  ::testing::internal::CaptureStderr();
  Result result;
  result.code = Run(static_cast<int>(args.size()), argv.data());
  result.out = ::testing::internal::GetCapturedStdout();
  result.err = ::testing::internal::GetCapturedStderr();
  return result;
}

// A database that is not encrypted, with a clear-text password.
constexpr char kBadPlan[] = R"({"format_version": "1.2", "complete": true,
  "resource_changes": [{"address": "aws_db_instance.main",
    "mode": "managed", "type": "aws_db_instance", "name": "main",
    "change": {"actions": ["create"], "before": null,
      "after": {"storage_encrypted": false, "password": "hunter2-secret",
                "publicly_accessible": true, "engine": "mysql"},
      "after_unknown": {"id": true},
      "after_sensitive": {"password": true}}}],
  "configuration": {"root_module": {"resources": [
    {"mode": "managed", "type": "aws_db_instance", "name": "main",
     "expressions": {"storage_encrypted": {"constant_value": false},
       "publicly_accessible": {"constant_value": true},
       "password": {"constant_value": "hunter2-secret"}}}]}}})";

constexpr char kSource[] =
    "# the stack\n"
    "resource \"aws_db_instance\" \"main\" {\n"
    "  engine            = \"mysql\"\n"
    "  password          = \"hunter2-secret\"\n"
    "  storage_encrypted = false\n"
    "}\n";

constexpr char kEmptyPlan[] =
    R"({"format_version": "1.2", "resource_changes": []})";

class Cli : public ::testing::Test {
 protected:
  void SetUp() override {
    root_ = std::filesystem::temp_directory_path() /
            absl::StrCat("cli_test_", getpid());
    std::filesystem::create_directories(root_);
  }
  void TearDown() override { std::filesystem::remove_all(root_); }

  std::string Write(const std::string& name, const std::string& text) {
    const std::filesystem::path path = root_ / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
    return path.string();
  }
  std::string Read(const std::string& name) {
    std::ifstream in(root_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  std::filesystem::path root_;
};

TEST_F(Cli, MandatoryFindingsAreExitCodeOne) {
  Write("main.tf", kSource);
  const Result result = RunCli({"check", Write("plan.json", kBadPlan)});
  EXPECT_EQ(result.code, kMandatoryFindings) << result.err;
  EXPECT_THAT(result.out,
              AllOf(HasSubstr("aws.rds.storage_encrypted"),
                    HasSubstr("aws_db_instance.main"), HasSubstr("3.5.1")));
  // The attribute's own line.
  EXPECT_THAT(result.out, HasSubstr("main.tf:5:3"));
}

TEST_F(Cli, NoReportShowsASecret) {
  Write("main.tf", kSource);
  const std::string plan = Write("plan.json", kBadPlan);
  for (const std::string format : {"text", "json"}) {
    const Result result =
        RunCli({"check", plan, "--format", format, "--all-verdicts"});
    EXPECT_THAT(result.out, Not(HasSubstr("hunter2"))) << format;
    EXPECT_THAT(result.err, Not(HasSubstr("hunter2"))) << format;
  }
}

TEST_F(Cli, ChdirNamesTheDirectoryOfTheSources) {
  Write("stack/main.tf", kSource);
  const Result result = RunCli({"check", Write("out/plan.json", kBadPlan),
                                "--chdir", (root_ / "stack").string()});
  EXPECT_EQ(result.code, kMandatoryFindings);
  EXPECT_THAT(result.out, HasSubstr("stack/main.tf:5:3"));
}

TEST_F(Cli, ReportsGoToFilesAsWell) {
  const Result result =
      RunCli({"check", Write("plan.json", kBadPlan), "--output",
              absl::StrCat("json=", (root_ / "r.json").string()), "--output",
              absl::StrCat("text=", (root_ / "r.txt").string())});
  EXPECT_EQ(result.code, kMandatoryFindings);
  EXPECT_THAT(Read("r.json"), HasSubstr("\"schema_version\": \"1.0\""));
  EXPECT_THAT(Read("r.txt"), HasSubstr("failed"));
  EXPECT_THAT(result.out, HasSubstr("failed"));
}

TEST_F(Cli, NothingToFindIsExitCodeZero) {
  const Result result = RunCli({"check", Write("plan.json", kEmptyPlan)});
  EXPECT_EQ(result.code, kCompliant) << result.out << result.err;
}

TEST_F(Cli, ConfigFileIsFoundUpwards) {
  Write("stack/main.tf", kSource);
  Write(".compliance.yaml",
        "enforcement:\n  severity:critical: report\n  severity:high: report\n"
        "  severity:medium: report\n  severity:low: report\n"
        "  framework:pci-dss-4.0.1: report\n  framework:hipaa: report\n"
        "  framework:baseline: report\n");
  const Result result = RunCli({"check", Write("plan.json", kBadPlan),
                                "--chdir", (root_ / "stack").string()});
  EXPECT_EQ(result.code, kCompliant) << result.out << result.err;
}

TEST_F(Cli, UnknownsBlockOnlyWhenAskedTo) {
  const std::string plan = Write("plan.json", R"({"format_version": "1.2",
      "complete": true, "resource_changes": [{"address": "aws_kms_key.k",
        "change": {"actions": ["create"], "before": null, "after": {},
          "after_unknown": {"enable_key_rotation": true}}}],
      "configuration": {"root_module": {"resources": [{"mode": "managed",
        "type": "aws_kms_key", "name": "k", "expressions":
          {"enable_key_rotation": {"references": ["local.x"]}}}]}}})");
  EXPECT_EQ(RunCli({"check", plan}).code, kCompliant);
  const Result blocked = RunCli({"check", plan, "--unknown", "block"});
  EXPECT_EQ(blocked.code, kUndecided) << blocked.out;
  EXPECT_THAT(blocked.out, HasSubstr("waits for enable_key_rotation"));
}

struct BadCase {
  std::string name;
  std::vector<std::string> args;  // PLAN stands for a good plan file
  std::string says;
};

class CliMistake : public Cli, public ::testing::WithParamInterface<BadCase> {};

TEST_P(CliMistake, IsExitCodeTwoAndSaysWhy) {
  const std::string plan = Write("plan.json", kEmptyPlan);
  Write("state.json", R"({"version": 4, "serial": 1, "lineage": "x"})");
  Write("bad.yaml", "frameworks: [pci]\n");
  std::vector<std::string> args;
  for (std::string arg : GetParam().args) {
    const std::size_t at = arg.find("ROOT");
    if (at != std::string::npos) arg.replace(at, 4, root_.string());
    args.push_back(arg == "PLAN" ? plan : arg);
  }
  const Result result = RunCli(args);
  EXPECT_EQ(result.code, kCouldNotCheck) << result.out;
  EXPECT_THAT(result.err, HasSubstr(GetParam().says));
  EXPECT_EQ(result.out, "");
}

INSTANTIATE_TEST_SUITE_P(
    Lines, CliMistake,
    ::testing::Values(
        BadCase{"noPlan", {"check"}, "PLAN"},
        BadCase{"noFile", {"check", "ROOT/absent.json"}, "absent.json"},
        BadCase{"directory", {"check", "ROOT"}, "directory"},
        BadCase{"state", {"check", "ROOT/state.json"}, "terraform show -json"},
        BadCase{"flag", {"check", "PLAN", "--nonsense"}, "--nonsense"},
        BadCase{"format", {"check", "PLAN", "--format", "xml"}, "xml"},
        BadCase{
            "output", {"check", "PLAN", "--output", "xml=f"}, "FORMAT=FILE"},
        BadCase{
            "framework", {"check", "PLAN", "--framework", "hippa"}, "hipaa"},
        BadCase{
            "profile", {"check", "PLAN", "--profile", "prod"}, "production"},
        BadCase{"param", {"check", "PLAN", "--param", "x"}, "NAME=VALUE"},
        BadCase{"paramName",
                {"check", "PLAN", "--param", "no_such_parameter=1"},
                "no_such_parameter"},
        BadCase{"unknown", {"check", "PLAN", "--unknown", "maybe"}, "maybe"},
        BadCase{"config",
                {"check", "PLAN", "--config", "ROOT/bad.yaml"},
                "bad.yaml:1"},
        BadCase{"chdir", {"check", "PLAN", "--chdir", "ROOT/absent"}, "absent"},
        BadCase{"command", {"chekc"}, "chekc"},
        BadCase{"rules", {"rules"}, "subcommand"},
        BadCase{
            "show", {"rules", "show", "aws.kms.rotatoin"}, "aws.kms.rotation"},
        BadCase{"validate", {"rules", "validate", "ROOT/bad.yaml"}, "bad.yaml"},
        BadCase{"explain", {"explain", "9.9.9.9.9"}, "9.9.9.9.9"},
        BadCase{"exec", {"exec"}, "the command is missing"},
        BadCase{"execDashes", {"exec", "--"}, "the command is missing"},
        BadCase{"execFlag", {"exec", "--nonsense", "--", "x"}, "--nonsense"},
        BadCase{"shim", {"shim"}, "--dir"},
        BadCase{"env", {"env", "--shell", "ksh"}, "ksh"}),
    [](const auto& test) { return test.param.name; });

// The report of a file that could not be written is still printed.
// A rule that cannot be evaluated is no pass, and its error is shown.
TEST_F(Cli, AnErrorInARuleIsExitCodeTwo) {
  const std::string plan = Write("plan.json", R"({"format_version": "1.2",
    "resource_changes": [{"address": "aws_db_instance.main", "mode": "managed",
      "type": "aws_db_instance", "name": "main", "change": {
        "actions": ["create"], "before": null, "after_unknown": {},
        "after": {"storage_encrypted": ["neither"]}}}]})");
  const Result result = RunCli({"check", plan, "--format", "json"});
  EXPECT_EQ(result.code, kCouldNotCheck) << result.out << result.err;
  EXPECT_THAT(result.out, AllOf(HasSubstr("\"verdict\": \"error\""),
                                HasSubstr("the rule could not be evaluated")));
}

TEST_F(Cli, AReportThatCannotBeWrittenIsNoPass) {
  const Result result = RunCli(
      {"check", Write("plan.json", kEmptyPlan), "--output", "json=/dev/full"});
  EXPECT_EQ(result.code, kCouldNotCheck);
  EXPECT_THAT(result.out, HasSubstr("0 failed"));
  EXPECT_THAT(result.err, HasSubstr("cannot write /dev/full"));
}

// Runs the command line with its standard output replaced, in a child.
int CodeWithStdout(const std::vector<std::string>& args, const char* device) {
  const auto child = [&] {
    const int out = open(device, O_WRONLY);
    if (out < 0 || dup2(out, STDOUT_FILENO) < 0) std::_Exit(99);
    std::vector<std::string> all = args;
    all.insert(all.begin(), "compliance");
    std::vector<char*> argv;
    for (std::string& arg : all) argv.push_back(arg.data());
    argv.push_back(nullptr);
    std::_Exit(Run(static_cast<int>(all.size()), argv.data()));
  };
  int code = -1;
  EXPECT_EXIT(
      child(),
      [&code](int status) {
        code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
        return true;
      },
      "");
  return code;
}

TEST_F(Cli, AFullDiskIsNoPass) {
  const std::string plan = Write("plan.json", kEmptyPlan);
  EXPECT_EQ(CodeWithStdout({"check", plan}, "/dev/null"), kCompliant);
  EXPECT_EQ(CodeWithStdout({"check", plan}, "/dev/full"), kCouldNotCheck);
  EXPECT_EQ(CodeWithStdout({"version"}, "/dev/full"), kCouldNotCheck);
  EXPECT_EQ(CodeWithStdout({"--help"}, "/dev/full"), kCouldNotCheck);
}

TEST(Help, IsPrintedWithoutArguments) {
  const Result result = RunCli({});
  EXPECT_EQ(result.code, kCompliant);
  EXPECT_THAT(result.out, AllOf(HasSubstr("check"), HasSubstr("rules"),
                                HasSubstr("explain"), HasSubstr("version")));
  EXPECT_EQ(RunCli({"--help"}).code, kCompliant);
  EXPECT_THAT(RunCli({"check", "--help"}).out, HasSubstr("Exit codes"));
}

TEST(Catalogue, ListsShowsAndExplains) {
  EXPECT_THAT(RunCli({"rules", "list"}).out,
              HasSubstr("aws.rds.storage_encrypted"));
  EXPECT_THAT(
      RunCli({"rules", "show", "aws.rds.storage_encrypted"}).out,
      AllOf(HasSubstr("critical"), HasSubstr("3.5.1"), HasSubstr("Fix")));
  const Result by_alias = RunCli({"explain", "CKV_AWS_16"});
  EXPECT_EQ(by_alias.code, kCompliant);
  EXPECT_THAT(by_alias.out, HasSubstr("aws.rds.storage_encrypted"));
  for (const std::string name : {"3.5.1", "pci-dss 3.5.1"}) {
    EXPECT_THAT(RunCli({"explain", name}).out,
                AllOf(HasSubstr("pci-dss-4.0.1 3.5.1"),
                      HasSubstr("aws.rds.storage_encrypted")));
  }
}

TEST(Catalogue, RuleFilesAreValidated) {
  const Result result =
      RunCli({"rules", "validate",
              absl::StrCat(COMPLIANCE_SOURCE_DIR,
                           "/rules/aws/rds/storage_encrypted.yaml")});
  EXPECT_EQ(result.code, kCompliant) << result.err;
  EXPECT_THAT(result.out, HasSubstr("examples"));
}

}  // namespace
}  // namespace compliance::cli
