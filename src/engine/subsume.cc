#include "subsume.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <utility>

namespace compliance::engine {
namespace {

using rules::Rule;

// The rules below one, by way of `subsumes`.
const std::set<const Rule*>& Below(
    const Rule* rule, const rules::RuleSet& rule_set,
    std::map<const Rule*, std::set<const Rule*>>& known) {
  const auto found = known.find(rule);
  if (found != known.end()) return found->second;
  std::set<const Rule*> below;
  std::vector<const Rule*> open = {rule};
  while (!open.empty()) {
    const Rule* next = open.back();
    open.pop_back();
    for (const std::string& id : next->subsumes) {
      const Rule* child = rule_set.Find(id);
      if (child != nullptr && below.insert(child).second) open.push_back(child);
    }
  }
  return known.emplace(rule, std::move(below)).first->second;
}

void TakeOver(const Finding& narrow, Finding& wide) {
  for (const rules::Requirement& requirement : narrow.requirements) {
    const auto same = [&](const rules::Requirement& own) {
      return own.framework == requirement.framework && own.id == requirement.id;
    };
    const auto own =
        std::find_if(wide.requirements.begin(), wide.requirements.end(), same);
    if (own == wide.requirements.end()) {
      wide.requirements.push_back(requirement);
    } else {
      own->strength = std::min(own->strength, requirement.strength);
    }
  }
  wide.enforcement = std::max(wide.enforcement, narrow.enforcement);
  const std::string& id = narrow.rule->id;
  if (std::find(wide.subsumes.begin(), wide.subsumes.end(), id) ==
      wide.subsumes.end()) {
    wide.subsumes.push_back(id);
  }
}

}  // namespace

void Subsume(const rules::RuleSet& rule_set, std::vector<Finding>& findings) {
  std::map<std::string, std::vector<std::size_t>> failures;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    if (findings[i].verdict == Verdict::kFail) {
      failures[findings[i].address].push_back(i);
    }
  }
  std::map<const Rule*, std::set<const Rule*>> known;
  std::set<std::size_t> dropped;
  for (const auto& [address, indexes] : failures) {
    if (indexes.size() < 2) continue;
    for (const std::size_t narrow : indexes) {
      const Rule* rule = findings[narrow].rule;
      for (const std::size_t wide : indexes) {
        const Rule* other = findings[wide].rule;
        // Two rules in a circle leave each other alone.
        if (Below(other, rule_set, known).count(rule) == 0 ||
            Below(rule, rule_set, known).count(other) != 0) {
          continue;
        }
        TakeOver(findings[narrow], findings[wide]);
        dropped.insert(narrow);
      }
    }
  }
  std::size_t kept = 0;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    if (dropped.count(i) != 0) continue;
    if (kept != i) findings[kept] = std::move(findings[i]);
    ++kept;
  }
  findings.erase(findings.begin() + static_cast<std::ptrdiff_t>(kept),
                 findings.end());
}

}  // namespace compliance::engine
