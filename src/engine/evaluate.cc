#include "compliance/engine/evaluate.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "compliance/base/sort.h"
#include "compliance/cty/convert.h"
#include "compliance/plan/query.h"
#include "compliance/rules/subjects.h"
#include "enforcement.h"
#include "judge.h"
#include "redact.h"
#include "subsume.h"
#include "waivers.h"

namespace compliance::engine {
namespace {

using rules::Rule;
using rules::Target;

// The values that a config gives for a rule: by its id, by an alias, for all.
const cty::Value* Given(const Rule& rule, const std::string& name,
                        const config::Config& config) {
  std::vector<std::string> keys = {rule.id};
  keys.insert(keys.end(), rule.aliases.begin(), rule.aliases.end());
  keys.emplace_back("");
  for (const std::string& key : keys) {
    const auto of_rule = config.parameters.find(key);
    if (of_rule == config.parameters.end()) continue;
    const auto found = of_rule->second.find(name);
    if (found != of_rule->second.end()) return &found->second;
  }
  return nullptr;
}

// nullopt when a parameter has no value, which switches the rule off.
std::optional<std::map<std::string, cty::Value>> ParametersOf(
    const Rule& rule, const config::Config& config) {
  std::map<std::string, cty::Value> parameters;
  for (const rules::Parameter& parameter : rule.parameters) {
    const cty::Value* given = Given(rule, parameter.name, config);
    cty::Value value = parameter.default_value;
    if (given != nullptr && !given->IsNull()) {
      // A value of the wrong type stays as it is: the rule then says error.
      const auto converted =
          cty::Convert(*given, parameter.default_value.type());
      value = converted.ok() ? *converted : *given;
    }
    if (value.IsNull()) return std::nullopt;
    parameters.emplace(parameter.name, std::move(value));
  }
  return parameters;
}

bool InProfile(const Rule& rule, const config::Profile& profile) {
  const std::map<std::string, std::string> switches = {
      {"lifecycle", profile.lifecycle},
      {"availability", profile.availability},
      {"dr", profile.dr}};
  return std::all_of(
      rule.profile.begin(), rule.profile.end(), [&](const auto& entry) {
        const auto found = switches.find(entry.first);
        return found != switches.end() && found->second == entry.second;
      });
}

std::optional<Run> RunOf(const Rule& rule, const config::Config& config) {
  Run run;
  run.rule = &rule;
  run.requirements = SelectedRequirements(rule, config);
  if (run.requirements.empty() && !rule.requirements.empty()) {
    return std::nullopt;
  }
  if (!InProfile(rule, config.profile)) return std::nullopt;
  run.level = LevelOf(rule, config);
  if (run.level == Enforcement::kOff) return std::nullopt;
  auto parameters = ParametersOf(rule, config);
  if (!parameters.has_value()) return std::nullopt;
  run.parameters = *std::move(parameters);
  run.public_strings = PublicStrings(rule, run.parameters);
  return run;
}

// Rules in the order in which subjects ask for them.
struct RuleSchedule {
  std::vector<Run> runs;
  std::map<std::string, std::vector<const Run*>> by_type;
  std::vector<const Run*> having;
  std::map<Target, std::vector<const Run*>> by_target;
};

RuleSchedule MakeSchedule(const rules::RuleSet& rule_set,
                          const config::Config& config) {
  RuleSchedule schedule;
  for (const auto& rule : rule_set.rules()) {
    if (auto run = RunOf(*rule, config))
      schedule.runs.push_back(*std::move(run));
  }
  for (const Run& run : schedule.runs) {
    schedule.by_target[run.rule->target].push_back(&run);
    if (run.rule->target != Target::kResource) continue;
    if (!run.rule->having.empty()) schedule.having.push_back(&run);
    for (const auto& [type, attribute] : run.rule->resources) {
      schedule.by_type[type].push_back(&run);
    }
  }
  return schedule;
}

class PlanEvaluator {
 public:
  PlanEvaluator(const RuleSchedule& schedule, const Setting& setting)
      : schedule_(schedule), setting_(setting) {}

  void Judge(Evaluation& evaluation) {
    for (const plan::Resource& resource : plan().resources) {
      if (resource.address.mode == plan::Mode::kManaged) {
        JudgeResource(resource);
      }
    }
    JudgeAll(Target::kPlan, 1,
             [&](std::size_t) { return setting_.subjects.OfPlan(); });
    JudgeDeclared(Target::kOutput, plan().outputs.size(),
                  [&](std::size_t i) { return setting_.subjects.OfOutput(i); });
    JudgeDeclared(
        Target::kVariable, plan().variables.size(),
        [&](std::size_t i) { return setting_.subjects.OfVariable(i); });
    JudgeDeclared(
        Target::kProvider, plan().provider_configs.size(),
        [&](std::size_t i) { return setting_.subjects.OfProvider(i); });
    evaluation.findings = std::move(findings_);
    evaluation.not_kept = std::move(not_kept_);
  }

