#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <system_error>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "compliance/terraform/providers.h"
#include "terraform/json_blocks.h"
#include "terraform/provider_address.h"
#include "terraform/read_file.h"
#include "terraform/settings.h"

namespace compliance::terraform {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

// Source address as written -> directory.
using Overrides = std::map<std::string, std::string>;

std::string ValueOf(const Environment& environment, const std::string& name) {
  return environment(name).value_or("");
}

fs::path HomeDirectory(const Environment& environment) {
  const std::string home = ValueOf(environment, "HOME");
  if (!home.empty()) return home;
  const passwd* user = getpwuid(getuid());
  return user == nullptr || user->pw_dir == nullptr ? "" : user->pw_dir;
}

bool Exists(const fs::path& path) {
  std::error_code error;
  return fs::exists(path, error);
}

// OpenTofu keeps to where its predecessor's files are, if there are any.
fs::path MainFile(const Environment& environment, bool open_tofu) {
  const fs::path home = HomeDirectory(environment);
  const fs::path terraformrc = home / ".terraformrc";
  const fs::path tofurc = home / ".tofurc";
  if (!open_tofu) return terraformrc;
  if (Exists(tofurc)) return tofurc;
  if (Exists(terraformrc)) return terraformrc;
  const std::string xdg = ValueOf(environment, "XDG_CONFIG_HOME");
  return xdg.empty() ? tofurc : fs::path(xdg) / "opentofu" / "tofurc";
}

fs::path FilesDirectory(const Environment& environment, bool open_tofu) {
  const fs::path directory = HomeDirectory(environment) / ".terraform.d";
  const std::string xdg = ValueOf(environment, "XDG_CONFIG_HOME");
  if (!open_tofu || xdg.empty() || Exists(directory)) return directory;
  return fs::path(xdg) / "opentofu";
}

std::vector<fs::path> ConfigFiles(const Environment& environment,
                                  bool open_tofu) {
  for (const char* name : {"TF_CLI_CONFIG_FILE", "TERRAFORM_CONFIG"}) {
    const std::string file = ValueOf(environment, name);
    if (!file.empty()) return {file};
  }
  std::vector<fs::path> more;
  std::error_code error;
  fs::directory_iterator it(FilesDirectory(environment, open_tofu), error);
  for (const fs::directory_iterator end; !error && it != end;
       it.increment(error)) {
    const std::string name = it->path().filename().string();
    if (absl::EndsWith(name, ".tfrc") || absl::EndsWith(name, ".tfrc.json")) {
      more.push_back(it->path());
    }
  }
  std::sort(more.begin(), more.end());
  more.insert(more.begin(), MainFile(environment, open_tofu));
  return more;
}

// The overrides of the first provider_installation block; nullopt where the
// file has no such block.
std::optional<Overrides> OverridesOf(const SettingsBlock& file) {
  for (const SettingsBlock& installation : file.blocks) {
    if (installation.type != "provider_installation") continue;
    Overrides overrides;
    for (const SettingsBlock& method : installation.blocks) {
      if (method.type != "dev_overrides") continue;
      for (const Setting& setting : method.settings) {
        if (!setting.value.IsString()) continue;
        overrides[setting.name] = setting.value.text;
      }
    }
    return overrides;
  }
  return std::nullopt;
}

std::optional<Overrides> OverridesOf(const Json& file) {
  const std::vector<const Json*> installations =
      JsonBlocks(file, "provider_installation");
  if (installations.empty()) return std::nullopt;
  Overrides overrides;
  for (const Json* method :
       JsonBlocks(*installations.front(), "dev_overrides")) {
    for (const auto& [source, directory] : method->items()) {
      if (!directory.is_string()) continue;
      overrides[source] = directory.get<std::string>();
    }
  }
  return overrides;
}

// Terraform tells JSON by its first character, not by the file's name.
std::optional<Overrides> OverridesIn(const fs::path& path) {
  const absl::StatusOr<std::string> text = ReadFile(path.string());
  if (!text.ok()) return std::nullopt;
  if (absl::StartsWith(absl::StripLeadingAsciiWhitespace(*text), "{")) {
    return OverridesOf(Json::parse(*text, nullptr, false));
  }
  const absl::StatusOr<SettingsBlock> file =
      ParseSettings(path.string(), *text);
  if (!file.ok()) return std::nullopt;
  return OverridesOf(*file);
}

}  // namespace

CliConfig ReadCliConfig(const Environment& environment, bool open_tofu) {
  CliConfig config;
  for (const fs::path& file : ConfigFiles(environment, open_tofu)) {
    const std::optional<Overrides> overrides = OverridesIn(file);
    if (!overrides) continue;
    for (const auto& [source, directory] : *overrides) {
      const auto address = ProviderAddress(source, open_tofu);
      if (!address) continue;
      config.dev_overrides[*address] =
          fs::path(directory).lexically_normal().string();
    }
    break;  // Terraform refuses a second provider_installation block
  }
  return config;
}

}  // namespace compliance::terraform
