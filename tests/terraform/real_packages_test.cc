// What we find and hash, held against what the real program installs, locks
// and refuses.
#include <sys/wait.h>

#include <cstdio>
#include <filesystem>

#include "absl/strings/match.h"
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
using ::testing::HasSubstr;

#if defined(__aarch64__)
constexpr char kPlatform[] = "linux_arm64";
#else
constexpr char kPlatform[] = "linux_amd64";
#endif

struct Ran {
  int exit_code = -1;
  std::string output;
};

class RealPackagesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto found = FindProgram("terraform", ProcessEnvironment(), {});
    if (!found.ok()) GTEST_SKIP() << "no terraform on PATH";
    program_ = *found;
    rc_ = folder_.Write("rc", absl::StrCat("disable_checkpoint = true\n"
                                           "provider_installation {\n"
                                           "  filesystem_mirror {\n"
                                           "    path = \"",
                                           folder_ / "mirror", "\"\n  }\n}\n"));
    folder_.Write("work/main.tf",
                  "terraform {\n  required_providers {\n"
                  "    fake = { source = \"acme/fake\" }\n  }\n}\n"
                  "resource \"fake_thing\" \"a\" {}\n");
  }

  // Puts a file into the package in the mirror.
  std::string Pack(const std::string& name, const std::string& text) {
    const std::string file = folder_.Write(
        absl::StrCat("mirror/registry.terraform.io/acme/fake/1.2.3/", kPlatform,
                     "/", name),
        text);
    std::filesystem::permissions(file, std::filesystem::perms::owner_all);
    return file;
  }

  Ran Terraform(const std::string& arguments) {
    const std::string command = absl::StrCat(
        "cd '", folder_ / "work",
        "' && env -u TF_DATA_DIR TF_CLI_CONFIG_FILE='", rc_, "' HOME='",
        folder_.path(), "' '", program_, "' ", arguments, " -no-color 2>&1");
    Ran ran;
    FILE* const pipe = popen(command.c_str(), "r");
    char buffer[4096];
    while (std::fgets(buffer, sizeof(buffer), pipe) != nullptr) {
      ran.output += buffer;
    }
    const int status = pclose(pipe);
    ran.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return ran;
  }

  std::vector<InstalledProvider> Found() {
    const auto found = FindInstalledProviders(
        {folder_ / "work", false,
         Of({{"TF_CLI_CONFIG_FILE", rc_}, {"HOME", folder_.path()}})});
    EXPECT_OK(found);
    return found.ok() ? *found : std::vector<InstalledProvider>();
  }

  Folder folder_;
  std::string program_;
  std::string rc_;
};

TEST_F(RealPackagesTest, HaveTheHashThatTerraformLocks) {
  Pack("terraform-provider-fake_v1.2.3", "#!/bin/sh\nexit 1\n");
  Pack("LICENSE", "text");
  Pack("docs/a/b.md", "deep");
  Pack("docs-and-more", "sorts before docs/");
  Pack("docs/\u00e9.md", "not ASCII");
  std::filesystem::create_symlink(
      "LICENSE",
      std::filesystem::path(Pack("EMPTY", "")).parent_path() / "LINK");
  const Ran init = Terraform("init");
  ASSERT_EQ(init.exit_code, 0) << init.output;
  const auto found = Found();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].address, "registry.terraform.io/acme/fake");
  EXPECT_EQ(found[0].origin, Origin::kLocked);
  EXPECT_EQ(found[0].version, "1.2.3");
  ASSERT_OK_AND_ASSIGN(const std::string hash, HashPackage(found[0].directory));
  EXPECT_THAT(found[0].hashes, ElementsAre(hash));
  EXPECT_OK(VerifyPackage(found[0], false));
  EXPECT_EQ(RemoteBackend({folder_ / "work", false, Of({})}), "");
}

TEST_F(RealPackagesTest, AreRefusedAlikeOnceChanged) {
  const std::string binary =
      Pack("terraform-provider-fake_v1.2.3", "#!/bin/sh\nexit 1\n");
  const Ran init = Terraform("init");
  ASSERT_EQ(init.exit_code, 0) << init.output;
  ASSERT_EQ(Found().size(), 1U);
  EXPECT_OK(VerifyPackage(Found()[0], false));
  Pack("terraform-provider-fake_v1.2.3", "#!/bin/sh\nexit 2\n");
  EXPECT_THAT(Terraform("validate").output,
              HasSubstr("does not match any of the checksums"));
  EXPECT_THAT(VerifyPackage(Found()[0], false),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("does not match any hash")));
}

