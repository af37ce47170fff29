// The Provider service of either protocol version over one Provider: decodes
// requests, calls, encodes answers. The template argument is Protocol5 or
// Protocol6; they differ in names alone.
//
// Whatever is wrong with a request ends as a diagnostic in its answer. Nothing
// of a request is logged but the type name.
#ifndef COMPLIANCE_SRC_TFPLUGIN_PROVIDER_SERVICE_H_
#define COMPLIANCE_SRC_TFPLUGIN_PROVIDER_SERVICE_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "compliance/cty/type.h"
#include "compliance/cty/value.h"
#include "compliance/diag/diagnostic.h"
#include "compliance/tfplugin/provider.h"
#include "tfplugin/dynamic_value.h"
#include "tfplugin/make_method.h"
#include "tfplugin/method.h"
#include "tfplugin/provider_handle.h"
#include "tfplugin/unused_methods.h"
#include "tfplugin/wire.h"

namespace compliance::tfplugin {

template <class P>
class ProviderService {
 public:
  explicit ProviderService(std::shared_ptr<ProviderHandle> handle)
      : handle_(std::move(handle)) {}

  // The methods keep `service` alive.
  static MethodTable Methods(std::shared_ptr<ProviderService> service);

 private:
  static constexpr bool kNullAllowed = true;
  using DynamicValue = typename P::DynamicValue;
  using SchemaMap = std::map<std::string, schema::Schema>;
  template <class Rpc>
  using Request = typename Rpc::Request;
  template <class Rpc>
  using Response = typename Rpc::Response;

  // What an answer needs on its way: decoded values in, diagnostics out.
  struct Call {
    ProviderHandle& handle;
    diag::Diagnostics diagnostics = {};

    bool failed() const { return diag::HasErrors(diagnostics); }
    void Add(const diag::Diagnostics& more) {
      diagnostics.insert(diagnostics.end(), more.begin(), more.end());
    }
    const cty::Type* FindType(const SchemaMap& schemas, absl::string_view noun,
                              const std::string& name);
    // An object that is known as such, or with `null_allowed` null: what
    // providers may rely on. Otherwise nullopt and a diagnostic.
    std::optional<cty::Value> Decode(const DynamicValue& wire,
                                     const cty::Type& type,
                                     absl::string_view field,
                                     bool null_allowed = false);
    // The msgpack of what the provider answered; nullopt and a diagnostic where
    // that does not have its type.
    std::optional<std::string> Encode(const cty::Value& value,
                                      const cty::Type& type);
    // A value that comes with errors is not used.
    std::optional<std::string> EncodeUnlessFailed(const cty::Value& value,
                                                  const cty::Type& type) {
      return failed() ? std::nullopt : Encode(value, type);
    }
  };

  Call NewCall() { return Call{*handle_}; }
  Provider& provider() { return handle_->provider(); }
  const schema::ProviderSchema& schema() { return handle_->schema(); }
  const cty::Type* ResourceType(Call& call, const std::string& name) {
    return call.FindType(schema().resources, "resource type", name);
  }

