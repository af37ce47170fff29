#include "hook/stand_ins.h"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "compliance/base/status_macros.h"
#include "compliance/hcl/source_positions.h"
#include "hook/real_program.h"
#include "hook/variables.h"

namespace compliance::hook {
namespace {

using Json = nlohmann::json;
using terraform::InstalledProvider;
using terraform::Origin;

// The providers that the binary itself can be, by the name it is started under.
constexpr const char* kSandboxTypes[] = {"aws", "random"};

// "aws" of registry.terraform.io/hashicorp/aws.
std::string TypeOf(const std::string& address) {
  return address.substr(address.rfind('/') + 1);
}

// What a resource type starts with names the provider: "aws" of aws_kms_key.
std::set<std::string> TypesOfRules(const rules::RuleSet& rule_set) {
  std::set<std::string> types;
  for (const auto& rule : rule_set.rules()) {
    for (const auto& [type, attribute] : rule->resources) {
      if (type != "*") types.insert(type.substr(0, type.find('_')));
    }
  }
  return types;
}

// Addresses that the configuration gives to a local name that rules speak of.
std::set<std::string> AddressesOf(
    const std::set<std::string>& types,
    const std::map<std::string, std::vector<std::string>>& required) {
  std::set<std::string> addresses;
  for (const std::string& type : types) {
    const auto found = required.find(type);
    if (found == required.end()) continue;
    addresses.insert(found->second.begin(), found->second.end());
  }
  return addresses;
}

// Whether the sources speak of a provider. One that is installed and not locked
// may be left over from an earlier configuration.
bool IsUsed(const std::string& type, const hcl::SourcePositions& sources) {
  if (!sources.complete()) return true;
  for (const auto& [module, blocks] : sources.blocks()) {
    for (const hcl::SourceBlock& block : blocks) {
      if (block.labels.empty()) continue;
      const std::string& label = block.labels.front();
      if (label.substr(0, label.find('_')) == type) return true;
    }
  }
  return false;
}

StandIn Sandbox(const terraform::WorkingDirectory& directory,
                const std::string& type) {
  StandIn stand_in;
  stand_in.is_sandbox = true;
  stand_in.provider.address = absl::StrCat(
      directory.open_tofu ? "registry.opentofu.org" : "registry.terraform.io",
      "/hashicorp/", type);
  stand_in.provider.binary = OwnBinary();
  return stand_in;
}

absl::StatusOr<tfplugin::AttachedPlugin> ParseAttached(
    const InstalledProvider& provider) {
  const Json entry = Json::parse(provider.reattach, nullptr, false);
  const auto text = [](const Json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string()
               ? found->get<std::string>()
               : std::string();
  };
  tfplugin::AttachedPlugin attached;
  if (entry.is_object()) {
    const auto version = entry.find("ProtocolVersion");
    if (version != entry.end() && version->is_number_integer() &&
        version->get<int>() != 0) {
      attached.protocol = version->get<int>();
    }
    if (const auto addr = entry.find("Addr");
        addr != entry.end() && addr->is_object()) {
      attached.network = text(*addr, "Network");
      attached.address = text(*addr, "String");
    }
  }
  if (attached.address.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("TF_REATTACH_PROVIDERS: the entry of ", provider.address,
                     " has no address to attach to"));
  }
  return attached;
}

absl::StatusOr<tfplugin::ForwardedProvider> ToForwarded(
    const StandIn& stand_in, const std::string& directory,
    const std::vector<std::string>& environment) {
  const InstalledProvider& provider = stand_in.provider;
  tfplugin::ForwardedProvider forwarded;
  forwarded.address = provider.address;
  if (provider.origin == Origin::kReattached) {
    ASSIGN_OR_RETURN(forwarded.attached, ParseAttached(provider));
    return forwarded;
  }
  forwarded.command.path = provider.binary;
  forwarded.command.name =
      stand_in.is_sandbox
          ? absl::StrCat("terraform-provider-", TypeOf(provider.address))
          : std::filesystem::path(provider.binary).filename().string();
  forwarded.command.working_directory = directory;
  forwarded.command.environment = environment;
  return forwarded;
}

}  // namespace

