// What is particular to protocol version 5: the names of its messages and
// methods.
#ifndef COMPLIANCE_SRC_TFPLUGIN_PROTOCOL5_H_
#define COMPLIANCE_SRC_TFPLUGIN_PROTOCOL5_H_

#include "tfplugin5.pb.h"

namespace compliance::tfplugin {

struct Protocol5 {
  static constexpr char kService[] = "/tfplugin5.Provider/";
  static constexpr auto kMarkdown = ::tfplugin5::MARKDOWN;

  // Named differently in each version.
  static constexpr char kGetProviderSchema[] = "GetSchema";
  using ValidateProvider = ::tfplugin5::PrepareProviderConfig;
  static constexpr char kValidateProvider[] = "PrepareProviderConfig";
  using ValidateResource = ::tfplugin5::ValidateResourceTypeConfig;
  static constexpr char kValidateResource[] = "ValidateResourceTypeConfig";
  using ValidateDataSource = ::tfplugin5::ValidateDataSourceConfig;
  static constexpr char kValidateDataSource[] = "ValidateDataSourceConfig";
  using Configure = ::tfplugin5::Configure;
  static constexpr char kConfigure[] = "Configure";
  using Stop = ::tfplugin5::Stop;
  static constexpr char kStop[] = "Stop";

  // Named the same in both.
  using ApplyResourceChange = ::tfplugin5::ApplyResourceChange;
  using AttributePath = ::tfplugin5::AttributePath;
  using CallFunction = ::tfplugin5::CallFunction;
  using CloseEphemeralResource = ::tfplugin5::CloseEphemeralResource;
  using Diagnostic = ::tfplugin5::Diagnostic;
  using DynamicValue = ::tfplugin5::DynamicValue;
  using Function = ::tfplugin5::Function;
  using GenerateResourceConfig = ::tfplugin5::GenerateResourceConfig;
  using GetFunctions = ::tfplugin5::GetFunctions;
  using GetProviderSchema = ::tfplugin5::GetProviderSchema;
  using GetResourceIdentitySchemas = ::tfplugin5::GetResourceIdentitySchemas;
  using ImportResourceState = ::tfplugin5::ImportResourceState;
  using InvokeAction = ::tfplugin5::InvokeAction;
  using ListResource = ::tfplugin5::ListResource;
  using MoveResourceState = ::tfplugin5::MoveResourceState;
  using OpenEphemeralResource = ::tfplugin5::OpenEphemeralResource;
  using PlanAction = ::tfplugin5::PlanAction;
  using PlanResourceChange = ::tfplugin5::PlanResourceChange;
  using ProviderMetadata = ::tfplugin5::ProviderMetadata;
  using RawState = ::tfplugin5::RawState;
  using ReadDataSource = ::tfplugin5::ReadDataSource;
  using ReadResource = ::tfplugin5::ReadResource;
  using RenewEphemeralResource = ::tfplugin5::RenewEphemeralResource;
  using Schema = ::tfplugin5::Schema;
  using ServerCapabilities = ::tfplugin5::ServerCapabilities;
  using UpgradeResourceIdentity = ::tfplugin5::UpgradeResourceIdentity;
  using UpgradeResourceState = ::tfplugin5::UpgradeResourceState;
  using ValidateActionConfig = ::tfplugin5::ValidateActionConfig;
  using ValidateEphemeralResourceConfig =
      ::tfplugin5::ValidateEphemeralResourceConfig;
  using ValidateListResourceConfig = ::tfplugin5::ValidateListResourceConfig;
};

}  // namespace compliance::tfplugin

#endif  // COMPLIANCE_SRC_TFPLUGIN_PROTOCOL5_H_
