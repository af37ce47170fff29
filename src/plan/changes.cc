#include "changes.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "compliance/base/sort.h"
#include "compliance/base/status_macros.h"
#include "compliance/schema/facts.h"
#include "provider_name.h"
#include "shape.h"

namespace compliance::plan {
namespace {

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

// What the plan adds to a constant: its value, where only evaluation could
// tell, and the mark.
cty::Value Completed(const cty::Value& constant, const cty::Value& planned,
                     const cty::Path& path) {
  cty::Value value = constant;
  if (constant.IsUnknown()) {
    const cty::Value* at = FindInOrder(planned, path);
    if (at != nullptr) value = *at;
  }
  return IsSensitiveAt(planned, path) ? value.WithSensitive() : value;
}

void CompleteConstants(Resource& resource) {
  const Expressions as_written = resource.expressions;
  for (const auto& [path, expression] : as_written) {
    if (!expression.is_constant) continue;
    cty::Value value = Completed(expression.constant, resource.planned, path);
    if (value == expression.constant) continue;
    resource.expressions[path].constant = std::move(value);
  }
}

Action DecodeAction(const Json& change) {
  std::set<absl::string_view> words;
  if (const Json* actions = change.Find("actions")) {
    for (const Json& word : actions->elements()) words.insert(word.text());
  }
  // A word of a later Terraform: judged like an update, so that nothing slips.
  for (const absl::string_view word : words) {
    static const auto& known = *new std::set<absl::string_view>{
        "", "no-op", "create", "read", "update", "delete", "forget"};
    if (known.count(word) == 0) return Action::kUpdate;
  }
  const auto has = [&words](absl::string_view word) {
    return words.count(word) != 0;
  };
  if (has("create")) {
    return has("delete") || has("forget") ? Action::kReplace : Action::kCreate;
  }
  if (has("update")) return Action::kUpdate;
  if (has("delete")) return Action::kDelete;
  if (has("forget")) return Action::kForget;
  return has("read") ? Action::kRead : Action::kNoOp;
}

bool IsListOfWords(const Json* json) {
  return json != nullptr && !json->elements().empty() &&
         std::all_of(json->elements().begin(), json->elements().end(),
                     [](const Json& word) { return word.IsString(); });
}

// A change that does not say what is done, or what comes of it, would be judged
// like one that does nothing.
absl::Status CheckChange(const Json& change, const Resource& resource,
                         const std::string& place) {
  if (!IsListOfWords(change.Find("actions"))) {
    return absl::InvalidArgumentError(
        absl::StrCat(place, ": its \"actions\" are no list of words"));
  }
  const bool goes =
      resource.action == Action::kDelete || resource.action == Action::kForget;
  const cty::Value& planned = resource.planned;
  const bool is_planned = planned.IsUnknown() ||
                          (planned.HasContent() &&
                           planned.type().kind() == cty::Type::Kind::kObject);
  // Some plans list what is not there, before and after.
  const bool is_nothing = resource.action == Action::kNoOp &&
                          resource.before.IsNull() && planned.IsNull();
  if (goes || is_planned || is_nothing) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(place, ": its \"after\" is no object"));
}

std::vector<cty::Path> DecodePaths(const Json* json) {
  std::vector<cty::Path> paths;
  if (json == nullptr) return paths;
  for (const Json& steps : json->elements()) {
    cty::Path path;
    for (const Json& step : steps.elements()) {
      std::int64_t index = 0;
      if (step.IsString()) {
        path = path.Attr(std::string(step.text()));
      } else if (absl::SimpleAtoi(step.text(), &index)) {
        path = path.Index(index);
      }
    }
    paths.push_back(std::move(path));
  }
  return paths;
}

// The block of an address that need not be one of an instance, such as
// module.m["*"].x_t.a[*]: what stands in brackets is left out.
std::string BlockOf(absl::string_view address) {
  std::string block;
  int depth = 0;
  bool is_quoted = false;
  for (std::size_t i = 0; i < address.size(); ++i) {
    const char c = address[i];
    if (is_quoted && c == '\\') {
      ++i;
    } else if (c == '"') {
      is_quoted = !is_quoted;
    } else if (!is_quoted && c == '[') {
      ++depth;
    } else if (!is_quoted && c == ']') {
      --depth;
    } else if (depth == 0) {
      block.push_back(c);
    }
  }
  return block;
}

// What a later plan cannot change of a value that this one puts off: constants
// of the configuration. A member that no tree names is unknown all the same.
cty::Value PutOff(const cty::Value& planned, const cty::Value& before,
                  const Shape& shape, const Expressions& expressions) {
  const auto is_object = [](const cty::Value& value) {
    return value.HasContent() &&
           value.type().kind() == cty::Type::Kind::kObject;
  };
  cty::Value::Attributes members;
  for (const Shape::Member& member : shape.members) {
    members.emplace(member.name, member.shape.unknown);
  }
  for (const cty::Value* value : {&planned, &before}) {
    if (!is_object(*value)) continue;
    for (const auto& [name, member] : value->AsAttributes()) {
      const auto [it, is_new] =
          members.emplace(name, cty::Value::Unknown(member.type()));
      if (member.ContainsSensitive()) it->second = it->second.WithSensitive();
      const auto expression =
          expressions.find(cty::Path({cty::AttributeName{name}}));
      const bool stays =
          value == &planned && member.IsWhollyKnown() && member.HasContent() &&
          expression != expressions.end() && expression->second.is_constant &&
          expression->second.constant.HasContent();
      if (stays) it->second = member;
    }
  }
  return members.empty() ? shape.unknown
                         : cty::Value::Object(std::move(members));
}

// Types and sensitive marks by resource type, as the facts have them.
class Shapes {
 public:
  const Shape& Of(const Address& address) {
    const bool data = address.mode == Mode::kData;
    const auto [it, is_new] = shapes_.try_emplace({data, address.type});
    if (is_new) {
      const schema::TypeFacts* facts =
          data ? schema::FindDataSource(address.type)
               : schema::FindResource(address.type);
      if (facts != nullptr) it->second = Shape(facts->schema.block);
    }
    return it->second;
  }

