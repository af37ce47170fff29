#include "absl/strings/str_cat.h"
#include "compliance/terraform/providers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "support/status.h"
#include "terraform/folder.h"
#include "terraform/support.h"

namespace compliance::terraform {
namespace {

using compliance::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

#if defined(__aarch64__)
constexpr char kPlatform[] = "linux_arm64";
#else
constexpr char kPlatform[] = "linux_amd64";
#endif

constexpr char kAws[] = "registry.terraform.io/hashicorp/aws";

class InstalledProvidersTest : public ::testing::Test {
 protected:
  // Installs a package with one file; gives the file.
  std::string Install(const std::string& address, const std::string& version,
                      const std::string& file,
                      const std::string& data = ".terraform") {
    return folder_.Write(absl::StrCat(data, "/providers/", address, "/",
                                      version, "/", kPlatform, "/", file),
                         "binary");
  }

  void Lock(const std::string& address, const std::string& version) {
    lock_ += absl::StrCat("provider \"", address, "\" {\n  version = \"",
                          version, "\"\n  hashes = [\"h1:x\"]\n}\n");
    folder_.Write(".terraform.lock.hcl", lock_);
  }

  void Override(const std::string& address, const std::string& directory) {
    variables_["TF_CLI_CONFIG_FILE"] = folder_.Write(
        "rc", absl::StrCat("provider_installation {\n  dev_overrides {\n    \"",
                           address, "\" = \"", directory, "\"\n  }\n}\n"));
  }

  absl::StatusOr<std::vector<InstalledProvider>> Find() const {
    Variables variables = variables_;
    variables.emplace("HOME", folder_ / "home");
    return FindInstalledProviders({folder_.path(), open_tofu_, Of(variables)});
  }

  // "ORIGIN ADDRESS VERSION BINARY", the file without this folder.
  std::vector<std::string> Found() const {
    const auto found = Find();
    EXPECT_OK(found);
    std::vector<std::string> lines;
    for (const InstalledProvider& provider : *found) {
      const char* const kOrigins[] = {"locked", "unlocked", "override",
                                      "reattached"};
      const std::filesystem::path binary = provider.binary;
      lines.push_back(absl::StrCat(kOrigins[static_cast<int>(provider.origin)],
                                   " ", provider.address, " ", provider.version,
                                   " ", binary.filename().string()));
      if (provider.origin == Origin::kReattached) continue;
      EXPECT_EQ(binary.parent_path(), provider.directory);
      EXPECT_TRUE(binary.is_absolute());
    }
    return lines;
  }

  Folder folder_;
  Variables variables_;
  bool open_tofu_ = false;
  std::string lock_;
};

TEST_F(InstalledProvidersTest, AreThoseOfTheLockFile) {
  const std::string binary =
      Install(kAws, "5.1.0", "terraform-provider-aws_v5.1.0_x5");
  Install(kAws, "6.0.0", "terraform-provider-aws_v6.0.0_x5");
  Lock(kAws, "5.1.0");
  ASSERT_OK_AND_ASSIGN(const auto found, Find());
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].origin, Origin::kLocked);
  EXPECT_EQ(found[0].address, kAws);
  EXPECT_EQ(found[0].version, "5.1.0");
  EXPECT_EQ(found[0].binary, binary);
  EXPECT_THAT(found[0].hashes, ElementsAre("h1:x"));
}

TEST_F(InstalledProvidersTest, LeavesOutWhatIsNotInstalled) {
  EXPECT_THAT(Found(), IsEmpty());
  Lock(kAws, "5.1.0");
  EXPECT_THAT(Found(), IsEmpty());
  Install(kAws, "6.0.0", "terraform-provider-aws_v6.0.0");
  EXPECT_THAT(Found(), IsEmpty());  // the wrong version
  Install(kAws, "5.1.0", "README");
  EXPECT_THAT(Found(), IsEmpty());  // no binary
  folder_.Write(absl::StrCat(".terraform/providers/", kAws,
                             "/5.1.0/plan9_mips/terraform-provider-aws"),
                "");
  EXPECT_THAT(Found(), IsEmpty());  // another platform
}

TEST_F(InstalledProvidersTest, TakesTheFirstBinaryInNameOrder) {
  Lock(kAws, "1.0.0");
  const struct {
    std::string file;
    std::string want;  // once it is there too
  } kCases[] = {
      {"terraform-provider-awscc", ""},
      {"terraform-provider-aws-x", ""},
      {"LICENSE", ""},
      {"terraform-provider-aws_v2", "terraform-provider-aws_v2"},
      {"terraform-provider-aws_v1", "terraform-provider-aws_v1"},
      {"terraform-provider-aws.exe", "terraform-provider-aws.exe"},
      {"terraform-provider-aws", "terraform-provider-aws"},
  };
  for (const auto& test : kCases) {
    Install(kAws, "1.0.0", test.file);
    const auto found = Found();
    ASSERT_EQ(found.size(), test.want.empty() ? 0U : 1U) << test.file;
    if (found.empty()) continue;
    EXPECT_THAT(found[0], EndsWith(" " + test.want));
  }
}

