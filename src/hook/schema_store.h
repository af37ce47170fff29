// The schemas of the providers that are stood in for, as far as rules need
// them. Terraform asks every provider for its schema before anything else, so
// nothing is fetched: they are read in passing.
#ifndef COMPLIANCE_SRC_HOOK_SCHEMA_STORE_H_
#define COMPLIANCE_SRC_HOOK_SCHEMA_STORE_H_

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "compliance/config/config.h"
#include "compliance/rules/rule_set.h"
#include "compliance/tfplugin/observe.h"

namespace compliance::hook {

// Thread-safe.
class SchemaStore {
 public:
  // `rule_set` says which types are worth decoding. Rules about every type that
  // has some attribute cost much, so they count only where `config`, if given,
  // switches them on: those which are off until a parameter is set.
  explicit SchemaStore(const rules::RuleSet& rule_set,
                       const config::Config* config = nullptr);

  // Whether rules speak of a resource type by its name. A schema that is taken
  // holds these and the types with an attribute that rules look for.
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
  bool HasWantedAttribute(const schema::Block& block) const;

  std::set<std::string, std::less<>> types_;  // that rules name
  std::vector<std::string> attributes_;       // that rules look for in any type
  mutable std::mutex mutex_;
  bool keep_ = false;
  std::map<std::string, Entry> entries_;
};

}  // namespace compliance::hook

#endif  // COMPLIANCE_SRC_HOOK_SCHEMA_STORE_H_
