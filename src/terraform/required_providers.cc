#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "compliance/terraform/providers.h"
#include "terraform/json_blocks.h"
#include "terraform/module_settings.h"
#include "terraform/provider_address.h"
#include "terraform/read_file.h"

namespace compliance::terraform {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

// Modules that call themselves end here.
constexpr int kMaxModules = 500;

// Key of modules.json, "net.db" -> directory, as `terraform init` noted them.
std::map<std::string, std::string> InstalledModules(
    const WorkingDirectory& directory) {
  std::map<std::string, std::string> installed;
  const fs::path file =
      fs::path(directory.DataDirectory()) / "modules" / "modules.json";
  const auto text = ReadFile(file.string());
  if (!text.ok()) return installed;
  const Json json = Json::parse(*text, nullptr, false);
  for (const Json* module : JsonBlocks(json, "Modules")) {
    const auto key = module->find("Key");
    const auto dir = module->find("Dir");
    if (key == module->end() || dir == module->end() || !key->is_string() ||
        !dir->is_string()) {
      continue;
    }
    installed[key->get<std::string>()] =
        (fs::path(directory.path) / dir->get<std::string>())
            .lexically_normal()
            .string();
  }
  return installed;
}

class Walker {
 public:
  explicit Walker(const WorkingDirectory& directory)
      : open_tofu_(directory.open_tofu),
        installed_(InstalledModules(directory)) {}

  void Walk(const std::string& key, const std::string& directory) {
    if (++modules_ > kMaxModules) return;
    const ModuleSettings module = ReadModuleSettings(directory, open_tofu_);
    for (const auto& [name, source] : module.required_providers) {
      const auto address =
          ProviderAddress(source.empty() ? name : source, open_tofu_);
      if (address) addresses_[name].insert(*address);
    }
    for (const auto& [name, source] : module.calls) {
      const std::string child = absl::StrCat(key, key.empty() ? "" : ".", name);
      const auto known = installed_.find(child);
      if (known != installed_.end()) {
        Walk(child, known->second);
      } else if (absl::StartsWith(source, "./") ||
                 absl::StartsWith(source, "../")) {
        const fs::path path = fs::path(directory) / source;
        Walk(child, path.lexically_normal().string());
      }
    }
  }

  std::map<std::string, std::vector<std::string>> Addresses() const {
    std::map<std::string, std::vector<std::string>> out;
    for (const auto& [name, addresses] : addresses_) {
      out[name].assign(addresses.begin(), addresses.end());
    }
    return out;
  }

 private:
  bool open_tofu_;
  std::map<std::string, std::string> installed_;
  std::map<std::string, std::set<std::string>> addresses_;
  int modules_ = 0;
};

}  // namespace

std::map<std::string, std::vector<std::string>> RequiredProviders(
    const WorkingDirectory& directory) {
  Walker walker(directory);
  walker.Walk("", directory.path);
  return walker.Addresses();
}

}  // namespace compliance::terraform