 private:
  std::map<std::pair<bool, std::string>, Shape> shapes_;
};

// Instance keys order as Terraform's: none, numbers, strings. `key` must
// outlive the result.
auto KeyOrder(const std::optional<cty::Step>& key) {
  const auto* index = key ? std::get_if<cty::ListIndex>(&*key) : nullptr;
  const auto* name = key ? std::get_if<cty::MapKey>(&*key) : nullptr;
  return std::tuple(name != nullptr    ? 2
                    : index != nullptr ? 1
                                       : 0,
                    index != nullptr ? index->index : 0,
                    name != nullptr ? absl::string_view(name->key) : "");
}

bool ModuleBefore(const ModuleStep& a, const ModuleStep& b) {
  const int name = a.name.compare(b.name);
  return name != 0 ? name < 0 : KeyOrder(a.key) < KeyOrder(b.key);
}

bool AddressBefore(const Address& a, const Address& b) {
  if (a.module != b.module) {
    return std::lexicographical_compare(a.module.begin(), a.module.end(),
                                        b.module.begin(), b.module.end(),
                                        ModuleBefore);
  }
  const auto block = [](const Address& address) {
    return std::tie(address.mode, address.type, address.name);
  };
  return block(a) != block(b) ? block(a) < block(b)
                              : KeyOrder(a.key) < KeyOrder(b.key);
}

class Reader {
 public:
  Reader(const Document& document, const Configuration& configuration,
         const SpentText& spent, JsonReader& reader, Merger& merger, Plan& plan)
      : document_(document),
        configuration_(configuration),
        spent_(spent),
        reader_(reader),
        merger_(merger),
        plan_(plan) {}

