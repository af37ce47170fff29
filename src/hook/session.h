// Everything that one watched run of Terraform needs while it lasts.
#ifndef COMPLIANCE_SRC_HOOK_SESSION_H_
#define COMPLIANCE_SRC_HOOK_SESSION_H_

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "compliance/config/config.h"
#include "compliance/engine/evaluate.h"
#include "compliance/rules/rule_set.h"
#include "compliance/terraform/providers.h"
#include "compliance/tfplugin/forward.h"
#include "hook/address_book.h"
#include "hook/janitor.h"
#include "hook/judge.h"
#include "hook/ledger.h"
#include "hook/run_benches.h"
#include "hook/schema_store.h"
#include "hook/stand_ins.h"

namespace compliance::hook {

// What a session is about. All of it outlives the session.
struct SessionOptions {
  const rules::RuleSet& rule_set;
  const config::Config& config;
  const terraform::WorkingDirectory& directory;
  const std::vector<StandIn>& stand_ins;
  Janitor& janitor;
  bool whole_plan_follows = true;
  // Any number of Terraform processes come and go, each in a directory of its
  // own; otherwise one run in `directory`.
  bool has_many_runs = false;
};

// The forwarder with its judge.
class Session {
 public:
  // Starts the providers. Errors: nothing can be stood in for, and what to do.
  static absl::StatusOr<std::unique_ptr<Session>> Start(
      const SessionOptions& options);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  // The value of TF_REATTACH_PROVIDERS for Terraform.
  const std::string& reattach() const { return reattach_; }

  // Whether the calls of a provider pass through here.
  bool Watches(const std::string& address) const {
    return watched_.count(address) != 0;
  }

  const engine::Evaluator& evaluator() const { return evaluator_; }
  SchemaStore& schemas() { return schemas_; }
  AddressBook& addresses() { return addresses_; }
  Ledger& ledger() { return ledger_; }
  const tfplugin::Forwarder& forwarder() const { return *forwarder_; }

 private:
  explicit Session(const SessionOptions& options);
  absl::Status StartForwarder(const SessionOptions& options);

  engine::Evaluator evaluator_;
  SchemaStore schemas_;
  AddressBook addresses_;
  Ledger ledger_;
  Bench bench_;
  std::unique_ptr<RunBenches> run_benches_;  // where there are many runs
  Janitor& janitor_;
  std::set<std::string> watched_;
  std::string reattach_;
  // Last: its threads use all of the above.
  std::unique_ptr<tfplugin::Forwarder> forwarder_;
};

}  // namespace compliance::hook

#endif  // COMPLIANCE_SRC_HOOK_SESSION_H_
