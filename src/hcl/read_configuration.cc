#include <filesystem>
#include <iterator>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "compliance/hcl/configuration.h"
#include "compliance/hcl/parse.h"
#include "module_files.h"
#include "override.h"

namespace compliance::hcl {
namespace {

namespace fs = std::filesystem;

// Modules that call themselves end here.
constexpr std::size_t kMaxModules = 2000;

// A path that starts so is one of the file system, by Terraform's rules.
bool IsLocalSource(absl::string_view source) {
  return absl::StartsWith(source, "./") || absl::StartsWith(source, "../");
}

std::optional<std::string> TextOf(const Attribute* attribute) {
  const Template* text =
      attribute == nullptr ? nullptr : attribute->expression.As<Template>();
  return text == nullptr ? std::nullopt : text->AsText();
}

class Reader {
 public:
  Reader(const std::string& directory, Dialect dialect)
      : root_(directory.empty() ? "." : directory),
        dialect_(dialect),
        installed_(InstalledModules(root_)) {}

  // `directory` is relative to the root's.
  void ReadModule(const std::string& path, const fs::path& directory) {
    const std::optional<ModuleFiles> files =
        out_.modules.size() < kMaxModules
            ? FindModuleFiles(root_ / directory, dialect_)
            : std::nullopt;
    if (!files.has_value() || files->primary.empty()) {
      out_.missing.push_back(path.empty() ? directory.generic_string() : path);
      return;
    }
    std::vector<Block> blocks;
    for (const fs::path& file : files->primary) {
      std::vector<Block> read = ReadFile(file);
      std::move(read.begin(), read.end(), std::back_inserter(blocks));
    }
    for (const fs::path& file : files->overrides) {
      ApplyOverrides(ReadFile(file), blocks, out_.problems);
    }
    const auto [module, is_new] = out_.modules.emplace(
        path, Module(directory.generic_string(), std::move(blocks)));
    // References into a map stay valid while it grows.
    if (is_new) ReadCalls(path, directory, module->second);
  }

  Configuration Take() { return std::move(out_); }

 private:
  std::vector<Block> ReadFile(const fs::path& file) {
    const std::string shown = Shown(file);
    const std::optional<std::string> text = ReadText(file);
    if (!text.has_value()) {
      out_.missing.push_back(shown);
      return {};
    }
    const auto number = static_cast<std::uint32_t>(out_.files.size());
    out_.files.push_back(shown);
    ParsedFile parsed = absl::EndsWith(shown, ".json")
                            ? ParseJson(*text, number)
                            : Parse(*text, number);
    std::move(parsed.problems.begin(), parsed.problems.end(),
              std::back_inserter(out_.problems));
    return std::move(parsed.body.blocks);
  }

  void ReadCalls(const std::string& path, const fs::path& directory,
                 const Module& module) {
    for (const Block& block : module.blocks()) {
      if (block.type != "module" || block.labels.size() != 1) continue;
      const std::string child = absl::StrCat(path, path.empty() ? "" : ".",
                                             "module.", block.labels[0].text);
      const auto known = installed_.find(child);
      const std::optional<std::string> source =
          TextOf(block.body.Find("source"));
      if (source.has_value() && IsLocalSource(*source)) {
        ReadModule(child, (directory / *source).lexically_normal());
      } else if (known != installed_.end()) {
        ReadModule(child, fs::path(known->second).lexically_normal());
      } else {
        out_.missing.push_back(child);
      }
    }
  }

  // As a user inside the root's directory would write it.
  std::string Shown(const fs::path& file) const {
    const fs::path normal = file.lexically_normal();
    const fs::path relative =
        normal.lexically_relative(root_.lexically_normal());
    // Empty where one is absolute and the other is not.
    return (relative.empty() ? normal : relative).generic_string();
  }

  const fs::path root_;
  const Dialect dialect_;
  const std::map<std::string, std::string> installed_;
  Configuration out_;
};

}  // namespace

Configuration ReadConfiguration(const std::string& directory, Dialect dialect) {
  Reader reader(directory, dialect);
  reader.ReadModule("", ".");
  return reader.Take();
}

}  // namespace compliance::hcl
