// The schemas of the providers that are stood in for, as far as rules need
// them. Terraform asks every provider for its schema before anything else, so
// nothing is fetched: they are read in passing.
#ifndef COMPLIANCE_SRC_HOOK_SCHEMA_STORE_H_
#define COMPLIANCE_SRC_HOOK_SCHEMA_STORE_H_

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "compliance/rules/rule_set.h"
#include "compliance/tfplugin/observe.h"

namespace compliance::hook {

// Thread-safe.
class SchemaStore {
 public:
  // `rule_set` says which types are worth decoding.
  explicit SchemaStore(const rules::RuleSet& rule_set);

  // Whether rules speak of a resource type by its name.
  bool Names(absl::string_view type) const;

  // Takes a GetProviderSchema response of a provider. Errors: not one.
  absl::Status Take(const std::string& provider, int protocol,
                    absl::string_view response);

  // The last one taken; nullptr before the first.
  std::shared_ptr<const tfplugin::ObservedSchemas> Of(
      const std::string& provider) const;

  // While it is set, GetProviderSchema of a provider that was taken is answered
  // from here: for a `terraform show` of our own, which wants nothing else.
  void KeepResponses(bool keep);
  std::optional<std::string> Response(const std::string& provider) const;

 private:
  struct Entry {
    std::shared_ptr<const tfplugin::ObservedSchemas> schemas;
    std::string response;
  };
  const rules::RuleSet& rule_set_;
  mutable std::mutex mutex_;
  bool keep_ = false;
  std::map<std::string, Entry> entries_;
};

}  // namespace compliance::hook

#endif  // COMPLIANCE_SRC_HOOK_SCHEMA_STORE_H_
