// Build tool: rule files -> one C++ source that holds them in flat form.
//   compile_rules OUTPUT.cc ROOT FILE...
// FILE is relative to ROOT. A broken rule is reported as FILE:LINE and fails
// the build; all broken ones are reported at once.
#include <cstdio>
#include <fstream>
#include <ios>
#include <iostream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "check_rule.h"
#include "compliance/rules/rule_set.h"
#include "pack.h"

namespace compliance::rules {
namespace {

absl::StatusOr<RuleFile> Load(const std::string& root,
                              const std::string& file) {
  std::ifstream in(absl::StrCat(root, "/", file), std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  const std::string name = absl::StrCat("rules/", file);
  if (!in) {
    return absl::NotFoundError(absl::StrCat(name, ":1: cannot read the file"));
  }
  auto loaded = LoadRuleFile(name, text.str());
  if (!loaded.ok()) return loaded;
  const std::string expected = absl::StrCat(
      absl::StrReplaceAll(loaded->rule->id, {{".", "/"}}), ".yaml");
  if (file != expected) {
    return absl::InvalidArgumentError(
        absl::StrCat(name, ":1: a rule with id ", loaded->rule->id,
                     " belongs into rules/", expected));
  }
  return loaded;
}

std::string ToSource(const std::string& pack) {
  std::string source =
      "// Written by compile_rules.\n"
      "#include \"rules/built_in_pack.h\"\n\n"
      "namespace compliance::rules {\n\n"
      "const std::uint8_t kBuiltInPack[] = {";
  int column = 0;
  for (const char c : pack) {
    absl::StrAppend(&source, column++ % 20 == 0 ? "\n  " : "",
                    static_cast<int>(static_cast<unsigned char>(c)), ",");
  }
  absl::StrAppend(&source,
                  "\n};\n"
                  "const std::size_t kBuiltInPackSize = ",
                  pack.size(), ";\n\n}  // namespace compliance::rules\n");
  return source;
}

int Run(const std::vector<std::string>& arguments) {
  if (arguments.size() < 2) {
    std::cerr << "usage: compile_rules OUTPUT.cc ROOT FILE...\n";
    return 2;
  }
  std::vector<RuleFile> files;
  bool broken = false;
  for (std::size_t i = 2; i < arguments.size(); ++i) {
    auto file = Load(arguments[1], arguments[i]);
    if (file.ok()) {
      files.push_back(*std::move(file));
      continue;
    }
    broken = true;
    std::cerr << file.status().message() << "\n";
  }
  if (broken) return 1;
  if (const absl::Status status = CheckTogether(files); !status.ok()) {
    std::cerr << status.message() << "\n";
    return 1;
  }
  std::vector<const Rule*> rules;
  for (const RuleFile& file : files) rules.push_back(file.rule.get());
  const std::string pack = EncodePack(rules);
  if (const auto decoded = DecodePack(pack); !decoded.ok()) {
    std::cerr << "compile_rules: " << decoded.status() << "\n";
    return 1;
  }
  std::ofstream out(arguments[0], std::ios::binary);
  out << ToSource(pack);
  out.close();
  return out ? 0 : 1;
}

}  // namespace
}  // namespace compliance::rules

int main(int argc, char** argv) {
  return compliance::rules::Run({argv + 1, argv + argc});
}
