#include "rules/rule_files.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "compliance/config/config.h"
#include "gtest/gtest.h"

namespace compliance::rules {
namespace {

namespace fs = std::filesystem;

std::vector<RuleFile> LoadAll() {
  const fs::path root = fs::path(COMPLIANCE_SOURCE_DIR) / "rules";
  std::vector<fs::path> paths;
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    if (entry.path().extension() == ".yaml") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  std::vector<RuleFile> files;
  for (const fs::path& path : paths) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    auto file = LoadRuleFile(fs::relative(path, root.parent_path()).string(),
                             text.str());
    EXPECT_TRUE(file.ok()) << file.status().message();
    if (file.ok()) files.push_back(*std::move(file));
  }
  return files;
}

}  // namespace

const std::vector<RuleFile>& AllRuleFiles() {
  static const auto& files = *new std::vector<RuleFile>(LoadAll());
  return files;
}

plan::Plan CopyOf(const plan::Plan& plan) {
  plan::Plan copy;
  copy.closed = plan.closed;
  copy.has_configuration = plan.has_configuration;
  copy.resources = plan.resources;
  copy.outputs = plan.outputs;
  copy.variables = plan.variables;
  copy.provider_configs = plan.provider_configs;
  copy.unknown_repetitions = plan.unknown_repetitions;
  copy.module_inputs = plan.module_inputs;
  copy.module_outputs = plan.module_outputs;
  copy.terraform_version = plan.terraform_version;
  return copy;
}

engine::Evaluation JudgePlan(const Rule& rule, const plan::Plan& plan,
                             const Example& example) {
  auto judged = std::make_unique<Rule>(rule);
  judged->profile.clear();
  judged->subsumes.clear();
  config::Config config;
  config.frameworks = config::FrameworkNames();
  config.enforcement[absl::StrCat("rule:", rule.id)] = "mandatory";
  config.enforcement["unknown"] = "mandatory";
  for (const auto& [name, value] : example.parameters) {
    config.parameters[rule.id][name] = value;
  }
  std::vector<std::unique_ptr<const Rule>> rules;
  rules.push_back(std::move(judged));
  // Findings point to the rule, so the set lives as long as the tests do.
  static auto& sets = *new std::vector<std::unique_ptr<RuleSet>>;
  sets.push_back(std::make_unique<RuleSet>(std::move(rules)));
  return engine::Evaluate(*sets.back(), plan, config);
}

std::string VerdictAt(const engine::Evaluation& evaluation,
                      const std::string& address) {
  using engine::Verdict;
  for (const Verdict verdict :
       {Verdict::kError, Verdict::kFail, Verdict::kUnknown, Verdict::kPass,
        Verdict::kNotApplicable}) {
    for (const engine::Finding& finding : evaluation.findings) {
      if (finding.address == address && finding.verdict == verdict) {
        return std::string(VerdictName(verdict));
      }
    }
  }
  return "none";
}

}  // namespace compliance::rules
