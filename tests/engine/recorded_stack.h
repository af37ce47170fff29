// Stacks of which the repository has both the .tf files and a recorded plan,
// and what the rules say of them.
#ifndef COMPLIANCE_TESTS_ENGINE_RECORDED_STACK_H_
#define COMPLIANCE_TESTS_ENGINE_RECORDED_STACK_H_

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "compliance/config/config.h"
#include "compliance/engine/evaluate.h"
#include "compliance/engine/positions.h"
#include "compliance/plan/load.h"
#include "compliance/rules/rule_set.h"

namespace compliance::engine {

// Folders with main.tf and plan.json anywhere below a folder of the repository,
// named from its root.
inline std::vector<std::string> StacksBelow(const std::string& folder) {
  namespace fs = std::filesystem;
  std::vector<std::string> stacks;
  const fs::path root = COMPLIANCE_SOURCE_DIR;
  for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
    const fs::path stack = entry.path().parent_path();
    if (entry.path().filename() == "plan.json" &&
        fs::exists(stack / "main.tf")) {
      stacks.push_back(fs::relative(stack, root).generic_string());
    }
  }
  std::sort(stacks.begin(), stacks.end());
  return stacks;
}

inline plan::Plan LoadPlanOf(const std::string& stack) {
  std::ifstream in(
      absl::StrCat(COMPLIANCE_SOURCE_DIR, "/", stack, "/plan.json"));
  const std::string text(std::istreambuf_iterator<char>(in), {});
  absl::StatusOr<plan::Plan> plan = plan::LoadPlanJson(text);
  EXPECT_TRUE(plan.ok()) << stack << ": " << plan.status();
  return plan.ok() ? *std::move(plan) : plan::Plan();
}

inline Sources SourcesOf(const std::string& stack) {
  return ReadSources(absl::StrCat(COMPLIANCE_SOURCE_DIR, "/", stack), "");
}

// By rule and address; rules with `each` may say several things of one.
using Verdicts =
    std::map<std::pair<std::string, std::string>, std::set<Verdict>>;

inline Verdicts Judge(const plan::Plan& plan) {
  Verdicts verdicts;
  const Evaluation evaluation =
      Evaluate(rules::RuleSet::BuiltIn(), plan, config::Config());
  for (const Finding& finding : evaluation.findings) {
    verdicts[{finding.rule->id, finding.address}].insert(finding.verdict);
  }
  return verdicts;
}

inline Verdicts JudgeBySource(const std::string& stack) {
  plan::Plan plan = LoadPlanOf(stack);
  FillFromSources(SourcesOf(stack), plan);
  return Judge(plan);
}

inline bool IsUndecided(const std::set<Verdict>& verdicts) {
  return verdicts.count(Verdict::kUnknown) != 0;
}

// Their names in the order of the alphabet: "fail,pass".
inline std::string Words(const std::set<Verdict>& verdicts) {
  std::set<std::string> names;
  for (const Verdict verdict : verdicts) {
    names.insert(std::string(VerdictName(verdict)));
  }
  std::string words;
  for (const std::string& name : names) {
    absl::StrAppend(&words, words.empty() ? "" : ",", name);
  }
  return words;
}

}  // namespace compliance::engine

#endif  // COMPLIANCE_TESTS_ENGINE_RECORDED_STACK_H_
