// The real terraform with the test provider, over both protocol versions.
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "compliance/tfplugin/forward.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tfplugin/live_processes.h"
#include "tfplugin/plugin_process.h"

namespace compliance::tfplugin {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kConfiguration[] = R"(
terraform {
  required_providers {
    hosttest = { source = "planguard/hosttest" }
  }
}

provider "hosttest" {
  region = "north"
}

provider "hosttest" {
  alias  = "other"
  region = "south"
}

variable "name" {
  default = "fine"
}

resource "hosttest_thing" "a" {
  name  = var.name
  extra = { list = [1, 0.1, "x", null, true] }
  labels = {
    cost = "1"
    team = "x"
  }
  rule {
    port = 22
  }
}

resource "hosttest_thing" "b" {
  provider = hosttest.other
  name     = hosttest_thing.a.id
}

data "hosttest_echo" "e" {
  text = "same"
}

output "ids" {
  value = "${hosttest_thing.a.id} ${hosttest_thing.b.id} ${data.hosttest_echo.e.text}"
}

output "echo" {
  value = provider::hosttest::echo({ a = [1.5, "b"] })
}
)";

struct Result {
  int code = 0;
  std::string output;
};

// The parameter is the protocol version.
class TerraformTest : public ::testing::TestWithParam<int> {
 protected:
  void SetUp() override {
    if (system("command -v terraform >/dev/null") != 0) {
      GTEST_SKIP() << "no terraform on PATH";
    }
    Write("main.tf", kConfiguration);
    Write("terraformrc",
          absl::StrCat("provider_installation {\n  dev_overrides {\n"
                       "    \"planguard/hosttest\" = \"",
                       std::filesystem::path(COMPLIANCE_TEST_PROVIDER)
                           .parent_path()
                           .string(),
                       "\"\n  }\n  direct {}\n}\n"));
    std::filesystem::create_directory(dir_.path() + "/tmp");
  }

  void Write(absl::string_view name, absl::string_view text) {
    std::ofstream(absl::StrCat(dir_.path(), "/", name)) << text;
  }

  Result Terraform(absl::string_view arguments,
                   absl::string_view environment = "") {
    const std::string command = absl::StrCat(
        "cd ", dir_.path(), " && env TMPDIR=", dir_.path(), "/tmp ",
        "TF_CLI_CONFIG_FILE=terraformrc CHECKPOINT_DISABLE=1 TF_INPUT=0 ",
        "COMPLIANCE_PROTOCOL=", GetParam(), " ", environment, " terraform ",
        arguments, " -no-color 2>&1 </dev/null");
    FILE* pipe = popen(command.c_str(), "r");
    Result result;
    int c = 0;
    while ((c = fgetc(pipe)) != EOF) result.output += static_cast<char>(c);
    result.code = WEXITSTATUS(pclose(pipe));
    return result;
  }

  std::vector<std::string> LeftSockets() {
    std::vector<std::string> left;
    for (const auto& entry :
         std::filesystem::directory_iterator(dir_.path() + "/tmp")) {
      left.push_back(entry.path());
    }
    return left;
  }

  TempDir dir_;
};

INSTANTIATE_TEST_SUITE_P(Protocols, TerraformTest, ::testing::Values(5, 6));

TEST_P(TerraformTest, PlansAppliesAndDestroys) {
  const Result apply = Terraform("apply -auto-approve");
  EXPECT_EQ(apply.code, 0) << apply.output;
  EXPECT_THAT(apply.output, HasSubstr("ids = \"north south same\""));
  EXPECT_THAT(apply.output, HasSubstr("1.5"));
  const Result again = Terraform("plan -detailed-exitcode");
  EXPECT_EQ(again.code, 0) << again.output;
  const Result destroy = Terraform("destroy -auto-approve");
  EXPECT_EQ(destroy.code, 0) << destroy.output;
  EXPECT_THAT(LeftSockets(), IsEmpty());
}

TEST_P(TerraformTest, ShowsTheLineOfAMapEntry) {
  const Result plan = Terraform("plan -var name=bad");
  EXPECT_EQ(plan.code, 1);
  EXPECT_THAT(plan.output, AllOf(HasSubstr("Error: bad name"),
                                 HasSubstr("with hosttest_thing.a"),
                                 HasSubstr("team = \"x\"")));
}

TEST_P(TerraformTest, ShowsAFunctionsErrorAtItsArgument) {
  Write("refuse.tf",
        "output \"refused\" {\n"
        "  value = provider::hosttest::refuse(\"me\")\n}\n");
  const Result plan = Terraform("plan");
  EXPECT_EQ(plan.code, 1);
  EXPECT_THAT(plan.output,
              AllOf(HasSubstr("refused"), HasSubstr("refuse.tf line 2")));
}

TEST_P(TerraformTest, Imports) {
  const Result import = Terraform("import hosttest_thing.a the-id");
  EXPECT_EQ(import.code, 0) << import.output;
  const Result missing = Terraform("import hosttest_thing.b missing");
  EXPECT_EQ(missing.code, 1);
  EXPECT_THAT(missing.output, HasSubstr("does not exist"));
}

TEST_P(TerraformTest, ShowsOurLogLines) {
  const Result plan = Terraform("plan", "TF_LOG_PROVIDER=DEBUG");
  EXPECT_EQ(plan.code, 0);
  EXPECT_THAT(plan.output,
              HasSubstr("[DEBUG] provider.terraform-provider-hosttest: "
                        "answered: "));
  EXPECT_THAT(plan.output, HasSubstr("rpc=PlanResourceChange"));
  EXPECT_THAT(plan.output, Not(HasSubstr("failed to exit gracefully")));
}