  absl::Status Read() {
    plan_.resources.reserve(document_.resource_changes.size());
    RETURN_IF_ERROR(ReadChanges());
    ReadDeferred();
    SpentList prior(spent_);
    for (const absl::string_view text : document_.prior_resources) {
      prior.ForgetBefore(text);
      RETURN_IF_ERROR(ReadStateResource(reader_.Read(text)));
    }
    ReadDrift();
    ReadLeftOut();
    StableSort(plan_.resources, [](const Resource& a, const Resource& b) {
      return AddressBefore(a.address, b.address);
    });
    return absl::OkStatus();
  }

 private:
  absl::Status ReadChanges() {
    const absl::string_view member = document_.Member("resource_changes");
    if (member.empty() || member == "null") return absl::OkStatus();
    if (member[0] != '[') {
      return absl::InvalidArgumentError("resource_changes: not a list");
    }
    std::size_t index = 0;
    SpentList changes(spent_);
    for (const absl::string_view text : document_.resource_changes) {
      changes.ForgetBefore(text);
      const Json& json = reader_.Read(text);
      const std::string place = absl::StrCat("resource_changes[", index++, "]");
      if (!json.StringAt("deposed").empty()) continue;
      const Json* change = json.Find("change");
      if (change == nullptr || !change->IsObject()) {
        return absl::InvalidArgumentError(
            absl::StrCat(place, ": it has no \"change\" object"));
      }
      ASSIGN_OR_RETURN(Resource resource, ReadChange(json, *change, place));
      Add(std::move(resource));
    }
    return absl::OkStatus();
  }

  absl::StatusOr<Resource> ReadChange(const Json& json, const Json& change,
                                      const std::string& place) {
    ASSIGN_OR_RETURN(Resource resource, StartResource(json, place));
    const Shape& shape = shapes_.Of(resource.address);
    resource.action = DecodeAction(change);
    resource.before = Before(change, shape);
    const bool goes = resource.action == Action::kDelete ||
                      resource.action == Action::kForget;
    resource.planned =
        goes ? shape.null : After(change, shape, resource.before);
    RETURN_IF_ERROR(CheckChange(change, resource, place));
    resource.previous_address = json.StringAt("previous_address");
    resource.action_reason = json.StringAt("action_reason");
    const Json* importing = change.Find("importing");
    resource.importing = importing != nullptr && !importing->IsNull();
    resource.replace_paths = DecodePaths(change.Find("replace_paths"));
    return resource;
  }

  cty::Value Before(const Json& change, const Shape& shape) {
    return Shared(
        {change.Find("before"), nullptr, change.Find("before_sensitive")},
        shape, cty::Value());
  }

  cty::Value After(const Json& change, const Shape& shape,
                   const cty::Value& before) {
    return Shared({change.Find("after"), change.Find("after_unknown"),
                   change.Find("after_sensitive")},
                  shape, before);
  }

  // Instances of one type mostly have equal tags and blocks, so that without an
  // earlier value of its own each shares those of the one before it.
  cty::Value Shared(const Trees& trees, const Shape& shape,
                    const cty::Value& before) {
    cty::Value& last = last_[&shape];
    cty::Value value =
        merger_.Merge(trees, shape, before.HasContent() ? &before : &last);
    if (value.HasContent()) last = value;
    return value;
  }

  // What the plan leaves as it is without listing it: data that was read, and,
  // in a plan with -target, everything else.
  absl::Status ReadStateResource(const Json& json) {
    if (!json.StringAt("deposed_key").empty()) return absl::OkStatus();
    ASSIGN_OR_RETURN(Resource resource, StartResource(json, "prior_state"));
    if (seen_.count(resource.address.ToString()) != 0) return absl::OkStatus();
    const Shape& shape = shapes_.Of(resource.address);
    resource.planned =
        Shared({json.Find("values"), nullptr, json.Find("sensitive_values")},
               shape, cty::Value());
    resource.before = resource.planned;
    // One of a block whose instances are put off may change with them.
    const auto deferred = deferred_.find(resource.address.ConfigString());
    if (deferred != deferred_.end()) {
      resource.action = Action::kUpdate;
      resource.deferred_reason = deferred->second;
    }
    Add(std::move(resource));
    return absl::OkStatus();
  }

