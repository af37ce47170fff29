// The plan model: what every way in builds and every rule reads.
#ifndef COMPLIANCE_PLAN_PLAN_H_
#define COMPLIANCE_PLAN_PLAN_H_

#include <compare>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "compliance/base/truth.h"
#include "compliance/cty/path.h"
#include "compliance/cty/value.h"
#include "compliance/plan/expressions.h"

namespace compliance::plan {

enum class Mode : std::uint8_t { kManaged, kData };

// Terraform's planned actions; replacement is kReplace whichever order it has.
enum class Action : std::uint8_t {
  kNoOp,
  kCreate,
  kRead,
  kUpdate,
  kReplace,
  kDelete,
  kForget,
};

// "create", "no-op", … as plan JSON spells them.
absl::string_view ActionName(Action action);

// One module instance step: module.NAME or module.NAME["key"].
struct ModuleStep {
  std::string name;
  std::optional<cty::Step> key;  // MapKey or ListIndex
  friend bool operator==(const ModuleStep&, const ModuleStep&) = default;
};

// A resource instance address: module.db["eu"].aws_db_instance.main[0].
struct Address {
  std::vector<ModuleStep> module;
  Mode mode = Mode::kManaged;
  std::string type;
  std::string name;
  std::optional<cty::Step> key;

  // Errors: INVALID_ARGUMENT saying what is wrong and giving an example.
  static absl::StatusOr<Address> Parse(absl::string_view text);
  std::string ToString() const;
  std::string ModuleString() const;  // "module.db[\"eu\"]", "" for the root
  // Without instance keys: module.db.aws_db_instance.main.
  std::string ConfigString() const;
  friend bool operator==(const Address&, const Address&) = default;
};

// Where in the source a thing is declared. Lines and columns count from 1.
struct Position {
  std::string file;
  int line = 0;
  int column = 0;
  friend auto operator<=>(const Position&, const Position&) = default;
};

// One resource instance, as planned.
struct Resource {
  Address address;
  std::string provider;  // registry.terraform.io/hashicorp/aws; "" unknown
  std::string provider_config;  // key in Plan::provider_configs
  Action action = Action::kNoOp;
  cty::Value before;   // null when there is none
  cty::Value planned;  // with unknowns; null for a deletion

  // Whether `expressions` is all that the configuration says: true for plan
  // JSON, false where the way in cannot see the configuration.
  bool has_configuration = false;
  Expressions expressions;
  // Set when for_each or count repeats the block; its references.
  std::optional<Expression> for_each, count;
  // Attributes that the configuration sets, seen value by value (hook). Unset:
  // derive from `expressions`.
  std::optional<cty::Value> config;

  // The address that the instance had before a `moved` block; else empty.
  std::string previous_address;
  // Whether the plan imports it. The id is not kept.
  bool importing = false;
  // Why Terraform chose the action ("replace_because_tainted"); may be empty.
  std::string action_reason;
  // What forces a replacement.
  std::vector<cty::Path> replace_paths;
  // Not empty: the plan puts the change off, for this reason
  // ("provider_config_unknown"). `planned` then has as known only what the
  // configuration says as a constant.
  std::string deferred_reason;

  std::optional<Position> position;  // of the block's header
  // Attributes of which the plan tells less than the source, and where that
  // sets them: `planned` has what both tell.
  std::map<cty::Path, Position> read_from_source;
};

// What happened to an object outside of Terraform since the last apply. Never
// judged as planned.
struct Drift {
  Address address;
  Action action = Action::kUpdate;
  cty::Value before;
  cty::Value after;  // null when it is gone
};

enum class CheckStatus : std::uint8_t { kPass, kFail, kError, kUnknown };

// The outcome of the conditions that the configuration itself sets on an
// object. Their messages are not kept.
struct Check {
  std::string kind;     // "resource", "output_value", "check", "input_variable"
  std::string address;  // of the block: module.m.check.health
  CheckStatus status = CheckStatus::kUnknown;
  std::map<std::string, CheckStatus> instances;  // by address
};

struct Output {
  std::string name;
  std::string description;
  bool sensitive = false;
  cty::Value value;  // unknown when not known at plan
  Expression expression;
  std::optional<Position> position;
};

struct Variable {
  std::string name;
  std::string module;  // configuration path: "" root, "module.db"
  std::string description;
  bool sensitive = false;
  bool has_default = false;
  cty::Value default_value;
  cty::Value value;  // root only: the value used; null elsewhere
  std::optional<Position> position;
};

struct ProviderConfig {
  std::string key;     // "aws", "aws.west", "module.m:aws"
  std::string name;    // "aws"
  std::string alias;   // "" for the default one
  std::string module;  // configuration path: "" root, "module.m"
  std::string full_name;
  std::string version_constraint;
  std::map<cty::Path, Expression> expressions;
  std::optional<Position> position;
};

// A set of resource instances to be judged together. Built once, then read from
// any thread; move-only, since others point into it.
struct Plan {
  Plan() = default;
  Plan(Plan&&) = default;
  Plan& operator=(Plan&&) = default;
  Plan(const Plan&) = delete;
  Plan& operator=(const Plan&) = delete;

  // Closed: every resource, output, variable and provider configuration of the
  // stack is here (plan JSON; a guard that says complete = true, for resources
  // only). Open: there is more that this plan does not show.
  bool closed = false;
  // The way in can see the configuration: outputs, variables, expressions.
  bool has_configuration = false;

  std::vector<Resource> resources;  // planned instances, in address order
  std::vector<Output> outputs;
  std::vector<Variable> variables;
  std::vector<ProviderConfig> provider_configs;
  // Configuration addresses whose count or for_each is not known yet, so that
  // instances may be missing from `resources`.
  std::vector<std::string> unknown_repetitions;
  // Module calls: configuration path -> argument -> expression, for following
  // references through module inputs ("module.db" -> "kms_key_id" -> …).
  std::map<std::string, std::map<std::string, Expression>> module_inputs;
  // Module outputs: "module.db" -> output -> expression.
  std::map<std::string, std::map<std::string, Expression>> module_outputs;
  // Local values: configuration path of the module ("" the root) -> name ->
  // expression. Only where the source was read (source.h): no plan shows them.
  std::map<std::string, std::map<std::string, Expression>> locals;
  // for_each or count of module calls: "module.db" -> expression.
  std::map<std::string, Expression> module_repetitions;

  std::vector<Drift> drift;
  std::vector<Check> checks;

  std::string format_version;     // of plan JSON
  std::string terraform_version;  // or OpenTofu's
  bool is_opentofu = false;       // a provider comes from its registry
  // What the plan says of itself; versions before 1.8 do not.
  std::optional<bool> complete, applyable;
  // It leaves out what another plan would have to do: -target, or deferral.
  bool is_partial = false;
};

}  // namespace compliance::plan

#endif  // COMPLIANCE_PLAN_PLAN_H_