TEST_P(TerraformTest, AttachesToARunningProvider) {
  Write("terraformrc", "");
  LaunchOptions options;
  options.arguments = {"-debug", std::to_string(GetParam())};
  options.environment = {{"TMPDIR", dir_.path() + "/tmp"}};
  PluginProcess provider(COMPLIANCE_TEST_PROVIDER, options);
  constexpr char kAssignment[] = "TF_REATTACH_PROVIDERS='";
  std::string line;
  for (int i = 0; i < 4 && line.find(kAssignment) == std::string::npos; ++i) {
    line = provider.ReadLine();
  }
  const std::string reattach = line.substr(line.find(kAssignment));
  const Result apply = Terraform("apply -auto-approve", reattach);
  EXPECT_EQ(apply.code, 0) << apply.output;
  EXPECT_THAT(apply.output, HasSubstr("ids = \"north south same\""));
}

// The greatest number of processes with `text` in their environment.
class Census {
 public:
  explicit Census(std::string text)
      : thread_([this, text = std::move(text)] {
          while (!over_) {
            const int now = static_cast<int>(ProcessesWith(text).size());
            if (now > most_) most_ = now;
            absl::SleepFor(absl::Milliseconds(5));
          }
        }) {}
  ~Census() {
    over_ = true;
    thread_.join();
  }
  Census(const Census&) = delete;
  Census& operator=(const Census&) = delete;
  int most() const { return most_; }

 private:
  std::atomic<bool> over_ = false;
  std::atomic<int> most_ = 0;
  std::thread thread_;
};

class ForwardedTerraformTest : public TerraformTest {
 protected:
  ForwardOptions Options() const {
    ForwardedProvider provider;
    provider.address = "registry.terraform.io/planguard/hosttest";
    provider.command = {COMPLIANCE_TEST_PROVIDER,
                        "terraform-provider-hosttest",
                        dir_.path(),
                        {absl::StrCat("COMPLIANCE_PROTOCOL=", GetParam()),
                         absl::StrCat("TMPDIR=", dir_.path(), "/tmp"), Mark()}};
    ForwardOptions options;
    options.providers = {provider};
    options.socket_parents = {dir_.path() + "/tmp"};
    return options;
  }

  // Terraform itself does not have it.
  std::string Mark() const { return "FORWARDED_IN=" + dir_.path(); }

  void StartForwarder(const ForwardOptions& options) {
    Write("terraformrc", "");
    auto forwarder = Forwarder::Start(options);
    ASSERT_TRUE(forwarder.ok()) << forwarder.status();
    forwarder_ = *std::move(forwarder);
    const std::string& address = options.providers[0].address;
    reattach_ =
        absl::StrCat("TF_REATTACH_PROVIDERS='{\"", address,
                     "\":", forwarder_->ReattachEntries().at(address), "}'");
  }

  std::unique_ptr<Forwarder> forwarder_;
  std::string reattach_;
};

INSTANTIATE_TEST_SUITE_P(Protocols, ForwardedTerraformTest,
                         ::testing::Values(5, 6));

// With the same output as without us, and nothing left in the end.
TEST_P(ForwardedTerraformTest, Works) {
  const Result direct = Terraform("plan");
  StartForwarder(Options());
  const Result plan = Terraform("plan", reattach_);
  EXPECT_EQ(plan.code, 0);
  // Overrides, by which the other run found the provider, are warned of.
  const std::size_t warning = direct.output.find("\n\n");
  EXPECT_THAT(direct.output.substr(warning),
              HasSubstr(plan.output.substr(plan.output.find("\nTerraform"))));
  const Result apply = Terraform("apply -auto-approve", reattach_);
  EXPECT_EQ(apply.code, 0) << apply.output;
  EXPECT_THAT(apply.output, HasSubstr("ids = \"north south same\""));
  EXPECT_EQ(Terraform("plan -detailed-exitcode", reattach_).code, 0);
  EXPECT_EQ(Terraform("destroy -auto-approve", reattach_).code, 0);
  EXPECT_EQ(forwarder_->crashes(), 0);
  forwarder_->Stop();
  EXPECT_THAT(LeftSockets(), IsEmpty());
}

// Every walk takes its time, as with a provider that has more to do. Without an
// end to their rest there would be ten and more.
TEST_P(ForwardedTerraformTest, KeepsFewPluginsAtATime) {
  Write("wait.tf", R"(
resource "terraform_data" "wait" {
  provisioner "local-exec" {
    command = "sleep 1"
  }
}
resource "hosttest_thing" "c" {
  name       = "last"
  depends_on = [terraform_data.wait]
}
)");
  ForwardOptions options = Options();
  options.rest_after = absl::Milliseconds(100);
  options.configured_rest_after = absl::Milliseconds(200);
  StartForwarder(options);
  {
    const Census census(Mark());
    const Result apply = Terraform("apply -auto-approve", reattach_);
    EXPECT_EQ(apply.code, 0) << apply.output;
    EXPECT_THAT(apply.output, HasSubstr("ids = \"north south same\""));
    EXPECT_GE(census.most(), 2);
    EXPECT_LE(census.most(), 8);
    RecordProperty("most", census.most());
  }
  const absl::Time end = absl::Now() + absl::Seconds(5);
  while (!ProcessesWith(Mark()).empty() && absl::Now() < end) {
    absl::SleepFor(absl::Milliseconds(10));
  }
  EXPECT_THAT(ProcessesWith(Mark()), IsEmpty());
  EXPECT_EQ(forwarder_->crashes(), 0);
}

}  // namespace
}  // namespace compliance::tfplugin
