#include "tfplugin/call_kind.h"

#include <array>

#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

namespace compliance::tfplugin {
namespace {

struct Known {
  absl::string_view name;
  CallKind kind;
};

// Of both protocol versions. Stop and what belongs to state stores are left
// out: what follows from them in the process is not ours to repeat.
constexpr std::array<Known, 32> kKnown = {{
    {"GetProviderSchema", CallKind::kSchema},
    {"GetSchema", CallKind::kSchema},
    {"GetMetadata", CallKind::kFact},
    {"GetFunctions", CallKind::kFact},
    {"GetResourceIdentitySchemas", CallKind::kFact},
    {"Configure", CallKind::kConfigure},
    {"ConfigureProvider", CallKind::kConfigure},
    {"OpenEphemeralResource", CallKind::kOpen},
    {"CloseEphemeralResource", CallKind::kClose},
    {"PrepareProviderConfig", CallKind::kWork},
    {"ValidateProviderConfig", CallKind::kWork},
    {"ValidateResourceTypeConfig", CallKind::kWork},
    {"ValidateResourceConfig", CallKind::kWork},
    {"ValidateDataSourceConfig", CallKind::kWork},
    {"ValidateDataResourceConfig", CallKind::kWork},
    {"ValidateEphemeralResourceConfig", CallKind::kWork},
    {"ValidateListResourceConfig", CallKind::kWork},
    {"ValidateActionConfig", CallKind::kWork},
    {"UpgradeResourceState", CallKind::kWork},
    {"UpgradeResourceIdentity", CallKind::kWork},
    {"MoveResourceState", CallKind::kWork},
    {"ImportResourceState", CallKind::kWork},
    {"ReadResource", CallKind::kWork},
    {"PlanResourceChange", CallKind::kWork},
    {"ApplyResourceChange", CallKind::kWork},
    {"ReadDataSource", CallKind::kWork},
    {"CallFunction", CallKind::kWork},
    {"RenewEphemeralResource", CallKind::kWork},
    {"ListResource", CallKind::kWork},
    {"GenerateResourceConfig", CallKind::kWork},
    {"PlanAction", CallKind::kWork},
    {"InvokeAction", CallKind::kWork},
}};

}  // namespace

CallKind KindOf(absl::string_view method) {
  if (!absl::ConsumePrefix(&method, "/tfplugin5.Provider/") &&
      !absl::ConsumePrefix(&method, "/tfplugin6.Provider/")) {
    return CallKind::kOther;
  }
  for (const Known& known : kKnown) {
    if (known.name == method) return known.kind;
  }
  return CallKind::kOther;
}

}  // namespace compliance::tfplugin