  void GetMetadata(const Request<typename P::ProviderMetadata>& request,
                   Response<typename P::ProviderMetadata>* response);
  void GetSchema(const Request<typename P::GetProviderSchema>& request,
                 Response<typename P::GetProviderSchema>* response);
  void GetFunctions(const Request<typename P::GetFunctions>& request,
                    Response<typename P::GetFunctions>* response);
  void ValidateProvider(const Request<typename P::ValidateProvider>& request,
                        Response<typename P::ValidateProvider>* response);
  void Configure(const Request<typename P::Configure>& request,
                 Response<typename P::Configure>* response);
  void ValidateResource(const Request<typename P::ValidateResource>& request,
                        Response<typename P::ValidateResource>* response);
  void ValidateDataSource(
      const Request<typename P::ValidateDataSource>& request,
      Response<typename P::ValidateDataSource>* response);
  void ValidateEphemeral(
      const Request<typename P::ValidateEphemeralResourceConfig>& request,
      Response<typename P::ValidateEphemeralResourceConfig>* response);
  void UpgradeState(const Request<typename P::UpgradeResourceState>& request,
                    Response<typename P::UpgradeResourceState>* response);
  void ReadResource(const Request<typename P::ReadResource>& request,
                    Response<typename P::ReadResource>* response);
  void Plan(const Request<typename P::PlanResourceChange>& request,
            Response<typename P::PlanResourceChange>* response);
  void Apply(const Request<typename P::ApplyResourceChange>& request,
             Response<typename P::ApplyResourceChange>* response);
  void Import(const Request<typename P::ImportResourceState>& request,
              Response<typename P::ImportResourceState>* response);
  void Move(const Request<typename P::MoveResourceState>& request,
            Response<typename P::MoveResourceState>* response);
  void ReadDataSource(const Request<typename P::ReadDataSource>& request,
                      Response<typename P::ReadDataSource>* response);
  void OpenEphemeral(const Request<typename P::OpenEphemeralResource>& request,
                     Response<typename P::OpenEphemeralResource>* response);
  void CallFunction(const Request<typename P::CallFunction>& request,
                    Response<typename P::CallFunction>* response);

  void Stop(const Request<typename P::Stop>& request,
            Response<typename P::Stop>* response);

