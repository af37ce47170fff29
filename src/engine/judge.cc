#include "judge.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "compliance/base/text.h"
#include "compliance/cel/program.h"
#include "compliance/rules/functions.h"
#include "compliance/rules/shape.h"
#include "enforcement.h"
#include "fingerprint.h"
#include "redact.h"

namespace compliance::engine {
namespace {

// What a rule, or one element of `each`, came to.
struct Ruling {
  Verdict verdict = Verdict::kPass;
  std::vector<cel::Origin> because;
  cel::Unknown unknown;  // kUnknown
  std::string error;     // kError
};

Ruling Undecided(cel::Unknown unknown, std::vector<cel::Origin> because = {}) {
  return {Verdict::kUnknown, std::move(because), std::move(unknown), ""};
}

Ruling Broken(std::string error) {
  return {Verdict::kError, {}, {}, std::move(error)};
}

std::string WhyUndecided(const Finding& finding,
                         const std::vector<std::string>& waits) {
  std::vector<std::string> parts;
  if (!waits.empty()) {
    parts.push_back(absl::StrCat("waits for ", absl::StrJoin(waits, "; ")));
  }
  if (!finding.needs.empty()) {
    parts.push_back(absl::StrCat("cannot be told without ",
                                 absl::StrJoin(finding.needs, ", ")));
  }
  return ToValidUtf8(absl::StrJoin(parts, "; "));
}

// What a condition says where nothing but it decides.
Ruling FromOutcome(cel::Outcome outcome) {
  if (!outcome.error.empty()) return Broken(std::move(outcome.error));
  if (outcome.truth == Truth::kUnknown) {
    return Undecided(std::move(outcome.unknown), std::move(outcome.because));
  }
  const bool holds = outcome.truth == Truth::kTrue;
  return {holds ? Verdict::kPass : Verdict::kFail,
          std::move(outcome.because),
          {},
          ""};
}

// `!when || require`: a rule that holds needs no `when`; one that may not apply
// cannot fail.
Ruling Combine(const cel::Outcome& when, Ruling ruling) {
  if (ruling.verdict == Verdict::kPass) return ruling;
  if (!when.error.empty()) {
    return ruling.verdict == Verdict::kUnknown ? ruling : Broken(when.error);
  }
  if (when.truth == Truth::kTrue) return ruling;
  return Undecided(cel::Merge(when.unknown, ruling.unknown),
                   std::move(ruling.because));
}

cel::Value ProfileValue(const config::Profile& profile) {
  return cel::Value::Message({
      {"lifecycle", cel::Value::String(profile.lifecycle)},
      {"availability", cel::Value::String(profile.availability)},
      {"dr", cel::Value::String(profile.dr)},
  });
}

// As plan JSON spells them, where a replacement is two.
std::vector<absl::string_view> ActionWords(const plan::Resource& resource) {
  if (resource.action == plan::Action::kReplace) return {"delete", "create"};
  return {plan::ActionName(resource.action)};
}

// What becomes of a resource whose value is waited for.
absl::string_view WhatHappens(plan::Action action) {
  switch (action) {
    case plan::Action::kCreate:
      return "created by this plan";
    case plan::Action::kUpdate:
      return "updated by this plan";
    case plan::Action::kReplace:
      return "replaced by this plan";
    case plan::Action::kRead:
      return "read during apply";
    case plan::Action::kDelete:
      return "deleted by this plan";
    case plan::Action::kForget:
      return "forgotten by this plan";
    case plan::Action::kNoOp:
      break;
  }
  return "known after apply";
}

class Judge {
 public:
  Judge(const Run& run, std::uint32_t subject, const Setting& setting)
      : run_(run),
        rule_(*run.rule),
        setting_(setting),
        resource_(setting.subjects.ResourceOf(subject)),
        host_{&setting.query, &setting.subjects, subject, &run.parameters,
              &read_from_source_},
        redactor_(run.public_strings, host_) {
    activation_.library = &rules::Functions();
    activation_.host = &host_;
    activation_.variables["self"] = setting.subjects.ValueOf(subject);
    activation_.variables["before"] = Before();
    activation_.variables["actions"] = Actions();
    activation_.variables["profile"] = ProfileValue(setting.config.profile);
    AddAttribute();
  }

  std::vector<Finding> Findings() {
    cel::Outcome when;
    if (!rule_.when.empty()) {
      when = cel::EvaluateCondition(rule_.when, activation_);
      if (when.error.empty() && when.truth == Truth::kFalse) {
        return {MakeFinding(
            {Verdict::kNotApplicable, std::move(when.because), {}, ""})};
      }
    }
    if (!rule_.each.empty()) return JudgeEach(when);
    return {MakeFinding(Combine(when, FromOutcome(cel::EvaluateCondition(
                                          rule_.require, activation_))))};
  }