// A lock file that only knows zip files, as after `init` from a registry whose
// lock entry was cut down.
TEST_F(RealPackagesTest, AreRefusedAlikeByHashesOfZips) {
  Pack("terraform-provider-fake_v1.2.3", "#!/bin/sh\nexit 1\n");
  const Ran init = Terraform("init");
  ASSERT_EQ(init.exit_code, 0) << init.output;
  folder_.Write("work/.terraform.lock.hcl",
                "provider \"registry.terraform.io/acme/fake\" {\n"
                "  version = \"1.2.3\"\n  hashes = [\"zh:00\"]\n}\n");
  EXPECT_THAT(Terraform("validate").output,
              HasSubstr("does not match any of the checksums"));
  EXPECT_THAT(VerifyPackage(Found()[0], false),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("terraform providers lock")));
}

// What one refuses to read the other refuses too.
TEST_F(RealPackagesTest, HaveLockFilesReadAlike) {
  const std::string entry = "  version = \"1.2.3\"\n  hashes = [\"h1:x\"]\n";
  const struct {
    std::string text;
    bool ok;
  } kCases[] = {
      {"", true},
      {"provider \"registry.terraform.io/acme/other\" {\n" + entry + "}\n",
       true},
      {"provider \"acme/other\" {\n" + entry + "}\n", false},
      {"provider \"registry.terraform.io/acme/Other\" {\n" + entry + "}\n",
       false},
      {"provider \"registry.terraform.io/acme/other\" {\n}\n", false},
      {"provider \"registry.terraform.io/acme/other\" {\n" + entry + entry +
           "}\n",
       false},
      {"provider \"registry.terraform.io/acme/other\" {\n  version = "
       "\"1.2\"\n}\n",
       false},
      {"provider \"registry.terraform.io/acme/other\" {\n  version = "
       "\"1.2.3-rc1+b\"\n}\n",
       true},
      {"provider \"registry.terraform.io/acme/other\" {\n  version = "
       "\"1.2.3\"\n  hashes = []\n}\n",
       false},
      {"provider \"registry.terraform.io/acme/other\" {\n  version = "
       "\"1.2.3\"\n  hashes = [\"x\"]\n}\n",
       false},
      {"provider \"registry.terraform.io/acme/other\" {\n  version = "
       "\"1.2.3\" \"4\"\n}\n",
       false},
      {"provider \"registry.terraform.io/acme/other\" {\n  version = "
       "<<EOT\n1.2.3\nEOT\n}\n",
       false},
      {"provider \"registry.terraform.io/acme/other\" { version = "
       "\"1.2.3\" }\n",
       true},
      {"provider registry {\n}\n", false},
      {"module \"a\" {\n}\n", true},
      {"other \"a\" {\n}\n", false},
      {"a = 1\n", false},
      {"provider \"registry.terraform.io/acme/other\" {\n", false},
  };
  for (const auto& test : kCases) {
    const std::string file =
        folder_.Write("work/.terraform.lock.hcl", test.text);
    EXPECT_EQ(ReadLockFile(file).ok(), test.ok) << test.text;
    const Ran validate = Terraform("validate");
    const bool refused = absl::StrContains(
        validate.output, "failed to read dependency lock file");
    EXPECT_EQ(!refused, test.ok) << test.text << validate.output;
  }
}

TEST_F(RealPackagesTest, AreFoundInDevOverrides) {
  folder_.Write("dev/terraform-provider-fake", "#!/bin/sh\nexit 1\n");
  std::filesystem::permissions(folder_ / "dev/terraform-provider-fake",
                               std::filesystem::perms::owner_all);
  rc_ = folder_.Write(
      "dev.rc", absl::StrCat("provider_installation {\n"
                             "  dev_overrides {\n"
                             "    \"acme/fake\" = \"",
                             folder_ / "dev", "\"\n  }\n  direct {}\n}\n"));
  const auto found = Found();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].origin, Origin::kDevOverride);
  EXPECT_EQ(found[0].binary, folder_ / "dev/terraform-provider-fake");
  EXPECT_OK(VerifyPackage(found[0], false));
  EXPECT_THAT(Terraform("validate").output,
              HasSubstr("acme/fake in " + (folder_ / "dev")));
}

}  // namespace
}  // namespace compliance::terraform
