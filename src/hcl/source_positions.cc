#include "compliance/hcl/source_positions.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>
#include <system_error>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace compliance::hcl {
namespace {

namespace fs = std::filesystem;

// Larger files are data, not configuration.
constexpr std::uintmax_t kMaxFileSize = 8U << 20U;

std::optional<std::string> ReadFile(const fs::path& path) {
  std::error_code error;
  if (!fs::is_regular_file(path, error) || error) return std::nullopt;
  const std::uintmax_t size = fs::file_size(path, error);
  if (error || size > kMaxFileSize) return std::nullopt;
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(in), {});
}

// Names as a user of `root` would write them.
std::string Shown(const fs::path& file, const fs::path& root) {
  const fs::path relative =
      file.lexically_normal().lexically_relative(root.lexically_normal());
  const std::string text = relative.generic_string();
  const bool is_below = !text.empty() && !absl::StartsWith(text, "..");
  return is_below ? text : file.lexically_normal().generic_string();
}

std::vector<fs::path> SourceFiles(const fs::path& directory) {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::directory_iterator it(directory, error), end; !error && it != end;
       it.increment(error)) {
    const std::string name = it->path().filename().string();
    if (absl::EndsWith(name, ".tf") || absl::EndsWith(name, ".tofu")) {
      files.push_back(it->path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

// "net.db" of modules.json -> "module.net.module.db".
std::string ModulePath(const std::string& key) {
  if (key.empty()) return "";
  return absl::StrCat("module.",
                      absl::StrJoin(absl::StrSplit(key, '.'), ".module."));
}

// Module path -> directory, relative to the working directory.
std::vector<std::pair<std::string, fs::path>> ModuleDirectories(
    const fs::path& directory) {
  std::vector<std::pair<std::string, fs::path>> out;
  const std::optional<std::string> text =
      ReadFile(directory / ".terraform" / "modules" / "modules.json");
  if (!text) return out;
  const auto json = nlohmann::json::parse(*text, nullptr, false);
  if (!json.is_object() || !json.contains("Modules")) return out;
  const auto& modules = json["Modules"];
  if (!modules.is_array()) return out;
  for (const auto& module : modules) {
    if (!module.is_object()) continue;
    const auto key = module.find("Key");
    const auto dir = module.find("Dir");
    if (key == module.end() || dir == module.end() || !key->is_string() ||
        !dir->is_string() || key->get_ref<const std::string&>().empty()) {
      continue;
    }
    out.emplace_back(ModulePath(key->get<std::string>()),
                     directory / dir->get<std::string>());
  }
  return out;
}

}  // namespace

SourcePositions SourcePositions::Read(const std::string& directory) {
  SourcePositions out;
  const fs::path root(directory.empty() ? "." : directory);
  std::vector<std::pair<std::string, fs::path>> modules =
      ModuleDirectories(root);
  modules.emplace_back("", root);
  for (const auto& [module, folder] : modules) {
    for (const fs::path& file : SourceFiles(folder)) {
      const std::optional<std::string> text = ReadFile(file);
      if (!text) continue;
      std::vector<SourceBlock> blocks = ScanSource(Shown(file, root), *text);
      auto& all = out.blocks_[module];
      all.insert(all.end(), std::make_move_iterator(blocks.begin()),
                 std::make_move_iterator(blocks.end()));
    }
  }
  return out;
}

const SourceBlock* SourcePositions::Find(const std::string& module,
                                         absl::string_view type,
                                         const std::vector<std::string>& labels,
                                         absl::string_view alias) const {
  const auto it = blocks_.find(module);
  if (it == blocks_.end()) return nullptr;
  for (const SourceBlock& block : it->second) {
    if (block.type == type && block.labels == labels && block.alias == alias) {
      return &block;
    }
  }
  return nullptr;
}

}  // namespace compliance::hcl
