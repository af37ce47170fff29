#include "compliance/tfplugin/observe.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <map>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "compliance/base/status_macros.h"
#include "tfplugin/dynamic_value.h"
#include "tfplugin/from_wire.h"
#include "tfplugin/make_method.h"
#include "tfplugin/protocol5.h"
#include "tfplugin/protocol6.h"
#include "tfplugin/wire.h"
#include "tfplugin/wire_scan.h"

namespace compliance::tfplugin {
namespace {

// The same in each request that names a type.
constexpr std::uint32_t kTypeNameField = 1;

using Methods = std::map<std::string, ObservedMethod, std::less<>>;

template <class P>
void AddMethods(int protocol, Methods& methods) {
  const auto add = [&](absl::string_view name, Rpc rpc) {
    methods[PathOf<P>(name)] = {protocol, rpc};
  };
  add(P::kGetProviderSchema, Rpc::kGetProviderSchema);
  add(P::kConfigure, Rpc::kConfigureProvider);
  add(P::kValidateResource, Rpc::kValidateResource);
  add("PlanResourceChange", Rpc::kPlanResource);
  add("ReadDataSource", Rpc::kReadDataSource);
}

Methods AllMethods() {
  Methods methods;
  AddMethods<Protocol5>(5, methods);
  AddMethods<Protocol6>(6, methods);
  return methods;
}

absl::Status NotAMessage(absl::string_view what) {
  return absl::InvalidArgumentError(
      absl::StrCat(what, ": not a message of the plugin protocol"));
}

template <class Rpc>
struct Exchange {
  typename Rpc::Request request;
  typename Rpc::Response response;
};

template <class Rpc>
absl::StatusOr<Exchange<Rpc>> ReadExchange(absl::string_view name,
                                           absl::string_view request,
                                           absl::string_view response) {
  Exchange<Rpc> exchange;
  if (!MergeBytes(request, &exchange.request)) {
    return NotAMessage(absl::StrCat(name, " request"));
  }
  if (!MergeBytes(response, &exchange.response)) {
    return NotAMessage(absl::StrCat(name, " response"));
  }
  return exchange;
}

template <class P>
absl::StatusOr<ObservedPlan> ReadPlan(absl::string_view request_bytes,
                                      absl::string_view response_bytes) {
  ASSIGN_OR_RETURN(auto exchange,
                   ReadExchange<typename P::PlanResourceChange>(
                       "PlanResourceChange", request_bytes, response_bytes));
  auto& request = exchange.request;
  auto& response = exchange.response;
  ObservedPlan plan;
  plan.type_name = request.type_name();
  if (request.has_prior_state()) {
    plan.prior = TakeValue(request.mutable_prior_state());
  }
  if (request.has_proposed_new_state()) {
    plan.proposed = TakeValue(request.mutable_proposed_new_state());
  }
  if (request.has_config()) {
    plan.config = TakeValue(request.mutable_config());
  }
  if (response.has_planned_state()) {
    plan.planned = TakeValue(response.mutable_planned_state());
  }
  for (const auto& path : response.requires_replace()) {
    plan.requires_replace.push_back(PathFromWire<P>(path));
  }
  plan.failed = AnyError(response);
  plan.deferred = response.has_deferred();
  return plan;
}

template <class Rpc>
absl::StatusOr<ObservedConfig> ReadConfigOf(absl::string_view name,
                                            absl::string_view request_bytes,
                                            absl::string_view response_bytes) {
  ASSIGN_OR_RETURN(auto exchange,
                   ReadExchange<Rpc>(name, request_bytes, response_bytes));
  auto& request = exchange.request;
  auto& response = exchange.response;
  ObservedConfig config;
  if constexpr (requires { request.type_name(); }) {
    config.type_name = request.type_name();
  }
  if (request.has_config()) {
    config.config = TakeValue(request.mutable_config());
  }
  if constexpr (requires { response.has_state(); }) {
    if (response.has_state()) {
      config.state = TakeValue(response.mutable_state());
    }
  }
  config.failed = AnyError(response);
  return config;
}

template <class P>
absl::StatusOr<ObservedConfig> ReadConfig(Rpc rpc, absl::string_view request,
                                          absl::string_view response) {
  switch (rpc) {
    case Rpc::kConfigureProvider:
      return ReadConfigOf<typename P::Configure>(P::kConfigure, request,
                                                 response);
    case Rpc::kValidateResource:
      return ReadConfigOf<typename P::ValidateResource>(P::kValidateResource,
                                                        request, response);
    case Rpc::kReadDataSource:
      return ReadConfigOf<typename P::ReadDataSource>("ReadDataSource", request,
                                                      response);
    case Rpc::kGetProviderSchema:
    case Rpc::kPlanResource:
      break;
  }
  return absl::InvalidArgumentError("a call that hands over no configuration");
}

// The bytes of a response that has nothing but diagnostics: behind another they
// add to its own (protobuf merges what is concatenated).
template <class P, class Rpc>
std::string OnlyDiagnostics(const diag::Diagnostics& diagnostics) {
  typename Rpc::Response response;
  DiagnosticsToWire<P>(diagnostics, response.mutable_diagnostics());
  return response.SerializeAsString();
}

template <class P>
std::string EncodeDiagnostics(Rpc rpc, const diag::Diagnostics& diagnostics) {
  switch (rpc) {
    case Rpc::kGetProviderSchema:
      return OnlyDiagnostics<P, typename P::GetProviderSchema>(diagnostics);
    case Rpc::kConfigureProvider:
      return OnlyDiagnostics<P, typename P::Configure>(diagnostics);
    case Rpc::kValidateResource:
      return OnlyDiagnostics<P, typename P::ValidateResource>(diagnostics);
    case Rpc::kPlanResource:
      return OnlyDiagnostics<P, typename P::PlanResourceChange>(diagnostics);
    case Rpc::kReadDataSource:
      return OnlyDiagnostics<P, typename P::ReadDataSource>(diagnostics);
  }
  return "";
}

}  // namespace

std::optional<ObservedMethod> FindMethod(absl::string_view wire_path) {
  static const Methods methods = AllMethods();
  const auto found = methods.find(wire_path);
  if (found == methods.end()) return std::nullopt;
  return found->second;
}

bool IntroducesType(absl::string_view wire_path) {
  // Not constexpr: with UBSan, GCC 12 cannot compare the address of an inline
  // member with null at compile time.
  static const absl::string_view kNames[] = {
      Protocol5::kValidateResource,   Protocol6::kValidateResource,
      Protocol5::kValidateDataSource, Protocol6::kValidateDataSource,
      "UpgradeResourceState",         "ImportResourceState",
  };
  const std::size_t slash = wire_path.rfind('/');
  if (slash == absl::string_view::npos) return false;
  const absl::string_view name = wire_path.substr(slash + 1);
  return std::find(std::begin(kNames), std::end(kNames), name) !=
         std::end(kNames);
}

absl::string_view TypeNameOf(absl::string_view request) {
  absl::string_view name;
  WireScan scan(request);
  while (const std::optional<WireField> field = scan.Next()) {
    if (field->number == kTypeNameField && field->content) {
      name = *field->content;
    }
  }
  return scan.ok() ? name : absl::string_view();
}

absl::StatusOr<cty::Value> WireValue::Decode(const cty::Type& type) const {
  absl::StatusOr<cty::Value> value = DecodeDynamicValue(msgpack, json, type);
  if (value.ok()) return value;
  return absl::InvalidArgumentError(value.status().message());
}

absl::StatusOr<ObservedPlan> ReadPlan(int protocol, absl::string_view request,
                                      absl::string_view response) {
  return protocol == 6 ? ReadPlan<Protocol6>(request, response)
                       : ReadPlan<Protocol5>(request, response);
}

absl::StatusOr<ObservedConfig> ReadConfig(ObservedMethod method,
                                          absl::string_view request,
                                          absl::string_view response) {
  return method.protocol == 6
             ? ReadConfig<Protocol6>(method.rpc, request, response)
             : ReadConfig<Protocol5>(method.rpc, request, response);
}

std::string EncodeDiagnostics(ObservedMethod method,
                              const diag::Diagnostics& diagnostics) {
  return method.protocol == 6
             ? EncodeDiagnostics<Protocol6>(method.rpc, diagnostics)
             : EncodeDiagnostics<Protocol5>(method.rpc, diagnostics);
}

}  // namespace compliance::tfplugin
