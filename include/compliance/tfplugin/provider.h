// What a provider does, free of wire formats and protocol versions. The host
// (tfplugin/serve.h) speaks protocols 5 and 6 for any implementation.
#ifndef COMPLIANCE_TFPLUGIN_PROVIDER_H_
#define COMPLIANCE_TFPLUGIN_PROVIDER_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "compliance/cty/path.h"
#include "compliance/cty/value.h"
#include "compliance/diag/diagnostic.h"
#include "compliance/schema/schema.h"

namespace compliance::tfplugin {

// A value and what is to be said of it. An error among the diagnostics means
// that `value` is not used (ApplyResourceChange: it is the best known state).
struct ValueResult {
  cty::Value value;
  diag::Diagnostics diagnostics;
};

struct PlanRequest {
  std::string type_name;
  cty::Value prior_state;         // null: create
  cty::Value proposed_new_state;  // null: destroy
  cty::Value config;
  std::string prior_private;
};

struct PlanResult {
  cty::Value planned_state;
  std::vector<cty::Path> requires_replace;
  std::string planned_private;
  diag::Diagnostics diagnostics;
  // Terraform then only logs where the plan breaks its rules: a value for an
  // argument that is neither configured nor computed, an unknown block. Only
  // for what stands in for a provider of the old SDK.
  bool legacy_type_system = false;
};

struct ApplyRequest {
  std::string type_name;
  cty::Value prior_state;    // null: create
  cty::Value planned_state;  // null: destroy
  cty::Value config;
  std::string planned_private;
};

struct StateResult {
  cty::Value new_state;
  std::string private_data;
  diag::Diagnostics diagnostics;
  // As in PlanResult: a state that differs from the plan is only logged.
  bool legacy_type_system = false;
};

// State as it was stored, perhaps by an older version of the schema.
struct RawState {
  std::int64_t version = 0;
  std::string json;
};

struct MoveRequest {
  std::string source_provider_address;
  std::string source_type_name;
  RawState source_state;
  std::string target_type_name;
};

struct FunctionResult {
  cty::Value value;
  // Set: the call failed, and `value` is not used.
  std::optional<std::string> error;
  std::optional<std::int64_t> error_argument;  // 0-based
};

// One provider instance. Methods may be called at the same time from several
// threads; a method never throws and never blocks on the network. Values are
// decoded with the types of Schema() and must be answered in them. Type names
// that Schema() does not list are refused by the host before they get here, and
// so are values that do not decode. Each value that is handed in is an object
// that is known as such, though its attributes may be unknown; it is null only
// where a comment says so. `config` is null only where a deletion is planned or
// applied.
class Provider {
 public:
  virtual ~Provider() = default;

  // The same object for as long as the provider lives.
  virtual const schema::ProviderSchema& Schema() const = 0;

  virtual diag::Diagnostics ValidateProviderConfig(
      const cty::Value& config) = 0;
  virtual diag::Diagnostics Configure(absl::string_view terraform_version,
                                      const cty::Value& config) = 0;

  virtual diag::Diagnostics ValidateResource(absl::string_view type_name,
                                             const cty::Value& config) = 0;
  // The default reads JSON of the current schema, dropping attributes that are
  // gone and filling new ones with null.
  virtual ValueResult UpgradeState(absl::string_view type_name,
                                   const RawState& state);
  virtual ValueResult ReadResource(absl::string_view type_name,
                                   const cty::Value& state) = 0;
  virtual PlanResult PlanResource(const PlanRequest& request) = 0;
  virtual StateResult ApplyResource(const ApplyRequest& request) = 0;
  virtual ValueResult ImportResource(absl::string_view type_name,
                                     absl::string_view id) = 0;
  virtual ValueResult MoveResource(const MoveRequest& request);

  virtual diag::Diagnostics ValidateDataSource(absl::string_view type_name,
                                               const cty::Value& config) = 0;
  virtual ValueResult ReadDataSource(absl::string_view type_name,
                                     const cty::Value& config) = 0;

  virtual diag::Diagnostics ValidateEphemeral(absl::string_view type_name,
                                              const cty::Value& config);
  virtual ValueResult OpenEphemeral(absl::string_view type_name,
                                    const cty::Value& config);

  virtual FunctionResult CallFunction(absl::string_view name,
                                      const std::vector<cty::Value>& arguments);

  // The user interrupted: calls in flight should end soon.
  virtual void Stop() {}
};

}  // namespace compliance::tfplugin

#endif  // COMPLIANCE_TFPLUGIN_PROVIDER_H_
