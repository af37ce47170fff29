#include "hook/judge.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "compliance/diag/diagnostic.h"
#include "compliance/engine/diagnostics.h"
#include "compliance/tfplugin/observe.h"
#include "hook/diagnostic_path.h"
#include "hook/judged_resource.h"
#include "hook/waiver_cases.h"
#include "hook/walk.h"

namespace compliance::hook {
namespace {

using engine::Enforcement;
using engine::Finding;
using engine::Verdict;
using tfplugin::ObservedMethod;
using tfplugin::ObservedSchema;
using tfplugin::Rpc;

constexpr std::size_t kMaxNamed = 5;

diag::Diagnostic CouldNotJudge(absl::string_view what, absl::string_view why) {
  return diag::Error(
      "Compliance could not be judged",
      absl::StrCat(
          what, ": ", why,
          ".\n\nNothing is taken for compliant that was not judged. Use a "
          "release of compliance that understands this provider, or run "
          "terraform without it and judge the saved plan with \"compliance "
          "check\"."));
}

bool IsShown(const Finding& finding) {
  return finding.verdict == Verdict::kError ||
         finding.enforcement == Enforcement::kMandatory ||
         finding.enforcement == Enforcement::kAdvisory;
}

bool IsError(const Finding& finding) {
  return finding.verdict == Verdict::kError ||
         finding.enforcement == Enforcement::kMandatory;
}

std::string WhichItMayBe(const Candidates& candidates) {
  std::vector<std::string> names;
  for (const plan::Address& address : candidates.addresses) {
    if (names.size() == kMaxNamed) break;
    names.push_back(address.ToString());
  }
  const bool has_more = names.size() < candidates.addresses.size() ||
                        !candidates.complete || names.empty();
  return absl::StrCat(
      "\n\nA waiver is not applied here, since it does not cover all that "
      "this resource may be, and which one it is cannot be told: ",
      absl::StrJoin(names, ", "),
      names.empty() ? "any of its type"
      : has_more    ? " or another of its type"
                    : "",
      ".");
}

class Judge final : public tfplugin::Interceptor {
 public:
  Judge(const Bench& bench, const tfplugin::Connection& connection)
      : bench_(bench),
        provider_(connection.provider),
        walk_(WalkOf(connection.peer)),
        cases_(bench.rule_set, bench.config, bench.evaluator) {}

  // Only for `terraform show`: a plugin that goes on to be configured may need
  // the question itself.
  std::optional<std::string> Answer(absl::string_view method) override {
    const auto observed = tfplugin::FindMethod(method);
    if (walk_ != Walk::kShow || !observed ||
        observed->rpc != Rpc::kGetProviderSchema) {
      return std::nullopt;
    }
    return bench_.schemas.Response(provider_);
  }

  bool Wants(absl::string_view method) const override {
    if (bench_.schemas.keeps_responses() && tfplugin::IntroducesType(method)) {
      return true;
    }
    const auto observed = tfplugin::FindMethod(method);
    return observed && Judges(*observed);
  }

  std::string Append(absl::string_view method, absl::string_view request,
                     absl::string_view response) override {
    if (tfplugin::IntroducesType(method)) {
      bench_.schemas.NoteType(provider_, tfplugin::TypeNameOf(request));
    }
    const auto observed = tfplugin::FindMethod(method);
    if (!observed || !Judges(*observed)) return "";
    const bool is_schema = observed->rpc == Rpc::kGetProviderSchema;
    if (!is_schema && bench_.ledger.is_muted()) return "";
    const diag::Diagnostics diagnostics =
        is_schema ? TakeSchemas(*observed, response)
                  : JudgeCall(*observed, request, response);
    if (diagnostics.empty()) return "";
    if (diag::HasErrors(diagnostics)) bench_.ledger.NoteBlocked();
    return tfplugin::EncodeDiagnostics(*observed, diagnostics);
  }

 private:
  // Validation is judged only where nothing else is: its errors would end a run
  // before anything is planned.
  bool Judges(const ObservedMethod& method) const {
    switch (method.rpc) {
      case Rpc::kGetProviderSchema:
        return true;
      case Rpc::kPlanResource:
        return walk_ != Walk::kTakesDown;
      case Rpc::kValidateResource:
        return walk_ == Walk::kValidate;
      case Rpc::kConfigureProvider:
      case Rpc::kReadDataSource:
        break;
    }
    return false;
  }

  diag::Diagnostics TakeSchemas(const ObservedMethod& method,
                                absl::string_view response) {
    const absl::Status taken =
        bench_.schemas.Take(provider_, method.protocol, response);
    if (taken.ok() || walk_ == Walk::kTakesDown) return {};
    return {CouldNotJudge(absl::StrCat("The schema of the provider ", provider_,
                                       " could not be read"),
                          taken.message())};
  }

