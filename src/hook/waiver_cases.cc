#include "hook/waiver_cases.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "compliance/cty/path.h"
#include "engine/waivers.h"

namespace compliance::hook {
namespace {

using engine::Finding;
using engine::Verdict;

bool IsAbout(const Finding& finding, const plan::Resource& resource) {
  return finding.resource_type == resource.address.type &&
         finding.address == resource.address.ToString();
}

bool IsBad(const Finding& finding) {
  return finding.verdict == Verdict::kFail ||
         finding.verdict == Verdict::kError;
}

// Tells the findings of one resource apart.
std::string KeyOf(const Finding& finding) {
  std::string key = finding.rule->id;
  for (const cty::Path& path : finding.paths) {
    absl::StrAppend(&key, "\n", path.ToString());
  }
  return key;
}

bool SpeaksOf(const rules::Rule& rule, const std::string& type) {
  return !rule.having.empty() || rule.resources.count(type) != 0;
}

// Stands for an instance key, or none, in the address of a block.
constexpr char kAnyKey = '\0';

std::string WithAnyKeys(const plan::Address& block) {
  std::string text;
  for (const plan::ModuleStep& step : block.module) {
    absl::StrAppend(&text, "module.", step.name);
    text += kAnyKey;
    text += '.';
  }
  absl::StrAppend(&text, block.type, ".", block.name);
  text += kAnyKey;
  return text;
}

// Whether a pattern covers an instance of the block: two patterns that are to
// have a text in common.
bool MayMatch(absl::string_view pattern, const plan::Address& block) {
  const std::string text = WithAnyKeys(block);
  // reached[i]: the pattern so far can match the first i characters.
  std::vector<bool> reached(text.size() + 1, false);
  const auto step_over_keys = [&](std::vector<bool>& at) {
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (at[i] && text[i] == kAnyKey) at[i + 1] = true;
    }
  };
  reached[0] = true;
  for (std::size_t p = 0; p < pattern.size(); ++p) {
    std::vector<bool> next(text.size() + 1, false);
    const bool is_star = pattern[p] == '*';
    const bool across =
        is_star && p + 1 < pattern.size() && pattern[p + 1] == '*';
    p += across ? 1 : 0;
    if (is_star) next = reached;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (is_star) {
        if (next[i] && (across || text[i] != '.')) next[i + 1] = true;
      } else if (reached[i] && text[i] == kAnyKey) {
        next[i] = true;
      } else if (reached[i] && text[i] == pattern[p]) {
        next[i + 1] = true;
      }
    }
    step_over_keys(next);
    reached = std::move(next);
  }
  return reached[text.size()];
}

// Instances of a block, with a key that nobody would write in a pattern where
// there may be one: a pattern that covers all of these covers every instance.
std::vector<std::string> Instances(const plan::Address& block) {
  const cty::Step key = cty::MapKey{"\x7f"};
  std::vector<std::string> instances;
  for (const bool in_module : {false, true}) {
    for (const bool in_resource : {false, true}) {
      plan::Address address = block;
      if (in_resource) address.key = key;
      if (in_module) {
        for (plan::ModuleStep& step : address.module) step.key = key;
      }
      instances.push_back(address.ToString());
    }
  }
  return instances;
}

}  // namespace

WaiverCases::WaiverCases(const rules::RuleSet& rule_set,
                         const config::Config& config,
                         const engine::Evaluator& evaluator)
    : rule_set_(rule_set), config_(config), evaluator_(evaluator) {}