  absl::StatusOr<Resource> StartResource(const Json& json,
                                         const std::string& place) {
    Resource resource;
    absl::StatusOr<Address> address = Address::Parse(json.StringAt("address"));
    if (!address.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat(place, ": ", address.status().message()));
    }
    resource.address = *std::move(address);
    resource.provider = FullProviderName(json.StringAt("provider_name"));
    if (absl::StartsWith(resource.provider, "registry.opentofu.org/")) {
      plan_.is_opentofu = true;
    }
    return resource;
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
    if (!resource.deferred_reason.empty() && !resource.planned.IsNull()) {
      resource.planned =
          PutOff(resource.planned, resource.before,
                 shapes_.Of(resource.address), resource.expressions);
    }
    plan_.resources.push_back(std::move(resource));
  }

  // Changes that this plan puts off. Of a block whose repetition is not known
  // there may be any number of instances.
  void ReadDeferred() {
    for (const absl::string_view text : document_.deferred_changes) {
      const Json& entry = reader_.Read(text);
      const Json* json = entry.Find("resource_change");
      if (json == nullptr || !json->StringAt("deposed").empty()) continue;
      const std::string address = json->StringAt("address");
      const std::string block = BlockOf(address);
      if (block.empty()) continue;
      plan_.is_partial = true;
      plan_.unknown_repetitions.push_back(block);
      std::string reason = entry.StringAt("reason");
      if (reason.empty()) reason = "deferred";
      deferred_.emplace(block, reason);
      const Json* change = json->Find("change");
      // A place for instances yet to be counted is no instance.
      if (change == nullptr || reason == "instance_count_unknown" ||
          seen_.count(address) != 0) {
        continue;
      }
      absl::StatusOr<Resource> resource = ReadChange(*json, *change, "");
      if (!resource.ok()) continue;
      resource->deferred_reason = std::move(reason);
      Add(*std::move(resource));
    }
  }

  // A record of what happened; nothing depends on it, so that an odd entry is
  // skipped.
  void ReadDrift() {
    for (const absl::string_view text : document_.resource_drift) {
      const Json& json = reader_.Read(text);
      const Json* change = json.Find("change");
      absl::StatusOr<Address> address =
          Address::Parse(json.StringAt("address"));
      if (change == nullptr || !address.ok()) continue;
      const Shape& shape = shapes_.Of(*address);
      Drift drift;
      drift.address = *std::move(address);
      drift.action = DecodeAction(*change);
      drift.before = Before(*change, shape);
      drift.after = After(*change, shape, drift.before);
      plan_.drift.push_back(std::move(drift));
    }
  }

  // Blocks that -target left out have no instance, although apply without it
  // would make some.
  void ReadLeftOut() {
    const bool is_partial = plan_.complete == false;
    plan_.is_partial |= is_partial;
    for (const auto& [address, config] : configuration_.resources) {
      if (blocks_seen_.count(address) != 0) continue;
      const bool surely_has_instances =
          !config.count && !config.for_each && !InRepeatedModule(address);
      if (is_partial || (!plan_.complete && surely_has_instances)) {
        plan_.is_partial = true;
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

  const Document& document_;
  const Configuration& configuration_;
  const SpentText& spent_;
  JsonReader& reader_;
  Merger& merger_;
  Plan& plan_;
  Shapes shapes_;
  std::map<const Shape*, cty::Value> last_;
  absl::flat_hash_set<std::string> seen_;         // instance addresses
  absl::flat_hash_set<std::string> blocks_seen_;  // configuration addresses
  // Configuration addresses of what is put off -> reason.
  std::map<std::string, std::string> deferred_;
};

}  // namespace

absl::Status ReadResources(const Document& document,
                           const Configuration& configuration,
                           const SpentText& spent, JsonReader& reader,
                           Merger& merger, Plan& plan) {
  return Reader(document, configuration, spent, reader, merger, plan).Read();
}

}  // namespace compliance::plan