  std::shared_ptr<ProviderHandle> handle_;
};

template <class P>
const cty::Type* ProviderService<P>::Call::FindType(const SchemaMap& schemas,
                                                    absl::string_view noun,
                                                    const std::string& name) {
  const auto found = schemas.find(name);
  if (found != schemas.end()) return &handle.TypeOf(found->second);
  diagnostics.push_back(UnknownName(noun, name));
  return nullptr;
}

template <class P>
std::optional<cty::Value> ProviderService<P>::Call::Decode(
    const DynamicValue& wire, const cty::Type& type, absl::string_view field,
    bool null_allowed) {
  absl::StatusOr<cty::Value> value =
      DecodeDynamicValue(wire.msgpack(), wire.json(), type);
  if (value.ok() &&
      (value->IsUnknown() || (value->IsNull() && !null_allowed))) {
    value = absl::InvalidArgumentError("an object is required");
  }
  if (value.ok()) return *std::move(value);
  // What is beyond a limit was written by the user; nothing else is.
  const char* const remedy =
      absl::IsResourceExhausted(value.status())
          ? "Hand over less, or a value that is less nested."
          : "Terraform and the provider disagree about the schema; run "
            "terraform init -upgrade and try again.";
  diagnostics.push_back(
      diag::Error("Cannot decode a value from Terraform",
                  absl::StrCat("In ", field, ": ", value.status().message(),
                               ". ", remedy)));
  return std::nullopt;
}

template <class P>
std::optional<std::string> ProviderService<P>::Call::Encode(
    const cty::Value& value, const cty::Type& type) {
  absl::StatusOr<std::string> bytes = EncodeDynamicValue(value, type);
  if (bytes.ok()) return *std::move(bytes);
  diagnostics.push_back(diag::Error(
      "The provider answered a value of the wrong type",
      absl::StrCat(bytes.status().message(),
                   ". This is a bug in the provider; please report it.")));
  return std::nullopt;
}

template <class P>
void ProviderService<P>::GetMetadata(
    const Request<typename P::ProviderMetadata>&,
    Response<typename P::ProviderMetadata>* response) {
  CapabilitiesToWire<P>(schema(), response->mutable_server_capabilities());
  for (const auto& [name, unused] : schema().resources) {
    response->add_resources()->set_type_name(name);
  }
  for (const auto& [name, unused] : schema().data_sources) {
    response->add_data_sources()->set_type_name(name);
  }
  for (const auto& [name, unused] : schema().ephemeral_resources) {
    response->add_ephemeral_resources()->set_type_name(name);
  }
  for (const auto& [name, unused] : schema().functions) {
    response->add_functions()->set_name(name);
  }
}

template <class P>
void ProviderService<P>::GetSchema(
    const Request<typename P::GetProviderSchema>&,
    Response<typename P::GetProviderSchema>* response) {
  const auto fill = [](const SchemaMap& schemas, auto* wire) {
    for (const auto& [name, schema] : schemas) {
      SchemaToWire<P>(schema, &(*wire)[name]);
    }
  };
  SchemaToWire<P>(schema().provider, response->mutable_provider());
  fill(schema().resources, response->mutable_resource_schemas());
  fill(schema().data_sources, response->mutable_data_source_schemas());
  fill(schema().ephemeral_resources,
       response->mutable_ephemeral_resource_schemas());
  for (const auto& [name, function] : schema().functions) {
    FunctionToWire<P>(function, &(*response->mutable_functions())[name]);
  }
  CapabilitiesToWire<P>(schema(), response->mutable_server_capabilities());
}

template <class P>
void ProviderService<P>::GetFunctions(
    const Request<typename P::GetFunctions>&,
    Response<typename P::GetFunctions>* response) {
  for (const auto& [name, function] : schema().functions) {
    FunctionToWire<P>(function, &(*response->mutable_functions())[name]);
  }
}

template <class P>
void ProviderService<P>::ValidateProvider(
    const Request<typename P::ValidateProvider>& request,
    Response<typename P::ValidateProvider>* response) {
  Call call = NewCall();
  const cty::Type& type = handle_->TypeOf(schema().provider);
  if (const auto config = call.Decode(request.config(), type, "config")) {
    call.Add(provider().ValidateProviderConfig(*config));
  }
  // Version 5 wants the configuration back, and would allow changes to it.
  if constexpr (requires { response->mutable_prepared_config(); }) {
    *response->mutable_prepared_config() = request.config();
  }
  DiagnosticsToWire<P>(call.diagnostics, response->mutable_diagnostics());
}

template <class P>
void ProviderService<P>::Configure(
    const Request<typename P::Configure>& request,
    Response<typename P::Configure>* response) {
  Call call = NewCall();
  const cty::Type& type = handle_->TypeOf(schema().provider);
  if (const auto config = call.Decode(request.config(), type, "config")) {
    call.Add(provider().Configure(request.terraform_version(), *config));
  }
  DiagnosticsToWire<P>(call.diagnostics, response->mutable_diagnostics());
}

template <class P>
void ProviderService<P>::ValidateResource(
    const Request<typename P::ValidateResource>& request,
    Response<typename P::ValidateResource>* response) {
  Call call = NewCall();
  if (const cty::Type* type = ResourceType(call, request.type_name())) {
    if (const auto config = call.Decode(request.config(), *type, "config")) {
      call.Add(provider().ValidateResource(request.type_name(), *config));
    }
  }
  DiagnosticsToWire<P>(call.diagnostics, response->mutable_diagnostics());
}

template <class P>
void ProviderService<P>::ValidateDataSource(
    const Request<typename P::ValidateDataSource>& request,
    Response<typename P::ValidateDataSource>* response) {
  Call call = NewCall();
  if (const cty::Type* type = call.FindType(
          schema().data_sources, "data source", request.type_name())) {
    if (const auto config = call.Decode(request.config(), *type, "config")) {
      call.Add(provider().ValidateDataSource(request.type_name(), *config));
    }
  }
  DiagnosticsToWire<P>(call.diagnostics, response->mutable_diagnostics());
}

template <class P>
void ProviderService<P>::ValidateEphemeral(
    const Request<typename P::ValidateEphemeralResourceConfig>& request,
    Response<typename P::ValidateEphemeralResourceConfig>* response) {
  Call call = NewCall();
  if (const cty::Type* type =
          call.FindType(schema().ephemeral_resources, "ephemeral resource type",
                        request.type_name())) {
    if (const auto config = call.Decode(request.config(), *type, "config")) {
      call.Add(provider().ValidateEphemeral(request.type_name(), *config));
    }
  }
  DiagnosticsToWire<P>(call.diagnostics, response->mutable_diagnostics());
}

template <class P>
void ProviderService<P>::UpgradeState(
    const Request<typename P::UpgradeResourceState>& request,
    Response<typename P::UpgradeResourceState>* response) {
  Call call = NewCall();
  const cty::Type* type = ResourceType(call, request.type_name());
  if (type != nullptr && request.raw_state().json().empty()) {
    call.Add({diag::Error(
        "State in the format of Terraform 0.11",
        "This state can be read only after Terraform 0.12 or 0.13 has stored "
        "it anew; apply once with one of those.")});
  } else if (type != nullptr) {
    const ValueResult result = provider().UpgradeState(
        request.type_name(), {request.version(), request.raw_state().json()});
    call.Add(result.diagnostics);
    if (const auto bytes = call.EncodeUnlessFailed(result.value, *type)) {
      response->mutable_upgraded_state()->set_msgpack(*bytes);
    }
  }
  DiagnosticsToWire<P>(call.diagnostics, response->mutable_diagnostics());
}

template <class P>
void ProviderService<P>::ReadResource(
    const Request<typename P::ReadResource>& request,
    Response<typename P::ReadResource>* response) {
  Call call = NewCall();
  response->set_private_(request.private_());
  if (const cty::Type* type = ResourceType(call, request.type_name())) {
    const auto state = call.Decode(request.current_state(), *type,
                                   "current_state", kNullAllowed);
    if (state && state->IsNull()) {
      *response->mutable_new_state() = request.current_state();
    } else if (state) {
      const ValueResult result =
          provider().ReadResource(request.type_name(), *state);
      call.Add(result.diagnostics);
      if (const auto bytes = call.EncodeUnlessFailed(result.value, *type)) {
        response->mutable_new_state()->set_msgpack(*bytes);
      }
    }
  }
  DiagnosticsToWire<P>(call.diagnostics, response->mutable_diagnostics());
}

template <class P>
void ProviderService<P>::Plan(
    const Request<typename P::PlanResourceChange>& request,
    Response<typename P::PlanResourceChange>* response) {
  Call call = NewCall();
  if (const cty::Type* type = ResourceType(call, request.type_name())) {
    const auto prior =
        call.Decode(request.prior_state(), *type, "prior_state", kNullAllowed);
    const auto proposed = call.Decode(request.proposed_new_state(), *type,
                                      "proposed_new_state", kNullAllowed);
    const bool destroy = proposed && proposed->IsNull();
    const auto config = call.Decode(request.config(), *type, "config", destroy);
    if (prior && proposed && config) {
      const PlanResult result =
          provider().PlanResource({request.type_name(), *prior, *proposed,
                                   *config, request.prior_private()});
      call.Add(result.diagnostics);
      if (const auto bytes =
              call.EncodeUnlessFailed(result.planned_state, *type)) {
        response->mutable_planned_state()->set_msgpack(*bytes);
        for (const cty::Path& path : result.requires_replace) {
          PathToWire<P>(path, response->add_requires_replace());
        }
        response->set_planned_private(result.planned_private);
        response->set_legacy_type_system(result.legacy_type_system);
      }
    }
  }
  DiagnosticsToWire<P>(call.diagnostics, response->mutable_diagnostics());
}

template <class P>
void ProviderService<P>::Apply(
    const Request<typename P::ApplyResourceChange>& request,
    Response<typename P::ApplyResourceChange>* response) {
  Call call = NewCall();
  std::optional<std::string> new_state;
  if (const cty::Type* type = ResourceType(call, request.type_name())) {
    const auto prior =
        call.Decode(request.prior_state(), *type, "prior_state", kNullAllowed);
    const auto planned = call.Decode(request.planned_state(), *type,
                                     "planned_state", kNullAllowed);
    const bool destroy = planned && planned->IsNull();
    const auto config = call.Decode(request.config(), *type, "config", destroy);
    if (prior && planned && config) {
      const StateResult result =
          provider().ApplyResource({request.type_name(), *prior, *planned,
                                    *config, request.planned_private()});
      call.Add(result.diagnostics);
      new_state = call.Encode(result.new_state, *type);
      response->set_private_(result.private_data);
      response->set_legacy_type_system(result.legacy_type_system);
    }
  }
  // No new state would tell Terraform that the object is gone.
  if (new_state) {
    response->mutable_new_state()->set_msgpack(*new_state);
  } else {
    *response->mutable_new_state() = request.prior_state();
  }
  DiagnosticsToWire<P>(call.diagnostics, response->mutable_diagnostics());
}

template <class P>
void ProviderService<P>::Import(
    const Request<typename P::ImportResourceState>& request,
    Response<typename P::ImportResourceState>* response) {
  Call call = NewCall();
  if (const cty::Type* type = ResourceType(call, request.type_name())) {
    const ValueResult result =
        provider().ImportResource(request.type_name(), request.id());
    call.Add(result.diagnostics);
    if (!call.failed() && result.value.IsNull()) {
      call.Add({diag::Error("Cannot import an object that does not exist",
                            absl::StrCat("There is no ", request.type_name(),
                                         " with the given id."))});
    } else if (const auto bytes =
                   call.EncodeUnlessFailed(result.value, *type)) {
      auto* imported = response->add_imported_resources();
      imported->set_type_name(request.type_name());
      imported->mutable_state()->set_msgpack(*bytes);
    }
  }
  DiagnosticsToWire<P>(call.diagnostics, response->mutable_diagnostics());
}

template <class P>
void ProviderService<P>::Move(
    const Request<typename P::MoveResourceState>& request,
    Response<typename P::MoveResourceState>* response) {
  Call call = NewCall();
  if (const cty::Type* type = ResourceType(call, request.target_type_name())) {
    const ValueResult result = provider().MoveResource(
        {request.source_provider_address(),
         request.source_type_name(),
         {request.source_schema_version(), request.source_state().json()},
         request.target_type_name()});
    call.Add(result.diagnostics);
    if (const auto bytes = call.EncodeUnlessFailed(result.value, *type)) {
      response->mutable_target_state()->set_msgpack(*bytes);
    }
  }
  DiagnosticsToWire<P>(call.diagnostics, response->mutable_diagnostics());
}

template <class P>
void ProviderService<P>::ReadDataSource(
    const Request<typename P::ReadDataSource>& request,
    Response<typename P::ReadDataSource>* response) {
  Call call = NewCall();
  if (const cty::Type* type = call.FindType(
          schema().data_sources, "data source", request.type_name())) {
    if (const auto config = call.Decode(request.config(), *type, "config")) {
      const ValueResult result =
          provider().ReadDataSource(request.type_name(), *config);
      call.Add(result.diagnostics);
      if (const auto bytes = call.EncodeUnlessFailed(result.value, *type)) {
        response->mutable_state()->set_msgpack(*bytes);
      }
    }
  }
  DiagnosticsToWire<P>(call.diagnostics, response->mutable_diagnostics());
}

template <class P>
void ProviderService<P>::OpenEphemeral(
    const Request<typename P::OpenEphemeralResource>& request,
    Response<typename P::OpenEphemeralResource>* response) {
  Call call = NewCall();
  if (const cty::Type* type =
          call.FindType(schema().ephemeral_resources, "ephemeral resource type",
                        request.type_name())) {
    if (const auto config = call.Decode(request.config(), *type, "config")) {
      const ValueResult result =
          provider().OpenEphemeral(request.type_name(), *config);
      call.Add(result.diagnostics);
      if (const auto bytes = call.EncodeUnlessFailed(result.value, *type)) {
        response->mutable_result()->set_msgpack(*bytes);
      }
    }
  }
  DiagnosticsToWire<P>(call.diagnostics, response->mutable_diagnostics());
}

template <class P>
void ProviderService<P>::CallFunction(
    const Request<typename P::CallFunction>& request,
    Response<typename P::CallFunction>* response) {
  const auto fail = [response](absl::string_view text,
                               std::optional<std::int64_t> argument) {
    response->mutable_error()->set_text(ToValidUtf8(text));
    if (argument) response->mutable_error()->set_function_argument(*argument);
  };
  const auto found = schema().functions.find(request.name());
  if (found == schema().functions.end()) {
    return fail(UnknownName("function", request.name()).detail, {});
  }
  const schema::Function& function = found->second;
  const auto declared = static_cast<int>(function.parameters.size());
  if (request.arguments_size() < declared ||
      (request.arguments_size() > declared && !function.variadic)) {
    return fail(absl::StrCat(request.name(), " takes ", declared,
                             function.variadic ? " or more" : "",
                             " arguments, not ", request.arguments_size()),
                {});
  }
  std::vector<cty::Value> arguments;
  for (int i = 0; i < request.arguments_size(); ++i) {
    const schema::Parameter& parameter =
        i < declared ? function.parameters[i] : *function.variadic;
    absl::StatusOr<cty::Value> value = DecodeDynamicValue(
        request.arguments(i).msgpack(), request.arguments(i).json(),
        parameter.type.WithoutOptionalAttributes());
    if (!value.ok()) return fail(value.status().message(), i);
    arguments.push_back(*std::move(value));
  }
  const FunctionResult result =
      provider().CallFunction(request.name(), arguments);
  if (result.error) return fail(*result.error, result.error_argument);
  absl::StatusOr<std::string> bytes = EncodeDynamicValue(
      result.value, function.returns.WithoutOptionalAttributes());
  if (!bytes.ok()) return fail(bytes.status().message(), {});
  response->mutable_result()->set_msgpack(*std::move(bytes));
}

template <class P>
void ProviderService<P>::Stop(const Request<typename P::Stop>&,
                              Response<typename P::Stop>*) {
  provider().Stop();
}

template <class P>
MethodTable ProviderService<P>::Methods(
    std::shared_ptr<ProviderService> service) {
  MethodTable table;
  const auto add = [&]<class In, class Out>(
                       const char* rpc,
                       void (ProviderService::*answer)(const In&, Out*)) {
    table[PathOf<P>(rpc)] = MakeMethod<In, Out>(
        rpc, [service, answer](const In& request, Out* response) {
          (service.get()->*answer)(request, response);
        });
  };
  add("GetMetadata", &ProviderService::GetMetadata);
  add(P::kGetProviderSchema, &ProviderService::GetSchema);
  add("GetFunctions", &ProviderService::GetFunctions);
  add(P::kValidateProvider, &ProviderService::ValidateProvider);
  add(P::kConfigure, &ProviderService::Configure);
  add(P::kValidateResource, &ProviderService::ValidateResource);
  add(P::kValidateDataSource, &ProviderService::ValidateDataSource);
  add("ValidateEphemeralResourceConfig", &ProviderService::ValidateEphemeral);
  add("UpgradeResourceState", &ProviderService::UpgradeState);
  add("ReadResource", &ProviderService::ReadResource);
  add("PlanResourceChange", &ProviderService::Plan);
  add("ApplyResourceChange", &ProviderService::Apply);
  add("ImportResourceState", &ProviderService::Import);
  add("MoveResourceState", &ProviderService::Move);
  add("ReadDataSource", &ProviderService::ReadDataSource);
  add("OpenEphemeralResource", &ProviderService::OpenEphemeral);
  add("CallFunction", &ProviderService::CallFunction);
  add(P::kStop, &ProviderService::Stop);
  AddUnusedMethods<P>(table);
  return table;
}

}  // namespace compliance::tfplugin

#endif  // COMPLIANCE_SRC_TFPLUGIN_PROVIDER_SERVICE_H_