TEST_F(InstalledProvidersTest, FindsAPackageThatIsLinkedIn) {
  folder_.Write("mirror/terraform-provider-aws", "");
  folder_.Link(
      absl::StrCat(".terraform/providers/", kAws, "/1.0.0/", kPlatform),
      folder_ / "mirror");
  Lock(kAws, "1.0.0");
  EXPECT_THAT(Found(), ElementsAre(absl::StrCat("locked ", kAws,
                                                " 1.0.0 "
                                                "terraform-provider-aws")));
}

TEST_F(InstalledProvidersTest, TellsTheUnlockedApart) {
  Lock(kAws, "1.0.0");
  Install(kAws, "1.0.0", "terraform-provider-aws");
  Install("a.io/b/c", "1.9.0", "terraform-provider-c_v1.9.0");
  Install("a.io/b/c", "1.10.0", "terraform-provider-c_v1.10.0");
  Install("a.io/b/c", "2.0.0", "nothing-to-start");
  Install("a.io/NOT/canonical", "1.0.0", "terraform-provider-canonical");
  EXPECT_THAT(Found(), ElementsAre("unlocked a.io/b/c 1.10.0 "
                                   "terraform-provider-c_v1.10.0",
                                   absl::StrCat("locked ", kAws,
                                                " 1.0.0 "
                                                "terraform-provider-aws")));
}

TEST_F(InstalledProvidersTest, LooksInTheDataDirectory) {
  Lock(kAws, "1.0.0");
  Install(kAws, "1.0.0", "terraform-provider-aws", "data");
  EXPECT_THAT(Found(), IsEmpty());
  variables_["TF_DATA_DIR"] = "data";
  EXPECT_EQ(Found().size(), 1U);
  variables_["TF_DATA_DIR"] = folder_ / "data";
  EXPECT_EQ(Found().size(), 1U);
  variables_["TF_DATA_DIR"] = "";
  EXPECT_THAT(Found(), IsEmpty());
}

TEST_F(InstalledProvidersTest, KeepsTerraformsPrecedence) {
  Lock(kAws, "1.0.0");
  Install(kAws, "1.0.0", "terraform-provider-aws");
  folder_.Write("dev/terraform-provider-aws_dev", "");
  Override("hashicorp/aws", "dev");  // relative to the working directory
  EXPECT_THAT(Found(), ElementsAre(absl::StrCat(
                           "override ", kAws, "  terraform-provider-aws_dev")));
  variables_["TF_REATTACH_PROVIDERS"] =
      R"({"hashicorp/aws":{"Protocol":"grpc","Pid":5}})";
  EXPECT_THAT(Found(), ElementsAre(absl::StrCat("reattached ", kAws, "  ")));
  ASSERT_OK_AND_ASSIGN(const auto found, Find());
  EXPECT_EQ(found[0].reattach, R"({"Pid":5,"Protocol":"grpc"})");
  EXPECT_EQ(found[0].binary, "");
}

TEST_F(InstalledProvidersTest, DoesNotLookBehindAnOverride) {
  Lock(kAws, "1.0.0");
  Install(kAws, "1.0.0", "terraform-provider-aws");
  Override("hashicorp/aws", "none");
  EXPECT_THAT(Found(), IsEmpty());
}

TEST_F(InstalledProvidersTest, CompletesAddressesForOpenTofu) {
  open_tofu_ = true;
  variables_["TF_REATTACH_PROVIDERS"] = R"({"aws":{},"acme/x":{}})";
  EXPECT_THAT(Found(),
              ElementsAre("reattached registry.opentofu.org/acme/x  ",
                          "reattached registry.opentofu.org/hashicorp/aws  "));
}

TEST_F(InstalledProvidersTest, RefusesAMalformedReattach) {
  const std::string deep(60000, '[');
  for (const std::string& text : std::vector<std::string>{
           "x", "{\"aws\":{\"a\":" + deep + std::string(60000, ']') + "}}",
           "[]", "5", R"({"aws":5})", R"({"a/b/c/d":{}})", R"({"":{}})", "{"}) {
    variables_["TF_REATTACH_PROVIDERS"] = text;
    EXPECT_THAT(Find(), StatusIs(absl::StatusCode::kInvalidArgument,
                                 HasSubstr("TF_REATTACH_PROVIDERS: ")))
        << text;
  }
  for (const char* text : {"", "{}", "null"}) {
    variables_["TF_REATTACH_PROVIDERS"] = text;
    EXPECT_THAT(Found(), IsEmpty());
  }
}

TEST_F(InstalledProvidersTest, RefusesABrokenLockFile) {
  const std::string file = folder_.Write(".terraform.lock.hcl", "provider {");
  EXPECT_THAT(Find(), StatusIs(absl::StatusCode::kInvalidArgument,
                               HasSubstr(file + ":1: ")));
}

}  // namespace
}  // namespace compliance::terraform
