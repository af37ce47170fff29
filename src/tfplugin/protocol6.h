// What is particular to protocol version 6: the names of its messages and
// methods.
#ifndef COMPLIANCE_SRC_TFPLUGIN_PROTOCOL6_H_
#define COMPLIANCE_SRC_TFPLUGIN_PROTOCOL6_H_

#include "tfplugin6.pb.h"

namespace compliance::tfplugin {

struct Protocol6 {
  static constexpr char kService[] = "/tfplugin6.Provider/";
  static constexpr auto kMarkdown = ::tfplugin6::MARKDOWN;

  // Named differently in each version.
  static constexpr char kGetProviderSchema[] = "GetProviderSchema";
  using ValidateProvider = ::tfplugin6::ValidateProviderConfig;
  static constexpr char kValidateProvider[] = "ValidateProviderConfig";
  using ValidateResource = ::tfplugin6::ValidateResourceConfig;
  static constexpr char kValidateResource[] = "ValidateResourceConfig";
  using ValidateDataSource = ::tfplugin6::ValidateDataResourceConfig;
  static constexpr char kValidateDataSource[] = "ValidateDataResourceConfig";
  using Configure = ::tfplugin6::ConfigureProvider;
  static constexpr char kConfigure[] = "ConfigureProvider";
  using Stop = ::tfplugin6::StopProvider;
  static constexpr char kStop[] = "StopProvider";

  // Named the same in both.
  using ApplyResourceChange = ::tfplugin6::ApplyResourceChange;
  using AttributePath = ::tfplugin6::AttributePath;
  using CallFunction = ::tfplugin6::CallFunction;
  using CloseEphemeralResource = ::tfplugin6::CloseEphemeralResource;
  using Diagnostic = ::tfplugin6::Diagnostic;
  using DynamicValue = ::tfplugin6::DynamicValue;
  using Function = ::tfplugin6::Function;
  using GenerateResourceConfig = ::tfplugin6::GenerateResourceConfig;
  using GetFunctions = ::tfplugin6::GetFunctions;
  using GetProviderSchema = ::tfplugin6::GetProviderSchema;
  using GetResourceIdentitySchemas = ::tfplugin6::GetResourceIdentitySchemas;
  using ImportResourceState = ::tfplugin6::ImportResourceState;
  using InvokeAction = ::tfplugin6::InvokeAction;
  using ListResource = ::tfplugin6::ListResource;
  using MoveResourceState = ::tfplugin6::MoveResourceState;
  using OpenEphemeralResource = ::tfplugin6::OpenEphemeralResource;
  using PlanAction = ::tfplugin6::PlanAction;
  using PlanResourceChange = ::tfplugin6::PlanResourceChange;
  using ProviderMetadata = ::tfplugin6::ProviderMetadata;
  using RawState = ::tfplugin6::RawState;
  using ReadDataSource = ::tfplugin6::ReadDataSource;
  using ReadResource = ::tfplugin6::ReadResource;
  using RenewEphemeralResource = ::tfplugin6::RenewEphemeralResource;
  using Schema = ::tfplugin6::Schema;
  using ServerCapabilities = ::tfplugin6::ServerCapabilities;
  using UpgradeResourceIdentity = ::tfplugin6::UpgradeResourceIdentity;
  using UpgradeResourceState = ::tfplugin6::UpgradeResourceState;
  using ValidateActionConfig = ::tfplugin6::ValidateActionConfig;
  using ValidateEphemeralResourceConfig =
      ::tfplugin6::ValidateEphemeralResourceConfig;
  using ValidateListResourceConfig = ::tfplugin6::ValidateListResourceConfig;
};

}  // namespace compliance::tfplugin

#endif  // COMPLIANCE_SRC_TFPLUGIN_PROTOCOL6_H_
