#include "hook/session.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "compliance/base/status_macros.h"
#include "compliance/hcl/source_positions.h"
#include "compliance/tfplugin/plugin_log.h"

namespace compliance::hook {

absl::StatusOr<std::unique_ptr<Session>> Session::Start(
    const SessionOptions& options) {
  std::unique_ptr<Session> session(new Session(options));
  RETURN_IF_ERROR(session->StartForwarder(options));
  return session;
}

Session::Session(const SessionOptions& options)
    : evaluator_(options.rule_set, options.config),
      schemas_(options.rule_set, &options.config),
      addresses_(options.has_many_runs
                     ? hcl::SourcePositions()
                     : hcl::SourcePositions::Read(options.directory.path)),
      bench_{options.rule_set,
             options.config,
             evaluator_,
             schemas_,
             addresses_,
             ledger_,
             options.whole_plan_follows},
      run_benches_(options.has_many_runs ? std::make_unique<RunBenches>(bench_)
                                         : nullptr),
      janitor_(options.janitor) {}

Session::~Session() {
  if (forwarder_ != nullptr) forwarder_->Stop();
  janitor_.Done();
}

absl::Status Session::StartForwarder(const SessionOptions& options) {
  tfplugin::ForwardOptions forward;
  ASSIGN_OR_RETURN(forward.providers,
                   ToForwarded(options.stand_ins, options.directory.path));
  forward.interceptors = [this](const tfplugin::Connection& connection) {
    return NewJudge(
        run_benches_ == nullptr ? bench_ : run_benches_->Of(connection.peer),
        connection);
  };
  forward.log = tfplugin::PluginLog(options.directory.environment);
  for (const char* name : {"TMPDIR", "XDG_RUNTIME_DIR"}) {
    forward.socket_parents.push_back(
        options.directory.environment(name).value_or(""));
  }
  forward.on_socket_directory = [this](const std::string& directory) {
    janitor_.Watch(directory);
  };
  ASSIGN_OR_RETURN(forwarder_, tfplugin::Forwarder::Start(std::move(forward)));
  std::map<std::string, std::string> entries = forwarder_->ReattachEntries();
  // Terraform starts these itself and says what is wrong with them.
  for (const auto& [address, why] : forwarder_->failures()) {
    entries.erase(address);
  }
  for (const auto& [address, entry] : entries) watched_.insert(address);
  ASSIGN_OR_RETURN(reattach_, MergeReattached(options.directory, entries));
  return absl::OkStatus();
}

}  // namespace compliance::hook