  diag::Diagnostics JudgeCall(const ObservedMethod& method,
                              absl::string_view request,
                              absl::string_view response) {
    const absl::string_view type = tfplugin::TypeNameOf(request);
    if (type.empty()) {
      return {CouldNotJudge("A call could not be read",
                            "it names no resource type")};
    }
    const auto schemas = bench_.schemas.Of(provider_);
    const ObservedSchema* schema = nullptr;
    if (schemas != nullptr) {
      const auto found = schemas->resources.find(std::string(type));
      if (found != schemas->resources.end()) schema = &found->second;
    }
    if (schema == nullptr) {
      if (!bench_.schemas.Names(type)) return {};
      return {CouldNotJudge(absl::StrCat("A resource of type ", type),
                            "the provider has given no schema for it")};
    }
    absl::StatusOr<std::optional<plan::Resource>> resource =
        ReadCall(method, request, response, *schema);
    if (!resource.ok()) {
      return {CouldNotJudge(
          absl::StrCat("A resource of type ", type, " could not be read"),
          resource.status().message())};
    }
    if (!resource->has_value()) return {};
    return JudgeResource(method, **std::move(resource), *schema);
  }

  // nullopt: nothing to judge.
  absl::StatusOr<std::optional<plan::Resource>> ReadCall(
      const ObservedMethod& method, absl::string_view request,
      absl::string_view response, const ObservedSchema& schema) const {
    absl::StatusOr<plan::Resource> resource;
    if (method.rpc == Rpc::kPlanResource) {
      const auto call = tfplugin::ReadPlan(method.protocol, request, response);
      if (!call.ok()) return call.status();
      if (call->failed || call->deferred) return std::nullopt;
      resource = PlannedResource(*call, schema);
    } else {
      const auto call = tfplugin::ReadConfig(method, request, response);
      if (!call.ok()) return call.status();
      if (call->failed) return std::nullopt;
      resource = ValidatedResource(*call, schema);
    }
    if (!resource.ok()) return resource.status();
    // A test takes down what it made itself.
    const bool is_cleaning_up =
        walk_ == Walk::kTest && resource->action == plan::Action::kDelete;
    if (is_cleaning_up) return std::nullopt;
    return *std::move(resource);
  }

  diag::Diagnostics JudgeResource(const ObservedMethod& method,
                                  plan::Resource resource,
                                  const ObservedSchema& schema) {
    resource.provider = provider_;
    const Candidates candidates = CandidatesFor(resource);
    plan::Plan plan;
    plan.resources.push_back(std::move(resource));
    const std::vector<CaseFinding> judged = cases_.Judge(plan, candidates);
    bench_.ledger.NoteJudged();
    diag::Diagnostics diagnostics;
    for (const CaseFinding& one : judged) {
      if (!IsSaid(one, candidates)) continue;
      diagnostics.push_back(ToDiagnostic(one, plan.resources.front(),
                                         candidates, schema, method.protocol));
      Note(one.finding, plan.resources.front());
    }
    return diagnostics;
  }

  // A test may run modules of its own, which the sources do not show.
  Candidates CandidatesFor(const plan::Resource& resource) const {
    if (walk_ == Walk::kTest) return {};
    return bench_.addresses.Find(
        resource.address.type, resource.config.value_or(cty::Value()),
        walk_ == Walk::kValidate ? cty::Value() : resource.planned);
  }

  bool IsSaid(const CaseFinding& one, const Candidates& candidates) const {
    if (!IsShown(one.finding)) return false;
    if (one.depends_on_address && IsHeldBack()) return false;
    return IsError(one.finding) || !WasSaidOfThePlan(one.finding, candidates);
  }

  // Whether someone who knows addresses decides later, and before anything is
  // made of it.
  bool IsHeldBack() const {
    return walk_ == Walk::kValidate ||
           (walk_ == Walk::kPlan && bench_.whole_plan_follows);
  }

  bool WasSaidOfThePlan(const Finding& finding,
                        const Candidates& candidates) const {
    const auto& addresses = candidates.addresses;
    return walk_ == Walk::kApply && candidates.complete && !addresses.empty() &&
           std::all_of(addresses.begin(), addresses.end(),
                       [&](const plan::Address& address) {
                         return bench_.ledger.WasDecided(finding.rule->id,
                                                         address.ToString());
                       });
  }

  diag::Diagnostic ToDiagnostic(const CaseFinding& one,
                                const plan::Resource& resource,
                                const Candidates& candidates,
                                const ObservedSchema& schema,
                                int protocol) const {
    Finding finding = one.finding;
    if (!candidates.certain) finding.address.clear();
    // Terraform shows the place of what decided most.
    cty::Path at;
    if (!finding.paths.empty() && resource.config) {
      at = DiagnosticPath(finding.paths.front(), schema.schema.block,
                          *resource.config, protocol == 5);
    }
    diag::Diagnostic diagnostic = engine::ToDiagnostic(finding, std::move(at));
    diagnostic.severity =
        IsError(finding) ? diag::Severity::kError : diag::Severity::kWarning;
    if (one.depends_on_address) diagnostic.detail += WhichItMayBe(candidates);
    return diagnostic;
  }

  // A replacement is planned once more, as if nothing were there, and that is
  // what the plan shows in the end.
  void Note(const Finding& finding, const plan::Resource& resource) const {
    if (resource.action == plan::Action::kReplace) return;
    bench_.ledger.NoteSaid(FindingKey(finding, resource.planned));
  }

  const Bench bench_;
  const std::string provider_;
  const Walk walk_;
  const WaiverCases cases_;
};

}  // namespace

std::unique_ptr<tfplugin::Interceptor> NewJudge(
    const Bench& bench, const tfplugin::Connection& connection) {
  return std::make_unique<Judge>(bench, connection);
}

}  // namespace compliance::hook
