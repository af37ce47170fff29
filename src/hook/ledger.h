// What the hook has said, so that nothing is said twice.
#ifndef COMPLIANCE_SRC_HOOK_LEDGER_H_
#define COMPLIANCE_SRC_HOOK_LEDGER_H_

#include <cstddef>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <utility>

#include "compliance/cty/value.h"
#include "compliance/engine/finding.h"

namespace compliance::hook {

// Names a finding by what both an RPC and a plan JSON show of it: rule, type,
// paths, and the known strings, numbers and booleans among the resource's
// top-level attributes. Digested: nothing of a value can be read off it.
std::string FindingKey(const engine::Finding& finding,
                       const cty::Value& planned);

// Thread-safe.
class Ledger {
 public:
  // A call was judged, whatever came out.
  void NoteJudged();
  std::size_t judged() const;

  // An error was given to Terraform, which ends the run.
  void NoteBlocked();
  bool blocked() const;

  // While it is set nothing is said: a plan is made once more to be read as a
  // whole, and must not fail.
  void Mute(bool mute);
  bool is_muted() const;

  // A diagnostic was given for a finding of this key.
  void NoteSaid(const std::string& key);

  // Whether a finding of this key was said; each call uses one up.
  bool TakeSaid(const std::string& key);

  // The whole plan showed that a rule fails for a resource instance: what was
  // said of the plan is not said again while it is applied.
  void NoteDecided(const std::string& rule, const std::string& address);
  bool WasDecided(const std::string& rule, const std::string& address) const;

 private:
  mutable std::mutex mutex_;
  std::size_t judged_ = 0;
  bool blocked_ = false;
  bool muted_ = false;
  std::map<std::string, int> said_;
  std::set<std::pair<std::string, std::string>> decided_;
};

}  // namespace compliance::hook

#endif  // COMPLIANCE_SRC_HOOK_LEDGER_H_
