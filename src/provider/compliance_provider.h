// The Provider behind NewProvider(), with its seams open for tests.
#ifndef COMPLIANCE_PROVIDER_COMPLIANCE_PROVIDER_H_
#define COMPLIANCE_PROVIDER_COMPLIANCE_PROVIDER_H_

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "compliance/rules/rule_set.h"
#include "compliance/tfplugin/provider.h"
#include "provider/context.h"
#include "provider/settings.h"
#include "provider/surroundings.h"

namespace compliance::provider {

class ComplianceProvider : public tfplugin::Provider {
 public:
  // `rule_set` outlives the provider.
  ComplianceProvider(const rules::RuleSet& rule_set, Surroundings surroundings);

  const schema::ProviderSchema& Schema() const override;

  diag::Diagnostics ValidateProviderConfig(const cty::Value& config) override;
  diag::Diagnostics Configure(absl::string_view terraform_version,
                              const cty::Value& config) override;

  diag::Diagnostics ValidateResource(absl::string_view type_name,
                                     const cty::Value& config) override;
  tfplugin::ValueResult UpgradeState(absl::string_view type_name,
                                     const tfplugin::RawState& state) override;
  tfplugin::ValueResult ReadResource(absl::string_view type_name,
                                     const cty::Value& state) override;
  tfplugin::PlanResult PlanResource(
      const tfplugin::PlanRequest& request) override;
  tfplugin::StateResult ApplyResource(
      const tfplugin::ApplyRequest& request) override;
  tfplugin::ValueResult ImportResource(absl::string_view type_name,
                                       absl::string_view id) override;

  diag::Diagnostics ValidateDataSource(absl::string_view type_name,
                                       const cty::Value& config) override;
  tfplugin::ValueResult ReadDataSource(absl::string_view type_name,
                                       const cty::Value& config) override;

  diag::Diagnostics ValidateEphemeral(absl::string_view type_name,
                                      const cty::Value& config) override;
  tfplugin::ValueResult OpenEphemeral(absl::string_view type_name,
                                      const cty::Value& config) override;

  tfplugin::FunctionResult CallFunction(
      absl::string_view name,
      const std::vector<cty::Value>& arguments) override;

 private:
  // The settings of the last Configure; the call keeps them alive.
  std::shared_ptr<const Settings> settings() const;

  const rules::RuleSet& rule_set_;
  const Surroundings surroundings_;
  mutable std::mutex mutex_;
  std::shared_ptr<const Settings> settings_;  // guarded by mutex_
};

}  // namespace compliance::provider

#endif  // COMPLIANCE_PROVIDER_COMPLIANCE_PROVIDER_H_
