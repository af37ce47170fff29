#include "compliance/provider/provider.h"

#include <utility>

#include "provider/catalogue.h"
#include "provider/check.h"
#include "provider/compliance_provider.h"
#include "provider/functions.h"
#include "provider/guard.h"

namespace compliance::provider {

ComplianceProvider::ComplianceProvider(const rules::RuleSet& rule_set,
                                       Surroundings surroundings)
    : rule_set_(rule_set),
      surroundings_(std::move(surroundings)),
      settings_(std::make_shared<const Settings>()) {}

const schema::ProviderSchema& ComplianceProvider::Schema() const {
  return ProviderSchema();
}

std::shared_ptr<const Settings> ComplianceProvider::settings() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return settings_;
}

diag::Diagnostics ComplianceProvider::ValidateProviderConfig(
    const cty::Value& config) {
  return ValidateArguments(config, rule_set_);
}

diag::Diagnostics ComplianceProvider::Configure(
    absl::string_view terraform_version, const cty::Value& config) {
  Resolved resolved =
      ResolveSettings(terraform_version, config, rule_set_, surroundings_);
  const std::lock_guard<std::mutex> lock(mutex_);
  settings_ = std::make_shared<const Settings>(std::move(resolved.settings));
  return std::move(resolved.diagnostics);
}

diag::Diagnostics ComplianceProvider::ValidateResource(
    absl::string_view /*type_name*/, const cty::Value& config) {
  const auto current = settings();
  return ValidateGuard({rule_set_, *current, surroundings_}, config);
}

tfplugin::ValueResult ComplianceProvider::UpgradeState(
    absl::string_view type_name, const tfplugin::RawState& state) {
  tfplugin::ValueResult result = Provider::UpgradeState(type_name, state);
  if (!diag::HasErrors(result.diagnostics)) return result;
  return Provider::UpgradeState(
      type_name,
      {.version = state.version, .json = WithoutOutputs(state.json)});
}

tfplugin::ValueResult ComplianceProvider::ReadResource(
    absl::string_view /*type_name*/, const cty::Value& state) {
  return {.value = state, .diagnostics = {}};
}

tfplugin::PlanResult ComplianceProvider::PlanResource(
    const tfplugin::PlanRequest& request) {
  const auto current = settings();
  return PlanGuard({rule_set_, *current, surroundings_}, request);
}

tfplugin::StateResult ComplianceProvider::ApplyResource(
    const tfplugin::ApplyRequest& request) {
  const auto current = settings();
  return ApplyGuard({rule_set_, *current, surroundings_}, request);
}

tfplugin::ValueResult ComplianceProvider::ImportResource(
    absl::string_view /*type_name*/, absl::string_view id) {
  return ImportGuard(id);
}

diag::Diagnostics ComplianceProvider::ValidateDataSource(
    absl::string_view type_name, const cty::Value& config) {
  if (type_name != "compliance_check") return ValidateCatalogue(config);
  const auto current = settings();
  return ValidateCheck({rule_set_, *current, surroundings_}, config);
}

tfplugin::ValueResult ComplianceProvider::ReadDataSource(
    absl::string_view type_name, const cty::Value& config) {
  if (type_name == "compliance_rules") return ReadRules(rule_set_, config);
  if (type_name == "compliance_requirements") {
    return ReadRequirements(rule_set_, config);
  }
  const auto current = settings();
  return ReadCheck({rule_set_, *current, surroundings_}, config);
}

diag::Diagnostics ComplianceProvider::ValidateEphemeral(
    absl::string_view /*type_name*/, const cty::Value& config) {
  const auto current = settings();
  return ValidateCheck({rule_set_, *current, surroundings_}, config);
}

tfplugin::ValueResult ComplianceProvider::OpenEphemeral(
    absl::string_view /*type_name*/, const cty::Value& config) {
  const auto current = settings();
  return OpenCheck({rule_set_, *current, surroundings_}, config);
}

tfplugin::FunctionResult ComplianceProvider::CallFunction(
    absl::string_view name, const std::vector<cty::Value>& arguments) {
  return provider::CallFunction(rule_set_, name, arguments);
}

std::unique_ptr<tfplugin::Provider> NewProvider() {
  return std::make_unique<ComplianceProvider>(rules::RuleSet::BuiltIn(),
                                              ProcessSurroundings());
}

}  // namespace compliance::provider
