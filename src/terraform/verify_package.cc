#include <algorithm>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "compliance/base/status_macros.h"
#include "compliance/terraform/providers.h"

namespace compliance::terraform {
namespace {

absl::Status Refused(const InstalledProvider& provider,
                     absl::string_view what) {
  return absl::FailedPreconditionError(absl::StrCat(
      provider.directory, ": ", provider.address,
      provider.version.empty() ? "" : " ", provider.version, " ", what));
}

absl::Status Unlocked(const InstalledProvider& provider,
                      absl::string_view what) {
  return Refused(provider,
                 absl::StrCat(what,
                              "; run terraform init, or allow it with "
                              "--allow-unlocked"));
}

}  // namespace

absl::Status VerifyPackage(const InstalledProvider& provider,
                           bool allow_unlocked) {
  if (provider.origin == Origin::kDevOverride ||
      provider.origin == Origin::kReattached) {
    return absl::OkStatus();
  }
  if (provider.origin == Origin::kUnlocked) {
    if (allow_unlocked) return absl::OkStatus();
    return Unlocked(provider, "has no entry in .terraform.lock.hcl");
  }
  const auto& hashes = provider.hashes;
  if (hashes.empty()) {
    if (allow_unlocked) return absl::OkStatus();
    return Unlocked(provider,
                    "has an entry without hashes in .terraform.lock.hcl");
  }
  const bool is_checkable = std::any_of(
      hashes.begin(), hashes.end(),
      [](const std::string& hash) { return absl::StartsWith(hash, "h1:"); });
  if (!is_checkable) {
    return Refused(provider,
                   "has only hashes in .terraform.lock.hcl that an unpacked "
                   "package cannot be checked against (zh: is of the zip "
                   "file); add the others with terraform providers lock");
  }
  ASSIGN_OR_RETURN(const std::string hash, HashPackage(provider.directory));
  if (std::find(hashes.begin(), hashes.end(), hash) != hashes.end()) {
    return absl::OkStatus();
  }
  return Refused(
      provider,
      absl::StrCat("does not match any hash in .terraform.lock.hcl (the "
                   "package has ",
                   hash,
                   "): it was changed, or the file has no hash for this "
                   "platform; remove the directory and run terraform init, or "
                   "add this platform's hash with terraform providers lock"));
}

}  // namespace compliance::terraform
