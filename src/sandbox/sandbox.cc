#include "compliance/sandbox/sandbox.h"

#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "compliance/base/text.h"
#include "compliance/schema/facts.h"
#include "sandbox/constraints.h"
#include "sandbox/data_sources.h"
#include "sandbox/fill.h"
#include "sandbox/identifiers.h"
#include "sandbox/import.h"
#include "sandbox/planner.h"
#include "sandbox/provider_settings.h"
#include "sandbox/random_values.h"
#include "sandbox/served_schema.h"

namespace compliance::sandbox {
namespace {

using cty::Value;

diag::Diagnostic UnknownType(absl::string_view provider_type,
                             absl::string_view kind,
                             absl::string_view type_name) {
  return diag::Error(
      absl::StrCat("Unsupported ", kind, " type"),
      absl::StrCat("The sandbox of provider ", provider_type,
                   " has no facts about ", kind, " type ", Quote(type_name),
                   ". Plan this configuration with the real provider, or leave "
                   "the ",
                   kind, " out."));
}

class Sandbox : public tfplugin::Provider {
 public:
  explicit Sandbox(absl::string_view provider_type)
      : provider_type_(provider_type), schema_(ServedSchema(provider_type)) {}

  const schema::ProviderSchema& Schema() const override { return schema_; }

  diag::Diagnostics ValidateProviderConfig(const Value& config) override {
    static_cast<void>(config);
    return {};
  }

  diag::Diagnostics Configure(absl::string_view terraform_version,
                              const Value& config) override {
    static_cast<void>(terraform_version);
    auto settings = std::make_shared<ProviderSettings>(ReadSettings(config));
    const std::lock_guard<std::mutex> lock(mutex_);
    settings_ = std::move(settings);
    return {};
  }

  diag::Diagnostics ValidateResource(absl::string_view type_name,
                                     const Value& config) override {
    const schema::TypeFacts* facts = schema::FindResource(type_name);
    if (facts == nullptr) return {NoResource(type_name)};
    if (!config.HasContent()) return {};
    diag::Diagnostics diagnostics = CheckConfig(*facts, config);
    if (IsRandom() && diagnostics.empty()) {
      diagnostics = CheckRandom(type_name, config);
    }
    return diagnostics;
  }

  // What Terraform remembers is all there is: nothing drifts.
  tfplugin::ValueResult ReadResource(absl::string_view type_name,
                                     const Value& state) override {
    if (schema::FindResource(type_name) == nullptr) {
      return {{}, {NoResource(type_name)}};
    }
    return {state, {}};
  }

  tfplugin::PlanResult PlanResource(
      const tfplugin::PlanRequest& request) override {
    tfplugin::PlanResult result;
    result.legacy_type_system = IsOfOldSdk();
    const schema::TypeFacts* facts = schema::FindResource(request.type_name);
    if (facts == nullptr) {
      result.diagnostics.push_back(NoResource(request.type_name));
      return result;
    }
    if (request.proposed_new_state.IsNull()) {
      result.planned_state = request.proposed_new_state;
      return result;
    }
    PlannedResource planned = sandbox::PlanResource(
        *facts, request.config, request.prior_state, *Settings());
    if (IsRandom()) planned.value = PlanRandom(request.config, planned.value);
    result.diagnostics = CheckPlanned(*facts, request.config, planned.value);
    result.planned_state = std::move(planned.value);
    result.requires_replace = std::move(planned.requires_replace);
    return result;
  }

  tfplugin::StateResult ApplyResource(
      const tfplugin::ApplyRequest& request) override {
    tfplugin::StateResult result;
    result.legacy_type_system = IsOfOldSdk();
    const schema::TypeFacts* facts = schema::FindResource(request.type_name);
    if (facts == nullptr) {
      result.new_state = request.prior_state;
      result.diagnostics.push_back(NoResource(request.type_name));
      return result;
    }
    if (request.planned_state.IsNull()) {
      result.new_state = request.planned_state;
    } else if (IsRandom()) {
      result.new_state = DrawRandom(request.type_name, request.planned_state);
    } else {
      Identifiers identifiers = Identifiers::Fresh();
      result.new_state =
          Fill(*facts, request.planned_state, *Settings(), identifiers);
    }
    return result;
  }

  tfplugin::ValueResult ImportResource(absl::string_view type_name,
                                       absl::string_view id) override {
    const schema::TypeFacts* facts = schema::FindResource(type_name);
    if (facts == nullptr) return {{}, {NoResource(type_name)}};
    if (IsRandom()) {
      return {{},
              {diag::Error(
                  "Import is not supported",
                  absl::StrCat("The sandbox cannot import ", type_name, "."))}};
    }
    return {ImportedState(*facts, id, *Settings()), {}};
  }

  diag::Diagnostics ValidateDataSource(absl::string_view type_name,
                                       const Value& config) override {
    static_cast<void>(config);
    if (schema::FindDataSource(type_name) == nullptr) {
      return {NoDataSource(type_name)};
    }
    return {};
  }

  tfplugin::ValueResult ReadDataSource(absl::string_view type_name,
                                       const Value& config) override {
    const schema::TypeFacts* facts = schema::FindDataSource(type_name);
    if (facts == nullptr) return {{}, {NoDataSource(type_name)}};
    return ReadData(*facts, config, *Settings());
  }

 private:
  bool IsRandom() const { return provider_type_ == "random"; }
  // By the tolerance that Terraform has for these, aws plans defaults and
  // unknown blocks; random is written with the new framework.
  bool IsOfOldSdk() const { return !IsRandom(); }

  diag::Diagnostic NoResource(absl::string_view type_name) const {
    return UnknownType(provider_type_, "resource", type_name);
  }
  diag::Diagnostic NoDataSource(absl::string_view type_name) const {
    return UnknownType(provider_type_, "data source", type_name);
  }

  std::shared_ptr<const ProviderSettings> Settings() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return settings_;
  }

  const std::string provider_type_;
  const schema::ProviderSchema schema_;
  mutable std::mutex mutex_;
  std::shared_ptr<const ProviderSettings> settings_ =
      std::make_shared<ProviderSettings>(ReadSettings({}));
};

}  // namespace

const std::vector<std::string>& ProviderTypes() {
  static const std::vector<std::string>& types =
      *new std::vector<std::string>{"aws", "random"};
  return types;
}

std::unique_ptr<tfplugin::Provider> NewSandbox(
    absl::string_view provider_type) {
  return std::make_unique<Sandbox>(provider_type);
}

}  // namespace compliance::sandbox