  Finding MakeFinding(const Ruling& ruling) const {
    Finding finding;
    finding.rule = &rule_;
    finding.verdict = ruling.verdict;
    if (!setting_.Keeps(ruling.verdict)) return finding;
    finding.enforcement =
        LevelOf(run_.level, ruling.verdict, resource_, setting_.config);
    finding.requirements = run_.requirements;
    finding.fix = rule_.fix;
    AddSubject(finding);
    for (const cel::Origin& origin : ruling.because) {
      if (origin.subject == host_.subject && !origin.path.empty()) {
        finding.paths.push_back(origin.path);
      }
    }
    AddJoined(ruling, finding);
    for (const cel::Origin& origin : ruling.unknown.waits_for) {
      finding.waits_for.push_back(
          setting_.subjects.Describe(origin, host_.subject));
    }
    finding.needs = ruling.unknown.needs;
    AddSource(finding);
    AddTexts(ruling, finding);
    finding.fingerprint = Fingerprint(rule_.id, finding.address, finding.paths);
    return finding;
  }

 private:
  void AddJoined(const Ruling& ruling, Finding& finding) const {
    for (const auto* origins : {&ruling.because, &ruling.unknown.waits_for}) {
      for (const cel::Origin& origin : *origins) {
        if (origin.subject == host_.subject ||
            setting_.subjects.ResourceOf(origin.subject) == nullptr) {
          continue;
        }
        AddOnce(finding.joined, setting_.subjects.Address(origin.subject));
      }
    }
  }

  // What the rule read of its subject, and what its functions noted.
  void AddSource(Finding& finding) const {
    const bool is_decided =
        finding.verdict == Verdict::kPass || finding.verdict == Verdict::kFail;
    if (!is_decided) return;
    std::set<plan::Position> places = read_from_source_;
    if (resource_ != nullptr && !resource_->read_from_source.empty()) {
      for (const cty::Path& read : rule_.require.PathsOf("self")) {
        for (const auto& [path, position] : resource_->read_from_source) {
          if (path.StartsWith(read) || read.StartsWith(path)) {
            places.insert(position);
          }
        }
      }
    }
    finding.decided_from.assign(places.begin(), places.end());
  }

  // What an undecided ruling waits for, in words: the resources that the value
  // comes from and what happens to them, else the attribute.
  std::vector<std::string> Waits(const Ruling& ruling) const {
    std::vector<std::string> waits;
    for (const cel::Origin& origin : ruling.unknown.waits_for) {
      const plan::Resource* from = setting_.subjects.ResourceOf(origin.subject);
      bool named = false;
      if (from != nullptr && !origin.path.empty()) {
        for (const plan::Member& member :
             setting_.query.References(*from, origin.path, {}).members) {
          AddOnce(waits, absl::StrCat(member.resource->address.ToString(), ", ",
                                      WhatHappens(member.resource->action)));
          named = true;
        }
      }
      if (!named) {
        AddOnce(waits, setting_.subjects.Describe(origin, host_.subject));
      }
    }
    return waits;
  }

  cel::Value Before() const {
    if (resource_ == nullptr) return cel::Value::Null();
    if (resource_->before.IsNull() && !rules::SeesConfiguration(*resource_)) {
      cel::Unknown unknown;
      unknown.needs.emplace_back(rules::kNeedsBefore);
      return cel::Value::MakeUnknown(std::move(unknown));
    }
    return cel::Value::FromCty(resource_->before,
                               cel::Origin{host_.subject, {}});
  }

  // A guard is shown what is asked for, not what will be done to get there.
  cel::Value Actions() const {
    if (resource_ == nullptr) return cel::Value::Null();
    if (resource_->before.IsNull() && !rules::SeesConfiguration(*resource_)) {
      cel::Unknown unknown;
      unknown.needs.emplace_back(rules::kNeedsBefore);
      return cel::Value::MakeUnknown(std::move(unknown));
    }
    std::vector<cel::Value> words;
    for (const absl::string_view word : ActionWords(*resource_)) {
      words.push_back(cel::Value::String(word));
    }
    return cel::Value::MakeList(std::move(words));
  }

  // `attr`: what the map of types names for this one.
  void AddAttribute() {
    if (resource_ == nullptr) return;
    const auto found = rule_.resources.find(resource_->address.type);
    if (found == rule_.resources.end() || found->second.empty()) return;
    const auto path = rules::ParsePath(found->second);
    if (!path.ok()) return;
    const cty::Value* self = activation_.variables["self"].cty();
    const cty::Value* value = self == nullptr ? nullptr : self->Find(*path);
    cty::Value missing;
    if (self != nullptr && self->IsUnknown()) {
      missing = cty::Value::Unknown(cty::Type::Dynamic());
    }
    activation_.variables["attr"] = cel::Value::FromCty(
        value == nullptr ? missing : *value, cel::Origin{host_.subject, *path});
  }