 private:
  const plan::Plan& plan() const { return setting_.subjects.plan(); }

  void Add(std::vector<Finding> findings) {
    for (Finding& finding : findings) {
      if (setting_.Keeps(finding.verdict)) {
        findings_.push_back(std::move(finding));
      } else {
        ++not_kept_[finding.verdict];
      }
    }
  }

  void JudgeResource(const plan::Resource& resource) {
    const auto found = schedule_.by_type.find(resource.address.type);
    if (found != schedule_.by_type.end()) {
      for (const Run* run : found->second) JudgeResource(*run, resource);
    }
    const std::uint32_t subject = setting_.subjects.OfResource(resource);
    for (const Run* run : schedule_.having) {
      const cel::Value value = setting_.subjects.ValueOf(subject);
      const cty::Value* self = value.cty();
      if (self != nullptr && self->Find(run->rule->having) != nullptr) {
        JudgeResource(*run, resource);
      }
    }
  }

  void JudgeResource(const Run& run, const plan::Resource& resource) {
    const std::vector<plan::Action>& on = run.rule->on;
    if (std::find(on.begin(), on.end(), resource.action) == on.end()) return;
    Add(JudgeSubject(run, setting_.subjects.OfResource(resource), setting_));
  }

  template <typename Number>
  void JudgeAll(Target target, std::size_t count, Number number) {
    const auto found = schedule_.by_target.find(target);
    if (found == schedule_.by_target.end()) return;
    for (const Run* run : found->second) {
      for (std::size_t i = 0; i < count; ++i) {
        Add(JudgeSubject(*run, number(i), setting_));
      }
    }
  }

  // What only the configuration declares: without it there is nothing to judge,
  // which is not the same as nothing to blame.
  template <typename Number>
  void JudgeDeclared(Target target, std::size_t count, Number number) {
    if (plan().has_configuration) return JudgeAll(target, count, number);
    const auto found = schedule_.by_target.find(target);
    if (found == schedule_.by_target.end()) return;
    for (const Run* run : found->second) Add({CannotSee(*run, setting_)});
  }

  const RuleSchedule& schedule_;
  const Setting& setting_;
  std::vector<Finding> findings_;
  std::map<Verdict, std::size_t> not_kept_;
};

std::string FirstPath(const Finding& finding) {
  return finding.paths.empty() ? "" : finding.paths.front().ToString();
}

bool Before(const Finding& a, const Finding& b) {
  const int address = a.address.compare(b.address);
  if (address != 0) return address < 0;
  if (a.rule->id != b.rule->id) return a.rule->id < b.rule->id;
  return FirstPath(a) < FirstPath(b);
}

}  // namespace

struct Evaluator::Schedule {
  RuleSchedule rules;
};

Evaluator::Evaluator(const rules::RuleSet& rule_set,
                     const config::Config& config)
    : rule_set_(rule_set),
      config_(config),
      schedule_(std::make_unique<const Schedule>(
          Schedule{MakeSchedule(rule_set, config)})) {}

Evaluator::~Evaluator() = default;

Evaluation Evaluator::Evaluate(const plan::Plan& plan, Keep keep) const {
  const plan::Query query(plan);
  rules::Subjects subjects(plan);
  const Setting setting{query, subjects, config_, keep};
  Evaluation evaluation;
  evaluation.rules_run = schedule_->rules.runs.size();
  evaluation.resources_seen = static_cast<std::size_t>(
      std::count_if(plan.resources.begin(), plan.resources.end(),
                    [](const plan::Resource& resource) {
                      return resource.address.mode == plan::Mode::kManaged;
                    }));
  PlanEvaluator(schedule_->rules, setting).Judge(evaluation);
  const absl::CivilDay today = config_.as_of.value_or(
      absl::ToCivilDay(absl::Now(), absl::UTCTimeZone()));
  ApplyWaivers(config_, today, evaluation.findings);
  Subsume(rule_set_, evaluation.findings);
  StableSort(evaluation.findings, Before);
  return evaluation;
}

Evaluation Evaluate(const rules::RuleSet& rule_set, const plan::Plan& plan,
                    const config::Config& config, Keep keep) {
  return Evaluator(rule_set, config).Evaluate(plan, keep);
}

}  // namespace compliance::engine
