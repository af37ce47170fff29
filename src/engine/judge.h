// One rule, one subject -> findings.
#ifndef COMPLIANCE_ENGINE_JUDGE_H_
#define COMPLIANCE_ENGINE_JUDGE_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "compliance/config/config.h"
#include "compliance/cty/value.h"
#include "compliance/engine/evaluate.h"
#include "compliance/engine/finding.h"
#include "compliance/plan/query.h"
#include "compliance/rules/rule.h"
#include "compliance/rules/subjects.h"

namespace compliance::engine {

// A rule as this run applies it.
struct Run {
  const rules::Rule* rule = nullptr;
  Enforcement level = Enforcement::kReport;
  std::map<std::string, cty::Value> parameters;
  std::set<std::string> public_strings;
  std::vector<rules::Requirement> requirements;
};

// What it is judged in.
struct Setting {
  const plan::Query& query;
  rules::Subjects& subjects;
  const config::Config& config;
  Keep keep = Keep::kAll;

  bool Keeps(Verdict verdict) const {
    return keep == Keep::kAll ||
           (verdict != Verdict::kPass && verdict != Verdict::kNotApplicable);
  }
};

// One finding, or with `each` one for every element that breaks the rule (and
// one for those that are not settled). Never empty. Of those that the setting
// does not keep only the rule and the verdict are told.
std::vector<Finding> JudgeSubject(const Run& run, std::uint32_t subject,
                                  const Setting& setting);

// The finding of a rule whose subjects this way in cannot see.
Finding CannotSee(const Run& run, const Setting& setting);

}  // namespace compliance::engine

#endif  // COMPLIANCE_ENGINE_JUDGE_H_