  std::vector<Finding> JudgeEach(const cel::Outcome& when) {
    const cel::Value elements = cel::Evaluate(rule_.each, activation_);
    if (elements.kind() != cel::Value::Kind::kList) {
      return {MakeFinding(Combine(when, NotAList(elements)))};
    }
    const cel::List list = elements.AsList();
    std::vector<Finding> findings;
    Ruling rest;
    bool undecided = list.open;
    if (list.open) rest.unknown = list.why;
    for (const cel::List::Item& item : list.items) {
      Ruling ruling = Combine(when, JudgeElement(item.value));
      if (ruling.verdict == Verdict::kPass) continue;
      if (ruling.verdict == Verdict::kError ||
          (ruling.verdict == Verdict::kFail && item.certain)) {
        findings.push_back(MakeFinding(ruling));
        continue;
      }
      undecided = true;
      rest.unknown = cel::Merge(rest.unknown, ruling.unknown);
      if (!item.certain) rest.unknown = cel::Merge(rest.unknown, list.why);
      rest.because.insert(rest.because.end(), ruling.because.begin(),
                          ruling.because.end());
    }
    activation_.variables.erase("each");
    if (undecided) rest.verdict = Verdict::kUnknown;
    if (undecided || findings.empty()) findings.push_back(MakeFinding(rest));
    return findings;
  }

  static Ruling NotAList(const cel::Value& elements) {
    if (elements.IsUnknown()) return Undecided(elements.AsUnknown());
    return Broken(elements.IsError() ? elements.ErrorMessage()
                                     : "`each` is not a list");
  }

  // Names the element first among what decided.
  Ruling JudgeElement(const cel::Value& element) {
    activation_.variables["each"] = element;
    Ruling ruling =
        FromOutcome(cel::EvaluateCondition(rule_.require, activation_));
    const cel::Origin* origin = element.origin();
    if (origin == nullptr) return ruling;
    const bool named =
        std::any_of(ruling.because.begin(), ruling.because.end(),
                    [&](const cel::Origin& because) {
                      return because.subject == origin->subject &&
                             because.path.StartsWith(origin->path);
                    });
    if (!named) ruling.because.insert(ruling.because.begin(), *origin);
    return ruling;
  }

  void AddSubject(Finding& finding) const {
    const rules::Subjects& subjects = setting_.subjects;
    const plan::Plan& plan = subjects.plan();
    finding.address = subjects.Address(host_.subject);
    if (resource_ != nullptr) {
      finding.resource_type = resource_->address.type;
      finding.module = resource_->address.ModuleString();
      finding.position = resource_->position;
    } else if (host_.subject < subjects.OfVariable(0)) {
      finding.position =
          plan.outputs[host_.subject - subjects.OfOutput(0)].position;
    } else if (host_.subject < subjects.OfProvider(0)) {
      const plan::Variable& variable =
          plan.variables[host_.subject - subjects.OfVariable(0)];
      finding.module = variable.module;
      finding.position = variable.position;
    } else if (host_.subject < subjects.OfPlan()) {
      finding.position =
          plan.provider_configs[host_.subject - subjects.OfProvider(0)]
              .position;
    }
  }

  void AddTexts(const Ruling& ruling, Finding& finding) const {
    switch (ruling.verdict) {
      case Verdict::kFail:
        finding.message = redactor_.Message(rule_, activation_);
        finding.observed = redactor_.Observed(ruling.because);
        return;
      case Verdict::kUnknown:
        // The rule's own message speaks of a failure.
        finding.message = WhyUndecided(finding, Waits(ruling));
        finding.observed = redactor_.Observed(ruling.because);
        return;
      case Verdict::kError:
        finding.message =
            absl::StrCat("the rule could not be evaluated: ",
                         redactor_.ErrorText(rule_, ruling.error));
        return;
      default:
        return;
    }
  }

  const Run& run_;
  const rules::Rule& rule_;
  const Setting& setting_;
  const plan::Resource* resource_;
  std::set<plan::Position> read_from_source_;
  const rules::Host host_;
  const Redactor redactor_;
  cel::Activation activation_;
};

}  // namespace

std::vector<Finding> JudgeSubject(const Run& run, std::uint32_t subject,
                                  const Setting& setting) {
  return Judge(run, subject, setting).Findings();
}

Finding CannotSee(const Run& run, const Setting& setting) {
  cel::Unknown unknown;
  unknown.needs.emplace_back(rules::kNeedsConfiguration);
  return Judge(run, setting.subjects.OfPlan(), setting)
      .MakeFinding(Undecided(std::move(unknown)));
}

}  // namespace compliance::engine
