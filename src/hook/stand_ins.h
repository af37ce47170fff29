// Which providers the hook takes the place of.
#ifndef COMPLIANCE_SRC_HOOK_STAND_INS_H_
#define COMPLIANCE_SRC_HOOK_STAND_INS_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "compliance/rules/rule_set.h"
#include "compliance/terraform/providers.h"
#include "compliance/tfplugin/forward.h"

namespace compliance::hook {

struct StandInOptions {
  terraform::WorkingDirectory directory;
  const rules::RuleSet* rule_set = nullptr;  // never null
  bool allow_unlocked = false;
  bool sandbox = false;
};

// A provider that rules speak of.
struct StandIn {
  terraform::InstalledProvider provider;
  bool is_sandbox = false;
  // Whether its package may be started.
  absl::Status verified;
};

// In address order. Errors: those of FindInstalledProviders.
absl::StatusOr<std::vector<StandIn>> FindStandIns(
    const StandInOptions& options);

// The first that may not be started.
absl::Status Verified(const std::vector<StandIn>& stand_ins);

// A line for people about a provider that is taken unverified; "" for others.
std::string NoteOn(const StandIn& stand_in);

// How to start them in a working directory. Errors: INVALID_ARGUMENT for an
// entry of TF_REATTACH_PROVIDERS that nobody can attach to.
absl::StatusOr<std::vector<tfplugin::ForwardedProvider>> ToForwarded(
    const std::vector<StandIn>& stand_ins, const std::string& directory);

// The value of TF_REATTACH_PROVIDERS: the user's own entries, and ours in place
// of those for the same provider. `ours`: address -> JSON object.
absl::StatusOr<std::string> MergeReattached(
    const terraform::WorkingDirectory& directory,
    const std::map<std::string, std::string>& ours);

}  // namespace compliance::hook

#endif  // COMPLIANCE_SRC_HOOK_STAND_INS_H_
