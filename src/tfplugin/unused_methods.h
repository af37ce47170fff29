// The methods of the protocol that a provider of ours has no use for, answered
// as a well-made provider answers them. The template argument is Protocol5 or
// Protocol6.
#ifndef COMPLIANCE_SRC_TFPLUGIN_UNUSED_METHODS_H_
#define COMPLIANCE_SRC_TFPLUGIN_UNUSED_METHODS_H_

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "tfplugin/make_method.h"
#include "tfplugin/method.h"
#include "tfplugin/wire.h"

namespace compliance::tfplugin {

// "There is no such thing", to whatever is asked.
template <class P, class Request, class Response>
void AddNoneOf(MethodTable& table, absl::string_view rpc, std::string noun) {
  table[PathOf<P>(rpc)] = MakeMethod<Request, Response>(
      std::string(rpc),
      [noun = std::move(noun)](const Request& request, Response* response) {
        const diag::Diagnostic unknown = UnknownName(noun, TypeNameOf(request));
        if constexpr (requires { response->add_diagnostics(); }) {
          DiagnosticToWire<P>(unknown, response->add_diagnostics());
        } else if constexpr (requires { response->add_diagnostic(); }) {
          DiagnosticToWire<P>(unknown, response->add_diagnostic());
        } else {
          DiagnosticToWire<P>(unknown,
                              response->mutable_completed()->add_diagnostics());
        }
      });
}

// Nothing to do and nothing to say.
template <class P, class Rpc>
void AddEmpty(MethodTable& table, absl::string_view rpc) {
  using Request = typename Rpc::Request;
  using Response = typename Rpc::Response;
  table[PathOf<P>(rpc)] = MakeMethod<Request, Response>(
      std::string(rpc), [](const Request&, Response*) {});
}

template <class P>
void AddUnusedMethods(MethodTable& table) {
  // Ephemeral values of ours neither expire nor hold anything open, and no
  // resource has an identity.
  AddEmpty<P, typename P::RenewEphemeralResource>(table,
                                                  "RenewEphemeralResource");
  AddEmpty<P, typename P::CloseEphemeralResource>(table,
                                                  "CloseEphemeralResource");
  AddEmpty<P, typename P::GetResourceIdentitySchemas>(
      table, "GetResourceIdentitySchemas");

  using Identity = typename P::UpgradeResourceIdentity;
  using ValidateList = typename P::ValidateListResourceConfig;
  using List = typename P::ListResource;
  using ValidateAction = typename P::ValidateActionConfig;
  using PlanAction = typename P::PlanAction;
  using Invoke = typename P::InvokeAction;
  AddNoneOf<P, typename Identity::Request, typename Identity::Response>(
      table, "UpgradeResourceIdentity", "resource identity of type");
  AddNoneOf<P, typename ValidateList::Request, typename ValidateList::Response>(
      table, "ValidateListResourceConfig", "list resource type");
  AddNoneOf<P, typename List::Request, typename List::Event>(
      table, "ListResource", "list resource type");
  AddNoneOf<P, typename ValidateAction::Request,
            typename ValidateAction::Response>(table, "ValidateActionConfig",
                                               "action type");
  AddNoneOf<P, typename PlanAction::Request, typename PlanAction::Response>(
      table, "PlanAction", "action type");
  AddNoneOf<P, typename Invoke::Request, typename Invoke::Event>(
      table, "InvokeAction", "action type");

  // The capability is not declared; Terraform then writes configuration itself.
  table[PathOf<P>("GenerateResourceConfig")] = [](absl::string_view) {
    return absl::UnimplementedError(
        "GenerateResourceConfig: not offered by this provider");
  };
}

}  // namespace compliance::tfplugin

#endif  // COMPLIANCE_SRC_TFPLUGIN_UNUSED_METHODS_H_