absl::StatusOr<std::vector<StandIn>> FindStandIns(
    const StandInOptions& options) {
  const std::set<std::string> types = TypesOfRules(*options.rule_set);
  const std::set<std::string> addresses =
      AddressesOf(types, terraform::RequiredProviders(options.directory));
  std::map<std::string, StandIn> found;
  if (options.sandbox) {
    for (const char* type : kSandboxTypes) {
      StandIn stand_in = Sandbox(options.directory, type);
      found.emplace(stand_in.provider.address, std::move(stand_in));
    }
  }
  ASSIGN_OR_RETURN(std::vector<InstalledProvider> installed,
                   terraform::FindInstalledProviders(options.directory));
  const auto sources = hcl::SourcePositions::Read(options.directory.path);
  for (InstalledProvider& provider : installed) {
    const std::string type = TypeOf(provider.address);
    const bool is_required = addresses.count(provider.address) != 0;
    if (!is_required && types.count(type) == 0) continue;
    if (found.count(provider.address) != 0) continue;
    const bool is_left_over = provider.origin == Origin::kUnlocked &&
                              !is_required && !IsUsed(type, sources);
    if (is_left_over) continue;
    StandIn stand_in;
    stand_in.verified =
        terraform::VerifyPackage(provider, options.allow_unlocked);
    stand_in.provider = std::move(provider);
    found.emplace(stand_in.provider.address, std::move(stand_in));
  }
  std::vector<StandIn> stand_ins;
  stand_ins.reserve(found.size());
  for (auto& [address, stand_in] : found) {
    stand_ins.push_back(std::move(stand_in));
  }
  return stand_ins;
}

absl::Status Verified(const std::vector<StandIn>& stand_ins) {
  absl::Status status;
  for (const StandIn& stand_in : stand_ins) status.Update(stand_in.verified);
  return status;
}

std::string NoteOn(const StandIn& stand_in) {
  const InstalledProvider& provider = stand_in.provider;
  switch (provider.origin) {
    case Origin::kDevOverride:
      return absl::StrCat(provider.address, " is the unverified one of your ",
                          "dev_overrides, in ", provider.directory);
    case Origin::kReattached:
      return absl::StrCat(provider.address, " is the unverified one of your ",
                          "TF_REATTACH_PROVIDERS");
    case Origin::kUnlocked:
      return absl::StrCat(provider.address, " has no entry in the dependency ",
                          "lock file and is taken unverified");
    case Origin::kLocked:
      return "";
  }
  return "";
}

absl::StatusOr<std::vector<tfplugin::ForwardedProvider>> ToForwarded(
    const std::vector<StandIn>& stand_ins, const std::string& directory) {
  const std::vector<std::string> environment = Variables::OfProcess().ToWords();
  std::vector<tfplugin::ForwardedProvider> all;
  for (const StandIn& stand_in : stand_ins) {
    ASSIGN_OR_RETURN(tfplugin::ForwardedProvider forwarded,
                     ToForwarded(stand_in, directory, environment));
    all.push_back(std::move(forwarded));
  }
  return all;
}

absl::StatusOr<std::string> MergeReattached(
    const terraform::WorkingDirectory& directory,
    const std::map<std::string, std::string>& ours) {
  ASSIGN_OR_RETURN(const std::vector<InstalledProvider> installed,
                   terraform::FindInstalledProviders(directory));
  Json merged = Json::object();
  for (const InstalledProvider& provider : installed) {
    if (provider.origin == Origin::kReattached) {
      merged[provider.address] = Json::parse(provider.reattach, nullptr, false);
    }
  }
  for (const auto& [address, entry] : ours) {
    merged[address] = Json::parse(entry, nullptr, false);
  }
  return merged.dump();
}

}  // namespace compliance::hook
