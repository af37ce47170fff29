#include "changes.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "compliance/base/status_macros.h"
#include "compliance/schema/facts.h"
#include "json_access.h"
#include "merged_value.h"

namespace compliance::plan {
namespace {

using Json = nlohmann::json;

// Whether `path` of `value` is, or lies in, something sensitive. A place that
// is not there counts: better to hide too much.
bool IsSensitiveAt(const cty::Value& value, const cty::Path& path) {
  const cty::Value* at = &value;
  for (const cty::Step& step : path.steps()) {
    if (at->IsSensitive()) return true;
    at = at->Find(step);
    if (at == nullptr) return true;
  }
  return at->ContainsSensitive();
}

// The member at `path`, if its blocks are surely those of the configuration:
// sets are in no order, so that only a lone element is.
const cty::Value* FindInOrder(const cty::Value& value, const cty::Path& path) {
  const cty::Value* at = &value;
  for (const cty::Step& step : path.steps()) {
    if (at->HasContent() && at->type().kind() == cty::Type::Kind::kSet &&
        at->AsElements().size() > 1) {
      return nullptr;
    }
    at = at->Find(step);
    if (at == nullptr) return nullptr;
  }
  return at;
}

// Constants that only evaluation could tell are read off the planned value.
void CompleteConstants(Resource& resource) {
  for (auto& [path, expression] : resource.expressions) {
    if (!expression.is_constant) continue;
    if (expression.constant.IsUnknown()) {
      const cty::Value* planned = FindInOrder(resource.planned, path);
      if (planned != nullptr) expression.constant = *planned;
    }
    if (IsSensitiveAt(resource.planned, path)) {
      expression.constant = expression.constant.WithSensitive();
    }
  }
}

Action DecodeAction(const Json& change) {
  std::set<std::string> words;
  const Json* actions = Find(change, "actions");
  if (actions != nullptr && actions->is_array()) {
    for (const Json& word : *actions) {
      if (word.is_string()) words.insert(word.get<std::string>());
    }
  }
  const auto has = [&words](const char* word) {
    return words.count(word) != 0;
  };
  if (has("create")) {
    return has("delete") || has("forget") ? Action::kReplace : Action::kCreate;
  }
  if (has("update")) return Action::kUpdate;
  if (has("delete")) return Action::kDelete;
  if (has("forget")) return Action::kForget;
  if (has("read")) return Action::kRead;
  // A word of a later Terraform: judged like an update, so that nothing slips.
  return words.empty() || has("no-op") ? Action::kNoOp : Action::kUpdate;
}

// Types and sensitive marks by resource type, as the facts have them.
class Facts {
 public:
  struct Entry {
    const schema::TypeFacts* facts = nullptr;
    cty::Type type;
  };

  const Entry& Of(const Address& address) {
    const bool data = address.mode == Mode::kData;
    const auto [it, is_new] = entries_.try_emplace({data, address.type});
    if (is_new) {
      it->second.facts = data ? schema::FindDataSource(address.type)
                              : schema::FindResource(address.type);
      if (it->second.facts != nullptr) {
        it->second.type = schema::ImpliedType(it->second.facts->schema.block);
      }
    }
    return it->second;
  }

 private:
  std::map<std::pair<bool, std::string>, Entry> entries_;
};

// Instance keys order as Terraform's: none, numbers, strings.
auto KeyOrder(const std::optional<cty::Step>& key) {
  const auto* index = key ? std::get_if<cty::ListIndex>(&*key) : nullptr;
  const auto* name = key ? std::get_if<cty::MapKey>(&*key) : nullptr;
  return std::tuple(name != nullptr    ? 2
                    : index != nullptr ? 1
                                       : 0,
                    index != nullptr ? index->index : 0,
                    name != nullptr ? name->key : std::string());
}

bool ModuleBefore(const ModuleStep& a, const ModuleStep& b) {
  return std::tuple(a.name, KeyOrder(a.key)) <
         std::tuple(b.name, KeyOrder(b.key));
}

bool AddressBefore(const Address& a, const Address& b) {
  if (a.module != b.module) {
    return std::lexicographical_compare(a.module.begin(), a.module.end(),
                                        b.module.begin(), b.module.end(),
                                        ModuleBefore);
  }
  return std::tuple(a.mode, a.type, a.name, KeyOrder(a.key)) <
         std::tuple(b.mode, b.type, b.name, KeyOrder(b.key));
}

class Reader {
 public:
  Reader(const Json& document, const Configuration& configuration, Plan& plan)
      : document_(document), configuration_(configuration), plan_(plan) {}

  absl::Status Read() {
    RETURN_IF_ERROR(ReadChanges());
    if (const Json* prior = Find(document_, "prior_state")) {
      if (const Json* values = Find(*prior, "values")) {
        if (const Json* root = Find(*values, "root_module")) {
          RETURN_IF_ERROR(ReadState(*root));
        }
      }
    }
    ReadDeferred();
    ReadLeftOut();
    std::sort(plan_.resources.begin(), plan_.resources.end(),
              [](const Resource& a, const Resource& b) {
                return AddressBefore(a.address, b.address);
              });
    return absl::OkStatus();
  }

 private:
  absl::Status ReadChanges() {
    const Json* changes = Find(document_, "resource_changes");
    if (changes == nullptr || changes->is_null()) return absl::OkStatus();
    if (!changes->is_array()) {
      return absl::InvalidArgumentError("resource_changes: not a list");
    }
    for (std::size_t i = 0; i < changes->size(); ++i) {
      const std::string place = absl::StrCat("resource_changes[", i, "]");
      RETURN_IF_ERROR(ReadChange((*changes)[i], place));
    }
    return absl::OkStatus();
  }

