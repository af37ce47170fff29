// generate_docs [--check] ROOT: writes the generated pages of ROOT/docs, or
// says which of them are not what they would be written as.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "compliance/provider/provider.h"
#include "compliance/rules/rule_set.h"
#include "tools/pages.h"

namespace compliance::docs {
namespace {

namespace fs = std::filesystem;

// Folders that hold nothing but generated pages.
constexpr const char* kGenerated[] = {
    "docs/data-sources", "docs/ephemeral-resources", "docs/functions",
    "docs/resources", "docs/rules"};

std::string ReadFile(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

Pages AllPages(const fs::path& root) {
  Pages pages = ProviderPages(
      provider::ProviderSchema(),
      [&](const std::string& path) { return ReadFile(root / path); });
  pages.merge(RulePages(rules::RuleSet::BuiltIn()));
  return pages;
}

// Pages that lie there and should not.
std::set<std::string> Leftovers(const fs::path& root, const Pages& pages) {
  std::set<std::string> leftovers;
  for (const char* folder : kGenerated) {
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(root / folder, error)) {
      const std::string path = fs::relative(entry.path(), root).string();
      if (pages.count(path) == 0) leftovers.insert(path);
    }
  }
  return leftovers;
}

int Check(const fs::path& root, const Pages& pages) {
  std::vector<std::string> stale;
  for (const auto& [path, content] : pages) {
    if (ReadFile(root / path) != content) stale.push_back(path);
  }
  for (const std::string& path : Leftovers(root, pages)) stale.push_back(path);
  for (const std::string& path : stale) std::cerr << path << ": stale\n";
  if (!stale.empty()) std::cerr << "`make docs` writes them anew.\n";
  return stale.empty() ? 0 : 1;
}

int Write(const fs::path& root, const Pages& pages) {
  for (const std::string& path : Leftovers(root, pages)) {
    fs::remove(root / path);
  }
  for (const auto& [path, content] : pages) {
    fs::create_directories((root / path).parent_path());
    std::ofstream out(root / path, std::ios::binary);
    out << content;
    if (!out.flush()) {
      std::cerr << path << ": cannot be written\n";
      return 1;
    }
  }
  return 0;
}

}  // namespace
}  // namespace compliance::docs

int main(int argc, char** argv) {
  const std::vector<std::string> args(argv + 1, argv + argc);
  const bool check = !args.empty() && args.front() == "--check";
  if (args.size() != (check ? 2U : 1U)) {
    std::cerr << "usage: generate_docs [--check] ROOT\n";
    return 2;
  }
  const std::string& root = args.back();
  const compliance::docs::Pages pages = compliance::docs::AllPages(root);
  return check ? compliance::docs::Check(root, pages)
               : compliance::docs::Write(root, pages);
}
