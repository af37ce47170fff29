#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <system_error>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "compliance/base/status_macros.h"
#include "compliance/base/text.h"
#include "compliance/terraform/providers.h"
#include "terraform/provider_address.h"
#include "terraform/version_order.h"

namespace compliance::terraform {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

// Address -> provider. The first to claim an address has it.
using Found = std::map<std::string, InstalledProvider>;

// "linux_amd64", as Go calls this machine.
constexpr absl::string_view kPlatform =
#if defined(__APPLE__)
    "darwin_"
#elif defined(__FreeBSD__)
    "freebsd_"
#elif defined(__OpenBSD__)
    "openbsd_"
#else
    "linux_"
#endif
#if defined(__aarch64__)
    "arm64";
#elif defined(__arm__)
    "arm";
#elif defined(__i386__)
    "386";
#else
    "amd64";
#endif

// The names in a directory in order; none where it cannot be read.
std::vector<fs::path> Entries(const fs::path& directory) {
  std::vector<fs::path> entries;
  std::error_code error;
  fs::directory_iterator it(directory, error);
  for (const fs::directory_iterator end; !error && it != end;
       it.increment(error)) {
    entries.push_back(it->path());
  }
  std::sort(entries.begin(), entries.end());
  return entries;
}

// The file of a package that Terraform starts; "" for none.
std::string BinaryIn(const fs::path& directory, const std::string& type) {
  const std::string prefix = absl::StrCat("terraform-provider-", type);
  for (const fs::path& entry : Entries(directory)) {
    const std::string name = entry.filename().string();
    if (!absl::StartsWith(name, prefix)) continue;
    const char next = name.size() == prefix.size() ? '_' : name[prefix.size()];
    std::error_code error;
    const bool is_directory =
        fs::symlink_status(entry, error).type() == fs::file_type::directory;
    if (!is_directory && (next == '_' || next == '.')) return entry.string();
  }
  return "";
}

absl::Status MalformedReattach(absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(
      "TF_REATTACH_PROVIDERS: ", what,
      "; set it to what the provider printed when it was started, or unset "
      "it"));
}

// Discarded where the text is not JSON, or nests as no entry does: writing it
// out again would take as deep a stack.
Json ParseShallow(const std::string& text) {
  constexpr int kMaxDepth = 20;
  bool is_shallow = true;
  Json json = Json::parse(
      text,
      [&](int depth, Json::parse_event_t, Json&) {
        is_shallow = is_shallow && depth <= kMaxDepth;
        return is_shallow;
      },
      false);
  return is_shallow ? json : Json(Json::value_t::discarded);
}

absl::Status AddReattached(const WorkingDirectory& directory, Found& found) {
  const std::string text =
      directory.environment("TF_REATTACH_PROVIDERS").value_or("");
  if (text.empty()) return absl::OkStatus();
  const Json json = ParseShallow(text);
  if (json.is_discarded()) return MalformedReattach("this is not JSON");
  if (json.is_null()) return absl::OkStatus();  // as Go reads it
  if (!json.is_object()) return MalformedReattach("this is not an object");
  for (const auto& [source, entry] : json.items()) {
    const auto address = ProviderAddress(source, directory.open_tofu);
    if (!address) {
      return MalformedReattach(
          absl::StrCat(Quote(source), " is not a provider address"));
    }
    if (!entry.is_object()) {
      return MalformedReattach(
          absl::StrCat("the entry of ", Quote(source), " is not an object"));
    }
    InstalledProvider provider;
    provider.address = *address;
    provider.origin = Origin::kReattached;
    provider.reattach = entry.dump();
    found.emplace(*address, std::move(provider));
  }
  return absl::OkStatus();
}

// What is overridden is never looked for elsewhere, even where the directory
// holds no binary.
void AddOverridden(const WorkingDirectory& directory, Found& found) {
  const CliConfig config =
      ReadCliConfig(directory.environment, directory.open_tofu);
  for (const auto& [address, override_directory] : config.dev_overrides) {
    const fs::path absolute = fs::path(directory.path) / override_directory;
    InstalledProvider provider;
    provider.address = address;
    provider.origin = Origin::kDevOverride;
    provider.directory = absolute.lexically_normal().string();
    provider.binary = BinaryIn(provider.directory, ProviderType(address));
    found.emplace(address, std::move(provider));
  }
}

InstalledProvider PackageAt(const fs::path& versions, LockedProvider locked,
                            Origin origin) {
  InstalledProvider provider;
  provider.directory =
      (versions / locked.version / std::string(kPlatform)).string();
  provider.binary = BinaryIn(provider.directory, ProviderType(locked.address));
  provider.origin = origin;
  provider.address = std::move(locked.address);
  provider.version = std::move(locked.version);
  provider.hashes = std::move(locked.hashes);
  return provider;
}

// The newest version for this platform of what lies below HOST/NAMESPACE/TYPE.
void AddUnlocked(const fs::path& versions, const std::string& address,
                 Found& found) {
  InstalledProvider best;
  for (const fs::path& entry : Entries(versions)) {
    InstalledProvider provider = PackageAt(
        versions, {address, entry.filename().string(), {}}, Origin::kUnlocked);
    const bool is_better =
        !provider.binary.empty() &&
        (best.binary.empty() || IsOlderVersion(best.version, provider.version));
    if (is_better) best = std::move(provider);
  }
  if (!best.binary.empty()) found.emplace(address, std::move(best));
}

void AddAllUnlocked(const fs::path& packages, Found& found) {
  for (const fs::path& host : Entries(packages)) {
    for (const fs::path& name_space : Entries(host)) {
      for (const fs::path& type : Entries(name_space)) {
        const std::string name =
            type.lexically_relative(packages).generic_string();
        if (found.count(name) != 0) continue;
        if (ProviderAddress(name, false) == name) {
          AddUnlocked(type, name, found);
        }
      }
    }
  }
}

}  // namespace

std::string WorkingDirectory::DataDirectory() const {
  std::string data = environment("TF_DATA_DIR").value_or("");
  if (data.empty()) data = ".terraform";
  return (fs::path(path) / data).lexically_normal().string();
}

absl::StatusOr<std::vector<InstalledProvider>> FindInstalledProviders(
    const WorkingDirectory& directory) {
  Found found;
  RETURN_IF_ERROR(AddReattached(directory, found));
  AddOverridden(directory, found);
  ASSIGN_OR_RETURN(
      const std::vector<LockedProvider> locked,
      ReadLockFile(
          (fs::path(directory.path) / ".terraform.lock.hcl").string()));
  const fs::path packages = fs::path(directory.DataDirectory()) / "providers";
  for (const LockedProvider& entry : locked) {
    if (found.count(entry.address) != 0) continue;
    found.emplace(entry.address,
                  PackageAt(packages / entry.address, entry, Origin::kLocked));
  }
  AddAllUnlocked(packages, found);
  std::vector<InstalledProvider> providers;
  for (auto& [address, provider] : found) {
    const bool is_there =
        !provider.binary.empty() || provider.origin == Origin::kReattached;
    if (is_there) providers.push_back(std::move(provider));
  }
  return providers;
}

}  // namespace compliance::terraform
