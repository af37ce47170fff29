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

// Names as a user inside `root` would write them.
std::string Shown(const fs::path& file, const fs::path& root) {
  const fs::path normal = file.lexically_normal();
  const fs::path relative = normal.lexically_relative(root.lexically_normal());
  // Empty where one is absolute and the other is not.
  return (relative.empty() ? normal : relative).generic_string();
}

struct SourceFiles {
  std::vector<fs::path> files;
  bool complete = true;  // all that Terraform would read
};

SourceFiles FindSourceFiles(const fs::path& directory) {
  SourceFiles found;
  std::error_code error;
  for (fs::directory_iterator it(directory, error), end; !error && it != end;
       it.increment(error)) {
    const std::string name = it->path().filename().string();
    if (absl::EndsWith(name, ".tf") || absl::EndsWith(name, ".tofu") ||
        absl::EndsWith(name, ".tf.json") ||
        absl::EndsWith(name, ".tofu.json")) {
      found.files.push_back(it->path());
    }
  }
  if (error) found.complete = false;
  std::sort(found.files.begin(), found.files.end());
  return found;
}

// "net.db" of modules.json -> "module.net.module.db".
std::string ModulePath(const std::string& key) {
  if (key.empty()) return "";
  return absl::StrCat("module.",
                      absl::StrJoin(absl::StrSplit(key, '.'), ".module."));
}

// Module path -> directory, as `terraform init` noted them.
std::map<std::string, std::string> InstalledModules(const fs::path& directory) {
  std::map<std::string, std::string> out;
  const std::optional<std::string> text =
      ReadFile(directory / ".terraform" / "modules" / "modules.json");
  if (!text) return out;
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
    out.emplace(ModulePath(key->get<std::string>()),
                (directory / dir->get<std::string>()).string());
  }
  return out;
}

// Modules that call themselves end here.
constexpr std::size_t kMaxModules = 500;

bool IsLocalSource(absl::string_view source) {
  return absl::StartsWith(source, "./") || absl::StartsWith(source, "../");
}

}  // namespace

SourcePositions SourcePositions::Read(const std::string& directory) {
  SourcePositions out;
  const std::string root = directory.empty() ? "." : directory;
  out.ReadModule("", root, root, InstalledModules(root));
  return out;
}

void SourcePositions::ReadModule(
    const std::string& module, const std::string& directory,
    const std::string& root,
    const std::map<std::string, std::string>& installed) {
  std::vector<SourceBlock> blocks;
  const SourceFiles sources = FindSourceFiles(directory);
  complete_ = complete_ && sources.complete && !sources.files.empty();
  for (const fs::path& file : sources.files) {
    const std::optional<std::string> text = ReadFile(file);
    if (!text) {
      complete_ = false;
      continue;
    }
    std::vector<SourceBlock> found = ScanSource(Shown(file, root), *text);
    std::move(found.begin(), found.end(), std::back_inserter(blocks));
  }
  if (blocks.empty()) return;
  if (blocks_.size() >= kMaxModules) {
    complete_ = false;
    return;
  }
  // References into a map stay valid while it grows.
  const std::vector<SourceBlock>& kept = blocks_[module] = std::move(blocks);
  for (const SourceBlock& block : kept) {
    if (block.type != "module" || block.labels.size() != 1) continue;
    const std::string child = absl::StrCat(module, module.empty() ? "" : ".",
                                           "module.", block.labels[0]);
    const auto known = installed.find(child);
    const auto source = block.texts.find("source");
    if (known != installed.end()) {
      ReadModule(child, known->second, root, installed);
    } else if (source != block.texts.end() && IsLocalSource(source->second)) {
      const fs::path path = fs::path(directory) / source->second;
      ReadModule(child, path.lexically_normal().string(), root, installed);
    } else {
      complete_ = false;
    }
  }
}

const SourceBlock* SourcePositions::Find(const std::string& module,
                                         absl::string_view type,
                                         const std::vector<std::string>& labels,
                                         absl::string_view alias) const {
  const auto it = blocks_.find(module);
  if (it == blocks_.end()) return nullptr;
  for (const SourceBlock& block : it->second) {
    const auto own = block.texts.find("alias");
    const bool is_alias =
        own == block.texts.end() ? alias.empty() : own->second == alias;
    if (block.type == type && block.labels == labels && is_alias) {
      return &block;
    }
  }
  return nullptr;
}

}  // namespace compliance::hcl
