#include "module_files.h"

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>
#include <system_error>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "compliance/hcl/parse.h"

namespace compliance::hcl {
namespace {

namespace fs = std::filesystem;

// What editors leave behind, and hidden files.
bool IsIgnored(absl::string_view name) {
  return absl::StartsWith(name, ".") || absl::EndsWith(name, "~") ||
         (absl::StartsWith(name, "#") && absl::EndsWith(name, "#"));
}

// The name without what makes it a configuration file: "main" of main.tf.json.
std::optional<absl::string_view> StemOf(absl::string_view name,
                                        Dialect dialect) {
  for (const char* ending : {".tf", ".tf.json"}) {
    if (absl::ConsumeSuffix(&name, ending)) return name;
  }
  if (dialect == Dialect::kTerraform) return std::nullopt;
  for (const char* ending : {".tofu", ".tofu.json"}) {
    if (absl::ConsumeSuffix(&name, ending)) return name;
  }
  return std::nullopt;
}

// The .tofu file that OpenTofu reads instead of a .tf file.
std::string TofuName(absl::string_view name) {
  const absl::string_view json =
      absl::ConsumeSuffix(&name, ".json") ? ".json" : "";
  return absl::ConsumeSuffix(&name, ".tf") ? absl::StrCat(name, ".tofu", json)
                                           : std::string();
}

// "net.db" of modules.json -> "module.net.module.db".
std::string PathOf(const std::string& key) {
  if (key.empty()) return "";
  return absl::StrCat("module.",
                      absl::StrJoin(absl::StrSplit(key, '.'), ".module."));
}

}  // namespace

std::optional<ModuleFiles> FindModuleFiles(const fs::path& directory,
                                           Dialect dialect) {
  std::set<std::string> names;
  std::error_code error;
  for (fs::directory_iterator it(directory, error), end; !error && it != end;
       it.increment(error)) {
    const std::string name = it->path().filename().string();
    std::error_code is_gone;
    if (!IsIgnored(name) && StemOf(name, dialect).has_value() &&
        !fs::is_directory(it->path(), is_gone)) {
      names.insert(name);
    }
  }
  if (error) return std::nullopt;
  ModuleFiles files;
  for (const std::string& name : names) {
    if (names.count(TofuName(name)) != 0) continue;
    const absl::string_view stem = *StemOf(name, dialect);
    const bool is_override =
        stem == "override" || absl::EndsWith(stem, "_override");
    (is_override ? files.overrides : files.primary).push_back(directory / name);
  }
  return files;
}

std::optional<std::string> ReadText(const fs::path& file) {
  std::error_code error;
  if (!fs::is_regular_file(file, error) || error) return std::nullopt;
  const std::uintmax_t size = fs::file_size(file, error);
  if (error || size > kMaxFileBytes) return std::nullopt;
  std::ifstream in(file, std::ios::binary);
  if (!in) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(in), {});
}

std::map<std::string, std::string> InstalledModules(const fs::path& root) {
  std::map<std::string, std::string> out;
  const std::optional<std::string> text =
      ReadText(root / ".terraform" / "modules" / "modules.json");
  if (!text.has_value()) return out;
  const auto json = nlohmann::json::parse(*text, nullptr, false);
  if (!json.is_object() || !json.contains("Modules")) return out;
  for (const auto& module : json["Modules"]) {
    if (!module.is_object()) continue;
    const auto key = module.find("Key");
    const auto dir = module.find("Dir");
    if (key == module.end() || dir == module.end() || !key->is_string() ||
        !dir->is_string()) {
      continue;
    }
    out.emplace(PathOf(key->get<std::string>()), dir->get<std::string>());
  }
  return out;
}

}  // namespace compliance::hcl