std::vector<CaseFinding> WaiverCases::Judge(
    plan::Plan& plan, const Candidates& candidates) const {
  plan::Resource& resource = plan.resources.front();
  if (candidates.certain) resource.address = candidates.addresses.front();
  const std::set<Waivers> cases = CasesOf(resource.address.type, candidates);
  std::map<std::string, std::size_t> times;  // key -> cases that have it
  std::vector<CaseFinding> judged;
  for (const Waivers& waivers : cases) {
    const engine::Evaluator& evaluator =
        candidates.certain ? evaluator_ : EvaluatorOf(waivers);
    std::set<std::string> keys;
    for (Finding& finding : evaluator.Evaluate(plan).findings) {
      if (!IsBad(finding) || !IsAbout(finding, resource)) continue;
      const std::string key = KeyOf(finding);
      if (times[key] == 0) judged.push_back({std::move(finding)});
      keys.insert(key);
    }
    for (const std::string& key : keys) ++times[key];
  }
  for (CaseFinding& one : judged) {
    one.depends_on_address = times[KeyOf(one.finding)] < cases.size();
  }
  return judged;
}

// What a resource may be, by the waivers that would hold for it.
std::set<WaiverCases::Waivers> WaiverCases::CasesOf(
    absl::string_view type, const Candidates& candidates) const {
  const Waivers waivers = ThatSpeakOf(type);
  if (candidates.certain || waivers.empty()) return {Waivers()};
  std::set<Waivers> cases;
  for (const plan::Address& address : candidates.addresses) {
    cases.insert(ThatHoldFor(address, candidates.exact, waivers));
    if (!candidates.exact) cases.insert(ThatMayHoldFor(address, waivers));
  }
  const bool may_be_another =
      !candidates.complete || candidates.addresses.empty();
  if (may_be_another) {
    cases.insert(ThatHoldForAll(waivers));
    cases.insert(waivers);
  }
  return cases;
}

WaiverCases::Waivers WaiverCases::ThatSpeakOf(absl::string_view type) const {
  const std::string name(type);
  Waivers waivers;
  for (std::size_t i = 0; i < config_.waivers.size(); ++i) {
    const config::Waiver& waiver = config_.waivers[i];
    if (std::any_of(rule_set_.rules().begin(), rule_set_.rules().end(),
                    [&](const auto& rule) {
                      return engine::Names(waiver, *rule) &&
                             SpeaksOf(*rule, name);
                    })) {
      waivers.insert(i);
    }
  }
  return waivers;
}

WaiverCases::Waivers WaiverCases::ThatHoldForAll(const Waivers& waivers) const {
  Waivers holding;
  for (const std::size_t i : waivers) {
    if (config_.waivers[i].address == "**") holding.insert(i);
  }
  return holding;
}

WaiverCases::Waivers WaiverCases::ThatHoldFor(const plan::Address& address,
                                              bool exact,
                                              const Waivers& waivers) const {
  const std::vector<std::string> instances =
      exact ? std::vector<std::string>{address.ToString()} : Instances(address);
  Waivers holding;
  for (const std::size_t i : waivers) {
    const std::string& pattern = config_.waivers[i].address;
    if (std::all_of(instances.begin(), instances.end(),
                    [&](const std::string& instance) {
                      return engine::MatchesAddress(pattern, instance);
                    })) {
      holding.insert(i);
    }
  }
  return holding;
}

WaiverCases::Waivers WaiverCases::ThatMayHoldFor(const plan::Address& block,
                                                 const Waivers& waivers) const {
  Waivers holding;
  for (const std::size_t i : waivers) {
    if (MayMatch(config_.waivers[i].address, block)) holding.insert(i);
  }
  return holding;
}

// With waivers that hold for whatever there is, and no others.
const engine::Evaluator& WaiverCases::EvaluatorOf(
    const Waivers& waivers) const {
  if (config_.waivers.empty()) return evaluator_;
  const std::lock_guard<std::mutex> lock(mutex_);
  Case& made = cases_[waivers];
  if (made.evaluator == nullptr) {
    made.config = config_;
    made.config.waivers.clear();
    for (const std::size_t i : waivers) {
      made.config.waivers.push_back(config_.waivers[i]);
      made.config.waivers.back().address = "**";
    }
    made.evaluator =
        std::make_unique<const engine::Evaluator>(rule_set_, made.config);
  }
  return *made.evaluator;
}

}  // namespace compliance::hook