  absl::Status ReadChange(const Json& json, const std::string& place) {
    if (Find(json, "deposed") != nullptr) return absl::OkStatus();
    const Json* change = Find(json, "change");
    if (change == nullptr || !change->is_object()) {
      return absl::InvalidArgumentError(
          absl::StrCat(place, ": it has no \"change\" object"));
    }
    ASSIGN_OR_RETURN(Resource resource, StartResource(json, place));
    const Facts::Entry& facts = facts_.Of(resource.address);
    resource.action = DecodeAction(*change);
    resource.before = Decode(
        {Find(*change, "before"), nullptr, Find(*change, "before_sensitive")},
        facts);
    const bool goes = resource.action == Action::kDelete ||
                      resource.action == Action::kForget;
    resource.planned =
        goes ? cty::Value::Null(facts.type)
             : Decode({Find(*change, "after"), Find(*change, "after_unknown"),
                       Find(*change, "after_sensitive")},
                      facts);
    Add(std::move(resource));
    return absl::OkStatus();
  }

  // What the plan leaves as it is without listing it: data that was read, and,
  // in a plan with -target, everything else.
  absl::Status ReadState(const Json& module) {
    if (const Json* resources = Find(module, "resources")) {
      for (const Json& json : *resources) {
        if (Find(json, "deposed_key") != nullptr) continue;
        RETURN_IF_ERROR(ReadStateResource(json));
      }
    }
    if (const Json* children = Find(module, "child_modules")) {
      for (const Json& child : *children) RETURN_IF_ERROR(ReadState(child));
    }
    return absl::OkStatus();
  }

  absl::Status ReadStateResource(const Json& json) {
    ASSIGN_OR_RETURN(Resource resource, StartResource(json, "prior_state"));
    if (seen_.count(resource.address.ToString()) != 0) return absl::OkStatus();
    resource.planned =
        Decode({Find(json, "values"), nullptr, Find(json, "sensitive_values")},
               facts_.Of(resource.address));
    resource.before = resource.planned;
    Add(std::move(resource));
    return absl::OkStatus();
  }

  absl::StatusOr<Resource> StartResource(const Json& json,
                                         const std::string& place) {
    Resource resource;
    absl::StatusOr<Address> address = Address::Parse(StringAt(json, "address"));
    if (!address.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat(place, ": ", address.status().message()));
    }
    resource.address = *std::move(address);
    resource.provider = StringAt(json, "provider_name");
    return resource;
  }

  static cty::Value Decode(const Trees& trees, const Facts::Entry& facts) {
    cty::Value value = Merge(trees, facts.type);
    return facts.facts == nullptr
               ? value
               : MarkSensitive(value, facts.facts->schema.block);
  }

  void Add(Resource resource) {
    const std::string config_address = resource.address.ConfigString();
    seen_.insert(resource.address.ToString());
    blocks_seen_.insert(config_address);
    const auto it = configuration_.resources.find(config_address);
    if (it != configuration_.resources.end()) {
      const ResourceConfig& config = it->second;
      resource.has_configuration = true;
      resource.provider_config = config.provider_config;
      resource.expressions = config.expressions;
      resource.for_each = config.for_each;
      resource.count = config.count;
      CompleteConstants(resource);
    }
    plan_.resources.push_back(std::move(resource));
  }

  // Instances that this plan puts off: those of a block whose repetition is not
  // known may be any number.
  void ReadDeferred() {
    const Json* deferred = Find(document_, "deferred_changes");
    if (deferred == nullptr || !deferred->is_array()) return;
    for (const Json& entry : *deferred) {
      const Json* change = Find(entry, "resource_change");
      if (change == nullptr) continue;
      const std::string type = StringAt(*change, "type");
      std::string address = StringAt(*change, "address");
      absl::StatusOr<Address> parsed = Address::Parse(address);
      if (parsed.ok()) address = parsed->ConfigString();
      if (!type.empty()) plan_.unknown_repetitions.push_back(address);
    }
  }

  // Blocks that -target left out have no instance, although apply without it
  // would make some.
  void ReadLeftOut() {
    const Json* complete = Find(document_, "complete");
    const bool is_partial =
        complete != nullptr && complete->is_boolean() && !complete->get<bool>();
    for (const auto& [address, config] : configuration_.resources) {
      if (blocks_seen_.count(address) != 0) continue;
      const bool surely_has_instances =
          !config.count && !config.for_each && !InRepeatedModule(address);
      if (is_partial || (complete == nullptr && surely_has_instances)) {
        plan_.unknown_repetitions.push_back(address);
      }
    }
    std::sort(plan_.unknown_repetitions.begin(),
              plan_.unknown_repetitions.end());
    plan_.unknown_repetitions.erase(
        std::unique(plan_.unknown_repetitions.begin(),
                    plan_.unknown_repetitions.end()),
        plan_.unknown_repetitions.end());
  }

  bool InRepeatedModule(absl::string_view address) const {
    return std::any_of(plan_.module_repetitions.begin(),
                       plan_.module_repetitions.end(),
                       [address](const auto& entry) {
                         const std::string& module = entry.first;
                         return address.size() > module.size() &&
                                address.substr(0, module.size()) == module &&
                                address[module.size()] == '.';
                       });
  }

  const Json& document_;
  const Configuration& configuration_;
  Plan& plan_;
  Facts facts_;
  std::set<std::string> seen_;         // instance addresses
  std::set<std::string> blocks_seen_;  // configuration addresses
};

}  // namespace

absl::Status ReadResources(const Json& document,
                           const Configuration& configuration, Plan& plan) {
  return Reader(document, configuration, plan).Read();
}

}  // namespace compliance::plan
