// Which provider binaries Terraform would start in a working directory, and
// whether they are what the dependency lock file says.
#ifndef COMPLIANCE_TERRAFORM_PROVIDERS_H_
#define COMPLIANCE_TERRAFORM_PROVIDERS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "compliance/terraform/command_line.h"

namespace compliance::terraform {

// One entry of .terraform.lock.hcl.
struct LockedProvider {
  std::string address;  // registry.terraform.io/hashicorp/aws
  std::string version;
  std::vector<std::string> hashes;  // "h1:…", "zh:…"
};

// Errors: INVALID_ARGUMENT "FILE:LINE: …". An absent file is an empty list.
absl::StatusOr<std::vector<LockedProvider>> ReadLockFile(
    const std::string& path);

// The hash that Terraform writes to the lock file for an unpacked package:
// "h1:" and the base64 SHA-256 over the sorted list of "SHA256  NAME\n" of its
// files. Symbolic links are followed. Errors name the file that cannot be read.
absl::StatusOr<std::string> HashPackage(const std::string& directory);

// What we read of Terraform's CLI configuration files; all else in them is
// Terraform's own business.
struct CliConfig {
  // Source address (with host) -> directory.
  std::map<std::string, std::string> dev_overrides;
};
// The files that Terraform reads: TF_CLI_CONFIG_FILE, else ~/.terraformrc and
// ~/.terraform.d/*.tfrc (OpenTofu: ~/.tofurc and its own fallbacks); HCL or
// JSON. What cannot be read or understood is left to Terraform to complain of.
CliConfig ReadCliConfig(const Environment& environment, bool open_tofu);

enum class Origin : std::uint8_t {
  kLocked,  // .terraform/providers, by the lock file
  // .terraform/providers, without a lock entry. Terraform refuses it when it
  // needs it; it may as well be left over from an earlier configuration.
  kUnlocked,
  kDevOverride,  // the user's dev_overrides
  kReattached,  // the user's TF_REATTACH_PROVIDERS: a process that runs already
};

struct InstalledProvider {
  std::string address;  // registry.terraform.io/hashicorp/aws
  Origin origin = Origin::kLocked;
  std::string version;              // "" where nothing says
  std::string directory;            // of the package; absolute
  std::string binary;               // absolute
  std::vector<std::string> hashes;  // kLocked: the entry's
  std::string reattach;  // kReattached: the JSON object of the user's entry
};

// Where to look.
struct WorkingDirectory {
  std::string path;  // absolute: Terraform's, after -chdir
  bool open_tofu = false;
  Environment environment;

  // Of TF_DATA_DIR, else .terraform; absolute.
  std::string DataDirectory() const;
};

// Every provider whose binary can be told, in address order, in Terraform's
// precedence: reattached, dev override, lock file. A provider that is not
// installed is left out: Terraform says so in its own words. Errors: a lock
// file that cannot be read, a malformed TF_REATTACH_PROVIDERS.
absl::StatusOr<std::vector<InstalledProvider>> FindInstalledProviders(
    const WorkingDirectory& directory);

// The addresses that `required_providers` blocks of the root and its modules
// give to a local name: "aws" -> {"registry.terraform.io/acme/aws-fork"}; the
// default address where one names no source. What cannot be read is left out.
std::map<std::string, std::vector<std::string>> RequiredProviders(
    const WorkingDirectory& directory);

// OK where the package is one that the lock file allows, or where Terraform
// would not ask (dev overrides, reattached). Errors: FAILED_PRECONDITION with
// what is wrong and what to do: a hash that does not match, only hashes that a
// directory cannot be checked against, a file that cannot be read, or not
// `allow_unlocked` and no lock entry, or one without hashes.
absl::Status VerifyPackage(const InstalledProvider& provider,
                           bool allow_unlocked);

// Whether plans and applies of this directory run elsewhere, where no provider
// starts here: "cloud" or "remote", as the initialized backend or the
// configuration says; "" otherwise, and under TF_FORCE_LOCAL_BACKEND.
std::string RemoteBackend(const WorkingDirectory& directory);

}  // namespace compliance::terraform

#endif  // COMPLIANCE_TERRAFORM_PROVIDERS_H_
