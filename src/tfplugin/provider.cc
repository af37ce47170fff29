#include "compliance/tfplugin/provider.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "compliance/cty/value.h"
#include "compliance/diag/diagnostic.h"
#include "tfplugin/stored_state.h"

namespace compliance::tfplugin {
namespace {

diag::Diagnostics NoEphemeralResources(absl::string_view type_name) {
  return {diag::Error(
      "Unknown ephemeral resource type",
      absl::StrCat("This provider has no ephemeral resources, so none of type ",
                   type_name, "."))};
}

}  // namespace

ValueResult Provider::UpgradeState(absl::string_view type_name,
                                   const RawState& state) {
  const schema::Schema& schema =
      Schema().resources.find(std::string(type_name))->second;
  if (state.version > schema.version) {
    return {{},
            {diag::Error(
                "State of a newer provider version",
                absl::StrCat("The state of this ", type_name,
                             " was stored with schema version ", state.version,
                             "; this provider knows version ", schema.version,
                             ". Use the provider version that stored it, or a "
                             "later one."))}};
  }
  absl::StatusOr<cty::Value> value = ReadStoredState(state.json, schema.block);
  if (!value.ok()) {
    return {{},
            {diag::Error(
                "Cannot read stored state",
                absl::StrCat(type_name, ": ", value.status().message(),
                             ". Restore the state file from a backup, or "
                             "remove this object from it and import it."))}};
  }
  return {*std::move(value), {}};
}

ValueResult Provider::MoveResource(const MoveRequest& request) {
  return {
      {},
      {diag::Error(
          "Move not supported",
          absl::StrCat("This provider cannot turn a ", request.source_type_name,
                       " of ", request.source_provider_address, " into a ",
                       request.target_type_name,
                       ". Remove the moved block; use removed and import "
                       "blocks instead."))}};
}

diag::Diagnostics Provider::ValidateEphemeral(absl::string_view type_name,
                                              const cty::Value&) {
  return NoEphemeralResources(type_name);
}

ValueResult Provider::OpenEphemeral(absl::string_view type_name,
                                    const cty::Value&) {
  return {{}, NoEphemeralResources(type_name)};
}

FunctionResult Provider::CallFunction(absl::string_view name,
                                      const std::vector<cty::Value>&) {
  FunctionResult result;
  result.error = absl::StrCat("this provider has no function ", name);
  return result;
}

}  // namespace compliance::tfplugin
