// A rule: what must hold of a resource, said once for every way in.
#ifndef COMPLIANCE_RULES_RULE_H_
#define COMPLIANCE_RULES_RULE_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "compliance/cel/program.h"
#include "compliance/cty/value.h"
#include "compliance/plan/plan.h"

namespace compliance::rules {

enum class Severity : std::uint8_t { kLow, kMedium, kHigh, kCritical };
absl::string_view SeverityName(Severity severity);

enum class Intent : std::uint8_t {
  kExposure,
  kData,
  kSecret,
  kAudit,
  kAccess,
  kChange,
  kResilience,
  kHygiene,
};
absl::string_view IntentName(Intent intent);

enum class Target : std::uint8_t {
  kResource,
  kPlan,
  kProvider,
  kOutput,
  kVariable,
  kModule,
};
absl::string_view TargetName(Target target);

// Primary evidence can turn a requirement green; supporting evidence alone
// never does.
enum class Strength : std::uint8_t { kPrimary, kSupporting };

struct Requirement {
  std::string framework;  // "pci-dss-4.0.1", "hipaa", "baseline"
  std::string id;         // "3.5.1", "164.312(a)(2)(iv)"
  Strength strength = Strength::kPrimary;
  friend bool operator==(const Requirement&, const Requirement&) = default;
};

// A named number, string, bool or list that users may set; `value` null means
// that the rule is off until one is given.
struct Parameter {
  std::string name;
  std::string description;
  cty::Value default_value;
};

// What a rule reads, derived from its expressions.
struct Needs {
  bool configuration = false;  // configured(), references(), literal()
  bool whole_plan = false;     // linked(), plan.resources()
  bool before = false;
};

// One worked example; the unit tests of the rule.
struct Example {
  std::string verdict;  // "pass", "fail", "unknown", "not_applicable"
  std::string note;
  std::string where;  // file:line
  // The plan that it describes; shared since Plan is move-only.
  std::shared_ptr<const plan::Plan> plan;
  // The subject to be judged, "" for the only one.
  std::string address;
  std::map<std::string, cty::Value> parameters;
};

// Immutable once loaded. Pointers to rules stay valid while their RuleSet
// lives.
struct Rule {
  std::string id;       // "aws.rds.storage_encrypted"
  std::string title;    // what should hold: "RDS storage is encrypted at rest"
  std::string failure;  // what does not: "RDS storage is not encrypted"
  Severity severity = Severity::kMedium;
  Intent intent = Intent::kHygiene;
  Target target = Target::kResource;
  // Type -> the attribute that `attr` stands for ("" when the rule names its
  // own); key "*" with having set: every type that has that attribute.
  std::map<std::string, std::string> resources;
  std::string having;
  std::vector<plan::Action> on;

  cel::Program each;     // empty: the subject itself
  cel::Program when;     // empty: always
  cel::Program require;  // never empty
  // Text with {expression} parts: alternating literal and program.
  struct MessagePart {
    std::string text;
    cel::Program expression;  // empty: `text` is literal
  };
  std::vector<MessagePart> message;
  std::string fix;  // HCL
  std::vector<Parameter> parameters;
  std::vector<Requirement> requirements;
  std::vector<std::string> aliases;
  std::vector<std::string> subsumes;
  // Which profile switches bind the rule: "lifecycle=protected". Empty: always.
  std::map<std::string, std::string> profile;
  // Sets the enforcement that follows from severity and intent aside.
  std::string enforcement;
  Needs needs;
  std::string source;  // file of origin, for error messages
};

}  // namespace compliance::rules

#endif  // COMPLIANCE_RULES_RULE_H_
