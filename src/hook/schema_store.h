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
#include "hook/memory_file.h"

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

  // While it is set, responses are kept for a `terraform show` of our own,
  // which wants schemas of what it shows and nothing else.
  void KeepResponses(bool keep);
  bool keeps_responses() const;

  // A call of the provider was about this type.
  void NoteType(const std::string& provider, absl::string_view type);

  // The last response that was kept, with the types that were noted alone:
  // Terraform needs most of its time for a schema to read it. nullopt where
  // there is none.
  std::optional<std::string> Response(const std::string& provider) const;

 private:
  struct Entry {
    std::shared_ptr<const tfplugin::ObservedSchemas> schemas;
    int protocol = 0;
    // Many megabytes, and seldom asked for: no memory of ours.
    std::shared_ptr<MemoryFile> response;
    std::set<std::string, std::less<>> types;
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
