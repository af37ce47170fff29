#include "terraform/module_settings.h"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>
#include <system_error>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "terraform/json_blocks.h"
#include "terraform/read_file.h"
#include "terraform/settings.h"

namespace compliance::terraform {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

// Terraform passes over what editors leave behind.
bool IsIgnored(absl::string_view name) {
  return absl::StartsWith(name, ".") || absl::EndsWith(name, "~") ||
         (absl::StartsWith(name, "#") && absl::EndsWith(name, "#"));
}

bool IsOverride(absl::string_view name) {
  absl::string_view stem = name;
  absl::ConsumeSuffix(&stem, ".json");
  static_cast<void>(absl::ConsumeSuffix(&stem, ".tf") ||
                    absl::ConsumeSuffix(&stem, ".tofu"));
  return stem == "override" || absl::EndsWith(stem, "_override");
}

// The names of all files of configuration, those that override others last.
std::vector<std::string> ConfigurationFiles(const std::string& directory,
                                            bool open_tofu) {
  std::set<std::string> names;
  std::error_code error;
  fs::directory_iterator it(directory, error);
  for (const fs::directory_iterator end; !error && it != end;
       it.increment(error)) {
    const std::string name = it->path().filename().string();
    const bool is_tofu = open_tofu && (absl::EndsWith(name, ".tofu") ||
                                       absl::EndsWith(name, ".tofu.json"));
    const bool is_terraform =
        absl::EndsWith(name, ".tf") || absl::EndsWith(name, ".tf.json");
    if (!IsIgnored(name) && (is_tofu || is_terraform)) names.insert(name);
  }
  // OpenTofu reads x.tofu in the place of x.tf.
  std::vector<std::string> files;
  for (const std::string& name : names) {
    absl::string_view stem = name;
    const bool replaced = (absl::ConsumeSuffix(&stem, ".tf") &&
                           names.count(absl::StrCat(stem, ".tofu")) != 0) ||
                          (absl::ConsumeSuffix(&stem, ".tf.json") &&
                           names.count(absl::StrCat(stem, ".tofu.json")) != 0);
    if (!replaced) files.push_back(name);
  }
  std::stable_partition(
      files.begin(), files.end(),
      [](const std::string& name) { return !IsOverride(name); });
  return files;
}

std::string SourceOf(const SettingValue& value) {
  for (const Setting& member : value.members) {
    if (member.name == "source") return member.value.text;
  }
  return "";
}

std::string TextOf(const Json& body, const std::string& name) {
  if (!body.is_object()) return "";
  const auto found = body.find(name);
  if (found == body.end() || !found->is_string()) return "";
  return found->get<std::string>();
}

void AddTerraform(const SettingsBlock& terraform, ModuleSettings& module) {
  for (const SettingsBlock& block : terraform.blocks) {
    if (block.type == "required_providers") {
      for (const Setting& setting : block.settings) {
        module.required_providers[setting.name] = SourceOf(setting.value);
      }
    } else if (block.type == "cloud") {
      module.backend = "cloud";
    } else if (block.type == "backend" && block.labels.size() == 1) {
      module.backend = block.labels.front();
    }
  }
}

void Add(const SettingsBlock& file, ModuleSettings& module) {
  for (const SettingsBlock& block : file.blocks) {
    if (block.type == "terraform") AddTerraform(block, module);
    if (block.type == "module" && block.labels.size() == 1) {
      const SettingValue* source = block.Find("source");
      module.calls[block.labels.front()] =
          source == nullptr ? "" : source->text;
    }
  }
}

void AddTerraform(const Json& terraform, ModuleSettings& module) {
  for (const Json* block : JsonBlocks(terraform, "required_providers")) {
    for (const auto& [name, provider] : block->items()) {
      module.required_providers[name] = TextOf(provider, "source");
    }
  }
  if (!JsonBlocks(terraform, "cloud").empty()) module.backend = "cloud";
  for (const Json* block : JsonBlocks(terraform, "backend")) {
    for (const auto& item : block->items()) module.backend = item.key();
  }
}

void Add(const Json& file, ModuleSettings& module) {
  for (const Json* terraform : JsonBlocks(file, "terraform")) {
    AddTerraform(*terraform, module);
  }
  for (const Json* block : JsonBlocks(file, "module")) {
    for (const auto& item : block->items()) {
      // The body, or a list with the body in it.
      for (const Json* body : JsonBlocks(*block, item.key())) {
        module.calls[item.key()] = TextOf(*body, "source");
      }
    }
  }
}

}  // namespace

ModuleSettings ReadModuleSettings(const std::string& directory,
                                  bool open_tofu) {
  ModuleSettings module;
  for (const std::string& name : ConfigurationFiles(directory, open_tofu)) {
    const auto text = ReadFile((fs::path(directory) / name).string());
    if (!text.ok()) continue;
    if (absl::EndsWith(name, ".json")) {
      Add(Json::parse(*text, nullptr, false), module);
      continue;
    }
    const auto file = ParseSettings(name, *text);
    if (file.ok()) Add(*file, module);
  }
  return module;
}

}  // namespace compliance::terraform
